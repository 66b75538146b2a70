"""The agenda of a morning with what was held back, and the choices about what a day brings."""

from dataclasses import replace
from datetime import date

from core.configuration.messages import (
    AGENDA_MINUTES,
    REMINDER_MINUTES,
    USUAL_AGENDA_MINUTE,
    ChoosingMessages,
    DayMessages,
    day_messages,
)
from core.configuration.model import Preferences, ToldInvitations
from core.conflicts.model import WarningId
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.reminders import reminders_line
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import OpenFindForm, ShowAgenda, ShowConflicts
from core.dialogue.morning_commands import OpenDayMessages, SaveDayMessages, TellAgenda
from core.dialogue.screens import (
    Action,
    ConflictsCard,
    Day,
    MorningCard,
    NewsCard,
    OfDay,
    Screen,
    SettingsForm,
    SettingsPart,
    Text,
    length,
    say,
)
from core.dialogue.screens.settings import ChoiceField
from core.shared.errors import Gone


class MorningAnswers:
    """The agenda of one day, as it is now, and its switch."""

    def __init__(self, *, choosing: ChoosingMessages, agenda: AgendaAnswers, conflicts: ConflictAnswers) -> None:
        self._choosing = choosing
        self._agenda = agenda
        self._conflicts = conflicts

    @property
    def routes(self) -> Routes:
        """They raise NotConnected."""
        return {TellAgenda: self._tell}

    async def card(self, asker: Asker, day: date, warning: str) -> MorningCard:
        """`warning`: the message about double bookings that this agenda carries. Raises NotConnected."""
        agenda = await self._agenda.of_days(asker, day, day)
        held = await self._held(asker, WarningId(warning))
        off = Action(say("action.tell_no_agenda"), TellAgenda())
        looks = (Action(say("action.today"), ShowAgenda()), Action(say("action.find"), OpenFindForm()))
        every = (Action(say("action.conflicts"), ShowConflicts()),) if held else ()
        return MorningCard(
            heading=say("morning.heading", day=Day(day)),
            day=agenda.days[0],
            zone=agenda.zone,
            sources=agenda.sources,
            held_heading=held.heading if held else None,
            held=held.conflicts if held else (),
            more=held.more if held else 0,
            actions=(*every, *looks, off),
        )

    async def _held(self, asker: Asker, warning: WarningId) -> ConflictsCard | None:
        """None when nothing was held back, or it was told again elsewhere."""
        try:
            found = await self._conflicts.warning(asker, warning)
        except Gone:
            return None
        return found if isinstance(found, ConflictsCard) and found.conflicts else None

    async def _tell(self, asker: Asker, command: TellAgenda) -> Screen:
        wanted = command.minute or None
        await self._choosing.choose(asker.person, lambda now: replace(now, agenda_minute=wanted))
        change = Action(say("action.day_messages"), OpenDayMessages())
        back = () if wanted else (Action(say("action.tell_agenda"), TellAgenda(USUAL_AGENDA_MINUTE)),)
        return NewsCard(agenda_line(wanted), (say("day.change_any_time"),), (*back, change))


async def save_day_messages(choosing: ChoosingMessages, asker: Asker, command: SaveDayMessages) -> None:
    """What the form says. Raises NotConnected."""
    wanted = DayMessages(ToldInvitations(command.invitations), command.agenda or None, command.reminders or None)
    await choosing.choose(asker.person, lambda _: wanted)


def day_messages_part(chosen: Preferences) -> SettingsPart:
    """What holds now."""
    now = day_messages(chosen)
    lines = (
        say(f"day.invitations.{now.invitations}"),
        agenda_line(now.agenda_minute),
        reminders_line(now.reminder_minutes),
    )
    change = Action(say("action.change"), OpenDayMessages(), name=say("settings.name.day_messages"))
    return SettingsPart(say("day.heading"), lines, (change,))


def day_messages_form(chosen: Preferences) -> SettingsForm:
    """Filled in with what holds."""
    now = day_messages(chosen)
    invitations = tuple((one.value, say(f"day.form.{one}")) for one in ToldInvitations)
    return SettingsForm(
        "day.form.title",
        (say("day.form.note"),),
        (
            ChoiceField("invitations", "day.form.invitations", invitations, now.invitations.value),
            ChoiceField("agenda", "day.form.agenda", _agenda_options(now.agenda_minute), str(now.agenda_minute or 0)),
            ChoiceField("reminders", "day.form.reminders", _reminder_options(), str(now.reminder_minutes or 0)),
        ),
        SaveDayMessages(),
    )


def agenda_line(minute: int | None) -> Text:
    """What holds now."""
    return say("day.no_agenda") if minute is None else say("day.agenda", at=OfDay(minute))


def _agenda_options(chosen: int | None) -> tuple[tuple[str, Text], ...]:
    offered = sorted({*AGENDA_MINUTES, *(() if chosen is None else (chosen,))})
    return (("0", say("day.form.off")), *((str(one), say("day.form.at", at=OfDay(one))) for one in offered))


def _reminder_options() -> tuple[tuple[str, Text], ...]:
    before = ((str(one), say("day.form.before", length=length(one))) for one in REMINDER_MINUTES)
    return (("0", say("day.form.off")), *before)
