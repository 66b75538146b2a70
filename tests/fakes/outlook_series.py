"""Series in the Outlook in memory: a master that no calendar shows, and its dates as events of their own.

A date's id holds where the rule put it. Like Outlook it lets no date go onto or beyond its neighbours.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.availability import ShowAs
from core.booking.model import Booking
from core.booking.repeats import occurrences
from core.booking.series_ports import Occurrence
from core.connection.model import ConnectionId
from core.outlook.create_event import invites_later
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import Attendee, Event, Response

if TYPE_CHECKING:
    from tests.fakes.outlook import Mailbox

GONE = "ErrorItemNotFound"


def write_series(mailbox: "Mailbox", booking: Booking, master: Event) -> None:
    """The master and every date of the rule; nobody is invited yet."""
    rule = booking.plan.repeats
    assert rule is not None
    mailbox.masters[master.id] = master
    for when in occurrences(rule, booking.plan.when, booking.zone):
        date = replace(
            master,
            id=f"{master.id}/{when.start:%Y%m%dT%H%M%S%z}",
            series=master.id,
            start=when.start,
            end=when.end,
            ical_uid=f"{master.uid}{when.start:%Y%m%d}",
            transaction_id=None,
        )
        mailbox.events[booking.outlook_calendar_id].append(date)


def original_of(event: Event) -> datetime:
    return datetime.strptime(event.id.rsplit("/", 1)[1], "%Y%m%dT%H%M%S%z")


class FakeSeries:
    """Implements SeriesWriter, as a part of FakeOutlook."""

    mailboxes: "dict[str, Mailbox]"
    _mailbox: "Callable[[str, ConnectionId], Mailbox]"
    _fault: Callable[[], bool]
    _by_address: "Callable[[str | None], Mailbox | None]"

    async def dates(self, booking: Booking) -> tuple[Occurrence, ...]:
        mailbox = self._mailbox("dates", booking.connection)
        if booking.outlook_id not in mailbox.masters:
            raise OutlookRejected(404, GONE)
        found = [
            Occurrence(one.id, original_of(one), Range(one.start, one.end), frozenset(w.address for w in one.attendees))
            for one in mailbox.dates_of(booking.outlook_id)
            if not one.is_cancelled
        ]
        return tuple(sorted(found, key=lambda one: one.original))

    async def drop_date(self, booking: Booking, occurrence: str, comment: str | None) -> None:
        mailbox = self._mailbox("drop_date", booking.connection)
        lost_after = self._fault()
        gone = mailbox.get(occurrence)
        if gone is not None:
            mailbox.remove(occurrence)
            for box, copy in self._copies(gone):
                box.change(copy.id, is_cancelled=True)
        if lost_after:
            raise OutlookUnavailable

    async def move_date(self, booking: Booking, occurrence: str, when: Range) -> None:
        mailbox = self._mailbox("move_date", booking.connection)
        lost_after = self._fault()
        moved = mailbox.get(occurrence)
        if moved is None or moved.series is None:
            raise OutlookRejected(404, GONE)
        for other in mailbox.dates_of(moved.series):
            sooner = other.id < moved.id
            if other.id != moved.id and (other.end > when.start if sooner else other.start < when.end):
                raise OutlookRejected(400, "ErrorOccurrenceCrossingBoundary")
        for box, copy in self._copies(moved):
            box.change(copy.id, start=when.start, end=when.end)
        mailbox.change(occurrence, start=when.start, end=when.end)
        if lost_after:
            raise OutlookUnavailable

    async def move_series(self, booking: Booking) -> None:
        mailbox = self._mailbox("move_series", booking.connection)
        lost_after = self._fault()
        assert booking.moves is not None
        master = mailbox.masters.get(booking.moves.outlook_id)
        if master is None:
            raise OutlookRejected(404, GONE)
        if (master.start, master.end) != (booking.plan.when.start, booking.plan.when.end):
            for date in mailbox.dates_of(master.id):
                for box, copy in self._copies(date):
                    box.remove(copy.id)
                mailbox.remove(date.id)
            moved = replace(master, start=booking.plan.when.start, end=booking.plan.when.end)
            write_series(mailbox, booking, moved)
            for date in mailbox.dates_of(master.id):
                self._deliver(mailbox, date, master.attendees)
        if lost_after:
            raise OutlookUnavailable

    async def invite(self, booking: Booking, event: str) -> None:
        mailbox = self._mailbox("invite", booking.connection)
        lost_after = self._fault()
        self._invite_all(mailbox, booking, event)
        if lost_after:
            raise OutlookUnavailable

    def _deliver(self, organizer: "Mailbox", date: Event, invited: tuple[Attendee, ...]) -> None:
        known = {id(box) for box, _ in self._copies(date)}
        for guest in invited:
            box = self._by_address(guest.address)
            if box is None or box is organizer or id(box) in known:
                continue
            theirs = {"uid": date.uid, "ical_uid": date.ical_uid, "series": f"copy of {date.series}"}
            unanswered = {"response": Response.NOT_RESPONDED, "show_as": ShowAs.TENTATIVE, "is_organizer": False}
            box.add(date.start, date.end, date.subject, **theirs, **unanswered)

    def _copies(self, date: Event) -> "list[tuple[Mailbox, Event]]":
        """The same date in the other mailboxes."""
        return [
            (box, copy)
            for box in self.mailboxes.values()
            for copy in box.all_events()
            if copy.id != date.id and copy.ical_uid == date.ical_uid
        ]

    def _make_series(self, mailbox: "Mailbox", booking: Booking, event_id: str) -> None:
        """What was written becomes the master of a series."""
        master = mailbox.get(event_id)
        assert master is not None
        mailbox.remove(event_id)
        write_series(mailbox, booking, master)
        if not invites_later(booking):
            self._invite_all(mailbox, booking, event_id)

    def _invite_all(self, mailbox: "Mailbox", booking: Booking, event: str) -> None:
        invited = tuple(Attendee(one.address, one.name) for one in booking.plan.invitees if one.address)
        listed = {"attendees": invited, "attendee_count": len(invited)}
        master = mailbox.masters.get(event)
        if master is not None:
            mailbox.masters[event] = replace(master, **listed)  # type: ignore[arg-type]
        for date in mailbox.dates_of(event) if master is not None else [mailbox.get(event)]:
            if date is None:
                raise OutlookRejected(404, GONE)
            mailbox.change(date.id, **listed)
            self._deliver(mailbox, date, invited)

    def _remove_series(self, mailbox: "Mailbox", master: str) -> None:
        """Every date of it; the guests see them cancelled."""
        mailbox.masters.pop(master, None)
        for date in mailbox.dates_of(master):
            for box, copy in self._copies(date):
                box.change(copy.id, is_cancelled=True)
            mailbox.remove(date.id)
