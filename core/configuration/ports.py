"""What this room needs from outside."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.availability import Hours
from core.configuration.model import Calendar, CalendarId, Preferences
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.transaction import Transaction


class CalendarRepository(Protocol):
    """The calendars of each connection as last listed."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Calendar, ...]:
        """Default calendar first, then own, shared, automatic ones, each by name."""

    async def get(self, tx: Transaction, calendar: CalendarId) -> Calendar | None: ...

    async def replace(self, tx: Transaction, connection: ConnectionId, calendars: tuple[Calendar, ...]) -> None:
        """These are all calendars of the connection now: rows keep their id by `outlook_id`, vanished ones go.
        Raises Gone if the connection was deleted meanwhile and there are calendars to store."""


class PreferencesRepository(Protocol):
    """One row per person."""

    async def get(self, tx: Transaction, person: PersonId) -> Preferences | None:
        """None before the first connection."""

    async def save(self, tx: Transaction, preferences: Preferences) -> None: ...

    async def delete(self, tx: Transaction, person: PersonId) -> None: ...


class OwnChoices(Protocol):
    """Which settings a person chose for themselves; what an admin chooses for everybody leaves these alone."""

    async def add(self, tx: Transaction, person: PersonId, setting: str) -> None:
        """From now on, whatever the person chooses there later."""

    async def of_person(self, tx: Transaction, person: PersonId) -> frozenset[str]: ...

    async def forget_person(self, tx: Transaction, person: PersonId) -> None: ...


class ToldCounts(Protocol):
    """How many messages a person got unasked, on the last day that was counted only."""

    async def get(self, tx: Transaction, person: PersonId, day: date) -> int:
        """0 for a day that isn't the one counted."""

    async def save(self, tx: Transaction, person: PersonId, day: date, count: int) -> None:
        """This day takes the place of the one counted before."""


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """A calendar as Outlook lists it. `automatic`: holidays, birthdays."""

    outlook_id: str
    name: str
    owner_name: str
    owner_address: str
    can_edit: bool
    is_default: bool
    automatic: bool


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """The mailbox's zone (IANA; None when the mailbox has none yet) and its working hours (None likewise)."""

    zone: str | None
    hours: Hours | None


class CalendarDirectory(Protocol):
    """Outlook's list of calendars and mailbox settings. Raises the errors of core.shared.errors."""

    async def calendars(self, connection: ConnectionId) -> tuple[ListedCalendar, ...]: ...

    async def settings(self, connection: ConnectionId) -> MailboxSettings: ...
