"""What a series of meetings needs from Outlook."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.booking.model import Booking
from core.shared.ranges import Range


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series as Outlook has it. `original`: where the rule put it. `invited`: lower-case addresses."""

    id: str
    original: datetime
    when: Range
    invited: frozenset[str] = frozenset()


class SeriesWriter(Protocol):
    """Changes dates of a booking's series in Outlook. Raises like EventWriter; every call may be repeated."""

    async def dates(self, booking: Booking) -> tuple[Occurrence, ...]:
        """The dates that Outlook has, by original start. OutlookRejected(404) when the series is gone."""

    async def drop_date(self, booking: Booking, occurrence: str, comment: str | None) -> None:
        """Takes one date out; those invited to it are told, with the comment. None: nobody is invited (yet). A date
        that is gone counts as done."""

    async def move_date(self, booking: Booking, occurrence: str, when: Range) -> None:
        """Start and end only. OutlookRejected(400) where Outlook lets no date go: onto or beyond its neighbours."""

    async def move_series(self, booking: Booking) -> None:
        """Gives the series of `booking.moves` the booking's first time and rule. What was different about single dates
        is lost by it. Moving it twice is moving it once."""

    async def invite(self, booking: Booking, event: str) -> None:
        """Puts the booking's guests on the list of the series, or of one of its dates; Outlook writes to them."""
