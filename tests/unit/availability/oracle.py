"""The definition of a free slot, minute by minute, as slow and plain as possible.

Written from docs/availability.md alone; shares nothing with the engine but the types of request and answer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.availability import Attendee, BusyTime, Limits, PlacedBooking, Request

Reasons = frozenset[object]
"""Reason codes; (code, calendar, id) for events; (code, person, reasons) for people."""

MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=400_000)
def at(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


@lru_cache(maxsize=400_000)
def wall(tz: str, minute: int) -> datetime:
    """What the clock on the wall shows."""
    return at(minute).astimezone(ZoneInfo(tz)).replace(tzinfo=None)


@lru_cache(maxsize=10_000)
def exists(tz: str, day: date) -> bool:
    noon = datetime.combine(day, time(12), ZoneInfo(tz))
    return noon.astimezone(UTC).astimezone(ZoneInfo(tz)).date() == day


def touched(start: datetime, end: datetime) -> tuple[int, int]:
    """The first minute that is touched, and the one after the last; nothing if no time passes.

    Not cached by its arguments: two datetimes that differ in their fold alone are equal to Python.
    """
    first, last = start.timestamp(), end.timestamp()
    return (int(first // 60), -int(-last // 60)) if first != last else (0, 0)


class Oracle:
    """Answers one request by trying every minute of its window."""

    def __init__(self, request: Request) -> None:
        self.request = request
        alone = Attendee(
            id="", hours=request.hours, available=request.available, busy=request.busy, bookings=request.bookings
        )
        self.people = request.attendees or (alone,)
        self.single = request.mode == "single" or not request.attendees
        self.worked: dict[tuple[str, int], bool] = {}
        first = int(request.window[0].timestamp() // 60)
        last = int(request.window[1].timestamp() // 60)
        self.free = {minute for minute in range(first, last + 1) if self.fits(minute, 1)}
        length = request.duration_minutes
        self.slots = [minute for minute in range(first, last + 1) if self.on_grid(minute) and self.fits(minute, length)]

    def fits(self, minute: int, duration: int) -> bool:
        return not self.frame(minute, duration) and not self.reasons(minute, duration, grid=False)

    def who(self, minute: int) -> tuple[str, ...]:
        if self.single:
            return ()
        return tuple(p.id for p in self.people if not self.against(p, minute, self.request.duration_minutes))

    def reasons(self, minute: int, duration: int, *, grid: bool = True) -> Reasons:
        found = set(self.frame(minute, duration))
        if grid and not self.on_grid(minute):
            found.add("OFF_GRID")
        told = {person.id: self.told(person, minute, duration) for person in self.people}
        mode = "single" if self.single else self.request.mode
        for person in self.people:
            required = person.required if person.required is not None else mode == "collective"
            needed = {"single": True, "collective": required, "k_of_n": required, "round_robin": person.fixed}
            if needed.get(mode):
                found |= told[person.id]
        for count, group in self.pools(mode):
            if sum(not told[person.id] for person in group) < count:
                found.add(("NOT_ENOUGH_PEOPLE", "", frozenset().union(*(told[person.id] for person in group))))
        return frozenset(found)

    def pools(self, mode: str) -> list[tuple[int, list[Attendee]]]:
        if mode == "any":
            return [(1, list(self.people))]
        if mode == "k_of_n":
            return [(self.request.k, [person for person in self.people if not person.required])]
        if mode == "round_robin":
            others = [person for person in self.people if not person.fixed]
            return [(1, [p for p in others if p.group == name]) for name in {p.group for p in others}]
        return []

    def told(self, person: Attendee, minute: int, duration: int) -> Reasons:
        against = self.against(person, minute, duration)
        if self.single or not against:
            return against
        if not person.readable:
            return against
        return frozenset({("PERSON_BUSY", person.id, against)})

    def frame(self, minute: int, duration: int) -> list[str]:
        request, bound = self.request, self.request.booking_window
        start, end, found = at(minute), at(minute + duration), []
        if start < request.window[0] or end > request.window[1]:
            found.append("OUTSIDE_WINDOW")
        if bound.start and start < bound.start:
            found.append("TOO_FAR")
        if bound.end and end > bound.end:
            found.append("TOO_FAR")
        if request.now is None:
            return found
        now = request.now.astimezone(UTC)
        if start < now:
            found.append("PAST")
        if request.min_notice_minutes and start < now + request.min_notice_minutes * MINUTE:
            found.append("NOTICE")
        if bound.max_ahead_minutes is not None and start > now + bound.max_ahead_minutes * MINUTE:
            found.append("TOO_FAR")
        if bound.rolling_days is not None:
            zone = bound.tz or request.tz
            day = now.astimezone(ZoneInfo(zone)).date()
            left = bound.rolling_days
            while left:
                day += timedelta(days=1)
                left -= 1 if bound.unit == "calendar" or day.isoweekday() <= 5 else 0
            if wall(zone, minute).date() > day:
                found.append("TOO_FAR")
        return found

    def on_grid(self, minute: int) -> bool:
        request = self.request
        step = request.interval_minutes or request.duration_minutes
        if request.align == "grid":
            clock = wall(request.grid_tz or request.tz, minute)
            return (clock.hour * 60 + clock.minute - request.offset_start_minutes) % step == 0
        first = minute
        while first - 1 in self.free:
            first -= 1
        return minute not in self.free or (minute - first) % step == 0

    def against(self, person: Attendee, minute: int, duration: int) -> Reasons:
        """What one person has against a meeting at that minute."""
        if not person.readable:
            return frozenset({("UNREADABLE", person.id)})
        found: set[object] = set()
        if not self.works(person, minute):
            days_off = {day for day, ranges in person.hours.overrides if all(a == b for a, b in ranges)}
            off = not person.available and wall(person.tz or self.request.tz, minute).date() in days_off
            found.add("DAY_OFF" if off else "OUTSIDE_HOURS")
        elif not all(self.works(person, each) for each in range(minute, minute + duration)):
            found.add("TOO_LONG")
        for event in person.busy:
            found |= self.event(person, event, minute, duration)
        for booking in person.bookings:
            found |= self.booking(booking, minute, duration)
        return frozenset(found | self.limits(person, minute, duration))

    def works(self, person: Attendee, minute: int) -> bool:
        key = person.id, minute
        if key not in self.worked:
            self.worked[key] = self.works_at(person, minute)
        return self.worked[key]

    def works_at(self, person: Attendee, minute: int) -> bool:
        if person.available:
            return any(start <= at(minute) and at(minute + 1) <= end for start, end in person.available)
        tz = person.tz or self.request.tz
        clock, changed = wall(tz, minute), dict(person.hours.overrides)
        today, now = clock.date(), clock.hour * 60 + clock.minute
        yesterday = today - timedelta(days=1)
        for start, end in changed.get(today, person.hours.week[today.weekday()]):
            if start <= now < end or (end < start <= now):
                return True
        if today in changed or not exists(tz, yesterday):
            return False
        before = changed.get(yesterday, person.hours.week[yesterday.weekday()])
        return any(now < end < start for start, end in before)

    def event(self, person: Attendee, event: BusyTime, minute: int, duration: int) -> set[object]:
        if event.is_cancelled or event.response == "declined" or event.show_as not in self.request.blocking:
            return set()
        before, after = self.request.buffer_before_minutes, self.request.buffer_after_minutes
        names = event.calendar, event.id
        if isinstance(event.start, datetime) and isinstance(event.end, datetime):
            low, high = touched(event.start, event.end)
            if low < minute + duration and high > minute:
                return {("CONFLICT", *names)}
            near = low < minute + duration + after and high > minute - before
            return {("BUFFER", *names)} if near and low < high else set()
        tz = event.tz or person.tz or self.request.tz
        taken = [event.start <= wall(tz, each).date() < event.end for each in range(minute, minute + duration)]
        if any(taken):
            return {("CONFLICT", *names)}
        around = [*range(minute - before, minute), *range(minute + duration, minute + duration + after)]
        return {("BUFFER", *names)} if any(event.start <= wall(tz, x).date() < event.end for x in around) else set()

    def booking(self, booking: PlacedBooking, minute: int, duration: int) -> set[object]:
        low, high = touched(booking.start, booking.end)
        if low == high:
            return set()
        if low < minute + duration and high > minute:
            return {("BOOKED", "", "")}
        mine = low < minute + duration + self.request.buffer_after_minutes
        mine &= high > minute - self.request.buffer_before_minutes
        theirs = low - booking.buffer_before_minutes < minute + duration
        theirs &= high + booking.buffer_after_minutes > minute
        return {("BUFFER", "", "")} if mine or theirs else set()

    def limits(self, person: Attendee, minute: int, duration: int) -> set[object]:
        limits = person.limits or self.request.limits
        if limits == Limits():
            return set()
        zone = limits.tz or self.request.tz
        found: set[object] = set()

        def week(day: date) -> date:
            return day - timedelta(days=(day.weekday() - limits.week_start) % 7)

        day = wall(zone, minute).date()
        placed = [touched(each.start, each.end) for each in person.bookings]
        dated = [(wall(zone, low).date(), high - low) for low, high in placed if low < high]
        for code, count, minutes, same in (
            ("DAY_LIMIT", limits.per_day, limits.minutes_per_day, [b for d, b in dated if d == day]),
            ("WEEK_LIMIT", limits.per_week, limits.minutes_per_week, [b for d, b in dated if week(d) == week(day)]),
        ):
            if count is not None and len(same) >= count:
                found.add(code)
            if minutes is not None and sum(same) + duration > minutes:
                found.add(code)
        return found
