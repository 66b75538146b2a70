"""What this room needs from outside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.booking.model import Booking, BookingId, BookingState, SyncSwitch
from core.booking.repeats import SeriesDate
from core.booking.series_ports import SeriesWriter
from core.configuration.meeting_types.model import MeetingTypeId
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import Event


class BookingRepository(Protocol):
    """Bookings; titles, notes and invitees are encrypted at rest."""

    async def get(self, tx: Transaction, booking: BookingId) -> Booking | None: ...

    async def by_request(self, tx: Transaction, host: PersonId, request_key: str) -> Booking | None: ...

    async def add(self, tx: Transaction, booking: Booking) -> None:
        """Adds a held booking and its protection of each person. Raises SlotTaken if the database itself finds an
        overlap (PostgreSQL's exclusion constraint)."""

    async def advance(self, tx: Transaction, booking: Booking, from_state: BookingState) -> bool:
        """Stores `booking` if its row is still in `from_state`; False if somebody was faster. Time and invitees stay as
        they are stored. Ending states release the protection."""

    async def live_overlapping(
        self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime
    ) -> tuple[Booking, ...]:
        """Live bookings (see Booking.is_live) that protect one of the persons and overlap the window, by start."""

    async def expire(self, tx: Transaction, persons: frozenset[PersonId], window: Range, now: datetime) -> None:
        """Sets held bookings of these persons in the window whose lease ended to failed ("lapsed")."""

    async def reschedule(self, tx: Transaction, booking: BookingId, when: Range) -> Booking | None:
        """A confirmed booking's event lies elsewhere now: its time and its protection follow. None if it is no longer
        confirmed. Raises SlotTaken like `add`."""

    async def set_dates(self, tx: Transaction, booking: BookingId, dates: tuple[SeriesDate, ...]) -> Booking | None:
        """What became of a live series' dates; its protection follows. None when it is not live any more. Raises
        SlotTaken like `add`."""

    async def move_series(self, tx: Transaction, booking: BookingId, moved: Booking) -> Booking | None:
        """A confirmed series lies elsewhere now: it gets the time, the rule and the dates of `moved`; its protection
        follows. None if it is no longer confirmed. Raises SlotTaken like `add`."""

    async def of_events(self, tx: Transaction, host: PersonId, outlook_ids: Collection[str]) -> tuple[Booking, ...]:
        """The host's confirmed bookings that these Outlook events are, in any order."""

    async def last_move(self, tx: Transaction, booking: BookingId) -> Booking | None:
        """The hold that was taken last to move this booking, in whatever state."""

    async def of_host(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        """The host's bookings that end after `since` in states pushing, confirmed and cancelling, by start."""

    async def series_of(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        """Those of `of_host` that are series."""

    async def booked_by(self, tx: Transaction, person: PersonId, since: datetime) -> tuple[Booking, ...]:
        """The bookings of other hosts that the person booked, and those of team calendars whose member they are;
        otherwise as `of_host`."""

    async def of_type(self, tx: Transaction, kind: MeetingTypeId, window: Range, now: datetime) -> tuple[Booking, ...]:
        """Live bookings (see Booking.is_live) of this meeting type that overlap the window, by start; holds that move
        another booking are left out."""

    async def adopted(self, tx: Transaction, host: PersonId, since: datetime) -> tuple[Booking, ...]:
        """The host's bookings that were made in Outlook and end after `since`, in every state, by start."""

    async def adopt(self, tx: Transaction, booking: Booking) -> None:
        """Adds or replaces a booking that was made in Outlook, with time and invitees. It protects nobody, so that no
        rule of ours can refuse what Outlook has."""

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        """Deletes bookings hosted by the person, their protection elsewhere, and what a switch to two-way changed;
        Outlook's events stay."""


class SyncSwitches(Protocol):
    """The last switch of each person to two-way, as long as it can be undone, and what it changed since."""

    async def get(self, tx: Transaction, person: PersonId) -> SyncSwitch | None: ...

    async def save(self, tx: Transaction, switch: SyncSwitch) -> None:
        """Adds or replaces the person's."""

    async def forget(self, tx: Transaction, person: PersonId) -> None: ...


@dataclass(frozen=True, slots=True)
class WrittenEvent:
    """An event that Outlook confirmed to have."""

    id: str
    ical_uid: str
    when: Range
    web_link: str | None
    join_url: str | None


class EventLook(Protocol):
    """Looks at one event. Raises the errors of core.shared.errors."""

    async def event(self, connection: ConnectionId, outlook_calendar_id: str, event: str) -> Event | None:
        """The event wherever it lies in the account's own mailbox, or in this calendar; None when it is in neither."""


class EventWriter(EventLook, SeriesWriter, Protocol):
    """Writes bookings to Outlook.

    Raises OutlookUnavailable when the outcome is unknown (no answer, 429, 5xx), OutlookRejected when Outlook
    refused for certain (400, 403, 404), ReconnectNeeded when the sign-in is dead.
    """

    def body(self, booking: Booking) -> Mapping[str, object]:
        """The event to POST: a pure function of the booking's plan, so that every repetition is the same."""

    async def create(self, booking: Booking) -> WrittenEvent:
        """POSTs the event with the booking's id as transactionId; a repetition gives the event that exists."""

    async def find(self, booking: Booking) -> WrittenEvent | None:
        """Looks for the booking's event by its transactionId in the linked calendar around its time; for a booking
        that moves an event, looks whether that event lies at the booking's time."""

    async def move(self, booking: Booking) -> WrittenEvent:
        """Moves the event of `booking.moves` to the booking's time: start and end only, so that text and Teams link
        stay; Outlook tells its guests. Moving it twice is moving it once. OutlookRejected(404) when it is gone."""

    async def cancel(
        self,
        connection: ConnectionId,
        outlook_id: str,
        with_invitees: bool,
        comment: str,
        outlook_calendar_id: str | None = None,
    ) -> None:
        """Cancels (invitees are told) or deletes the event. One that no longer exists counts as done; an event in a
        shared calendar is only found with the calendar it was written to."""


class EventAnswers(Protocol):
    """Answers invitations in Outlook. Raises like EventWriter; an event that is gone counts as declined."""

    async def decline(self, connection: ConnectionId, outlook_id: str, comment: str, proposed: Range | None) -> None:
        """Tells the organizer, with another time if one is proposed. Raises InvalidChoice("proposed",
        "answer.no_proposals") when the organizer takes none (then nothing was answered)."""

    async def accept(self, connection: ConnectionId, outlook_id: str, *, tentative: bool) -> None:
        """Tells the organizer that the person comes, or may. Raises Gone when the event is gone."""
