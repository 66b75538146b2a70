"""settings: what holds for a person, and what its buttons and forms change."""

from dataclasses import replace
from datetime import date, timedelta

from core.configuration.messages import ChoosingMessages
from core.configuration.model import Journey, Preferences
from core.configuration.rules import BookingRules, Rules
from core.configuration.usecases import Configuring, Setup
from core.configuration.workspace import MANNERS, RULES, SHARING, InForce, InWorkspace
from core.conflicts.model import Kind
from core.conflicts.usecases import Settling
from core.connection.usecases import Connecting
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.calendars import PRESETS
from core.dialogue.answers.connect import other_homes
from core.dialogue.answers.language import language_form, language_part, save_language
from core.dialogue.answers.mornings import day_messages_form, day_messages_part, save_day_messages
from core.dialogue.answers.response_lines import answers_told, tell_answers
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.answers.settings_fields import typed_hours, typed_number, typed_quiet, typed_week, typed_zone
from core.dialogue.answers.settings_forms import days_form, hours_form, rules_form, travel_form, warnings_form
from core.dialogue.answers.settings_words import (
    ahead,
    exception_line,
    exceptions,
    hours_source,
    journey_line,
    rule_lines,
    span,
    warning_lines,
    week_lines,
)
from core.dialogue.answers.sharing import SharingAnswers, sharing_part
from core.dialogue.booking_commands import TellOfBookings
from core.dialogue.commands import Command, OpenAdvanced, OpenFindForm, ShowCalendars
from core.dialogue.morning_commands import OpenDayMessages, SaveDayMessages
from core.dialogue.screens import Action, Names, Text, UserText, Zone, say
from core.dialogue.screens.settings import SettingsCard, SettingsForm, SettingsPart
from core.dialogue.settings_commands import (
    ClearDays,
    ClearTravel,
    KeepHours,
    OpenDays,
    OpenHours,
    OpenLanguage,
    OpenRules,
    OpenSharing,
    OpenTravel,
    OpenWarnings,
    SaveDays,
    SaveHours,
    SaveLanguage,
    SaveRules,
    SaveSharing,
    SaveTravel,
    SaveWarnings,
    ShowSettings,
    TakeOutlookHours,
    WarnAgain,
)
from core.people.model import PersonId, Platform
from core.people.usecases import Meeting
from core.shared.errors import ClearhourError, InvalidChoice, NotConnected

EXCEPTIONS_SHOWN = 6
JOURNEYS_SHOWN = 4
HORIZON_MOST, LIMIT_MOST = 365, 50
FROM_WORKSPACE = {
    RULES: "settings.workspace_rules",
    SHARING: "settings.from_workspace",
    MANNERS: "settings.workspace_manners",
}

SAVES = (
    SaveHours, TakeOutlookHours, KeepHours, SaveDays, ClearDays, SaveTravel, ClearTravel, SaveRules, SaveWarnings,
    WarnAgain, SaveSharing, SaveDayMessages, SaveLanguage,
)  # fmt: skip
OPENS = (OpenHours, OpenDays, OpenTravel, OpenRules, OpenWarnings, OpenSharing, OpenDayMessages, OpenLanguage)


class SettingsAnswers:
    """The card of settings, its forms, and what they save."""

    def __init__(
        self,
        *,
        configuring: Configuring,
        rules: Rules,
        connecting: Connecting,
        settling: Settling,
        sharing: SharingAnswers,
        choosing: ChoosingMessages,
        meeting: Meeting,
        in_workspace: InWorkspace,
    ) -> None:
        self._in_workspace = in_workspace
        self._meeting = meeting
        self._choosing = choosing
        self._sharing = sharing
        self._configuring = configuring
        self._rules = rules
        self._connecting = connecting
        self._settling = settling

    @property
    def routes(self) -> Routes:
        """They raise InvalidChoice with the field that can't be as typed, NotConnected, and what Outlook raises."""
        return {
            ShowSettings: lambda asker, _: self.show(asker),
            **dict.fromkeys(OPENS, lambda asker, _: self._card(asker)),
            **dict.fromkeys(SAVES, self._saved),
            SaveSharing: self._shared,
            SaveLanguage: self._language,
            SaveDayMessages: self._day_messages,
        }

    async def show(self, asker: Asker) -> SettingsCard:
        return await self._card(asker, outlook_zone=await self._outlook_zone(asker))

    async def _saved(self, asker: Asker, command: Command) -> SettingsCard:
        await self._save(asker, command)
        return await self._card(asker, saved=say("settings.saved"))

    async def _shared(self, asker: Asker, command: SaveSharing) -> SettingsCard:
        await self._sharing.save(asker, command)
        return await self._card(asker, saved=say("settings.saved"))

    async def _day_messages(self, asker: Asker, command: SaveDayMessages) -> SettingsCard:
        await save_day_messages(self._choosing, asker, command)
        return await self._card(asker, saved=say("settings.saved"))

    async def _language(self, asker: Asker, command: SaveLanguage) -> SettingsCard:
        await save_language(self._meeting, asker, command)
        reader = await self._meeting.reader(asker.user, asker.reader)
        return await self._card(replace(asker, reader=reader), saved=say("settings.saved"))

    @property
    def forms(self) -> Forms:
        return dict.fromkeys(OPENS, self.form)

    async def form(self, asker: Asker, command: Command) -> SettingsForm:
        """The form for one of OPENS. Raises NotConnected."""
        chosen = (await self._configuring.setup(asker.person)).preferences
        match command:
            case OpenHours():
                return hours_form(chosen, await self._in_workspace.of_person(asker.person))
            case OpenDays():
                return days_form(asker)
            case OpenTravel():
                return travel_form(asker, chosen, command)
            case OpenRules():
                return rules_form(chosen)
            case OpenSharing():
                return self._sharing.form(asker, chosen)
            case OpenDayMessages():
                return day_messages_form(chosen)
            case OpenLanguage():
                return language_form(asker)
        return warnings_form(chosen)

    async def _save(self, asker: Asker, command: Command) -> None:
        person, rules = asker.person, self._rules
        match command:
            case SaveHours():
                await rules.set_hours(person, typed_week(command), typed_zone("zone", command.zone))
            case TakeOutlookHours():
                await rules.take_outlooks_hours(person)
            case KeepHours():
                await rules.keep_hours(person)
            case WarnAgain(kind):
                await self._settling.warn_again(person, Kind(kind))
            case SaveDays(first, last, kind, hours):
                ranges = () if kind == "away" else typed_hours("hours", hours)
                if kind == "hours" and not ranges:
                    raise InvalidChoice("hours", "settings.no_hours")
                start = _given("first", first)
                await rules.set_days(person, start, last or start, ranges, asker.today)
            case ClearDays(first, last):
                await rules.clear_days(person, first, last)
            case SaveTravel():
                await rules.set_journey(person, _journey(command), command.was, asker.today)
            case ClearTravel(first):
                await rules.clear_journey(person, first)
            case SaveRules():
                await rules.set_rules(person, _rules(command))
            case SaveWarnings(warnings, quiet):
                await rules.set_manners(person, warnings=warnings, quiet=typed_quiet("quiet", quiet))

    async def _outlook_zone(self, asker: Asker) -> str | None:
        """Another zone that Outlook has now. Its hours are followed, as far as Outlook answers."""
        try:
            return await self._rules.follow_outlook(asker.person)
        except NotConnected:
            raise
        except ClearhourError:
            return None

    async def _card(self, asker: Asker, saved: Text | None = None, outlook_zone: str | None = None) -> SettingsCard:
        setup = await self._configuring.setup(asker.person)
        chosen, decided = setup.preferences, await self._in_workspace.of_person(asker.person)
        parts = (
            _hours(chosen, decided, outlook_zone),
            _exceptions(chosen, asker.today),
            _travel(chosen, asker.today),
            _from(
                decided,
                RULES,
                SettingsPart(say("settings.rules"), rule_lines(chosen), (_change("rules", OpenRules()),)),
            ),
            _blocking(setup),
            _from(decided, SHARING, sharing_part(chosen)),
            _from(decided, MANNERS, await self._warnings(asker.person, chosen)),
            day_messages_part(chosen),
            language_part(asker),
            *await self._homes(asker.person),
        )
        return SettingsCard(
            saved,
            parts,
            (Action(say("action.find"), OpenFindForm()), Action(say("action.calendars"), ShowCalendars())),
        )

    async def _warnings(self, person: PersonId, chosen: Preferences) -> SettingsPart:
        """With the rules that a third Keep led to, each to be taken back."""
        never = sorted((await self._settling.ledger(person)).rules.never)
        told = say("settings.told_of_bookings" if chosen.told_of_bookings else "settings.not_told_of_bookings")
        lines = (*warning_lines(chosen), told, answers_told(chosen), *(say(f"settings.never.{kind}") for kind in never))
        again = (Action(say(f"settings.again.{kind}"), WarnAgain(kind.value)) for kind in never)
        return SettingsPart(
            say("settings.warnings"),
            lines,
            (_change("warnings", OpenWarnings()), *again, _tell(chosen), tell_answers(chosen)),
        )

    async def _homes(self, person: PersonId) -> tuple[SettingsPart, ...]:
        """Where unasked messages come; nothing to choose for who speaks from one chat."""
        chats = [item.user.platform for item in await self._connecting.chats(person)]
        home, actions = chats[0], other_homes(chats)
        told = say("settings.told_in_slack" if home is Platform.SLACK else "settings.told_in_teams")
        return (SettingsPart(say("settings.home"), (told,), actions),) if actions else ()


def _tell(chosen: Preferences) -> Action:
    """The switch for messages about others' bookings."""
    on = chosen.told_of_bookings
    return Action(say("action.tell_no_bookings" if on else "action.tell_bookings"), TellOfBookings(not on))


def _change(what: str, command: Command) -> Action:
    return Action(say("action.change"), command, name=say(f"settings.name.{what}"))


def _from(decided: InForce, group: str, part: SettingsPart) -> SettingsPart:
    """With a line where an admin decided."""
    if not decided.from_workspace(group):
        return part
    return replace(part, lines=(*part.lines, say(FROM_WORKSPACE[group])))


def _hours(chosen: Preferences, decided: InForce, outlook_zone: str | None) -> SettingsPart:
    actions = [_change("hours", OpenHours())]
    if chosen.own_hours or outlook_zone or decided.passes_over_outlook(chosen):
        actions.append(Action(say("settings.take_outlooks"), TakeOutlookHours()))
    if outlook_zone:
        actions.append(Action(say("journey.keep", zone=Zone(chosen.home_zone)), KeepHours()))
    source = hours_source(chosen, decided)
    zone = say("settings.zone", zone=Zone(chosen.home_zone))
    moved = (say("settings.outlook_zone", zone=Zone(outlook_zone)),) if outlook_zone else ()
    return SettingsPart(say("settings.hours"), (*week_lines(chosen.hours), zone, source, *moved), tuple(actions))


def _exceptions(chosen: Preferences, today: date) -> SettingsPart:
    found = exceptions(chosen.hours, today - timedelta(days=1))
    shown, more = found[:EXCEPTIONS_SHOWN], len(found) - EXCEPTIONS_SHOWN
    lines = [exception_line(days) for days in shown] or [say("settings.no_exceptions")]
    if more > 0:
        lines.append(say("label.more", n=more))
    removes = [
        Action(say("settings.remove", what=span(first, last)), ClearDays(first, last)) for first, last, _ in shown
    ]
    return SettingsPart(
        say("settings.exceptions"), tuple(lines), (Action(say("settings.add_days"), OpenDays()), *removes)
    )


def _travel(chosen: Preferences, today: date) -> SettingsPart:
    found = ahead(chosen.travel, today - timedelta(days=1))
    lines = [journey_line(one, chosen.home_zone) for one in found[:JOURNEYS_SHOWN]] or [say("settings.no_travel")]
    actions = [Action(say("settings.add_travel"), OpenTravel())]
    for one in found[:JOURNEYS_SHOWN]:
        there = say("settings.journey_to", zone=Zone(one.zone), days=span(one.first, one.last))
        actions.append(Action(say("settings.change", what=there), OpenTravel(one.first)))
        actions.append(Action(say("settings.remove", what=there), ClearTravel(one.first)))
    return SettingsPart(say("settings.travel"), tuple(lines), tuple(actions))


def _blocking(setup: Setup) -> SettingsPart:
    """What blocks is chosen under calendars: here it is said, with the way there."""
    preset = next((name for name, states in PRESETS.items() if states == setup.preferences.blocking), "custom")
    names = Names(tuple(UserText(item.name) for item in setup.blocking))
    where = say("settings.blocks_in", calendars=names) if setup.blocking else say("settings.blocks_nowhere")
    lines = (say(f"advanced.blocking.{preset}"), where)
    return SettingsPart(say("settings.blocking"), lines, (_change("blocking", OpenAdvanced()),))


def _given(field: str, day: date | None) -> date:
    if day is None:
        raise InvalidChoice(field, "form.bad_field")
    return day


def _journey(command: SaveTravel) -> Journey:
    first, last = _given("first", command.first), _given("last", command.last)
    return Journey(first, last, typed_zone("zone", command.zone), local_hours=command.hours == "local")


def _rules(command: SaveRules) -> BookingRules:
    limit = None
    if command.daily_limit.strip():
        limit = typed_number("daily_limit", command.daily_limit, 1, LIMIT_MOST, "settings.bad_limit")
    return BookingRules(
        duration=command.duration_minutes,
        step=command.step_minutes,
        buffer_before=command.buffer_before_minutes,
        buffer_after=command.buffer_after_minutes,
        notice=command.notice_minutes,
        horizon_days=typed_number("horizon_days", command.horizon_days, 1, HORIZON_MOST, "settings.bad_horizon"),
        daily_limit=limit,
    )
