"""Offers: up to three times that are kept for somebody to choose from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from core.booking.model import BookingId
from core.people.model import Invitee, PersonId, Platform
from core.shared.facts import Fact
from core.shared.ranges import Range

OfferId = NewType("OfferId", str)
TIMES_MOST = 3
KEPT_FOR = timedelta(hours=24)
"""Unless the time's minimum notice begins sooner."""


class OfferState(StrEnum):
    """Open until a time is taken or all are withdrawn; when its times are over it is still open, and holds nothing."""

    OPEN = "open"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where an offer is shown for everybody: a channel of a chat workspace."""

    platform: Platform
    workspace: str
    id: str


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """One time, kept by `booking` (in state offered) until `until`."""

    booking: BookingId
    when: Range
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """`title` and `people` are the host's words; `people` come in any case. `channel` None: only a text to copy.

    `taken`: the booking that one of the times became.
    """

    id: OfferId
    host: PersonId
    title: str
    people: tuple[Invitee, ...]
    online: bool
    zone: str
    times: tuple[OfferedTime, ...]
    channel: Channel | None
    request_key: str
    created_at: datetime
    state: OfferState = OfferState.OPEN
    taken: BookingId | None = None

    def left(self, now: datetime) -> tuple[OfferedTime, ...]:
        """The times that can still be taken."""
        return tuple(one for one in self.times if now < one.until) if self.state is OfferState.OPEN else ()


@dataclass(frozen=True, slots=True)
class OfferChanged(Fact):
    """An offer was made, taken or withdrawn, or the time of one of its times is over."""

    offer: str

    @property
    def lock_key(self) -> str:
        return f"offer:{self.offer}"
