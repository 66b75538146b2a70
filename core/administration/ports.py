"""What this room needs from outside."""

from typing import Protocol

from core.administration.model import AuditLine, ConnectedTenant, ExportLink, Health, Member, Records, Traces
from core.people.model import ChatUser, PersonId, Workspace
from core.shared.transaction import Transaction


class PersonRecords(Protocol):
    """Everything that is stored about a person, whichever room put it there."""

    async def everything(self, tx: Transaction, person: PersonId) -> Records:
        """All rows that are the person's, by table; tables without any are missing. Encrypted text is opened; tokens
        and other secrets are left out."""

    async def traces(self, tx: Transaction, person: PersonId) -> Traces | None:
        """By what others' rows may name the person; None when there is no such person (any more)."""

    async def forget_in_others(self, tx: Transaction, traces: Traces, after: str) -> str | None:
        """Takes the person out of some of the rows that are others': out of lists of people, and where the words name
        them. Goes on behind `after` ("" at first) and says behind what to go on; None: that was all. May run again."""

    async def erase(self, tx: Transaction, traces: Traces, pseudonym: str) -> None:
        """Deletes the person with every row of theirs, what waits to be done about them, and what the audit log holds
        of them; in others' lines of it they are `pseudonym` from now on. Bookings of others stay."""


class ExportLinks(Protocol):
    """The links behind which a person's data can be taken along."""

    async def add(self, tx: Transaction, link: ExportLink) -> None: ...

    async def get(self, tx: Transaction, token_hash: str) -> ExportLink | None: ...

    async def use(self, tx: Transaction, token_hash: str) -> bool:
        """Deletes it; False if somebody was faster."""


class Admins(Protocol):
    """Who is an admin of a workspace, as its chat says. Implemented by the adapters."""

    async def is_admin(self, user: ChatUser) -> bool:
        """At this moment. Raises ChatUnavailable."""

    async def named(self, workspace: Workspace) -> tuple[str, ...]:
        """Some of them by name, at most three; empty when the chat doesn't say. Raises ChatUnavailable."""


class Oversight(Protocol):
    """What an admin may know of the people of one workspace."""

    async def health(self, tx: Transaction, workspace: Workspace) -> Health: ...

    async def audit(self, tx: Transaction, workspace: Workspace, most: int) -> tuple[AuditLine, ...]:
        """The newest lines first: what its people did, and what is kept of it for its admins."""

    async def member(self, tx: Transaction, workspace: Workspace, person: PersonId) -> Member | None:
        """None for who doesn't speak from this workspace."""

    async def tenants(self, tx: Transaction, workspace: Workspace) -> tuple[ConnectedTenant, ...]:
        """Most accounts first."""

    async def at_home(self, tx: Transaction, workspace: Workspace, after: str, most: int) -> tuple[PersonId, ...]:
        """Whose home chat is there, by id, behind `after`; team calendars are nobody."""
