"""How a booking is called on every card."""

from core.booking.adoption import HIDDEN, UNTITLED
from core.booking.model import Booking
from core.dialogue.screens.words import Text, UserText, say

OURS = {UNTITLED: "event.untitled", HIDDEN: "event.hidden"}


def title_of(booking: Booking) -> UserText | Text:
    """Its title; ours, in the reader's language, where it was made in Outlook and has none that may be shown."""
    key = OURS.get(booking.plan.title) if booking.adopted else None
    return say(key) if key else UserText(booking.plan.title)
