"""Which facts and jobs lead to the messages that a day brings: invitations, agenda, reminders."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from core.booking.model import MeetingAnswered
from core.booking.usecases.accepting import ACCEPT_JOB, Accepting, InvitationAccepted
from core.configuration.model import CalendarId, CalendarsChosen, DayMessagesChosen
from core.conflicts.model import WarningChanged, WarningId
from core.conflicts.usecases import DIGEST_JOB, LOOK_JOB, NIGHTLY
from core.connection.model import Disconnected
from core.dialogue.invitations import SAY_INVITATIONS_JOB, InvitationNotices
from core.dialogue.mornings import MORNING_JOB, Mornings
from core.dialogue.reminders import REMIND_JOB, Reminders
from core.people.model import PersonId, PersonsJoined
from core.sync.model import BusyChanged

Args = Mapping[str, object]
Handler = Callable[[Args], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DayMessaging:
    """The use cases behind them."""

    mornings: Mornings
    reminders: Reminders
    invitations: InvitationNotices
    accepting: Accepting


def with_days(table: Mapping[str, Handler], to: DayMessaging) -> dict[str, Handler]:
    """The same, and what follows for the day's messages; the digest of double bookings goes through the agenda."""

    async def planned(args: Args) -> None:
        await to.mornings.plan(_person(args))
        await to.reminders.look(_person(args))

    async def chosen(args: Args) -> None:
        await planned(args)
        await to.invitations.look(_person(args), first=True)

    async def looked(args: Args) -> None:
        await to.reminders.look(_person(args))
        await to.invitations.look(_person(args), first=bool(args["first"]))

    async def nightly(args: Args) -> None:
        if args.get("why") == NIGHTLY:
            await planned(args)
            await to.invitations.look(_person(args))

    async def answered(args: Args) -> None:
        await to.invitations.answered(_person(args), str(args["event"]), str(args["outcome"]))

    async def accept(args: Args) -> None:
        calendar, event = CalendarId(str(args["calendar"])), str(args["event"])
        await to.accepting.accept(_person(args), calendar, event, tentative=bool(args["tentative"]))

    async def left(args: Args) -> None:
        await to.invitations.forget(_person(args))

    async def warned(args: Args) -> None:
        await to.mornings.warning_changed(_person(args), WarningId(str(args["warning"])))

    followed = {
        BusyChanged.kind(): looked,
        CalendarsChosen.kind(): chosen,
        Disconnected.kind(): left,
        MeetingAnswered.kind(): answered,
        PersonsJoined.kind(): chosen,
        WarningChanged.kind(): warned,
        LOOK_JOB: nightly,
    }
    return {
        **table,
        **{kind: _then(table[kind], use) for kind, use in followed.items()},
        ACCEPT_JOB: accept,
        DayMessagesChosen.kind(): planned,
        InvitationAccepted.kind(): answered,
        SAY_INVITATIONS_JOB: lambda args: to.invitations.say(_person(args)),
        DIGEST_JOB: lambda args: to.mornings.digest(_person(args)),
        MORNING_JOB: lambda args: to.mornings.run(_person(args)),
        REMIND_JOB: lambda args: to.reminders.remind(_person(args)),
    }


def _then(first: Handler, then: Handler) -> Handler:
    async def handle(args: Args) -> None:
        await first(args)
        await then(args)

    return handle


def _person(args: Args) -> PersonId:
    return PersonId(str(args["person"]))
