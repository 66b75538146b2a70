"""Working hours: the wall-clock ranges a person works, week by week, with exceptions by date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from re import compile as pattern

DAY_MINUTES = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

WallRange = tuple[int, int]
"""(start, end) in minutes after local midnight of its day; end before start crosses midnight; equal is empty."""

DayHours = tuple[WallRange, ...]

_TIME_OF_DAY = pattern(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_NO_WEEK: tuple[DayHours, ...] = ((),) * 7


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours somebody works. Hashable; the empty value means: never.

    `week` has seven entries, Monday first. `overrides` is sorted by date; an override replaces its date's hours,
    an empty one is a day off, and each also cuts the tail of a shift that began the evening before.
    """

    week: tuple[DayHours, ...] = _NO_WEEK
    overrides: tuple[tuple[date, DayHours], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != len(WEEKDAYS):
            raise ValueError("hours need seven weekdays, Monday first")
        if any(earlier[0] >= later[0] for earlier, later in pairwise(self.overrides)):
            raise ValueError("overrides must be sorted by date, one for each date")
        for start, end in (pair for day in (*self.week, *(day for _, day in self.overrides)) for pair in day):
            if not (0 <= start < DAY_MINUTES and 0 <= end <= DAY_MINUTES):
                raise ValueError("a range starts from 00:00 to 23:59 and ends from 00:00 to 24:00")

    @classmethod
    def of(
        cls,
        week: Mapping[int, Iterable[WallRange]] | None = None,
        overrides: Mapping[date, Iterable[WallRange]] | None = None,
    ) -> Hours:
        """Hours from weekday numbers (Monday is 0, as `date.weekday`) and dates, in minutes."""
        days = week or {}
        changed = overrides or {}
        return cls(
            tuple(tuple(days.get(number, ())) for number in range(7)),
            tuple((when, tuple(changed[when])) for when in sorted(changed)),
        )

    @classmethod
    def parse(
        cls,
        week: Mapping[str, Sequence[Sequence[str]]],
        overrides: Mapping[str, Sequence[Sequence[str]]] | None = None,
    ) -> Hours:
        """Hours from text: `{"mon": [["09:00", "12:00"]]}` and `{"2026-12-24": []}`. ValueError on anything else."""
        unknown = set(week) - set(WEEKDAYS)
        if unknown:
            raise ValueError(f"unknown weekday {min(unknown)!r}")
        return cls.of(
            {WEEKDAYS.index(name): [wall_range(pair) for pair in pairs] for name, pairs in week.items()},
            {date.fromisoformat(day): [wall_range(pair) for pair in pairs] for day, pairs in (overrides or {}).items()},
        )

    @property
    def weekdays(self) -> frozenset[int]:
        """Weekday numbers (Monday is 0) with at least one range."""
        return frozenset(number for number, day in enumerate(self.week) if any(a != b for a, b in day))


NO_HOURS = Hours()
"""Never at work."""


def wall_range(pair: Sequence[str]) -> WallRange:
    """`["09:00", "12:00"]` as minutes. ValueError if it isn't two times of day, or starts at 24:00."""
    match pair:
        case [str() as opens, str() as closes]:
            start, end = wall_minute(opens), wall_minute(closes)
        case _:
            raise ValueError('a range is two times, like ["09:00", "12:00"]')
    if start == DAY_MINUTES:
        raise ValueError("a range can't start at 24:00")
    return start, end


def wall_minute(text: str) -> int:
    """`"09:30"` as 570. Only HH:MM from 00:00 to 24:00; ValueError otherwise."""
    if not isinstance(text, str) or not _TIME_OF_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a time of day like 09:30")
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
