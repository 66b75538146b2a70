"""What can't be read now, and the card that says so: which, why, what it means, one next step."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from core.configuration.model import Calendar, CalendarId, Obstacle
from core.configuration.usecases import Configuring, Setup
from core.connection.health import Why
from core.connection.model import Connection, ConnectionState
from core.dialogue.commands import AddAccount, OpenFindForm, ShowCalendars, ShowConnections
from core.dialogue.health import CalendarWhy, Trouble
from core.dialogue.health_commands import IgnoreUntil, LeaveOut, LookAgain
from core.dialogue.screens import Action, Day, Names, NewsCard, Style, Text, UserText, say
from core.shared.days import day_at
from core.shared.errors import OutlookRejected, OutlookUnavailable, PermissionMissing
from core.sync.model import SyncState

SILENT_AFTER = timedelta(days=1)
"""A Microsoft that is away for hours comes back by itself; each slot list says so meanwhile."""

IGNORED_DAYS = (7, 30)
WHY_UNREADABLE = {
    OutlookRejected.code: CalendarWhy.GONE,
    PermissionMissing.code: CalendarWhy.FORBIDDEN,
    OutlookUnavailable.code: CalendarWhy.SILENT,
}
OF_ACCOUNT = frozenset({"reconnect_needed", "operator_needed", "permission_missing"})
"""What rounds of a lost account end with."""

NOT_LINKABLE = {
    Obstacle.SHARED_READ_ONLY: CalendarWhy.LINKED_READ_ONLY,
    Obstacle.CONNECTED_READ_ONLY: CalendarWhy.LINKED_CONNECTED_READ_ONLY,
}
OWN_HEADINGS = frozenset({CalendarWhy.LINKED_READ_ONLY.value, CalendarWhy.LINKED_CONNECTED_READ_ONLY.value})

States = Mapping[CalendarId, SyncState]


def subject_of_account(connection: str) -> str:
    return f"connection:{connection}"


def subject_of_calendar(calendar: str) -> str:
    return f"calendar:{calendar}"


def calendars_of(setup: Setup, subject: str) -> tuple[Calendar, ...]:
    """The calendars in use that this is about."""
    kind, _, name = subject.partition(":")
    if kind == "connection":
        return tuple(item for item in setup.shown if item.connection == name)
    return tuple(item for item in setup.calendars if item.id == name)


def troubles_now(
    configuring: Configuring, setup: Setup, states: States, known: Mapping[str, Trouble], now: datetime
) -> dict[str, Trouble]:
    """Everything in use that is of no use now, by subject; one account is one trouble, whatever it carries."""
    person, found = setup.preferences.person, {}
    for connection in setup.connections:
        subject = subject_of_account(connection.id)
        if _is_lost(setup, connection, states, subject in known):
            why = connection.why or (known[subject].why if subject in known else Why.OTHER)
            since = connection.since or now
            found[subject] = Trouble(person, subject, str(why), connection.account.address, since)
    lost = {subject.partition(":")[2] for subject in found}
    for calendar in setup.shown:
        code = _why(configuring, setup, calendar, states.get(calendar.id), now)
        if code is not None and calendar.connection not in lost:
            subject = subject_of_calendar(calendar.id)
            found[subject] = Trouble(person, subject, code, calendar.name, now)
    linked = setup.preferences.linked
    if linked is not None and setup.linked is None:
        subject = subject_of_calendar(linked)
        name = known[subject].name if subject in known else ""
        found[subject] = Trouble(person, subject, CalendarWhy.LINKED_GONE, name, now)
    return found


def silent_from(states: States) -> datetime | None:
    """When the next calendar will have been silent for so long that it is told."""
    failing = [one.failing_since for one in states.values() if one.error == OutlookUnavailable.code]
    return min((since + SILENT_AFTER for since in failing if since is not None), default=None)


def ignored_until(setup: Setup, subject: str, now: datetime) -> date | None:
    """The last day on which all of its calendars stop nothing; None when one of them does."""
    days = [setup.preferences.ignored_until(item.id, now) for item in calendars_of(setup, subject)]
    return None if not days or None in days else min(day for day in days if day is not None)


def trouble_card(setup: Setup, trouble: Trouble, now: datetime) -> NewsCard:
    """As it stands."""
    calendars = calendars_of(setup, trouble.subject)
    until = ignored_until(setup, trouble.subject, now)
    lines = [say(f"health.why.{trouble.why}")]
    if trouble.subject.startswith("connection:") and calendars:
        lines.append(say("health.carries", names=Names(tuple(UserText(item.name) for item in calendars))))
    lines.append(_meaning(setup, trouble, calendars, until))
    return NewsCard(_heading(trouble), tuple(lines), _ways(setup, trouble, calendars, now))


def ended_card(setup: Setup | None, trouble: Trouble) -> NewsCard:
    """It can be read again, or nothing depends on it any more."""
    name = UserText(trouble.name)
    if setup is not None and calendars_of(setup, trouble.subject) and _still_used(setup, trouble):
        heading = say("health.linked_well") if not trouble.name else say("health.well", name=name)
        find = Action(say("action.find"), OpenFindForm())
        return NewsCard(heading, (say("health.well.means"),), (find,))
    heading = say("health.settled_unnamed") if not trouble.name else say("health.settled", name=name)
    return NewsCard(heading, (say("health.settled.means"),), (Action(say("action.calendars"), ShowCalendars()),))


def _still_used(setup: Setup, trouble: Trouble) -> bool:
    used = {item.id for item in setup.shown}
    return any(item.id in used for item in calendars_of(setup, trouble.subject))


def _is_lost(setup: Setup, connection: Connection, states: States, known: bool) -> bool:
    """An account without a calendar in use is nobody's trouble; one that was repaired, but not read yet, still is."""
    mine = [item for item in setup.shown if item.connection == connection.id]
    if connection.state is not ConnectionState.OK:
        return bool(mine) or len(setup.connections) == 1
    read = [states[item.id].error for item in mine if item.id in states]
    return known and bool(read) and all(error in OF_ACCOUNT for error in read)


def _why(
    configuring: Configuring, setup: Setup, calendar: Calendar, state: SyncState | None, now: datetime
) -> str | None:
    """Why this calendar is of no use, whatever its account; None if it is."""
    if state is not None and state.error in WHY_UNREADABLE:
        why = WHY_UNREADABLE[state.error]
        failing = now - (state.failing_since or now)
        if why is not CalendarWhy.SILENT or failing >= SILENT_AFTER:
            return why.value
    if calendar.id == setup.preferences.linked:
        obstacle = configuring.obstacle(setup, calendar)
        return NOT_LINKABLE[obstacle].value if obstacle in NOT_LINKABLE else None
    return None


def _heading(trouble: Trouble) -> Text:
    if not trouble.name:
        return say("health.heading.linked_gone")
    if trouble.why in OWN_HEADINGS:
        return say("health.heading.not_writable", name=UserText(trouble.name))
    return say("health.heading", name=UserText(trouble.name))


def _meaning(setup: Setup, trouble: Trouble, calendars: tuple[Calendar, ...], until: date | None) -> Text:
    if until is not None:
        return say("health.ignored", day=Day(until))
    blocking = {item.id for item in setup.blocking}
    if trouble.why in OWN_HEADINGS or trouble.why == CalendarWhy.LINKED_GONE:
        return say("health.means.linked")
    if not any(item.id in blocking for item in calendars):
        return say("health.means.not_blocking")
    return say("health.means")


def _ways(setup: Setup, trouble: Trouble, calendars: tuple[Calendar, ...], now: datetime) -> tuple[Action, ...]:
    """The next step first. What bookings are written into is neither left out nor ignored: another one is chosen."""
    linked = setup.preferences.linked
    carries_linked = trouble.why == CalendarWhy.LINKED_GONE or any(item.id == linked for item in calendars)
    ways = [*_repairs(trouble, carries_linked=carries_linked)]
    blocking = {item.id for item in setup.blocking}
    if not carries_linked and any(item.id in blocking for item in calendars):
        leave = Action(say("action.leave_out"), LeaveOut(trouble.subject))
        today = day_at(now, setup.preferences.home_zone)
        days = [today + timedelta(days=number) for number in IGNORED_DAYS]
        ignore = [Action(say("action.ignore_until", day=Day(day)), IgnoreUntil(trouble.subject, day)) for day in days]
        ways += [leave, *(ignore if ignored_until(setup, trouble.subject, now) is None else ())]
    ways.append(Action(say("action.look_again"), LookAgain(trouble.subject)))
    return _led(tuple(ways))


def _repairs(trouble: Trouble, *, carries_linked: bool) -> tuple[Action, ...]:
    """What brings it back, where its person can do that."""
    kind, _, name = trouble.subject.partition(":")
    calendars = (Action(say("action.calendars"), ShowCalendars()),)
    if kind == "connection":
        if trouble.why == Why.APP:
            return (Action(say("action.connections"), ShowConnections()),)
        label = say("action.ask_admin") if trouble.why == Why.ADMIN else say("action.reconnect")
        return (Action(label, AddAccount(name)), *(calendars if carries_linked else ()))
    if trouble.why == CalendarWhy.LINKED_CONNECTED_READ_ONLY:
        return (Action(say("action.connections"), ShowConnections()), *calendars)
    return calendars if carries_linked else ()


def _led(ways: tuple[Action, ...]) -> tuple[Action, ...]:
    first = ways[0]
    return (Action(first.label, first.command, first.url, Style.PRIMARY, first.name), *ways[1:])
