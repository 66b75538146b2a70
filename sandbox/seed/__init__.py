"""What the five people have in their calendars."""

from datetime import datetime

from sandbox.mailbox.store import Mailboxes


def seed(mailboxes: Mailboxes, now: datetime) -> None:
    """Fill the mailboxes."""
