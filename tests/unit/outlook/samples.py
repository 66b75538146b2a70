"""Graph's JSON and our bookings, as small as they may be."""

from datetime import UTC, datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState, MeetingPlan
from core.configuration.model import CalendarId
from core.people.model import Invitee, PersonId
from core.shared.ranges import Range
from tests.unit.outlook.fakes import ADA, START

BOOKING_ID = BookingId("7d0f0c7e-0000-4000-8000-00000000000b")


def event(**changes: object) -> dict[str, object]:
    """A timed, busy meeting of Tuesday 1 December 2026, 09:00-10:00 UTC, as Graph answers it."""
    item: dict[str, object] = {
        "@odata.etag": 'W/"x"',
        "id": "AAkE1=",
        "iCalUId": "040000008200E1",
        "seriesMasterId": None,
        "start": {"dateTime": "2026-12-01T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-01T10:00:00.0000000", "timeZone": "UTC"},
        "isAllDay": False,
        "showAs": "busy",
        "isCancelled": False,
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "sensitivity": "normal",
        "subject": "Design review",
        "organizer": {"emailAddress": {"name": "Ada", "address": "ada@contoso.com"}},
        "attendees": [{"type": "required", "emailAddress": {"name": "Ben", "address": "ben@contoso.com"}}],
        "isOnlineMeeting": True,
        "onlineMeeting": {"joinUrl": "https://teams.example/join"},
        "webLink": "https://outlook.example/e1",
        "transactionId": None,
    }
    return item | changes


def at(text: str, zone: str) -> dict[str, str]:
    return {"dateTime": text, "timeZone": zone}


def booking(
    start: datetime = datetime(2026, 12, 1, 9, tzinfo=UTC),
    *,
    minutes: int = 60,
    zone: str = "Europe/Berlin",
    title: str = "Design review",
    invitees: tuple[Invitee, ...] = (Invitee("Ben", "ben@contoso.com"),),
    online: bool = True,
    note: str = "",
) -> Booking:
    when = Range(start, start + timedelta(minutes=minutes))
    return Booking(
        id=BOOKING_ID,
        host=PersonId("ada"),
        connection=ADA,
        calendar=CalendarId("c1"),
        outlook_calendar_id="AAkC=",
        plan=MeetingPlan(title, when, invitees, online=online, note=note),
        zone=zone,
        protected=frozenset({PersonId("ada")}),
        state=BookingState.PUSHING,
        request_key="r",
        created_at=START,
        lease_until=START + timedelta(seconds=60),
    )
