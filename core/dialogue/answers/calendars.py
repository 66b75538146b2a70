"""calendars: the picker with its preview, and Advanced settings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from core.availability import DEFAULT_BLOCKING, ONLY_BUSY, Blocking, ShowAs, blocks
from core.booking.usecases.gathering import A_DAY
from core.configuration.model import Calendar, CalendarId, CalendarKind, Obstacle
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Connection, ConnectionId
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import (
    AddAccount,
    ChooseCalendars,
    Find,
    OpenAdvanced,
    PreviewCalendars,
    SaveAdvanced,
    ShowCalendars,
)
from core.dialogue.screens import (
    AccountOption,
    Action,
    AdvancedForm,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    Names,
    Text,
    UserText,
    When,
    say,
)
from core.shared.errors import ClearhourError
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, busy_time
from core.sync.usecases import Reading

PREVIEW_LINES = 8
PRESETS: dict[str, Blocking] = {"default": DEFAULT_BLOCKING, "only_busy": ONLY_BUSY}


class CalendarAnswers:
    """Which calendar takes bookings, and which ones block."""

    def __init__(self, *, configuring: Configuring, reading: Reading) -> None:
        self._configuring = configuring
        self._reading = reading

    async def show(self, asker: Asker) -> CalendarPicker:
        """The picker with what is in force, freshly listed as far as Outlook answers."""
        try:
            setup = await self._configuring.refresh(asker.person)
        except ClearhourError:
            setup = await self._configuring.setup(asker.person)
        return await self._picker(asker, setup, saved=False)

    async def preview(self, asker: Asker, command: PreviewCalendars) -> CalendarPicker:
        """The picker with what the person is choosing; nothing is saved."""
        setup = await self._configuring.setup(asker.person)
        wanted = replace(
            setup.preferences,
            linked=CalendarId(command.linked) if command.linked else None,
            conflicts=frozenset(CalendarId(item) for item in command.conflicts if item != command.linked),
        )
        return await self._picker(asker, replace(setup, preferences=wanted), saved=False)

    async def choose(self, asker: Asker, command: ChooseCalendars) -> CalendarPicker:
        """Saves. Raises InvalidChoice."""
        setup = await self._configuring.choose(
            asker.person,
            CalendarId(command.linked) if command.linked else None,
            frozenset(CalendarId(item) for item in command.conflicts),
        )
        return await self._picker(asker, setup, saved=True)

    async def advanced_form(self, asker: Asker) -> AdvancedForm:
        """What blocks me, whether the linked calendar does, and which calendars' double bookings are told."""
        setup = await self._configuring.setup(asker.person)
        chosen = setup.preferences.blocking
        preset = next((name for name, states in PRESETS.items() if states == chosen), "custom")
        linked = setup.linked
        warnable = setup.blocking
        return AdvancedForm(
            blocking=preset,
            states=tuple((state.value, state in chosen) for state in ShowAs),
            linked_blocks=setup.preferences.linked_blocks,
            linked_name=UserText(linked.name) if linked else None,
            warnable=tuple(_option(item) for item in warnable),
            warned=tuple(item.id for item in warnable if setup.preferences.warns_of(item)),
            accounts=tuple(AccountOption(item.id, UserText(item.account.address)) for item in several(setup)),
            hidden=tuple(item.id for item in several(setup) if item.id in setup.preferences.hidden_titles),
        )

    async def save_advanced(self, asker: Asker, command: SaveAdvanced) -> CalendarPicker:
        """Saves. Raises InvalidChoice("warned")."""
        known = {state.value: state for state in ShowAs}
        custom = frozenset(known[name] for name in command.states if name in known)
        blocking = PRESETS.get(command.blocking, custom)
        warned = None if command.warned is None else frozenset(CalendarId(item) for item in command.warned)
        hides = command.hidden_titles
        hidden = None if hides is None else frozenset(ConnectionId(item) for item in hides)
        setup = await self._configuring.choose_advanced(
            asker.person, blocking, linked_blocks=command.linked_blocks, warned=warned, hidden=hidden
        )
        return await self._picker(asker, setup, saved=True)

    async def _picker(self, asker: Asker, setup: Setup, *, saved: bool) -> CalendarPicker:
        window = _next_week(asker)
        readings = await self._reading.calendars(setup.shown, window.widened(A_DAY))
        lines = _preview(asker, setup, readings, window)
        obstacles = [(item, self._configuring.obstacle(setup, item)) for item in setup.calendars]
        return CalendarPicker(
            linkable=tuple(_option(item) for item, obstacle in obstacles if obstacle is None),
            linked=setup.preferences.linked,
            obstacles=_obstacles(
                (item, obstacle)
                for item, obstacle in obstacles
                if obstacle is not None and item.kind is not CalendarKind.AUTOMATIC
            ),
            selectable=tuple(_option(item) for item in setup.calendars),
            conflicts=tuple(item.id for item in setup.calendars if item.id in setup.preferences.conflicts),
            linked_blocks=setup.preferences.linked_blocks,
            preview=lines[:PREVIEW_LINES],
            more_blocked=max(0, len(lines) - PREVIEW_LINES),
            unread=tuple(UserText(item.calendar.name) for item in readings if not item.readable),
            saved=saved,
            actions=(
                Action(say("action.advanced"), OpenAdvanced()),
                Action(say("action.find"), Find(duration_minutes=30)),
            ),
        )


def several(setup: Setup) -> tuple[Connection, ...]:
    """The accounts whose titles are a question: all of several, and one that hides them."""
    asked = len(setup.connections) > 1 or any(item.hides_titles for item in setup.calendars)
    return setup.connections if asked else ()


def _next_week(asker: Asker) -> Range:
    """Monday to Sunday of the reader's next week."""
    monday = asker.today + timedelta(days=7 - asker.today.weekday())
    return asker.local_days(monday, monday + timedelta(days=6))


def _preview(
    asker: Asker, setup: Setup, readings: tuple[CalendarReading, ...], window: Range
) -> tuple[BlockedTime, ...]:
    """What blocks in the window and what doesn't although it is there, by start; a meeting in two calendars once, a
    cancelled one never."""
    seen: set[tuple[str, object]] = set()
    lines = []
    for reading in readings:
        counts = reading.calendar in setup.blocking
        for event in reading.events:
            when = event_range(asker, event)
            key = (event.ical_uid or event.id, event.start)
            if event.is_cancelled or not when.overlaps(window) or key in seen:
                continue
            seen.add(key)
            lines.append(
                BlockedTime(
                    When(when),
                    event_title(event),
                    UserText(reading.calendar.name),
                    _why_not(setup, event, counts=counts),
                )
            )
    return tuple(sorted(lines, key=lambda line: line.when.range))


def _why_not(setup: Setup, event: Event, *, counts: bool) -> Text | None:
    """Why an event doesn't block; None if it does. The rule itself is the slot engine's."""
    if not counts:
        return say("free.calendar_out")
    if blocks(busy_time(event, ""), setup.preferences.blocking):
        return None
    if event.response == "declined":
        return say("free.declined")
    return say("free.marked", state=say(f"show_as.{event.show_as}"))


def event_range(asker: Asker, event: Event) -> Range:
    """The event's time; all-day events from midnight to midnight in the reader's zone."""
    if event.first_day is not None and event.end_day is not None:
        return asker.local_days(event.first_day, event.end_day - timedelta(days=1))
    return Range(event.start, event.end)


def event_title(event: Event) -> UserText | Text:
    """The subject, for its owner's eyes only, unless they want it hidden."""
    if event.is_hidden:
        return say("event.hidden")
    return UserText(event.subject) if event.subject.strip() else say("event.untitled")


def _option(calendar: Calendar) -> CalendarOption:
    groups = {
        CalendarKind.OWN: say("group.mine"),
        CalendarKind.SHARED: say("group.shared", owner=UserText(calendar.owner_name)),
        CalendarKind.AUTOMATIC: say("group.automatic"),
    }
    return CalendarOption(calendar.id, UserText(calendar.name), groups[calendar.kind])


def _obstacles(found: Iterable[tuple[Calendar, Obstacle]]) -> tuple[CalendarObstacle, ...]:
    """One for all calendars that the same step helps, so that no button is there twice."""
    groups: dict[tuple[Obstacle, str], list[Calendar]] = {}
    for calendar, obstacle in found:
        alone = obstacle is Obstacle.SHARED_READ_ONLY
        groups.setdefault((obstacle, calendar.id if alone else calendar.connection), []).append(calendar)
    told = [_obstacle(calendars, obstacle) for (obstacle, _), calendars in groups.items()]
    steps = [one.action for one in told]
    return tuple(replace(one, action=None) if one.action in steps[:at] else one for at, one in enumerate(told))


def _obstacle(calendars: list[Calendar], obstacle: Obstacle) -> CalendarObstacle:
    """Three obstacles, three texts, three next steps."""
    first = calendars[0]
    names = Names(tuple(UserText(one.name) for one in calendars))
    upgrade = Action(say("action.upgrade"), AddAccount(first.connection), name=say("name.upgrade", names=names))
    steps = {
        Obstacle.CONNECTED_READ_ONLY: upgrade,
        Obstacle.SHARED_READ_ONLY: Action(say("action.look_again"), ShowCalendars()),
        Obstacle.ADMIN_READ_ONLY: None,
    }
    why = say(f"obstacle.{obstacle}", name=names, owner=UserText(first.owner_name))
    return CalendarObstacle(UserText(first.name), why, steps[obstacle])
