"""Ranges of time: half-open, aware, in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """[start, end) in UTC. Raises ValueError for naive ends or an end before the start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a range needs aware datetimes")
        if self.end < self.start:
            raise ValueError("a range must not end before it starts")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded down."""
        return int((self.end - self.start).total_seconds() // 60)

    def overlaps(self, other: "Range") -> bool:
        """Touching is no overlap."""
        return self.start < other.end and other.start < self.end

    def widened(self, by: timedelta) -> "Range":
        return Range(self.start - by, self.end + by)
