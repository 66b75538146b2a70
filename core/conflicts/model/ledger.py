"""What is known, and was said, of one person's double bookings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.conflicts.model.pairs import Kind, Pair, PairKey
from core.people.model import PersonId
from core.shared.ranges import Range

CauseId = NewType("CauseId", str)
WarningId = NewType("WarningId", str)


class State(StrEnum):
    """OPEN: stands, not said. TOLD: said. RESOLVED: overlaps no more. KEPT: the person wants both. MUTED: the person
    doesn't want to hear of such."""

    OPEN = "open"
    TOLD = "told"
    RESOLVED = "resolved"
    KEPT = "kept"
    MUTED = "muted"


STANDING = frozenset({State.OPEN, State.TOLD})


class End(StrEnum):
    """How an overlap ended. MOVED: one lies elsewhere now. GONE: deleted, cancelled or declined. FREE: it doesn't block
    any more. OVER: its time has passed."""

    MOVED = "moved"
    GONE = "gone"
    FREE = "free"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Ending:
    """What ended an overlap: `event` is the meeting that gave way (None for OVER), `now` where it lies if it moved."""

    end: End
    event: str | None = None
    now: Range | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair and what became of it. `ending` is set in state RESOLVED only."""

    pair: Pair
    cause: CauseId
    state: State
    since: datetime
    ending: Ending | None = None


class CauseKind(StrEnum):
    """CLUSTER: meetings that hang together by overlapping. SERIES: two series, again and again. AWAY: time off over
    several meetings."""

    CLUSTER = "cluster"
    SERIES = "series"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Cause:
    """What one message is about. `anchor` names it among the person's: the two series, the absence, or a pair.

    `say_at`: when it is to be said if it still stands; None when nothing of it is to be said. `held`: budget or quiet
    hours put it off to the digest. `warning`: the message that says it.
    """

    id: CauseId
    kind: CauseKind
    anchor: str
    say_at: datetime | None = None
    held: bool = False
    warning: WarningId | None = None


class Form(StrEnum):
    """CAUSE: one message for one cause, an interruption. DIGEST: what was put off, in the morning. BACKLOG: what was
    there when a calendar was first read, in one line."""

    CAUSE = "cause"
    DIGEST = "digest"
    BACKLOG = "backlog"


@dataclass(frozen=True, slots=True)
class Warned:
    """One message about double bookings. Its row exists before it is sent."""

    id: WarningId
    form: Form
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """A series that is never warned of: against everything (`against` None), or against one other series."""

    series: str
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the person doesn't want to hear of, and how often they kept both, by kind."""

    silences: frozenset[Silence] = frozenset()
    never: frozenset[Kind] = frozenset()
    keeps: Mapping[Kind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything about one person: a value; each change gives a new one."""

    person: PersonId
    conflicts: Mapping[PairKey, Conflict] = field(default_factory=dict)
    causes: Mapping[CauseId, Cause] = field(default_factory=dict)
    warnings: Mapping[WarningId, Warned] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)

    def of_cause(self, cause: CauseId) -> tuple[Conflict, ...]:
        """The cause's conflicts, soonest first."""
        found = (one for one in self.conflicts.values() if one.cause == cause)
        return tuple(sorted(found, key=lambda one: (one.pair.overlap, one.pair.key)))


@dataclass(frozen=True, slots=True)
class Manners:
    """When a person may be interrupted: minutes of the day in their home zone, an interval that may span midnight."""

    zone: str
    wanted: bool = True
    quiet_from_minute: int = 20 * 60
    quiet_to_minute: int = 7 * 60
    digest_minute: int = 8 * 60
    most_a_day: int = 3
