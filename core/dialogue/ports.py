"""What the dialogue needs from outside."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from core.dialogue.health import Trouble
from core.dialogue.model import KeptCommand, MessageRef, Notice
from core.dialogue.screens import Screen
from core.people.model import ChatUser, PersonId, Reader
from core.shared.transaction import Transaction

Still = Callable[[], Awaitable[bool]]
"""Whether a message still shows what an edit of it is about."""


class Messenger(Protocol):
    """Sends screens to a person's direct messages. Implemented by the adapters."""

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        """Edits the message `ref`, or sends a new direct message when there is none or it can't be edited any more.
        Returns the message that shows the screen now. Raises ChatUnavailable to be tried again.

        Edits of one message are sent one after the other. `still` is asked when it is an edit's turn: False leaves the
        message as it is."""

    async def post(
        self, user: ChatUser, channel: str, screen: Screen, reader: Reader, ref: MessageRef | None
    ) -> MessageRef:
        """Shows the screen to everybody in a channel of this user's: edits `ref` (left alone when it is gone), or posts
        anew. Raises ChannelRefused when we or the user may not write there, ChatUnavailable to be tried again."""


class NoticeRepository(Protocol):
    """What was told to whom: one row per person, subject and kind."""

    async def get(self, tx: Transaction, person: PersonId, subject: str, kind: str) -> Notice | None: ...

    async def of_subject(self, tx: Transaction, subject: str) -> tuple[Notice, ...]: ...

    async def starting_with(self, tx: Transaction, person: PersonId, start: str) -> tuple[Notice, ...]:
        """The person's rows whose subject starts so, by subject and kind."""

    async def of_message(self, tx: Transaction, person: PersonId, ref: MessageRef) -> tuple[Notice, ...]:
        """The person's rows about this message, by subject and kind."""

    async def forget_kind(self, tx: Transaction, person: PersonId, kind: str) -> None:
        """Deletes the person's rows of this kind: their message shows something else now."""

    async def save(self, tx: Transaction, notice: Notice) -> None:
        """Adds or replaces the row of (person, subject, kind)."""

    async def forget_subject(self, tx: Transaction, person: PersonId, subject: str) -> None:
        """Deletes the person's rows of one subject."""

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        """Deletes all rows of the person."""


class TroubleRepository(Protocol):
    """What can't be read, one row per person and account or calendar."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Trouble, ...]:
        """The oldest first."""

    async def save(self, tx: Transaction, found: Trouble) -> None:
        """Adds or replaces the row of (person, subject)."""

    async def showed(self, tx: Transaction, person: PersonId, subject: str, shown: str) -> None:
        """Changes what its messages show; nothing for one that isn't there."""

    async def end(self, tx: Transaction, person: PersonId, subject: str) -> None:
        """It can be read again, or doesn't matter any more."""


class KeptCommandRepository(Protocol):
    """At most one kept command per person; a newer one replaces it."""

    async def keep(self, tx: Transaction, command: KeptCommand) -> None: ...

    async def take(self, tx: Transaction, person: PersonId, now: datetime) -> KeptCommand | None:
        """Removes and returns the command if it has not expired."""


class SeenRequests(Protocol):
    """Platform deliveries that already had their effect."""

    async def first_time(self, tx: Transaction, request: str, now: datetime) -> bool:
        """Records the request in the transaction of its effect; False if it was recorded before."""
