"""Random requests that use every rule and mode, around the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core.availability import (
    DEFAULT_BLOCKING,
    Align,
    Attendee,
    BookingWindow,
    BusyTime,
    Hours,
    Limits,
    Mode,
    PlacedBooking,
    Request,
    RollingUnit,
    ShowAs,
    Span,
)

CHANGES = (
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Chatham", date(2026, 4, 5)),
    ("Pacific/Chatham", date(2026, 9, 27)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("America/Nuuk", date(2026, 3, 29)),
    ("America/Nuuk", date(2026, 10, 25)),
    ("Europe/Dublin", date(2026, 3, 29)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/St_Johns", date(2006, 10, 29)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
    ("UTC", date(2026, 12, 31)),
)
ZONES = tuple(sorted({zone for zone, _ in CHANGES}))
_RANGES = ((540, 1020), (540, 720), (780, 1023), (0, 1440), (1320, 360), (1200, 0), (90, 150), (0, 187), (600, 600))


def random_request(rng: Random) -> Request:
    """One request, of a day or two."""
    return _Maker(rng).request()


class _Maker:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.zone, self.day = rng.choice(CHANGES)
        self.noon = datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def request(self) -> Request:
        rng = self.rng
        start = self.near(-30, 6)
        mode = rng.choice([Mode.SINGLE, *Mode])
        names = rng.sample(["ana", "bob", "cem"], rng.randint(1, 3) if mode is not Mode.SINGLE else 1)
        people = tuple(self.attendee(name) for name in names)
        if mode is Mode.SINGLE and self.maybe(0.7):
            people = ()
        now = self.near(-40, 0, seconds=True) if self.maybe(0.5) else None
        return Request(
            window=(
                start,
                start + timedelta(minutes=rng.choice([60, 200, 400, 600, 1500]), seconds=rng.choice([0, 0, 20])),
            ),
            duration_minutes=rng.choice([1, 15, 30, 30, 45, 60, 61, 120]),
            tz=self.zone if self.maybe(0.8) else rng.choice(ZONES),
            hours=self.hours(),
            available=self.available(),
            busy=self.busy(),
            bookings=self.bookings(),
            blocking=frozenset(state for state in ShowAs if self.maybe(0.6)) if self.maybe(0.4) else DEFAULT_BLOCKING,
            now=now,
            interval_minutes=rng.choice([None, 5, 7, 15, 20, 30, 50, 60, 90]),
            align=rng.choice([Align.GRID, Align.GRID, Align.RANGE]),
            grid_tz=rng.choice([None, None, *ZONES]),
            offset_start_minutes=rng.choice([0, 0, 5, 17]),
            buffer_before_minutes=rng.choice([0, 0, 10, 25, 60]),
            buffer_after_minutes=rng.choice([0, 0, 5, 30]),
            min_notice_minutes=rng.choice([0, 0, 30, 301]),
            booking_window=self.booking_window(now) if self.maybe(0.25) else BookingWindow(),
            limits=self.limits() if self.maybe(0.2) else Limits(),
            mode=mode,
            k=rng.choice([1, 1, 2, 3]),
            attendees=people,
        )

    def attendee(self, name: str) -> Attendee:
        rng = self.rng
        return Attendee(
            id=name,
            tz=rng.choice([None, self.zone, self.zone, *ZONES]),
            hours=self.hours(),
            available=self.available(),
            busy=self.busy(),
            bookings=self.bookings(),
            required=rng.choice([None, None, True, False]),
            fixed=self.maybe(0.3),
            group=rng.choice(["_", "_", "other"]),
            readable=self.maybe(0.93),
            limits=self.limits() if self.maybe(0.15) else None,
        )

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def near(self, low: int, high: int, *, seconds: bool = False) -> datetime:
        """An instant some hours before or after noon of the day."""
        minutes = self.rng.randint(low * 60, high * 60)
        minutes -= minutes % self.rng.choice([1, 5, 15, 30])
        instant = self.noon + timedelta(minutes=minutes)
        if seconds and self.maybe(0.35):
            instant += timedelta(seconds=self.rng.randint(1, 59))
        return instant.astimezone(ZoneInfo(self.zone)) if self.maybe(0.5) else instant

    def hours(self) -> Hours:
        def day() -> list[tuple[int, int]]:
            return self.rng.sample(_RANGES, self.rng.choice([1, 2, 3]))

        if self.maybe(0.35):
            return Hours.of({number: [(0, 1440)] for number in range(7)})
        days = [self.day + timedelta(days=shift) for shift in (-2, -1, 0, 1, 2)]
        changed = {when: day() for when in days if self.maybe(0.15)}
        return Hours.of({number: day() for number in range(7)}, changed)

    def available(self) -> tuple[Span, ...]:
        if self.maybe(0.85):
            return ()
        starts = [self.near(-30, 30, seconds=True) for _ in range(self.rng.randint(1, 3))]
        return tuple((start, self.later(start, self.rng.randint(0, 900))) for start in starts)

    def later(self, start: datetime, minutes: int) -> datetime:
        return start.astimezone(UTC) + timedelta(minutes=minutes)

    def busy(self) -> tuple[BusyTime, ...]:
        return tuple(self.event(number) for number in range(self.rng.choice([0, 2, 4, 8])))

    def event(self, number: int) -> BusyTime:
        rng = self.rng
        all_day = self.maybe(0.2)
        start: date = self.near(-34, 28, seconds=True)
        end: date = self.later(start, rng.choice([0, 1, 10, 30, 60, 200])) if isinstance(start, datetime) else start
        if all_day:
            start = self.day + timedelta(days=rng.randint(-2, 2))
            end = start + timedelta(days=rng.choice([0, 1, 1, 2]))
        return BusyTime(
            start=start,
            end=end,
            show_as=rng.choice([ShowAs.BUSY, *ShowAs]),
            is_cancelled=self.maybe(0.15),
            response=rng.choice(["none", "accepted", "organizer", "declined"]),
            calendar=rng.choice(["work", "home"]),
            id=f"e{number}",
            all_day=all_day,
            tz=rng.choice([None, None, *ZONES]),
        )

    def bookings(self) -> tuple[PlacedBooking, ...]:
        starts = [self.near(-40, 40, seconds=True) for _ in range(self.rng.choice([0, 0, 1, 3]))]
        return tuple(
            PlacedBooking(
                start, self.later(start, self.rng.choice([0, 20, 30, 60])), *self.rng.choices([0, 0, 10, 40], k=2)
            )
            for start in starts
        )

    def booking_window(self, now: datetime | None) -> BookingWindow:
        rng = self.rng
        return BookingWindow(
            start=self.near(-30, 0, seconds=True) if self.maybe(0.3) else None,
            end=self.near(0, 30, seconds=True) if self.maybe(0.3) else None,
            rolling_days=rng.choice([None, 0, 1, 1, 1]) if now else None,
            unit=rng.choice([*RollingUnit, RollingUnit.BUSINESS]),
            tz=rng.choice([None, *ZONES]),
            max_ahead_minutes=rng.choice([None, 300, 2000]) if now else None,
        )

    def limits(self) -> Limits:
        rng = self.rng
        return Limits(
            per_day=rng.choice([None, 0, 1, 2]),
            per_week=rng.choice([None, None, 1, 3]),
            minutes_per_day=rng.choice([None, 60, 100]),
            minutes_per_week=rng.choice([None, 60, 150]),
            tz=rng.choice([None, None, *ZONES]),
            week_start=rng.choice([0, 6, 2]),
        )
