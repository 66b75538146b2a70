"""Whose turn it is: the fair choice among the members of a round robin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.people.model import PersonId

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Load:
    """What one member has of one meeting type: bookings to come, and when they were given one last (None: never)."""

    person: PersonId
    upcoming: int
    last: datetime | None = None


def fairest(loads: Iterable[Load]) -> tuple[PersonId, ...]:
    """All members, whose turn it is first: the fewest upcoming bookings, then the longest ago, then by id."""
    ordered = sorted(loads, key=lambda load: (load.upcoming, load.last or NEVER, load.person))
    return tuple(load.person for load in ordered)
