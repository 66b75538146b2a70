"""What a person chose: calendars with their roles, what blocks them, their rules."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from core.availability import Blocking, Hours
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.facts import Fact

CalendarId = NewType("CalendarId", str)


class CalendarKind(StrEnum):
    """OWN: the account's own. SHARED: somebody else's, shared with it. AUTOMATIC: holidays and birthdays."""

    OWN = "own"
    SHARED = "shared"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One Outlook calendar as one connection sees it. `outlook_id` is case-sensitive and opaque."""

    id: CalendarId
    connection: ConnectionId
    outlook_id: str
    name: str
    kind: CalendarKind
    owner_name: str
    owner_address: str
    can_edit: bool
    is_default: bool


class Obstacle(StrEnum):
    """Why a calendar cannot be the linked one; each has its own text and next step."""

    CONNECTED_READ_ONLY = "connected_read_only"
    SHARED_READ_ONLY = "shared_read_only"
    ADMIN_READ_ONLY = "admin_read_only"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything one person chose.

    `conflicts` never contains `linked`; the linked calendar blocks as long as `linked_blocks` is true. Minutes are
    whole, `home_zone` is an IANA name and the zone of `hours` and of the quiet hours (minutes of the day; the interval
    may span midnight), in which nothing but what begins within the hour interrupts.
    """

    person: PersonId
    linked: CalendarId | None
    conflicts: frozenset[CalendarId]
    linked_blocks: bool
    blocking: Blocking
    hours: Hours
    home_zone: str
    duration_minutes: int = 30
    step_minutes: int = 30
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    minimum_notice_minutes: int = 60
    horizon_days: int = 60
    warnings: bool = True
    warned_shared: frozenset[CalendarId] = frozenset()
    unwarned_own: frozenset[CalendarId] = frozenset()
    quiet_from_minute: int = 20 * 60
    quiet_to_minute: int = 7 * 60

    def warns_of(self, calendar: Calendar) -> bool:
        """Whether this calendar's double bookings are the person's business: own ones are unless they said no, shared
        ones only if they said so (else they are their owner's)."""
        if calendar.kind is CalendarKind.SHARED:
            return calendar.id in self.warned_shared
        return calendar.id not in self.unwarned_own

    @property
    def blocking_calendars(self) -> frozenset[CalendarId]:
        """All calendars whose busy events block."""
        if self.linked is not None and self.linked_blocks:
            return self.conflicts | {self.linked}
        return self.conflicts


@dataclass(frozen=True, slots=True)
class CalendarsChosen(Fact):
    """The person's linked or conflict calendars changed."""

    person: str

    @property
    def lock_key(self) -> str:
        return f"person:{self.person}"
