"""One labelled situation: what stands in the calendars, and what a careful person says about it."""

from dataclasses import dataclass, field

from core.availability import DEFAULT_BLOCKING, Blocking
from core.conflicts.model import Kind, PairKey
from tests.unit.conflicts.diary import BERLIN

RowText = str


@dataclass(frozen=True, slots=True)
class Situation:
    """`hard` and `soft` are the pairs that stand ("a+b c+d"), `messages` how many interruptions they are worth on a day
    without any limit; None: one if there is a hard pair.

    `shared` names calendars that others share, `warned` those of them that the person wants to hear of, `unwarned` own
    ones of which they don't. `never` and `silences` ("x" or "x|y") are their rules, `keep` pairs they kept before.
    """

    name: str
    hard: str
    soft: str
    rows: tuple[RowText, ...]
    messages: int | None = None
    now: str = "Mon 07:00"
    zone: str = BERLIN
    blocking: Blocking = DEFAULT_BLOCKING
    shared: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    unwarned: frozenset[str] = frozenset()
    never: frozenset[Kind] = frozenset()
    silences: frozenset[str] = frozenset()
    keep: str = field(default="")

    @property
    def expected_messages(self) -> int:
        return int(bool(self.hard)) if self.messages is None else self.messages


def keys(text: str) -> set[PairKey]:
    """ "b+a c+d" as the keys of two pairs."""
    found: set[PairKey] = set()
    for pair in text.split():
        one, _, other = pair.partition("+")
        found.add((min(one, other), max(one, other)))
    return found


def hard(name: str, pairs: str, *rows: RowText, **more: object) -> Situation:
    """Only what interrupts."""
    return Situation(name, pairs, "", rows, **more)  # type: ignore[arg-type]


def soft(name: str, pairs: str, *rows: RowText, **more: object) -> Situation:
    """Only what stands where one looks."""
    return Situation(name, "", pairs, rows, **more)  # type: ignore[arg-type]


def nothing(name: str, *rows: RowText, **more: object) -> Situation:
    """No double booking at all."""
    return Situation(name, "", "", rows, **more)  # type: ignore[arg-type]


def both(name: str, pairs: str, harmless: str, *rows: RowText, **more: object) -> Situation:
    """Some interrupt, some don't."""
    return Situation(name, pairs, harmless, rows, **more)  # type: ignore[arg-type]
