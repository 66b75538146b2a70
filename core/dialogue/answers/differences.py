"""What a booking's card and the list of bookings say while Outlook has it elsewhere."""

from datetime import datetime

from core.booking.disagreement import Difference, standing
from core.booking.model import Adopted, Booking
from core.dialogue.commands import FollowOutlook, PutBack
from core.dialogue.screens import Action, Style, Text, When, say
from core.dialogue.titles import title_of


def state_line(booking: Booking) -> Text | None:
    """The line of state; None when Outlook has it where it was booked."""
    found = standing(booking)
    if found is None:
        return None
    if found.now is None:
        return say("differs.gone")
    if found.kind is Difference.RETURNING:
        return say("differs.returning", when=When(found.now))
    return say("differs.elsewhere", when=When(found.now))


def adopted_line(adopted: Adopted) -> Text:
    """The line of state of a booking that was made in Outlook."""
    if not adopted.is_mine:
        return say("adopted.invited")
    return say(f"adopted.{adopted.rule or 'single'}")


def ways_out(booking: Booking, now: datetime) -> tuple[Action, ...]:
    """Both choices, but a time that is over can't be put back; none while one of them is being carried out."""
    found = standing(booking)
    if found is None or found.kind is Difference.RETURNING:
        return ()
    title = title_of(booking)
    asked = found.kind is Difference.CANCEL_ASKED
    follow = Action(
        say("action.cancel_for_guests") if asked else say("action.follow_outlook"),
        FollowOutlook(booking.id),
        style=Style.PRIMARY,
        name=say("name.cancel_for_guests", title=title) if asked else say("name.follow_outlook", title=title),
    )
    if booking.plan.when.start < now:
        return (follow,)
    if found.kind is Difference.DELETED:
        return follow, Action(say("action.book_again"), PutBack(booking.id), name=say("name.book_again", title=title))
    return follow, Action(say("action.put_back"), PutBack(booking.id), name=say("name.put_back", title=title))
