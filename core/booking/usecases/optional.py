"""At which of the free times people can't come who needn't."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.availability import Request, slot_starts
from core.booking.usecases.gathering import Basis, Gathered


@dataclass(frozen=True, slots=True)
class Missed:
    """An optional person is busy at these starts, or doesn't work then."""

    name: str
    starts: frozenset[datetime]


def missed(asked: Request, gathered: Gathered, slots: Sequence[datetime]) -> tuple[Missed, ...]:
    """For every optional person who could be read, in the order of the people; who can always come is left out."""
    found = []
    for attendee, item in zip(gathered.attendees, gathered.evidence, strict=True):
        if item.invitee is None or item.decides or item.basis is Basis.UNKNOWN or item.unreadable:
            continue
        needed = tuple(replace(one, required=True) if one.id == attendee.id else one for one in asked.attendees)
        away = frozenset(slots) - frozenset(slot_starts(replace(asked, attendees=needed)))
        if away:
            found.append(Missed(item.invitee.name, away))
    return tuple(found)
