"""What a booking's card says and offers while, and after, somebody else takes it over."""

from datetime import datetime, timedelta

from core.booking.model import BookingState
from core.booking.usecases.handing_over import HandOver
from core.booking.usecases.succession import CHANGED, UNDER_WAY, UNREACHABLE
from core.dialogue.round_commands import OfferHandOver
from core.dialogue.screens import Action, Text, UserText, say
from core.dialogue.titles import title_of
from core.shared.errors import CalendarUnreadable, SlotTaken

TOLD_FOR = timedelta(hours=1)
"""So long a card says that nobody could take its booking over."""

GONE = (BookingState.CANCELLING, BookingState.CANCELLED)
WHYS = {
    SlotTaken.code: "hand_over.why.slot_taken",
    "day_full": "hand_over.why.day_full",
    "lapsed": "hand_over.why.unreadable",
    CalendarUnreadable.code: "hand_over.why.unreadable",
    CHANGED: "hand_over.why.changed",
    UNREACHABLE: "hand_over.why.old",
}


def is_under_way(case: HandOver | None) -> bool:
    """Whether somebody is taking it over right now."""
    return case is not None and case.attempt is not None and case.attempt.state in UNDER_WAY


def is_done(case: HandOver | None) -> bool:
    """Whether somebody took it over: from then on theirs is the booking."""
    if case is None or case.attempt is None or case.booking.state not in GONE:
        return False
    return case.attempt.state not in (*UNDER_WAY, BookingState.FAILED)


def hand_over_state(case: HandOver | None) -> Text | None:
    """The line of state; None when handing over is not what there is to say."""
    if case is None or case.attempt is None:
        return None
    if is_under_way(case):
        return say("hand_over.under_way", name=UserText(case.to))
    if is_done(case):
        return say("hand_over.done", name=UserText(case.to))
    return None


def hand_over_note(case: HandOver | None, now: datetime) -> Text | None:
    """For a while: why it could not be handed over."""
    attempt = case.attempt if case is not None else None
    if case is None or attempt is None or attempt.state is not BookingState.FAILED:
        return None
    if case.booking.state is not BookingState.CONFIRMED or now - attempt.created_at > TOLD_FOR:
        return None
    why = say(WHYS.get(attempt.failure or "", "hand_over.why.other"))
    return say("hand_over.failed", name=UserText(case.to), why=why)


def hand_over_actions(case: HandOver | None) -> tuple[Action, ...]:
    """The button on the card, where somebody else could take it over."""
    if case is None or is_under_way(case):
        return ()
    title = title_of(case.booking)
    offer = Action(say("action.hand_over"), OfferHandOver(case.booking.id), name=say("name.hand_over", title=title))
    return (offer,) if case.possible else ()
