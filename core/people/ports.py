"""What this room needs from outside."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from core.people.model import ChatProfile, ChatUser, Person, PersonId, Platform, Workspace
from core.shared.transaction import Transaction


class PersonRepository(Protocol):
    """Persons and their chat identities."""

    async def by_user(self, tx: Transaction, user: ChatUser) -> Person | None: ...

    async def get(self, tx: Transaction, person: PersonId) -> Person | None: ...

    async def add(self, tx: Transaction, person: Person, profile: ChatProfile, now: datetime) -> None:
        """Stores the person with their first chat identity. Raises a storage conflict when the user exists already:
        callers look up first inside the same write transaction."""

    async def profile(self, tx: Transaction, user: ChatUser) -> tuple[ChatProfile, datetime] | None:
        """The profile last read from the platform and when; None if this user never spoke to us."""

    async def known(
        self, tx: Transaction, users: Collection[ChatUser]
    ) -> Mapping[ChatUser, tuple[PersonId, ChatProfile, datetime]]:
        """Who these users are, with the profile last read and when; whoever never spoke to us is missing."""

    async def save_profile(self, tx: Transaction, person: PersonId, profile: ChatProfile, now: datetime) -> None:
        """Adds or refreshes the identity of `person`."""

    async def identities(self, tx: Transaction, person: PersonId) -> tuple[ChatProfile, ...]:
        """All chat identities of the person, the home chat first."""

    async def of_workspace(self, tx: Transaction, platform: Platform, workspace: str) -> Mapping[ChatUser, PersonId]:
        """Everybody who speaks from this workspace."""

    async def lock(self, tx: Transaction, persons: frozenset[PersonId]) -> None:
        """Locks these persons' rows until the transaction ends, in one statement and in the order of their ids.
        Raises Gone if one of them does not exist, because then nothing would be locked for them."""

    async def move_home(self, tx: Transaction, person: PersonId, home: ChatUser) -> None:
        """Says in which chat proactive messages go to the person from now on."""

    async def choose_language(self, tx: Transaction, person: PersonId, language: str) -> None:
        """Says in which language the person reads from now on; "" is as in their chats."""

    async def join(self, tx: Transaction, person: PersonId, joined: PersonId) -> None:
        """Makes one person of two, both locked by the caller: chats, connections, bookings, messages and what waits of
        `joined` belong to `person`, whose choices and home win; then `joined` does not exist any more. The audit log
        stays as it was written. See docs/adr/0008."""

    async def raise_busy_version(self, tx: Transaction, person: PersonId) -> None:
        """Says that the busy times or settings of the person changed, and so those of their team calendars."""

    async def busy_versions(self, tx: Transaction, persons: Collection[PersonId]) -> Mapping[PersonId, int]:
        """What these persons' busy times and settings are counted at; whoever doesn't exist is missing. Read it before
        what it stands for."""


class ChatDirectory(Protocol):
    """The chat platform's own directory of users. Implemented by the adapters."""

    async def profile(self, user: ChatUser) -> ChatProfile | None:
        """None when the platform doesn't know the user (or is not allowed to show them)."""

    async def by_email(self, workspace: str, address: str) -> ChatProfile | None:
        """None when nobody of the workspace has that address."""


class WorkspaceLanguages(Protocol):
    """In which language a workspace reads where its people's chats don't say one that there is."""

    async def of(self, tx: Transaction, workspace: Workspace) -> str:
        """ "" where nobody decided."""


class ChatRoutes(Protocol):
    """How each chat user is reached, as the adapter wrote it down: JSON that only that adapter reads."""

    async def save(self, tx: Transaction, user: ChatUser, route_json: str) -> None:
        """Adds or replaces."""

    async def get(self, tx: Transaction, user: ChatUser) -> str | None:
        """None if nothing was written down."""

    async def forget(self, tx: Transaction, user: ChatUser) -> None: ...


class AuditLog(Protocol):
    """Who did what, without contents. Kept when the person erases their data, without their name."""

    async def record(
        self,
        tx: Transaction,
        person: PersonId,
        action: str,
        details: Mapping[str, str],
        *,
        workspace: Workspace | None = None,
    ) -> None:
        """`action` is a stable word; `details` holds ids and codes, never titles, names or addresses. `workspace`:
        where its admins read the line; None: wherever the person speaks from."""


class SearchCounts(Protocol):
    """How often a person asked when others are free, in the stretch of time that is counted now."""

    async def get(self, tx: Transaction, person: PersonId) -> tuple[datetime, int] | None:
        """Since when, and how often; None for who never asked."""

    async def save(self, tx: Transaction, person: PersonId, since: datetime, count: int) -> None:
        """Adds or replaces."""
