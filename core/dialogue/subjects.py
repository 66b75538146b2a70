"""What a message is about that will have to be edited later."""

from core.booking.offers.model import OfferId
from core.dialogue.answers.conflict_rows import CONFLICT, LIST
from core.dialogue.answers.disagreement import shown_subject
from core.dialogue.answers.health_ways import health_subject
from core.dialogue.answers.invitation_cards import INVITATION
from core.dialogue.answers.offer_cards import offer_subject
from core.dialogue.answers.response_cards import answers_subject
from core.dialogue.answers.sync_preference import sync_subject
from core.dialogue.commands import CancelBooking, ShowBooking
from core.dialogue.screens import (
    AnswersCard,
    BookingCard,
    ComposeCard,
    ConflictCard,
    ConflictsCard,
    ConnectOffer,
    DisagreementCard,
    InvitationCard,
    NewsCard,
    OfferCard,
    ReminderCard,
    Screen,
    SyncPreferenceCard,
)
from core.people.model import PersonId


def subject_of(person: PersonId, screen: Screen) -> str | None:
    """What a message is about that will have to be edited: an offer until one is connected, a booking until its end,
    double bookings."""
    if isinstance(screen, ConnectOffer):
        return "connect"
    if isinstance(screen, BookingCard):
        asked = [action.command for action in screen.actions]
        ids = (command.booking for command in asked if isinstance(command, CancelBooking | ShowBooking))
        return next((f"booking:{booking}" for booking in ids), None)
    if isinstance(screen, ComposeCard):
        return None if screen.done else screen.marker
    if isinstance(screen, DisagreementCard):
        return shown_subject(screen)
    if isinstance(screen, SyncPreferenceCard):
        return sync_subject(person)
    if isinstance(screen, OfferCard):
        return offer_subject(OfferId(screen.offer))
    if isinstance(screen, AnswersCard):
        return answers_subject(screen.booking)
    if isinstance(screen, InvitationCard):
        return f"{INVITATION}{screen.meeting}"
    if isinstance(screen, ReminderCard):
        return screen.subject
    if isinstance(screen, NewsCard):
        return health_subject(screen)
    if isinstance(screen, ConflictCard | ConflictsCard):
        return f"{CONFLICT}{screen.cause}" if screen.cause else f"{LIST}{person}"
    return None
