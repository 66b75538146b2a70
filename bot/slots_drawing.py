"""An answer of the slot engine drawn for a terminal: a line for each day, or for each person and day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from core.availability import Answer, Attendee, Prepared, Reason, Request, prepare
from core.shared.days import day_at

CELLS = (15, 20, 30, 60)
"""Minutes to a character; the finest that fits the terminal."""
OUTSIDE, WORK, TAKEN, BOOKED, OFFERED, START = " ·█▒─●"
PAINT = {TAKEN: "31", BOOKED: "33", OFFERED: "32", START: "1;32", WORK: "2"}
MOST_DAYS = 62
MOST_PEOPLE = 8
MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells: what each kind of mark covers, weakest first."""

    name: str
    layers: Sequence[tuple[str, Sequence[Span]]]
    is_known: bool = True


def drawing(request: Request, answer: Answer, *, width: int = 100, colour: bool = False) -> str:
    """The days of the window with what is taken, what is offered, the reasons asked for, and a legend."""
    return "\n".join(_Drawing(request, answer, width, colour).text())


class _Drawing:
    def __init__(self, request: Request, answer: Answer, width: int, colour: bool) -> None:
        self._request, self._answer, self._colour = request, answer, colour
        self._zone = ZoneInfo(request.tz)
        self._lines = _lines(request, answer)
        self._days = _days(request, self._zone)
        self._slots = {day: list(found) for day, found in groupby(answer.slots, self._day_of)}
        self._name = max(11, *(len(line.name) + 2 for line in self._lines)) + 1
        self._first, self._last = self._hours()
        room = width - self._name - len("  99 slots")
        span = (self._last - self._first) * 60
        self._cell = next((cell for cell in CELLS if span / cell <= room), CELLS[-1])

    def text(self) -> Iterator[str]:
        yield self._title()
        yield ""
        yield " " * self._name + self._axis()
        week = None
        for day in self._days[:MOST_DAYS]:
            if week is not None and day.isocalendar()[:2] != week:
                yield ""
            week = day.isocalendar()[:2]
            yield from self._day(day)
        if len(self._days) > MOST_DAYS:
            left = sum(len(self._slots.get(day, ())) for day in self._days[MOST_DAYS:])
            yield f"… and {len(self._days) - MOST_DAYS} more days with {_count(left)}"
        yield ""
        yield self._legend()
        notes = list(self._notes())
        yield from ["", *notes] if notes else []

    def _title(self) -> str:
        request = self._request
        length = f"{request.duration_minutes} minutes"
        people = f" · {len(request.attendees)} people, {request.mode}" if len(request.attendees) > 1 else ""
        return self._bold(f"{_count(len(self._answer.slots))} of {length}") + f" · {request.tz}{people}"

    def _axis(self) -> str:
        """The hours, as many as fit without touching."""
        per_hour = 60 // self._cell
        step = next(each for each in (1, 2, 3, 6) if each * per_hour >= len("00 "))
        shown = [f"{hour:02}" if (hour - self._first) % step == 0 else "" for hour in range(self._first, self._last)]
        return "".join(text.ljust(per_hour) for text in shown).rstrip()

    def _day(self, day: date) -> Iterator[str]:
        label = f"{day:%a} {day.day:>2} {day:%b}"
        count = len(self._slots.get(day, ()))
        rows = [(line, self._cells(line, day)) for line in self._lines]
        if all(not cells.strip() for _, cells in rows):
            yield self._dim(label.ljust(self._name) + "no working time")
            return
        note = self._note(day)
        if len(rows) == 1:
            cells = rows[0][1]
            yield label.ljust(self._name) + self._painted(cells) + f"  {_count(count) if count else 'none'}{note}"
            return
        for line, cells in rows:
            if not line.is_known:
                yield self._dim(f"  {line.name}".ljust(self._name) + "not known")
                continue
            name = label if not line.name else f"  {line.name}"
            end = f"  {_count(count) if count else 'none'}{note}" if not line.name else ""
            yield (name.ljust(self._name) + self._painted(cells) + end).rstrip()

    def _cells(self, line: Line, day: date) -> str:
        """The marks of one day; a stronger layer covers a weaker one. Columns are the wall clock's."""
        size = (self._last - self._first) * 60 // self._cell
        cells = [OUTSIDE] * size
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        around = midnight.astimezone(UTC) - timedelta(hours=2), midnight.astimezone(UTC) + timedelta(hours=28)
        for mark, spans in line.layers:
            for start, end in spans:
                if end <= around[0] or start >= around[1]:
                    continue
                for place in self._places(max(start, around[0]), min(end, around[1]), day):
                    if 0 <= place < size:
                        cells[place] = mark
        return "".join(cells)

    def _places(self, start: datetime, end: datetime, day: date) -> Iterator[int]:
        """The columns a span touches on a day; minute by minute only as far as clocks may change in between."""
        instant = start
        while instant < end:
            wall = instant.astimezone(self._zone)
            if wall.date() == day:
                yield (wall.hour * 60 + wall.minute - self._first * 60) // self._cell
            into = wall.minute % self._cell if wall.minute else 0
            instant += max(MINUTE, min(end - instant, (self._cell - into) * MINUTE))

    def _hours(self) -> tuple[int, int]:
        """The first and last hour that show anything: working time and slots, else what is taken."""
        for marks in ((WORK, OFFERED), (TAKEN, BOOKED)):
            first, last = 24, 0
            spans = [span for line in self._lines for mark, found in line.layers if mark in marks for span in found]
            for start, end in spans:
                opens, closes = start.astimezone(self._zone), (end - MINUTE).astimezone(self._zone)
                if opens.date() != closes.date():
                    return 0, 24
                first, last = min(first, opens.hour), max(last, closes.hour + 1)
            if first < last:
                return first, last
        return 8, 18

    def _note(self, day: date) -> str:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self._zone)
        before = (noon - timedelta(days=1)).utcoffset() or timedelta()
        change = (noon.utcoffset() or timedelta()) - before
        if not change:
            return ""
        return f"  clocks {'forward' if change > timedelta() else 'back'} {abs(change) // MINUTE} min"

    def _legend(self) -> str:
        marks = [(START, "a slot starts"), (OFFERED, "it lasts"), (TAKEN, "event"), (BOOKED, "booking")]
        shown = [
            (mark, word) for mark, word in marks if any(mark == own for line in self._lines for own, _ in line.layers)
        ]
        shown.append((WORK, "working time" if len(self._lines) > 1 else "working time that is not offered"))
        return "   ".join(f"{self._painted(mark)} {word}" for mark, word in shown) + f"   1 mark = {self._cell} min"

    def _notes(self) -> Iterator[str]:
        if len(self._request.attendees) > MOST_PEOPLE:
            yield f"{len(self._request.attendees) - MOST_PEOPLE} more people are counted but not drawn."
        if self._answer.unreadable:
            yield f"Nothing is known about {', '.join(self._answer.unreadable)}: never counted as free."
        for instant, reasons in self._answer.why.items():
            wall = instant.astimezone(self._zone)
            yield f"{wall:%a} {wall.day} {wall:%b %H:%M}  " + ("a slot" if not reasons else _told(reasons))

    def _day_of(self, instant: datetime) -> date:
        return day_at(instant, self._zone)

    def _painted(self, cells: str) -> str:
        if not self._colour:
            return cells
        runs = ((mark, "".join(run)) for mark, run in groupby(cells))
        return "".join(f"\x1b[{PAINT[mark]}m{run}\x1b[0m" if mark in PAINT else run for mark, run in runs)

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colour else text

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._colour else text


def _lines(request: Request, answer: Answer) -> list[Line]:
    """One line for one person; for several a line of what is offered, then a line for each."""
    length = timedelta(minutes=request.duration_minutes)
    offered = [
        (OFFERED, [(slot, slot + length) for slot in answer.slots]),
        (START, [(slot, slot + MINUTE) for slot in answer.slots]),
    ]
    alone = Attendee(
        id="", hours=request.hours, available=request.available, busy=request.busy, bookings=request.bookings
    )
    people = request.attendees or (alone,)
    if len(people) == 1:
        return [Line("", [*_layers(request, people[0]), *offered])]
    shown = (Line(person.id[:20], _layers(request, person), person.readable) for person in people[:MOST_PEOPLE])
    return [Line("", offered), *shown]


def _layers(request: Request, person: Attendee) -> list[tuple[str, Sequence[Span]]]:
    if not person.readable:
        return []
    calendar = person.prepared or _prepared(request, person)
    low, high = request.window
    inside = [
        (max(start, low), min(end, high)) for start, end in map(_span, calendar.work) if start < high and end > low
    ]
    booked = [(booking.start, booking.end) for booking in person.bookings]
    return [(WORK, inside), (TAKEN, [_span(pair) for pair in calendar.busy]), (BOOKED, booked)]


def _prepared(request: Request, person: Attendee) -> Prepared:
    return prepare(
        window=request.window,
        tz=person.tz or request.tz,
        hours=person.hours,
        available=person.available,
        busy=person.busy,
        blocking=request.blocking,
    )


def _span(pair: tuple[int, int]) -> Span:
    return datetime.fromtimestamp(pair[0] * 60, UTC), datetime.fromtimestamp(pair[1] * 60, UTC)


def _days(request: Request, zone: ZoneInfo) -> list[date]:
    first, last = day_at(request.window[0], zone), day_at(request.window[1] - MINUTE, zone)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _told(reasons: Sequence[Reason]) -> str:
    """Reasons in one line: the code, what it names, and what lies behind it in brackets."""
    told = []
    for reason in reasons:
        named = " ".join(part for part in (reason.person, reason.calendar, reason.id) if part)
        behind = f" ({_told(reason.because)})" if reason.because else ""
        told.append(f"{reason.code}{' ' + named if named else ''}{behind}")
    return ", ".join(told)


def _count(slots: int) -> str:
    return f"{slots} slot" if slots == 1 else f"{slots} slots"
