"""today, tomorrow, week."""

from datetime import date, timedelta
from itertools import combinations

from core.availability import ShowAs, blocks
from core.booking.usecases.gathering import A_DAY, busy_time
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.calendars import event_range, event_title
from core.dialogue.commands import OpenFindForm, ShowAgenda
from core.dialogue.screens import (
    Action,
    AgendaCard,
    AgendaDay,
    AgendaItem,
    Day,
    Instant,
    Names,
    Text,
    UserText,
    Zone,
    say,
)
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, Response
from core.sync.usecases import Reading

Found = tuple[Range, Event, str]
"""An event's time in the reader's zone, the event, and its calendar's name."""


class AgendaAnswers:
    """The person's own events, for their eyes only."""

    def __init__(self, *, configuring: Configuring, reading: Reading) -> None:
        self._configuring = configuring
        self._reading = reading

    async def agenda(self, asker: Asker, command: ShowAgenda) -> AgendaCard:
        """Events of all chosen calendars; free ones are marked free, overlapping ones say what they overlap."""
        setup = await self._configuring.setup(asker.person)
        first, last = _span(asker.today, command.span)
        window = asker.local_days(first, last)
        readings = await self._reading.calendars(setup.shown, window.widened(A_DAY))
        found = _events(asker, readings, window)
        clashes = _clashes(setup, found)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return AgendaCard(
            heading=say(f"agenda.{command.span}"),
            days=tuple(AgendaDay(Day(day), _items(asker, day, found, clashes)) for day in days),
            zone=Zone(asker.reader.zone),
            sources=sources(readings),
            actions=_others(command),
        )


def sources(readings: tuple[CalendarReading, ...]) -> tuple[Text, ...]:
    """The honest lines: which calendars were read and when, and which were not."""
    read = tuple(UserText(item.calendar.name) for item in readings if item.readable)
    lines = []
    if read:
        lines.append(say("sources.read", names=Names(read)))
    lines += [
        say("sources.unread", name=UserText(item.calendar.name), reason=say(f"reason.{item.error}"))
        for item in readings
        if not item.readable
    ]
    return tuple(lines)


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


def _items(asker: Asker, day: date, found: list[Found], clashes: dict[str, UserText | Text]) -> tuple[AgendaItem, ...]:
    window = asker.local_days(day, day)
    return tuple(
        AgendaItem(
            start=None if event.is_all_day else Instant(when.start),
            end=None if event.is_all_day else Instant(when.end),
            title=event_title(event),
            calendar=UserText(calendar),
            marks=_marks(event, clashes),
            join_url=event.join_url,
        )
        for when, event, calendar in found
        if when.overlaps(window)
    )


def _marks(event: Event, clashes: dict[str, UserText | Text]) -> tuple[Text, ...]:
    marks = []
    if event.is_cancelled:
        marks.append(say("mark.cancelled"))
    elif event.response is Response.DECLINED:
        marks.append(say("mark.declined"))
    elif event.show_as is not ShowAs.BUSY:
        marks.append(say(f"show_as.{event.show_as}"))
    if event.is_private:
        marks.append(say("mark.private"))
    if event.id in clashes:
        marks.append(say("mark.overlaps", other=clashes[event.id]))
    return tuple(marks)


def _others(command: ShowAgenda) -> tuple[Action, ...]:
    spans = (ShowAgenda("today"), ShowAgenda("tomorrow"), ShowAgenda("week"))
    others = [Action(say(f"action.{other.span}"), other) for other in spans if other != command]
    return (*others, Action(say("action.find"), OpenFindForm()))
