"""What a person can ask about bookings that members take turns in."""

from dataclasses import dataclass

from core.dialogue.commands import Command


@dataclass(frozen=True, slots=True)
class OfferHandOver(Command):
    """Who could take this booking over, whose turn it is first."""

    booking: str


@dataclass(frozen=True, slots=True)
class HandOverTo(Command):
    """Hands the booking over to this member."""

    booking: str
    to: str
