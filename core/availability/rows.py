"""One person in bits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core.availability.bits import eroded

_KINDS = 4
"""For how many kinds of meeting a row remembers its starts; a chat asks for the same few lengths all day."""


class Meeting(NamedTuple):
    """What is looked for, in units: its length, and what must be free before and after it."""

    length: int
    before: int = 0
    after: int = 0

    @property
    def padded(self) -> int:
        return self.before + self.length + self.after


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """From the minute `origin` on: when the person works, when nothing is in the way, and both at once.

    It never changes; the starts of the meetings that were asked for last are kept in `known`.
    """

    origin: int
    work: int
    free: int
    both: int
    known: dict[Meeting, int] = field(default_factory=dict, init=False, repr=False)

    def starts(self, meeting: Meeting, work: int) -> int:
        """The starts of the meeting: bare in working time, and padded where nothing is in the way.

        `work` is the row's, eroded by the meeting's length; people who share hours share that too.
        """
        if len(self.known) >= _KINDS:
            self.known.clear()
        found = self.known[meeting] = work & (eroded(self.free, meeting.padded) << meeting.before)
        return found

    def less(self, taken: int) -> Row:
        """The same person with more in the way."""
        return Row(self.origin, self.work, self.free & ~taken, self.both & ~taken)

    def moved(self, origin: int, unit: int) -> Row:
        """The same person in a frame with another origin."""
        later = (self.origin - origin) // unit
        if later >= 0:
            return Row(origin, self.work << later, self.free << later, self.both << later)
        return Row(origin, self.work >> -later, self.free >> -later, self.both >> -later)
