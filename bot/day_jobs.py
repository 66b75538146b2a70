"""Which facts and jobs lead to the messages that a day brings: invitations, agenda, reminders."""

from dataclasses import dataclass

from bot.handlers import Args, Handler, of_person, person_in
from core.booking.model import InvitationAccepted, MeetingAnswered
from core.configuration.model import CalendarsChosen, DayMessagesChosen
from core.conflicts.model import WarningChanged, WarningId
from core.conflicts.usecases import DIGEST_JOB, LOOK_JOB, NIGHTLY
from core.connection.model import Disconnected
from core.dialogue.invitations import SAY_INVITATIONS_JOB, InvitationNotices
from core.dialogue.mornings import MORNING_JOB, Mornings
from core.dialogue.reminders import REMIND_JOB, Reminders
from core.people.model import PersonsJoined
from core.sync.model import BusyChanged


@dataclass(frozen=True, slots=True)
class DayMessaging:
    """The use cases behind them."""

    mornings: Mornings
    reminders: Reminders
    invitations: InvitationNotices


def day_jobs(to: DayMessaging) -> dict[str, Handler]:
    """What follows for the day's messages; the digest of double bookings goes through the agenda."""

    async def planned(args: Args) -> None:
        await to.mornings.plan(person_in(args))
        await to.reminders.look(person_in(args))

    async def chosen(args: Args) -> None:
        await planned(args)
        await to.invitations.look(person_in(args), first=True)

    async def looked(args: Args) -> None:
        await to.reminders.look(person_in(args))
        await to.invitations.look(person_in(args), first=bool(args["first"]))

    async def nightly(args: Args) -> None:
        if args.get("why") == NIGHTLY:
            await planned(args)
            await to.invitations.look(person_in(args))

    async def answered(args: Args) -> None:
        await to.invitations.answered(person_in(args), str(args["event"]), str(args["outcome"]))

    async def warned(args: Args) -> None:
        await to.mornings.warning_changed(person_in(args), WarningId(str(args["warning"])))

    return {
        BusyChanged.kind(): looked,
        CalendarsChosen.kind(): chosen,
        DayMessagesChosen.kind(): planned,
        Disconnected.kind(): of_person(to.invitations.forget),
        InvitationAccepted.kind(): answered,
        MeetingAnswered.kind(): answered,
        PersonsJoined.kind(): chosen,
        WarningChanged.kind(): warned,
        LOOK_JOB: nightly,
        SAY_INVITATIONS_JOB: of_person(to.invitations.say),
        DIGEST_JOB: of_person(to.mornings.digest),
        MORNING_JOB: of_person(to.mornings.run),
        REMIND_JOB: of_person(to.reminders.remind),
    }
