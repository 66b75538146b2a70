"""What is known of a booking's line in a channel: one row per booking, its kind says how far it is.

- "from:<channel>": its time was searched there, nothing is posted;
- "posted:<channel>": its line stands there, or is about to (no message yet);
- "refused:<channel>": the channel took no line.
"""

from core.booking.model import Booking, BookingId, BookingState
from core.dialogue.answers.asker import Asker
from core.dialogue.booking_commands import PostBooking
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Action, Text, say
from core.dialogue.titles import title_of
from core.people.model import PersonId
from core.shared.transaction import Transaction

FROM, POSTED, REFUSED = "from:", "posted:", "refused:"


def post_subject(booking: BookingId) -> str:
    return f"post:{booking}"


def channel_of(row: Notice) -> str:
    return row.kind.partition(":")[2]


def is_posted(row: Notice) -> bool:
    return row.kind.startswith(POSTED)


async def post_of(tx: Transaction, notices: NoticeRepository, person: PersonId, booking: BookingId) -> Notice | None:
    """The row of who booked it; None for everybody else, and for what was searched in private."""
    rows = await notices.of_subject(tx, post_subject(booking))
    return next((row for row in rows if row.person == person), None)


async def begun_in(tx: Transaction, notices: NoticeRepository, asker: Asker, booking: Booking, channel: str) -> None:
    """Keeps from which channel it was booked; empty: from none."""
    if channel and await post_of(tx, notices, asker.person, booking.id) is None:
        row = Notice(asker.person, post_subject(booking.id), f"{FROM}{channel}", asker.user, None)
        await notices.save(tx, row)


def post_actions(booking: Booking, row: Notice | None) -> tuple[Action, ...]:
    """The button, until it is pressed."""
    if row is None or is_posted(row) or booking.state is not BookingState.CONFIRMED:
        return ()
    name = say("name.post_booking", title=title_of(booking))
    return (Action(say("action.post_booking"), PostBooking(booking.id), name=name),)


def post_note(booking: Booking, row: Notice | None) -> tuple[Text, ...]:
    """What became of the press."""
    if row is None or booking.state is not BookingState.CONFIRMED:
        return ()
    if row.kind.startswith(REFUSED):
        return (say("note.post_refused"),)
    if not is_posted(row):
        return ()
    return (say("note.posted") if row.ref is not None else say("note.posting"),)
