"""What this room needs from outside."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from core.availability import BusyTime
from core.configuration.model import Calendar, CalendarId
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import DeltaRound, Event, FreeBusy, Listening, Subscription, SyncState


class EventReader(Protocol):
    """Reads calendars from Outlook. All methods raise the errors of core.shared.errors."""

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        """Every occurrence that overlaps the window, all pages, by start. All-day events match as UTC midnights, so
        callers widen the window by a day and filter in the person's zone."""

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        """One answer per address, in the order given; any number of addresses, window up to 62 days."""


class DeltaReader(Protocol):
    """Reads what changed. Raises the errors of core.shared.errors."""

    async def changes(
        self, connection: ConnectionId, outlook_calendar_id: str, window: Range, link: str | None
    ) -> DeltaRound:
        """One complete round: everything in the window (`link` None), or what changed since the round that gave `link`
        and covered the same window. Raises SyncReset when the link is of no use any more, DeltaRefused when Outlook
        tells no changes of this calendar."""


class Subscriptions(Protocol):
    """Outlook's notifications of changes. Raises the errors of core.shared.errors, OutlookRejected when Outlook doesn't
    notify of this calendar, or of this subscription, at all."""

    async def create(
        self, connection: ConnectionId, outlook_calendar_id: str, client_state: str, expires_at: datetime
    ) -> Subscription:
        """Subscribes, and takes the place of a subscription to the same calendar that was left behind."""

    async def renew(self, connection: ConnectionId, subscription: str, expires_at: datetime) -> Subscription:
        """Lengthens it. Raises Gone when Outlook doesn't know it any more."""

    async def reauthorize(self, connection: ConnectionId, subscription: str) -> None:
        """Says that we still may read the mailbox. Raises Gone like `renew`."""

    async def delete(self, connection: ConnectionId, subscription: str) -> None:
        """Ends it; one that doesn't exist counts as ended."""


class SyncStates(Protocol):
    """One row per calendar that is copied; deleting a calendar deletes it."""

    async def get(self, tx: Transaction, calendar: CalendarId) -> SyncState | None: ...

    async def locked(self, tx: Transaction, calendar: CalendarId) -> SyncState | None:
        """The same; nobody else changes it until the write transaction ends."""

    async def owner(self, tx: Transaction, calendar: CalendarId) -> tuple[PersonId, Calendar] | None:
        """Whose calendar it is, and what it is; None when it is no longer listed."""

    async def of_calendars(self, tx: Transaction, calendars: Collection[CalendarId]) -> Mapping[CalendarId, SyncState]:
        """The states of those calendars that are copied."""

    async def of_person(self, tx: Transaction, person: PersonId) -> Mapping[CalendarId, SyncState]: ...

    async def of_connection(self, tx: Transaction, connection: ConnectionId) -> Mapping[CalendarId, SyncState]: ...

    async def listening(self, tx: Transaction, subscriptions: Collection[str]) -> tuple[Listening, ...]:
        """Those of these subscriptions that are ours, in any order."""

    async def save(self, tx: Transaction, state: SyncState) -> None:
        """Adds or replaces. Raises Gone when the calendar is no longer listed."""

    async def mark(self, tx: Transaction, marked: Collection[CalendarId], notified_at: datetime) -> None:
        """Outlook told of changes at this time; a calendar without a state is nothing."""

    async def delete(self, tx: Transaction, calendar: CalendarId) -> None:
        """Forgets the calendar's state and its copy."""

    async def due(self, tx: Transaction, now: datetime, limit: int) -> tuple[SyncState, ...]:
        """States with `poll_at`, `compare_at` or `renew_at` at or before now, by `poll_at`; those that another process
        holds at this moment are left to it."""


class MirrorRepository(Protocol):
    """The copies. Subjects, names and links are encrypted at rest, each bound to its row."""

    async def events(
        self, tx: Transaction, calendars: Collection[CalendarId], window: Range
    ) -> Mapping[CalendarId, tuple[Event, ...]]:
        """The events that overlap the window, by start, for each of the calendars; all-day events match as UTC
        midnights. An event without length overlaps where it lies."""

    async def busy(self, tx: Transaction, calendars: Collection[CalendarId], window: Range) -> tuple[BusyTime, ...]:
        """The same events as the slot engine takes them, in any order, without opening their words."""

    async def everything(self, tx: Transaction, calendar: CalendarId) -> dict[str, Event]:
        """The calendar's whole copy by event id."""

    async def change(
        self, tx: Transaction, calendar: CalendarId, put: Collection[Event], removed: Collection[str]
    ) -> None:
        """Adds or replaces these events and removes those ids; unknown ids are nothing. The calendar has a state."""
