"""All that a line says, put together: one wish, or the few that it can mean; what fits nowhere is named."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import TypeVar

from core.dialogue.commands import OWN, Find, Named, Terms
from core.dialogue.reading.days import coming
from core.dialogue.reading.parts import AFTERNOON, MORNING, PARTS
from core.dialogue.reading.pieces import (
    Boss,
    Bounds,
    Context,
    Days,
    HoursOf,
    InZone,
    Length,
    Line,
    Nothing,
    PartOf,
    People,
    Piece,
    Repeating,
    Span,
    Times,
    Title,
    Unclear,
    Weekdays,
    Without,
)
from core.dialogue.reading.roles import Role
from core.dialogue.reading.rules import piece_at

_MENTION = re.compile(r"<@[^<>]{0,200}>")
DAY = 24 * 60
P = TypeVar("P", Boss, Title, Length, PartOf, HoursOf, InZone, Repeating, Times)
MOST_MEANINGS = 4
MOST_DAYS_APART = 62
PART_NAMES = {MORNING: "morning", AFTERNOON: "afternoon"}
ANY_HOURS: Bounds = (None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """What a line means: `wishes` (several where `doubtful` can be meant in several ways), the words that were not
    understood, and those that name a day that is over. `empty`: nothing in it says what is wanted."""

    wishes: tuple[Find, ...]
    unknown: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    doubtful: str = ""

    @property
    def find(self) -> Find:
        """The wish; of several, what is the same in all of them doesn't matter here: the first."""
        return self.wishes[0]


@dataclass
class Draft:
    """Takes a line piece by piece."""

    context: Context
    text: str
    people: list[Named] = field(default_factory=list)
    once: dict[type[Piece], tuple[Piece, str]] = field(default_factory=dict)
    days: list[tuple[Days, str]] = field(default_factory=list)
    weekdays: list[tuple[Weekdays, str]] = field(default_factory=list)
    more: list[Weekdays] = field(default_factory=list)
    without: list[Without] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    past: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hours_behind_days: bool = False
    joined: bool = False
    said_or: bool = False

    def read(self, line: Line) -> Said:
        at = 0
        while at < len(line):
            piece, end = piece_at(line, at, self.context)
            start, stop = line[at].start, line[end - 1].end
            words = self.text[start:stop]
            if piece is None or self._goes_on(piece, line, at) or not self._take(piece, words):
                self._not_understood(start, stop)
            at = end
        return self._said()

    def _goes_on(self, piece: Piece, line: Line, at: int) -> bool:
        """Another day behind hours that belong to the one before: "Mon 14-16 or Tue"."""
        if isinstance(piece, PartOf | HoursOf):
            self.hours_behind_days = bool(self.days or self.weekdays)
        self.said_or = at > 0 and line[at - 1].has(Role.AND, Role.OR)
        self.joined = self.said_or or (at > 0 and line[at].after_comma)
        return isinstance(piece, Days | Weekdays) and self.hours_behind_days and self.joined

    def _not_understood(self, start: int, stop: int) -> None:
        """Stretches side by side are one."""
        if self.unknown and not self.text[self.unknown[-1][1] : start].strip():
            self.unknown[-1] = (self.unknown[-1][0], stop)
        else:
            self.unknown.append((start, stop))

    def _take(self, piece: Piece, words: str) -> bool:
        """False: it is the second of its kind, or can't be meant."""
        match piece:
            case People(named):
                self.people += named
            case Without():
                self.without.append(piece)
            case Weekdays() if all(one.each == piece.each for one, _ in self.weekdays):
                self.weekdays.append((piece, words))
                if self.said_or:
                    self.more.append(piece)
            case Days():
                return self._day(piece, words)
            case Repeating(_, weekday) if weekday is not None and Repeating not in self.once:
                self.once[Repeating] = (piece, words)
                self.weekdays.append((Weekdays((weekday,), each=True), words))
            case HoursOf() if (both := _both(self._one(HoursOf)[0], piece)) is not None:
                self.once[HoursOf] = (both, words)
            case Nothing():
                pass
            case _:
                once = not isinstance(piece, Unclear | Weekdays) and type(piece) not in self.once
                self.once.setdefault(type(piece), (piece, words))
                return once
        return True

    def _one(self, kind: type[P]) -> tuple[P | None, str]:
        """The piece of which there is only one, and its words."""
        piece, words = self.once.get(kind, (None, ""))
        return (piece, words) if isinstance(piece, kind) else (None, "")

    def _day(self, piece: Days, words: str) -> bool:
        if piece.past:
            self.past.append(words)
            return True
        if not piece.options:
            return False
        long = [one for one, _ in self.days if not _is_day(one)]
        if (long and not _is_day(piece)) or (self.days and (len(piece.options) > 1 or long)):
            return False
        if self.days and not _is_day(piece):
            return False
        if self.days and not self.joined and piece.options != self.days[-1][0].options:
            return False  # "tomorrow 1 Dec" is one day, and not both are right
        self.days.append((piece, words))
        return True

    def _repeats(self) -> dict[str, object]:
        """How often it comes and where that ends, as far as it was said: the rest is chosen in the form. Whose calendar
        is somebody else's has no series; a number of dates says nothing without how often, and of two ends neither."""
        piece, words = self._one(Repeating)
        times, times_words = self._one(Times)
        if piece is None or self._one(Boss)[0] is not None:
            self.refused += [one for one in (words, times_words) if one]
            return {}
        ends = [(one, said) for one, said in self.days if one.ends and len(one.options) == 1]
        self.days = [one for one in self.days if one not in ends]
        last = ends[-1][0].options[0][1] if ends else None
        if last is not None and times is not None:
            self.refused += [ends[-1][1], times_words]
            return {"repeats": piece.every}
        return {"repeats": piece.every, "last_day": last, "dates": times.number if times else None}

    def _said(self) -> Said:
        meanings = self._meanings()
        named = [_MENTION.sub("", self.text[start:stop]).strip() for start, stop in self.unknown]
        return Said(
            wishes=tuple(wish for wish, _ in meanings),
            unknown=(*(one or "@" for one in named), *self.refused),
            past=tuple(self.past),
            doubtful=meanings[0][1] if len(meanings) > 1 else "",
        )

    def _meanings(self) -> list[tuple[Find, str]]:
        base = replace(self._base(), **self._repeats())  # type: ignore[arg-type]
        hours, doubtful_hours = self._hours()
        zone, zone_words = self._one(InZone)
        zones = zone.options if zone else ("",)
        spans, doubtful_days = self._spans()
        doubtful = " ".join(filter(None, (doubtful_days, doubtful_hours, zone_words if len(zones) > 1 else "")))
        found = [
            (replace(base, **span, **bounds, zone=zone), doubtful)  # type: ignore[arg-type]
            for span, bounds, zone in product(spans, hours, zones)
        ]
        return found[:MOST_MEANINGS]

    def _base(self) -> Find:
        must = [one for one in self.people if not one.optional]
        may = [one for one in self.people if one.optional and replace(one, optional=False) not in must]
        off, days_off, hours_off = self._left_out()
        length, title, boss = self._one(Length)[0], self._one(Title)[0], self._one(Boss)[0]
        return Find(
            people=tuple(dict.fromkeys((*_users_first(must), *_users_first(may)))),
            duration_minutes=length.minutes if length else None,
            weekdays_off=off,
            days_off=days_off,
            hours_off=hours_off,
            title=title.text if title else "",
            terms=Terms(boss=boss.named) if boss else OWN,
        )

    def _left_out(self) -> tuple[tuple[int, ...], tuple[date, ...], tuple[tuple[int, int], ...]]:
        off: list[int] = []
        days: list[date] = []
        hours: list[tuple[int, int]] = []
        for piece in (one for without in self.without for one in without.pieces):
            match piece:
                case Weekdays(numbers):
                    off += numbers
                case Days(((first, last),)):
                    days += _each(first, last or first)
                case HoursOf(((start, end),)):
                    hours.append((start or 0, end or DAY))
                case PartOf(part):
                    hours.append((PARTS[part][0] or 0, PARTS[part][1] or DAY))
        return tuple(sorted(set(off))), tuple(sorted(set(days))), tuple(sorted(set(hours)))

    def _hours(self) -> tuple[list[dict[str, object]], str]:
        """The bounds of the day; a part of the day decides between two hours, or contradicts them."""
        said, _ = self._one(PartOf)
        part = PARTS[said.part] if said else ANY_HOURS
        name = PART_NAMES.get(said.part) if said else None
        of_part: dict[str, object] = {"part": name} if name else {"from_minute": part[0], "to_minute": part[1]}
        piece, words = self._one(HoursOf)
        if piece is None:
            return [of_part], ""
        fitting = [one for one in piece.options if _within(one, part)]
        if not fitting:
            self.refused.append(words)
            return [of_part], ""
        if piece.at:
            return [{"at_minute": start} for start, _ in fitting], words if len(fitting) > 1 else ""
        return [
            {"from_minute": start if start is not None else part[0], "to_minute": end if end is not None else part[1]}
            for start, end in fitting
        ], words if len(fitting) > 1 else ""

    def _spans(self) -> tuple[list[dict[str, object]], str]:
        doubtful = next(((one, words) for one, words in self.days if len(one.options) > 1), None)
        if doubtful is not None:
            options = [self._span([option]) for option in doubtful[0].options]
            return [one for one in options if one is not None] or [{}], doubtful[1]
        return [self._span([one.options[0] for one, _ in self.days]) or {}], ""

    def _span(self, spans: list[Span]) -> dict[str, object] | None:
        """The days that are wanted, from the spans and days of the week that were named."""
        long = next((one for one in spans if one[0] != one[1]), None)
        days = [first for first, last in spans if first == last]
        if long is None and days:
            return self._days(self._agreeing(days))
        if not self.weekdays:
            return {"since": long[0], "until": long[1]} if long else {}
        wanted = {number for one, _ in self.weekdays for number in one.numbers}
        if long is None:
            return self._weekdays(wanted)
        return self._inside(long, wanted)

    def _agreeing(self, days: list[date]) -> list[date]:
        """Weekdays beside dates have to be those of the dates, or are more days."""
        found = list(days)
        for one, words in self.weekdays:
            if one.each or one.line:
                self.refused.append(words)
            elif one.numbers[0] in {day.weekday() for day in days}:
                continue
            elif any(one is other for other in self.more):
                found.append(coming(one.numbers[0], self.context))
            else:
                self.refused.append(words)
        return found

    def _weekdays(self, wanted: set[int]) -> dict[str, object]:
        """The next of each; a range of them begins with the next first one."""
        if any(one.each for one, _ in self.weekdays):
            return {"weekdays_off": self._others(wanted)}
        lines = [one for one, _ in self.weekdays if one.line]
        if lines and len(self.weekdays) == 1:
            first = coming(lines[0].numbers[0], self.context)
            return {"since": first, "until": first + timedelta(len(lines[0].numbers) - 1)}
        return self._days([coming(number, self.context) for number in wanted])

    def _inside(self, span: Span, wanted: set[int]) -> dict[str, object]:
        first, last = span
        if last is None:
            return {"since": first, "until": None, "weekdays_off": self._others(wanted)}
        days = [day for day in _each(first, last) if day.weekday() in wanted]
        if not days:
            self.past += [words for _, words in self.weekdays]
            return {"since": first, "until": last}
        if len(days) == 1 or (len(days) == len(_each(days[0], days[-1]))):
            return {"since": days[0], "until": days[-1]}
        return {"since": days[0], "until": days[-1], "weekdays_off": self._others(wanted)}

    def _others(self, wanted: set[int]) -> tuple[int, ...]:
        off = {number for one in self.without for piece in one.pieces if isinstance(piece, Weekdays)
               for number in piece.numbers}  # fmt: skip
        return tuple(sorted({*range(7)} - wanted | off))

    def _days(self, days: list[date]) -> dict[str, object]:
        """From the first to the last of them, without those between."""
        first, last = min(days), max(days)
        if (last - first).days > MOST_DAYS_APART:
            self.refused += [words for _, words in self.days[1:]]
            return {"since": first, "until": first}
        between = {*_each(first, last)} - {*days}
        _, off, _ = self._left_out()
        found: dict[str, object] = {"since": first, "until": last}
        return {**found, "days_off": tuple(sorted({*off, *between}))} if between else found


def _users_first(named: list[Named]) -> list[Named]:
    return sorted(named, key=lambda one: one.kind != "user")


def _is_day(piece: Days) -> bool:
    return all(first == last for first, last in piece.options)


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range(min((last - first).days, 400) + 1)]


def _within(bounds: Bounds, part: Bounds) -> bool:
    """Whether the hours can be meant in that part of the day."""
    start, end = bounds
    first, last = part
    return (
        (first is None or (start if start is not None else DAY if end is None else end - 1) >= first)
        and (last is None or (end if end is not None else (start or 0) + 1) <= last)
        and not (start is not None and last is not None and start >= last)
    )


def _both(one: HoursOf | None, other: HoursOf) -> HoursOf | None:
    """ "not before 10 and not after 16" are two halves of one wish."""
    if one is None or one.at or other.at or len(one.options) > 1 or len(other.options) > 1:
        return None
    (start, end), (since, until) = one.options[0], other.options[0]
    if (start is None) == (since is None) or (end is None) == (until is None):
        return None
    first, last = start if since is None else since, end if until is None else until
    return HoursOf(((first, last),)) if first is not None and last is not None and first < last else None
