"""What a person can ask about a booking that exists: another time for it, and whether to be told of others'."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.commands import Command, Find, Moment


@dataclass(frozen=True, slots=True)
class ChooseBooking(Command):
    """The bookings that can be moved or cancelled, to pick one; the only one goes on at once. `find` says when a
    moved one shall be."""

    what: Literal["move", "cancel"]
    find: Find = Find()


@dataclass(frozen=True, slots=True)
class OfferTimes(Command):
    """Times that are free for everybody of this booking. Of `find` only the days and times count."""

    booking: str
    find: Find = Find()


@dataclass(frozen=True, slots=True)
class MoveBooking(Command):
    """Asks once, then moves the booking to `start`; `was` is when it began on the card that was pressed."""

    booking: str
    start: Moment
    was: Moment
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class TellOfBookings(Command):
    """Whether the person is told of bookings that others make with them. `booking`: the one whose message was pressed;
    empty in the settings."""

    on: bool
    booking: str = ""


@dataclass(frozen=True, slots=True)
class PostBooking(Command):
    """Says in the channel from which it was booked what was booked, when and with whom. Asks nothing."""

    booking: str
