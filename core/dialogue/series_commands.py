"""What a person can ask about meetings that repeat."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.dialogue.commands import Command, Moment


@dataclass(frozen=True, slots=True)
class ReviewSeries(Command):
    """A series that is being put together, as it stands. `fresh`: what was decided about its dates is forgotten."""

    draft: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class DecideDate(Command):
    """What becomes of one date that clashes. `start`: where a moved one goes."""

    draft: str
    number: int
    decision: Literal["as_planned", "skip", "move", "anyway"]
    start: Moment | None = None


@dataclass(frozen=True, slots=True)
class SkipClashes(Command):
    """Every date that clashes is left out."""

    draft: str


@dataclass(frozen=True, slots=True)
class OfferDates(Command):
    """Three free times near one date."""

    draft: str
    number: int


@dataclass(frozen=True, slots=True)
class BookSeries(Command):
    """Books what is left. Pressed twice, it books once."""

    draft: str


@dataclass(frozen=True, slots=True)
class ReviewAgain(Command):
    """A series that couldn't be booked, put together once more with what was decided."""

    booking: str


@dataclass(frozen=True, slots=True)
class ShowDates(Command):
    """The next dates of a booked series, each with what can be done."""

    booking: str


@dataclass(frozen=True, slots=True)
class OfferSeriesMove(Command):
    """Times to which all dates of a booked series that are to come can move: the nearest, or those of the `day` on
    which the next one would be."""

    booking: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MoveSeries(Command):
    """All dates to come, with the next one at `start`: which of them clash is shown before anything moves."""

    booking: str
    start: Moment


@dataclass(frozen=True, slots=True)
class CancelDate(Command):
    """Asks once, then calls one date of a series off; the guests of it are told by Outlook."""

    booking: str
    number: int
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class OfferDateMove(Command):
    """Three times to which one date of a booked series can move."""

    booking: str
    number: int


@dataclass(frozen=True, slots=True)
class MoveDate(Command):
    """Moves one date there; its guests are told by Outlook."""

    booking: str
    number: int
    start: Moment
