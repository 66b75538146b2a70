"""today, tomorrow, week."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from core.availability import ShowAs, blocks
from core.booking.usecases.gathering import A_DAY
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.events import event_range, event_title, few
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import OpenFindForm, ShowAgenda
from core.dialogue.screens import (
    Action,
    AgendaCard,
    AgendaDay,
    AgendaItem,
    Ago,
    Day,
    Instant,
    Text,
    UserText,
    Zone,
    say,
)
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, Response, busy_time
from core.sync.usecases import Reading

SOURCES_NAMED = 8
"""So many calendars are named in one line; the others are counted."""

Found = tuple[Range, Event, str]
"""An event's time in the reader's zone, the event, and its calendar's name."""


class AgendaAnswers:
    """The person's own events, for their eyes only."""

    def __init__(self, *, configuring: Configuring, reading: Reading) -> None:
        self._configuring = configuring
        self._reading = reading

    @property
    def routes(self) -> Routes:
        return {ShowAgenda: self.agenda}

    async def agenda(self, asker: Asker, command: ShowAgenda) -> AgendaCard:
        """Events of all chosen calendars; free ones are marked free, overlapping ones say what they overlap."""
        card = await self.of_days(asker, *_span(asker.today, command.span))
        return replace(card, heading=say(f"agenda.{command.span}"), actions=_others(command))

    async def of_days(self, asker: Asker, first: date, last: date) -> AgendaCard:
        """The same for any days, without a way on. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        window = asker.local_days(first, last)
        readings = await self._reading.calendars(setup.shown, window.widened(A_DAY))
        found = _events(asker, readings, window)
        clashes, outside = _clashes(setup, found), _outside(setup, found)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return AgendaCard(
            heading=say("agenda.today"),
            days=tuple(AgendaDay(Day(day), _items(asker, day, found, clashes, outside)) for day in days),
            zone=Zone(asker.reader.zone),
            sources=sources(readings, asker.now),
            actions=(),
        )


def sources(readings: tuple[CalendarReading, ...], now: datetime) -> tuple[Text, ...]:
    """The honest lines: which calendars were read and when, the newest first, and which were not."""
    read: dict[int, list[CalendarReading]] = {}
    for item in readings:
        if item.readable:
            read.setdefault(minutes_ago(item, now), []).append(item)
    lines = []
    for minutes, items in sorted(read.items()):
        names = few([item.calendar.name for item in items], SOURCES_NAMED)
        if minutes:
            lines.append(say("sources.read_ago", names=names, ago=Ago(minutes * 60)))
        else:
            lines.append(say("sources.read", names=names))
    return (*lines, *(_unread(item) for item in readings if not item.readable))


def _unread(item: CalendarReading) -> Text:
    name = UserText(item.calendar.name)
    if item.ignored_until is not None:
        return say("sources.ignored", name=name, day=Day(item.ignored_until))
    return say("sources.unread", name=name, reason=say(f"reason.{item.error}"))


def minutes_ago(reading: CalendarReading, now: datetime) -> int:
    """Whole minutes since the calendar was read."""
    return max(0, int((now - reading.read_at).total_seconds() // 60))


def _span(today: date, span: str) -> tuple[date, date]:
    if span == "week":
        return today, today + timedelta(days=6)
    day = today + timedelta(days=span == "tomorrow")
    return day, day


def _events(asker: Asker, readings: tuple[CalendarReading, ...], window: Range) -> list[Found]:
    """By start; the same meeting seen in two calendars is one event."""
    seen: set[tuple[str, object]] = set()
    found = []
    for reading in readings:
        for event in reading.events:
            when = event_range(asker, event)
            key = (event.ical_uid or event.id, event.start)
            if when.overlaps(window) and key not in seen:
                seen.add(key)
                found.append((when, event, reading.calendar.name))
    return sorted(found, key=lambda item: (item[0].start, not item[1].is_all_day, item[0].end))


def _clashes(setup: Setup, found: list[Found]) -> dict[str, UserText | Text]:
    """Event id -> the title of the first other event it overlaps, for timed blocking events."""
    timed = [
        item for item in found if not item[1].is_all_day and blocks(busy_time(item[1], ""), setup.preferences.blocking)
    ]
    clashes: dict[str, UserText | Text] = {}
    for one, other in combinations(timed, 2):
        if one[0].overlaps(other[0]):
            clashes.setdefault(one[1].id, event_title(other[1]))
            clashes.setdefault(other[1].id, event_title(one[1]))
    return clashes


def _outside(setup: Setup, found: list[Found]) -> frozenset[str]:
    """The ids of the timed blocking events that don't lie in the person's hours."""
    chosen = setup.preferences
    timed = [item for item in found if not item[1].is_all_day and blocks(busy_time(item[1], ""), chosen.blocking)]
    return frozenset(event.id for when, event, _ in timed if not chosen.works_in(when))


def _items(
    asker: Asker, day: date, found: list[Found], clashes: dict[str, UserText | Text], outside: frozenset[str]
) -> tuple[AgendaItem, ...]:
    window = asker.local_days(day, day)
    return tuple(
        AgendaItem(
            start=None if event.is_all_day else Instant(when.start),
            end=None if event.is_all_day else Instant(when.end),
            title=event_title(event),
            calendar=UserText(calendar),
            marks=_marks(event, clashes, outside),
            join_url=event.join_url,
        )
        for when, event, calendar in found
        if when.overlaps(window)
    )


def _marks(event: Event, clashes: dict[str, UserText | Text], outside: frozenset[str]) -> tuple[Text, ...]:
    marks = []
    if event.is_cancelled:
        marks.append(say("mark.cancelled"))
    elif event.response is Response.DECLINED:
        marks.append(say("mark.declined"))
    elif event.show_as is not ShowAs.BUSY:
        marks.append(say(f"show_as.{event.show_as}"))
    if event.is_private:
        marks.append(say("mark.private"))
    if event.id in outside:
        marks.append(say("mark.outside_hours"))
    if event.id in clashes:
        marks.append(say("mark.overlaps", other=clashes[event.id]))
    return tuple(marks)


def _others(command: ShowAgenda) -> tuple[Action, ...]:
    spans = (ShowAgenda("today"), ShowAgenda("tomorrow"), ShowAgenda("week"))
    others = [Action(say(f"action.{other.span}"), other) for other in spans if other != command]
    return (*others, Action(say("action.find"), OpenFindForm()))
