"""Two meetings at once."""

from dataclasses import dataclass
from enum import StrEnum

from core.conflicts.model.engagements import Engagement
from core.shared.ranges import Range

PairKey = tuple[str, str]
"""The two events' ids, the smaller first."""


class Weight(StrEnum):
    """HARD: both are mine to attend; it interrupts. SOFT: it may be meant so; it stands where one looks."""

    HARD = "hard"
    SOFT = "soft"


class Kind(StrEnum):
    """Why a pair may be harmless, the first that applies; MEETING: no reason. A rule silences one kind for ever."""

    ALL_DAY = "all_day"
    LONG = "long"
    UNKNOWN = "unknown"
    TENTATIVE = "tentative"
    UNANSWERED = "unanswered"
    OPTIONAL = "optional"
    CROWD = "crowd"
    APPOINTMENT = "appointment"  # an own entry without guests: it may give way. Hard all the same.
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two distinct meetings of one person that overlap by more than nothing, the earlier first."""

    first: Engagement
    second: Engagement
    weight: Weight
    kind: Kind

    @property
    def key(self) -> PairKey:
        return min(self.first.event, self.second.event), max(self.first.event, self.second.event)

    @property
    def overlap(self) -> Range:
        return Range(max(self.first.when.start, self.second.when.start), min(self.first.when.end, self.second.when.end))
