"""POST an event into the linked calendar. Scope Calendars.ReadWrite."""

from http import HTTPStatus

from core.booking.model import Booking
from core.booking.ports import WrittenEvent
from core.outlook.answers import GraphRejected, Json
from core.outlook.events import SELECT, written_event
from core.outlook.find_event import find_event
from core.outlook.graph import GraphClient
from core.outlook.recurrence import recurrence_of
from core.outlook.routes import route
from core.outlook.times import wall_values
from core.shared.errors import OutlookRejected, OutlookUnavailable

DUPLICATE = "ErrorDuplicateTransactionId"


def event_body(booking: Booking) -> Json:
    """The event to POST, from the booking alone: Outlook compares a repeated transactionId's content with the first.

    Wall times without offset and with their zone; attendees are invited by Outlook at once, none means an appointment.
    Teams is ignored by calendars that don't offer it. https://learn.microsoft.com/graph/api/calendar-post-events
    """
    plan = booking.plan
    start, end = wall_values(plan.when, booking.zone)
    body: dict[str, object] = {
        "subject": plan.title,
        "body": {"contentType": "text", "content": plan.note},
        "start": start,
        "end": end,
        "attendees": [] if invites_later(booking) else attendees_of(booking),
        "showAs": "busy",
        "allowNewTimeProposals": True,
        "transactionId": booking.id,
    }
    if plan.place:
        body["location"] = {"displayName": plan.place}
    if plan.online:
        body |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    if plan.repeats is not None:
        body["recurrence"] = recurrence_of(booking, plan.repeats)
    return body


def attendees_of(booking: Booking) -> list[Json]:
    """Everybody who is invited, as Graph lists them."""
    return [
        {
            "emailAddress": {"address": invitee.address, "name": invitee.name},
            "type": "required" if invitee.required else "optional",
        }
        for invitee in booking.plan.invitees
        if invitee.address
    ]


def invites_later(booking: Booking) -> bool:
    """Whether the guests are put on the list of a series only when its exceptions stand: so they never see a date that
    isn't meant, and are written to once."""
    return any(one.is_exception for one in booking.dates)


async def create_event(graph: GraphClient, booking: Booking) -> WrittenEvent:
    """Creates the event, or gives the one an earlier attempt created.

    Same transactionId and same body: 201 with the same event. If the event was changed since: 400 with its id.
    """
    where = route("/me/calendars/{calendar}/events", calendar=booking.outlook_calendar_id)
    try:
        return written_event(await graph.post(booking.connection, where, event_body(booking)))
    except GraphRejected as refused:
        if refused.reason != DUPLICATE:
            raise
        return await _existing(graph, booking, refused.existing_event_id)


async def _existing(graph: GraphClient, booking: Booking, event: str | None) -> WrittenEvent:
    if event is not None:
        try:
            where = route("/me/events/{event}", event=event)
            return written_event(await graph.get(booking.connection, where, {"$select": SELECT}))
        except OutlookRejected as refused:
            if refused.status != HTTPStatus.NOT_FOUND:
                raise OutlookUnavailable from refused
    found = await find_event(graph, booking)
    if found is None:  # it exists or existed; a look that misses it frees nothing
        raise OutlookUnavailable
    return found
