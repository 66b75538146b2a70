"""Graph's event resource as ours. https://learn.microsoft.com/graph/api/resources/event"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.availability import ShowAs
from core.booking.ports import WrittenEvent
from core.outlook.answers import Json
from core.outlook.times import floating_date, instant
from core.shared.errors import OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import MOST_ATTENDEES, Attendee, Event, Response

SELECT = (
    "id,iCalUId,uid,seriesMasterId,start,end,isAllDay,showAs,isCancelled,responseStatus,sensitivity,subject,organizer,"
    "isOrganizer,attendees,allowNewTimeProposals,isOnlineMeeting,onlineMeeting,webLink,transactionId"
)
"""onlineMeeting is given only when isOnlineMeeting is asked for too. `uid` is not declared, but events are an open type
and have it; delta, which can't select, gives it as well."""

ROOM = "resource"


def event_of(item: Json) -> Event:
    """Raises OutlookUnavailable if the item is not a whole event: half an event would be a wrong free time."""
    try:
        return _event(item)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise OutlookUnavailable from error


def written_event(item: Json) -> WrittenEvent:
    """What booking keeps of an event that Graph answers with."""
    return written(event_of(item))


def written(event: Event) -> WrittenEvent:
    """What booking keeps of an event. The join link of Teams may come seconds after the event."""
    return WrittenEvent(event.id, event.ical_uid, Range(event.start, event.end), event.web_link, event.join_url)


def _event(item: Json) -> Event:
    first_day, end_day = _days(item) if item["isAllDay"] else (None, None)
    start, end = (
        (_midnight(first_day), _midnight(end_day))
        if first_day and end_day
        else (instant(item["start"]), instant(item["end"]))
    )
    if end < start:
        raise OutlookUnavailable
    organizer = (item.get("organizer") or {}).get("emailAddress") or {}
    is_organizer = bool(item.get("isOrganizer"))
    people = _people(item, organizer if is_organizer else {})
    return Event(
        id=item["id"],
        ical_uid=item.get("iCalUId") or "",
        series=item.get("seriesMasterId"),
        start=start,
        end=end,
        first_day=first_day,
        end_day=end_day,
        show_as=show_as_of(item.get("showAs")),
        is_cancelled=bool(item.get("isCancelled")),
        response=_response(item.get("responseStatus") or {}),
        is_private=item.get("sensitivity", "normal") != "normal",
        subject=item.get("subject") or "",
        organizer_name=organizer.get("name") or "",
        attendee_count=len(people),
        join_url=(item.get("onlineMeeting") or {}).get("joinUrl"),
        web_link=item.get("webLink"),
        transaction_id=item.get("transactionId"),
        uid=item.get("uid") or item.get("iCalUId") or "",
        is_organizer=is_organizer,
        organizer_address=organizer.get("address") or "",
        takes_proposals=item.get("allowNewTimeProposals") is not False,
        attendees=people[:MOST_ATTENDEES],
    )


def _people(item: Json, without: Json) -> tuple[Attendee, ...]:
    """Everybody on the list but rooms, and but the organizer `without` whom the organizer's own copy may do."""
    left_out = (without.get("address") or "").casefold()
    listed = ((one, one.get("emailAddress") or {}) for one in item.get("attendees") or ())
    return tuple(
        _attendee(one, who)
        for one, who in listed
        if one.get("type") != ROOM and not (left_out and (who.get("address") or "").casefold() == left_out)
    )


def _attendee(item: Json, who: Json) -> Attendee:
    status, proposed = item.get("status") or {}, item.get("proposedNewTime") or {}
    return Attendee(
        address=who.get("address") or "",
        name=who.get("name") or "",
        is_optional=item.get("type") == "optional",
        response=_response(status),
        answered_at=_answered_at(status.get("time")),
        proposed=_proposed(proposed),
    )


def _answered_at(text: Any) -> datetime | None:
    """Outlook writes the year 1 for never."""
    if not isinstance(text, str) or text.startswith("0001-"):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _proposed(item: Json) -> Range | None:
    """https://learn.microsoft.com/graph/api/resources/timeslot; one that ends before it begins is none."""
    if not item.get("start") or not item.get("end"):
        return None
    try:
        start, end = instant(item["start"]), instant(item["end"])
    except OutlookUnavailable:  # a proposal that can't be placed makes no calendar unreadable
        return None
    return Range(start, end) if start < end else None


def show_as_of(text: Any) -> ShowAs:
    """A state we don't know is unknown, which blocks; never free."""
    try:
        return ShowAs(text)
    except ValueError:
        return ShowAs.UNKNOWN


def _response(status: Json) -> Response:
    try:
        return Response(status.get("response", "none"))
    except ValueError:
        return Response.NONE


def _days(item: Json) -> tuple[date, date]:
    """All-day events float: they have dates, and their zone means nothing. The end is exclusive, at least a day on."""
    first, end = floating_date(item["start"]), floating_date(item["end"])
    return first, max(end, first + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
