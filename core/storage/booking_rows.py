"""A booking as a row, with its words sealed."""

import json
from typing import Any

from sqlalchemy import Row

from core.booking.model import LIVE, Adopted, Behalf, Booking, BookingId, BookingState, EventMove, MeetingPlan
from core.configuration.meeting_types.model import MeetingTypeId
from core.configuration.model import CalendarId
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.ranges import Range
from core.storage.crypto import Cell, Keyring
from core.storage.documents import invitees_of, invitees_text
from core.storage.series import series_of, series_text

MINE, INVITED = "mine", "invited"


class BookingRows:
    """Turns bookings into columns and back."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def columns(self, booking: Booking) -> dict[str, Any]:
        plan, moves = booking.plan, booking.moves
        return {
            "id": booking.id,
            "host": booking.host,
            "connection": booking.connection,
            "calendar": booking.calendar,
            "outlook_calendar_id": booking.outlook_calendar_id,
            "starts_at": plan.when.start,
            "ends_at": plan.when.end,
            "sealed_title": self._seal(booking.id, "title", plan.title),
            "sealed_note": self._seal(booking.id, "note", plan.note),
            "sealed_invitees": self._seal(booking.id, "invitees", invitees_text(plan.invitees)),
            "online": plan.online,
            "zone": booking.zone,
            "state": booking.state.value,
            "request_key": booking.request_key,
            "created_at": booking.created_at,
            "lease_until": booking.lease_until,
            "push_uncertain": booking.push_uncertain,
            "outlook_id": booking.outlook_id,
            "ical_uid": booking.ical_uid,
            "sealed_web_link": self._seal_maybe(booking.id, "web_link", booking.web_link),
            "sealed_join_url": self._seal_maybe(booking.id, "join_url", booking.join_url),
            "failure": booking.failure,
            "sealed_failure_detail": self._seal_maybe(booking.id, "failure_detail", booking.failure_detail),
            "sealed_comment": self._seal(booking.id, "comment", booking.comment) if booking.comment else None,
            "sealed_unchecked": self._seal_maybe(booking.id, "unchecked", booking.unchecked),
            "moves_outlook_id": moves.outlook_id if moves else None,
            "moves_was_start": moves.was.start if moves else None,
            "moves_was_end": moves.was.end if moves else None,
            "moves_booking": moves.booking if moves else None,
            "moves_occurrence": moves.occurrence if moves else None,
            "series": series_text(booking),
            "series_ends_at": booking.last_end if booking.dates else None,
            "replaces": booking.replaces,
            "adopted": _role(booking.adopted),
            "adopted_series": booking.adopted.series if booking.adopted else None,
            "adopted_rule": booking.adopted.rule if booking.adopted else None,
            "sealed_place": self._seal_maybe(booking.id, "place", plan.place or None),
            "sealed_behalf": self._seal_maybe(booking.id, "behalf", _behalf_text(booking.behalf)),
            "booked_by": booking.booked_by,
            "meeting_type": booking.type,
        }

    def booking(self, row: Row[Any], protected: frozenset[PersonId]) -> Booking:
        repeats, dates = series_of(row.series)
        return Booking(
            id=BookingId(row.id),
            host=PersonId(row.host),
            connection=ConnectionId(row.connection),
            calendar=CalendarId(row.calendar),
            outlook_calendar_id=row.outlook_calendar_id,
            plan=MeetingPlan(
                title=self._open(row.id, "title", row.sealed_title),
                when=Range(row.starts_at, row.ends_at),
                invitees=invitees_of(self._open(row.id, "invitees", row.sealed_invitees)),
                online=row.online,
                note=self._open(row.id, "note", row.sealed_note),
                repeats=repeats,
                place=self._open_maybe(row.id, "place", row.sealed_place) or "",
            ),
            zone=row.zone,
            protected=protected,
            state=BookingState(row.state),
            request_key=row.request_key,
            created_at=row.created_at,
            lease_until=row.lease_until,
            push_uncertain=row.push_uncertain,
            outlook_id=row.outlook_id,
            ical_uid=row.ical_uid,
            web_link=self._open_maybe(row.id, "web_link", row.sealed_web_link),
            join_url=self._open_maybe(row.id, "join_url", row.sealed_join_url),
            failure=row.failure,
            failure_detail=self._open_maybe(row.id, "failure_detail", row.sealed_failure_detail),
            moves=_move(row),
            dates=dates,
            unchecked=self._open_maybe(row.id, "unchecked", row.sealed_unchecked),
            replaces=BookingId(row.replaces) if row.replaces else None,
            comment=self._open_maybe(row.id, "comment", row.sealed_comment) or "",
            adopted=Adopted(row.adopted == MINE, row.adopted_series, row.adopted_rule) if row.adopted else None,
            behalf=_behalf(self._open_maybe(row.id, "behalf", row.sealed_behalf)),
            booked_by=PersonId(row.booked_by) if row.booked_by else None,
            type=MeetingTypeId(row.meeting_type) if row.meeting_type else None,
        )

    def _seal(self, booking: str, column: str, plain: str) -> str:
        return self._keyring.seal(Cell("booking", booking, column), plain)

    def _open(self, booking: str, column: str, sealed: str) -> str:
        return self._keyring.open(Cell("booking", booking, column), sealed)

    def _seal_maybe(self, booking: str, column: str, plain: str | None) -> str | None:
        return None if plain is None else self._seal(booking, column, plain)

    def _open_maybe(self, booking: str, column: str, sealed: str | None) -> str | None:
        return None if sealed is None else self._open(booking, column, sealed)


def protection_of(booking: Booking) -> list[dict[str, Any]]:
    """The rows of booking_person: one for each time the booking takes, and each person it protects."""
    in_pieces = not booking.dates or booking.moves is not None
    times = enumerate(booking.occurrences) if in_pieces else ((one.number, one.when) for one in booking.dates)
    return [
        {
            "booking": booking.id,
            "occurrence": number,
            "person": person,
            "starts_at": when.start,
            "ends_at": when.end,
            "live": booking.state in LIVE,
        }
        for number, when in times
        if when is not None
        for person in sorted(booking.protected)
    ]


def _behalf_text(behalf: Behalf | None) -> str | None:
    return json.dumps([behalf.name, behalf.address]) if behalf else None


def _behalf(text: str | None) -> Behalf | None:
    return Behalf(*json.loads(text)) if text else None


def _role(adopted: Adopted | None) -> str | None:
    return None if adopted is None else MINE if adopted.is_mine else INVITED


def _move(row: Row[Any]) -> EventMove | None:
    if row.moves_outlook_id is None:
        return None
    booking = BookingId(row.moves_booking) if row.moves_booking else None
    was = Range(row.moves_was_start, row.moves_was_end)
    return EventMove(row.moves_outlook_id, was, booking, row.moves_occurrence)
