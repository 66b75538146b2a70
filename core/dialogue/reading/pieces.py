"""What a few words of a line say; several options where they can be meant in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.dialogue.commands import Named
from core.dialogue.reading.lexemes import Lexeme

Span = tuple[date, date | None]
"""First and last day; None: from the first on."""
Bounds = tuple[int | None, int | None]
"""From and to, in minutes of the day."""


@dataclass(frozen=True, slots=True)
class Context:
    """For whom the line is read: their date, language and zone, and how they write times and dates."""

    today: date
    language: str = "en"
    zone: str = "Etc/UTC"
    twelve: bool = False
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days that were named. No options: they are no days that can be meant ("31 Feb"). `ends`: only the last one
    was said ("until Friday"); of what repeats it is the end."""

    options: tuple[Span, ...]
    past: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week; `each`: all of them ("mondays"), else the next ones. `line`: one behind the other, a range."""

    numbers: tuple[int, ...]
    each: bool = False
    line: bool = False


@dataclass(frozen=True, slots=True)
class HoursOf:
    """Bounds of the time of day; `at`: the first of each pair is the wanted start, and there is no second."""

    options: tuple[Bounds, ...]
    at: bool = False


@dataclass(frozen=True, slots=True)
class PartOf:
    part: int


@dataclass(frozen=True, slots=True)
class Length:
    minutes: int


@dataclass(frozen=True, slots=True)
class Repeating:
    """How often a meeting comes, by the name that the form has for it; `weekday`: on which day of the week."""

    every: Literal["daily", "workdays", "weekly", "fortnightly", "monthly"]
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Of how many dates a series is."""

    number: int


@dataclass(frozen=True, slots=True)
class InZone:
    """IANA names."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What was excluded; each as it would be wanted otherwise."""

    pieces: "tuple[Weekdays | Days | HoursOf | PartOf, ...]"


@dataclass(frozen=True, slots=True)
class People:
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Boss:
    named: Named


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Words without a meaning of their own."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that were recognised and can't be meant ("in 2 hours")."""


Piece = (
    Days | Weekdays | HoursOf | PartOf | Length | Repeating | Times | InZone | Without | People | Boss | Title
    | Nothing | Unclear
)  # fmt: skip
Taken = tuple[Piece, int]
"""A piece, and the index behind its last lexeme."""
Line = Sequence[Lexeme]


def at_end(line: Line, at: int) -> bool:
    """Whether nothing is glued to what ends before `at`."""
    return at >= len(line) or not line[at].glued
