"""What is known to differ between a booking and its event in Outlook: values and pure rules.

It stands in the booking's own row, as the code and detail of what is wrong with it: that makes "said once" and "agrees
again" one comparison, and needs no table of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.booking.model import Booking, BookingState
from core.people.model import Invitee
from core.shared.ranges import Range
from core.sync.model import Event, SyncState


class Difference(StrEnum):
    """Codes of `Booking.failure` in state confirmed. CANCEL_ASKED is DELETED in a two-way calendar, and somebody is
    invited; COLLIDES is MOVED there, onto another booking. The others are MOVED, and what became of putting it
    back."""

    DELETED = "outlook.deleted"
    CANCEL_ASKED = "outlook.cancel_asked"
    COLLIDES = "outlook.collides"
    MOVED = "outlook.moved"
    RETURNING = "outlook.returning"
    TAKEN = "outlook.taken"
    UNREADABLE = "outlook.unreadable"
    REFUSED = "outlook.refused"


ENDED = "outlook.ended"
"""Code of `Booking.failure` in state cancelled: it followed a deletion in Outlook by itself."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What is known to differ. `now`: where Outlook has the event; None: it is gone."""

    kind: Difference
    now: Range | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at Outlook: the event's id there, and its time; None: it is gone."""

    outlook_id: str
    now: Range | None


def standing(booking: Booking) -> Disagreement | None:
    """What differs, as far as it is known; None when Outlook and we agree, or nothing is written there (any more)."""
    if booking.state is not BookingState.CONFIRMED or booking.failure not in set(Difference):
        return None
    if booking.failure_detail is None:
        return Disagreement(Difference(booking.failure), None)
    start, end = (datetime.fromisoformat(part) for part in booking.failure_detail.split("/"))
    return Disagreement(Difference(booking.failure), Range(start, end))


def ended_by_itself(booking: Booking) -> bool:
    """Whether the booking ended because its event was deleted in Outlook, and nobody was asked."""
    return booking.state is BookingState.CANCELLED and booking.failure == ENDED


def guests(booking: Booking) -> tuple[Invitee, ...]:
    """Everybody whom Outlook tells when the meeting is cancelled."""
    return tuple(item for item in booking.plan.invitees if item.address)


def with_difference(booking: Booking, found: Disagreement | None) -> Booking:
    """The booking with what differs; another remark on it stays when nothing does."""
    if found is None and standing(booking) is None:
        return booking
    if found is None:
        return replace(booking, failure=None, failure_detail=None)
    now = f"{found.now.start.isoformat()}/{found.now.end.isoformat()}" if found.now else None
    return replace(booking, failure=found.kind.value, failure_detail=now)


def differing(booking: Booking, now: Range | None) -> Disagreement | None:
    """What differs with the event there (None: gone). What was known of the same place stays known."""
    if now == booking.plan.when:
        return None
    known = standing(booking)
    if known is not None and known.now == now:
        return known
    return Disagreement(Difference.MOVED if now else Difference.DELETED, now)


def suspicious(booking: Booking, copy: Iterable[Event], state: SyncState) -> Event | bool:
    """Whether the copy shows the booking elsewhere than we know it: the event there, or True when it misses it. A
    series is compared date by date (core.booking.usecases.recurring_following)."""
    if booking.dates:
        return False
    known = standing(booking)
    expected = known.now if known else booking.plan.when
    ours = [one for one in copy if is_of(one, booking) and not one.is_cancelled]
    event = min(ours, key=lambda one: one.id != booking.outlook_id, default=None)
    if event is not None:
        as_known = event.id == booking.outlook_id and event.lies(booking.zone) == expected
        return False if as_known else event
    if expected is None or state.window is None or state.read_at is None or state.read_at <= booking.created_at:
        return False
    return state.window.start <= expected.start and expected.end <= state.window.end


def is_of(event: Event, booking: Booking) -> bool:
    """Whether the event is the booking's, also one that was deleted and came back under another id."""
    return event.id == booking.outlook_id or event.transaction_id == booking.id
