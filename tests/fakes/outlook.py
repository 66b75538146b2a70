"""A Microsoft 365, in memory: calendars, events, free/busy, and the bookings written to it.

Like the real one it keeps what was written although the answer got lost, and repeats a transactionId without a second
event. Every method refuses to be called while a write transaction is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from core.availability import ShowAs
from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.configuration.ports import ListedCalendar, MailboxSettings
from core.connection.model import ConnectionId, ConnectionState, MicrosoftAccount
from core.shared.errors import (
    Gone,
    InvalidChoice,
    NotConnected,
    OperatorNeeded,
    OutlookRejected,
    OutlookUnavailable,
    PermissionMissing,
    ReconnectNeeded,
)
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.shared.transaction import forbid_network_in_transaction
from core.sync.model import Attendee, Event, FreeBusy, FreeBusySpan, Response
from tests.fakes.memory import Memory
from tests.fakes.outlook_series import FakeSeries

DEFAULT = "Calendar"
REFUSALS: Mapping[ConnectionState, Exception] = {
    ConnectionState.NEEDS_RECONNECT: ReconnectNeeded(),
    ConnectionState.NEEDS_ADMIN: PermissionMissing("admin"),
    ConnectionState.NEEDS_OPERATOR: OperatorNeeded(),
}


@dataclass
class Mailbox:
    """One account's calendars by id, with their events. `unreadable`: what reading a calendar raises."""

    account: MicrosoftAccount
    settings: MailboxSettings
    listed: dict[str, ListedCalendar] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    unreadable: dict[str, Exception] = field(default_factory=dict)
    masters: dict[str, Event] = field(default_factory=dict)

    def add_calendar(self, name: str, **changes: object) -> str:
        """Adds a calendar of the account's own, writable unless said otherwise; its id is its name."""
        plain = ListedCalendar(name, name, self.account.name, self.account.address, True, name == DEFAULT, False)
        self.listed[name] = replace(plain, **changes)  # type: ignore[arg-type]
        self.events[name] = []
        return name

    def remove_calendar(self, name: str) -> None:
        del self.listed[name], self.events[name]

    def add(
        self, start: datetime, end: datetime, subject: str = "Meeting", calendar: str = DEFAULT, **more: object
    ) -> str:
        """Adds a timed event, busy and organised by the owner unless said otherwise; returns its id."""
        return self._put(calendar, _event(start, end, subject, None, None, more))

    def add_days(self, first: date, end: date, subject: str = "Away", calendar: str = DEFAULT, **more: object) -> str:
        """Adds an all-day event; `end` is the first day that is free again."""
        midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
        return self._put(calendar, _event(*midnights, subject, first, end, more))

    def change(self, event_id: str, **changes: object) -> None:
        for events in self.events.values():
            events[:] = [replace(one, **changes) if one.id == event_id else one for one in events]  # type: ignore[arg-type]

    def remove(self, event_id: str) -> None:
        for events in self.events.values():
            events[:] = [one for one in events if one.id != event_id]

    def get(self, event_id: str) -> Event | None:
        return self.masters.get(event_id) or next((one for one in self.all_events() if one.id == event_id), None)

    def all_events(self) -> list[Event]:
        return [event for events in self.events.values() for event in events]

    def written(self, booking_id: str) -> list[Event]:
        """The events that were written for a booking."""
        found = (*self.masters.values(), *self.all_events())
        return [event for event in found if event.transaction_id == booking_id]

    def dates_of(self, master: str) -> list[Event]:
        """The dates of one series."""
        return [event for event in self.all_events() if event.series == master]

    def _put(self, calendar: str, event: Event) -> str:
        self.events[calendar].append(event)
        return event.id


def _event(
    start: datetime, end: datetime, subject: str, first: date | None, end_day: date | None, more: Mapping[str, object]
) -> Event:
    plain = Event(
        id=new_id(),
        ical_uid=new_id(),
        series=None,
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        first_day=first,
        end_day=end_day,
        show_as=ShowAs.BUSY,
        is_cancelled=False,
        response=Response.ORGANIZER,
        is_private=False,
        subject=subject,
        organizer_name="",
        attendee_count=0,
        join_url=None,
        web_link=None,
        transaction_id=None,
    )
    made = replace(plain, **more)  # type: ignore[arg-type]
    return replace(
        made,
        uid=made.uid or made.ical_uid,
        is_organizer=bool(more.get("is_organizer", made.response is Response.ORGANIZER)),
    )


@dataclass
class FakeOutlook(FakeSeries):
    """Implements CalendarDirectory, EventReader, EventWriter and EventAnswers over `mailboxes` (by the account's oid).

    `faults` are taken one per call that writes: "lost before" and "lost after" (the work is done, the
    answer isn't heard) raise OutlookUnavailable; an exception is raised as it is; "" is no fault. `calls` names what
    was asked, with the connection whose token was used. `heard` is what organizers were told: the meeting's uid and
    start, who declined, and what they proposed. `throttled`: for how many seconds it asks for quiet, whatever is asked.
    """

    memory: Memory
    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    faults: list[str | Exception] = field(default_factory=list)
    calls: list[tuple[str, ConnectionId]] = field(default_factory=list)
    heard: list[tuple[str, datetime, str, Range | None]] = field(default_factory=list)
    down: bool = False
    throttled: float | None = None

    def add_mailbox(self, account: MicrosoftAccount, settings: MailboxSettings) -> Mailbox:
        self.mailboxes[account.oid] = mailbox = Mailbox(account, settings)
        mailbox.add_calendar(DEFAULT)
        return mailbox

    async def calendars(self, connection: ConnectionId) -> tuple[ListedCalendar, ...]:
        return tuple(self._mailbox("calendars", connection).listed.values())

    async def settings(self, connection: ConnectionId) -> MailboxSettings:
        return self._mailbox("settings", connection).settings

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        mailbox = self._mailbox("events", connection)
        if outlook_calendar_id in mailbox.unreadable:
            raise mailbox.unreadable[outlook_calendar_id]
        if outlook_calendar_id not in mailbox.events:
            raise OutlookRejected(404, "ErrorItemNotFound")
        found = (one for one in mailbox.events[outlook_calendar_id] if Range(one.start, one.end).overlaps(window))
        return tuple(sorted(found, key=lambda one: one.start))

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        asking = self._mailbox("free_busy", connection)
        return tuple(self._told(asking, address, window) for address in addresses)

    def body(self, booking: Booking) -> Mapping[str, object]:
        return {"subject": booking.plan.title, "transactionId": booking.id}

    async def create(self, booking: Booking) -> WrittenEvent:
        mailbox = self._mailbox("create", booking.connection)
        lost_after = self._fault()
        if booking.outlook_calendar_id not in mailbox.events:
            raise OutlookRejected(404, "ErrorItemNotFound")
        if not mailbox.written(booking.id):
            self._write(mailbox, booking)
        if lost_after:
            raise OutlookUnavailable
        return _written(mailbox.written(booking.id)[0])

    async def find(self, booking: Booking) -> WrittenEvent | None:
        box = self._mailbox("find", booking.connection)
        found = box.written(booking.id)
        if booking.moves is not None:
            moved = box.get(booking.moves.outlook_id)
            found = [moved] if moved and Range(moved.start, moved.end) == booking.plan.when else []
        return _written(found[0]) if found else None

    async def event(self, connection: ConnectionId, outlook_calendar_id: str, event: str) -> Event | None:
        return self._mailbox("event", connection).get(event)

    async def move(self, booking: Booking) -> WrittenEvent:
        mailbox = self._mailbox("move", booking.connection)
        lost_after = self._fault()
        assert booking.moves is not None
        moved = mailbox.get(booking.moves.outlook_id)
        if moved is None:
            raise OutlookRejected(404, "ErrorItemNotFound")
        when = {"start": booking.plan.when.start, "end": booking.plan.when.end}
        for box in self.mailboxes.values():
            for copy in box.all_events():
                if (copy.uid, copy.start) == (moved.uid, moved.start):
                    box.change(copy.id, **when)
        if lost_after:
            raise OutlookUnavailable
        return _written(replace(moved, **when))

    async def cancel(
        self,
        connection: ConnectionId,
        outlook_id: str,
        with_invitees: bool,
        comment: str,
        outlook_calendar_id: str | None = None,
    ) -> None:
        mailbox = self._mailbox("cancel", connection)
        lost_after = self._fault()
        gone = mailbox.get(outlook_id)
        mailbox.remove(outlook_id)
        self._remove_series(mailbox, outlook_id)
        for other in self.mailboxes.values():
            for copy in other.all_events():
                if gone and copy.ical_uid == gone.ical_uid:
                    other.change(copy.id, is_cancelled=True)
        if lost_after:
            raise OutlookUnavailable

    async def decline(self, connection: ConnectionId, outlook_id: str, comment: str, proposed: Range | None) -> None:
        mailbox = self._mailbox("decline", connection)
        lost_after = self._fault()
        mine = mailbox.get(outlook_id)
        if mine is not None:
            if mine.is_organizer:
                raise OutlookRejected(400, "ErrorInvalidRequest")
            if proposed is not None and not mine.takes_proposals:
                raise InvalidChoice("proposed", "answer.no_proposals")
            mailbox.remove(outlook_id)
            self.heard.append((mine.uid, mine.start, mailbox.account.address, proposed))
        if lost_after:
            raise OutlookUnavailable

    async def accept(self, connection: ConnectionId, outlook_id: str, *, tentative: bool) -> None:
        mailbox = self._mailbox("accept", connection)
        lost_after = self._fault()
        mine = [one for one in mailbox.all_events() if outlook_id in (one.id, one.series)]
        if not mine:
            raise Gone
        said = Response.TENTATIVE if tentative else Response.ACCEPTED
        for one in mine:
            if one.is_organizer:
                raise OutlookRejected(400, "ErrorInvalidRequest")
            mailbox.change(one.id, response=said, show_as=ShowAs.TENTATIVE if tentative else ShowAs.BUSY)
        if lost_after:
            raise OutlookUnavailable

    def meet(
        self,
        organizer: Mailbox,
        guests: tuple[tuple[str, str], ...],
        start: datetime,
        end: datetime,
        subject: str = "Meeting",
        calendar: str = DEFAULT,
        **more: object,
    ) -> str:
        """A meeting of the organizer's with (address, name) invited: who has a mailbox has it, unanswered. Its id."""
        invited = tuple(Attendee(address, name) for address, name in guests)
        host = Attendee(organizer.account.address, organizer.account.name)
        whose = {"organizer_name": host.name, "organizer_address": host.address, **more}
        own = {"attendees": invited, "attendee_count": len(invited), **whose}
        event_id = organizer.add(start, end, subject, calendar, **own)
        mine = organizer.get(event_id)
        assert mine is not None
        theirs = {**whose, "uid": mine.uid, "ical_uid": mine.ical_uid, "transaction_id": None, "web_link": None}
        theirs |= {"attendees": (host, *invited), "attendee_count": 1 + len(invited)}
        for guest in invited:
            other = self._by_address(guest.address)
            if other is not None and other is not organizer:
                unanswered = {"response": Response.NOT_RESPONDED, "show_as": ShowAs.TENTATIVE}
                other.add(start, end, subject, **{**theirs, **unanswered})
        return event_id

    def _write(self, mailbox: Mailbox, booking: Booking) -> None:
        when, plan = booking.plan.when, booking.plan
        guests = tuple((one.address, one.name) for one in plan.invitees if one.address)
        event_id = self.meet(
            mailbox,
            () if plan.repeats else guests,
            when.start,
            when.end,
            plan.title,
            booking.outlook_calendar_id,
            transaction_id=booking.id,
            join_url="https://teams.example/join" if plan.online else None,
            web_link=f"https://outlook.example/{booking.id}",
        )
        if plan.repeats is not None:
            self._make_series(mailbox, booking, event_id)

    def _fault(self) -> bool:
        """Raises what is due; True if the answer shall get lost after the work."""
        fault = self.faults.pop(0) if self.faults else ""
        if isinstance(fault, Exception):
            raise fault
        if fault == "lost before":
            raise OutlookUnavailable
        return fault == "lost after"

    def _mailbox(self, call: str, connection: ConnectionId) -> Mailbox:
        """The mailbox behind a connection's tokens, as the token store and Graph would answer."""
        forbid_network_in_transaction()
        known = self.memory.tables.connections.get(connection)
        if known is None or connection not in self.memory.tables.caches:
            raise NotConnected
        if known.state is not ConnectionState.OK:
            raise REFUSALS[known.state]
        self.calls.append((call, connection))
        if self.down:
            raise OutlookUnavailable
        if self.throttled is not None:
            raise OutlookUnavailable(self.throttled)
        return self.mailboxes[known.account.oid]

    def _by_address(self, address: str | None) -> Mailbox | None:
        return next((one for one in self.mailboxes.values() if one.account.is_reached_by(address)), None)

    def _told(self, asking: Mailbox, address: str, window: Range) -> FreeBusy:
        other = self._by_address(address)
        if other is None or other.account.tid != asking.account.tid:
            return FreeBusy(address, readable=False)
        spans = [FreeBusySpan(one.start, one.end, one.show_as) for one in other.events[DEFAULT]]
        return FreeBusy(
            address, True, tuple(one for one in spans if Range(one.start, one.end).overlaps(window)), hours_known=True
        )


def _written(event: Event) -> WrittenEvent:
    return WrittenEvent(event.id, event.ical_uid, Range(event.start, event.end), event.web_link, event.join_url)
