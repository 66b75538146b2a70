"""The calendar picker's parts: what can be chosen, what stands in the way, what it costs, what it blocks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from core.availability import blocks
from core.configuration.model import Calendar, CalendarKind, Obstacle
from core.configuration.usecases import Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.calendar_choice import shows_shared
from core.dialogue.answers.events import event_range, event_title, event_when, few
from core.dialogue.commands import AddAccount, AskAdmin, ShowCalendars
from core.dialogue.screens import (
    Action,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    Text,
    UserText,
    say,
)
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, busy_time

CHEAP_CONFLICTS = 10
"""Above so many conflict calendars the card says what they cost."""


def option(setup: Setup, calendar: Calendar) -> CalendarOption:
    """Grouped by account where there are several, and by whose it is."""
    owner = UserText(calendar.owner_name or calendar.owner_address)
    groups = {
        CalendarKind.OWN: say("group.mine"),
        CalendarKind.SHARED: say("group.shared", owner=owner),
        CalendarKind.AUTOMATIC: say("group.automatic"),
    }
    group = groups[calendar.kind]
    connection = setup.connection(calendar.connection)
    if len(setup.connections) > 1 and connection is not None:
        group = say("group.of_account", group=group, address=UserText(connection.account.address))
    return CalendarOption(calendar.id, UserText(calendar.name), group)


def notes(setup: Setup) -> tuple[Text, ...]:
    """What is good to know about this choice."""
    found = []
    count = len(setup.blocking)
    if count > CHEAP_CONFLICTS:
        found.append(say("calendars.cost", count=count))
    for connection in setup.connections:
        address = UserText(connection.account.address)
        if connection.account.is_personal:
            found.append(say("calendars.personal", address=address))
        if connection.id in setup.preferences.hidden_titles:
            found.append(say("calendars.hidden", address=address))
    return tuple(found)


def sharing(setup: Setup) -> tuple[Action, ...]:
    """One consent more for each account that may have calendars shared with it; personal ones can't be asked."""
    asked = [one for one in setup.connections if one.may_show_shared and not shows_shared(one)]
    return tuple(
        Action(
            say("action.show_shared"),
            AddAccount(one.id, shared=True),
            name=say("name.show_shared", address=UserText(one.account.address)),
        )
        for one in asked
    )


def next_week(asker: Asker) -> Range:
    """Monday to Sunday of the reader's next week."""
    monday = asker.today + timedelta(days=7 - asker.today.weekday())
    return asker.local_days(monday, monday + timedelta(days=6))


def preview(
    asker: Asker, setup: Setup, readings: tuple[CalendarReading, ...], window: Range
) -> tuple[BlockedTime, ...]:
    """What blocks in the window and what doesn't although it is there, by start; a meeting in two calendars once, a
    cancelled one never."""
    seen: set[tuple[str, object]] = set()
    lines: list[tuple[Range, BlockedTime]] = []
    for reading in readings:
        counts = reading.calendar in setup.blocking
        for event in reading.events:
            when = event_range(asker, event)
            key = (event.ical_uid or event.id, event.start)
            if event.is_cancelled or not when.overlaps(window) or key in seen:
                continue
            seen.add(key)
            why_not, calendar = _why_not(setup, event, counts=counts), UserText(reading.calendar.name)
            lines.append((when, BlockedTime(event_when(asker, event), event_title(event), calendar, why_not)))
    return tuple(line for _, line in sorted(lines, key=lambda found: found[0]))


def _why_not(setup: Setup, event: Event, *, counts: bool) -> Text | None:
    """Why an event doesn't block; None if it does. The rule itself is the slot engine's."""
    if not counts:
        return say("free.calendar_out")
    if blocks(busy_time(event, ""), setup.preferences.blocking):
        return None
    if event.response == "declined":
        return say("free.declined")
    return say("free.marked", state=say(f"show_as.{event.show_as}"))


def obstacles(found: Iterable[tuple[Calendar, Obstacle]]) -> tuple[CalendarObstacle, ...]:
    """One for all calendars that the same step helps, so that no button is there twice."""
    groups: dict[tuple[Obstacle, str], list[Calendar]] = {}
    for calendar, obstacle in found:
        key = {
            Obstacle.CONNECTED_READ_ONLY: calendar.connection,
            Obstacle.SHARED_READ_ONLY: calendar.id,
            Obstacle.ADMIN_READ_ONLY: "",
        }
        groups.setdefault((obstacle, key[obstacle]), []).append(calendar)
    told = [_obstacle(calendars, obstacle) for (obstacle, _), calendars in groups.items()]
    steps = [one.action for one in told]
    return tuple(replace(one, action=None) if one.action in steps[:at] else one for at, one in enumerate(told))


NAMED = 5


def _obstacle(calendars: list[Calendar], obstacle: Obstacle) -> CalendarObstacle:
    """Three obstacles, three texts, three next steps."""
    first = calendars[0]
    names = few([one.name for one in calendars], NAMED)
    upgrade = Action(say("action.upgrade"), AddAccount(first.connection), name=say("name.upgrade", names=names))
    steps = {
        Obstacle.CONNECTED_READ_ONLY: upgrade,
        Obstacle.SHARED_READ_ONLY: Action(say("action.look_again"), ShowCalendars()),
        Obstacle.ADMIN_READ_ONLY: Action(say("action.ask_admin"), AskAdmin()),
    }
    owner = UserText(first.owner_name or first.owner_address)
    why = say(f"obstacle.{obstacle}", name=names, owner=owner)
    return CalendarObstacle(UserText(first.name), why, steps[obstacle])
