"""Calendars and events in Graph's JSON."""

import html
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sandbox.graph.call import Preferences
from sandbox.mailbox.ids import calendar_id, event_id
from sandbox.mailbox.model import Calendar, Event, Item, Json, Mailbox, Moment
from sandbox.mailbox.recurrence import series_json
from sandbox.mailbox.view import occurrence
from sandbox.people import account_of
from sandbox.zones import windows_name, zone

NO_TIME = "0001-01-01T00:00:00Z"
GROUP_CLASS = "0006f0b7-0000-0000-c000-000000000046"
WRITERS = frozenset({"write", "delegateWithPrivateEventAccess"})
DEFAULTS: Json = {
    "categories": [],
    "reminderMinutesBeforeStart": 15,
    "isReminderOn": True,
    "subject": "",
    "importance": "normal",
    "sensitivity": "normal",
    "showAs": "busy",
    "responseRequested": True,
    "allowNewTimeProposals": True,
    "hideAttendees": False,
}
EMPTY_LOCATION: Json = {
    "displayName": "",
    "locationType": "default",
    "uniqueIdType": "unknown",
    "address": {},
    "coordinates": {},
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: ids are valid in `address`'s mailbox; `sees_private` whether private events keep their contents."""

    address: str
    prefer: Preferences
    sees_private: bool = True


def event_json(item: Item, viewer: Viewer) -> Json:
    """The event as a full object, keys in Graph's order, nulls there; `originalStart` and the like stand at the end."""
    event = _masked(item.event) if not viewer.sees_private else item.event
    owner, props = item.master or item.event, DEFAULTS | event.props
    day = item.day
    online, meeting = "onlineMeeting" in event.props, event.props.get("onlineMeeting")  # null until the link comes
    organizer = account_of(event.organizer)
    recipient = {"emailAddress": {"name": organizer.name if organizer else event.organizer, "address": event.organizer}}
    locations = props.get("locations") or ([props["location"]] if props.get("location", {}).get("displayName") else [])
    item_id = event_id(viewer.address, owner.key, day, immutable=viewer.prefer.immutable)
    master_id = event_id(viewer.address, owner.key, immutable=viewer.prefer.immutable) if day else None
    start, end = times(item, viewer.prefer.zone_name)
    return {
        "@odata.etag": f'W/"{event.change_key}"',
        "id": item_id,
        "createdDateTime": _stamp(event.created),
        "lastModifiedDateTime": _stamp(event.modified),
        "changeKey": event.change_key,
        "categories": props["categories"],
        "transactionId": owner.transaction,
        "originalStartTimeZone": event.start.zone,
        "originalEndTimeZone": event.end.zone,
        "iCalUId": f"{event.uid}{day:%Y%m%d}" if day else event.uid,
        "uid": event.uid,
        "reminderMinutesBeforeStart": props["reminderMinutesBeforeStart"],
        "isReminderOn": props["isReminderOn"],
        "hasAttachments": False,
        "subject": props["subject"],
        "bodyPreview": _plain(props.get("body"))[:255],
        "importance": props["importance"],
        "sensitivity": props["sensitivity"],
        "isAllDay": event.all_day,
        "isCancelled": event.cancelled,
        "isOrganizer": event.response == "organizer",
        "responseRequested": props["responseRequested"],
        "seriesMasterId": master_id,
        "showAs": props["showAs"],
        "type": item.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={item_id}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": online,
        "onlineMeetingProvider": props.get("onlineMeetingProvider", "unknown") if online else "unknown",
        "allowNewTimeProposals": props["allowNewTimeProposals"],
        "occurrenceId": f"OID.{master_id}.{day.isoformat()}" if day else None,
        "isDraft": False,
        "hideAttendees": props["hideAttendees"],
        "responseStatus": {
            "response": event.response,
            "time": _stamp(event.response_time) if event.response_time else NO_TIME,
        },
        "body": _body(props.get("body"), text=viewer.prefer.text_body),
        "start": start,
        "end": end,
        "location": props.get("location") or EMPTY_LOCATION,
        "locations": locations,
        "recurrence": series_json(event.series) if event.series and item.kind == "seriesMaster" else None,
        "attendees": _attendees(event, recipient, viewer.prefer.zone_name),
        "organizer": recipient,
        "onlineMeeting": meeting,
        "originalStart": _original(item),
    }


def slim_json(item: Item, viewer: Viewer) -> Json:
    """An occurrence as delta gives it: no contents, an etag in another form than its series', and where a zone is
    preferred the times in the series' own zone by its Windows name."""
    master = item.master or item.event
    series_zone = windows_name(master.series.zone) if master.series else "UTC"
    start, end = times(item, series_zone if viewer.prefer.zone else "UTC")
    return {
        "@odata.etag": f'W/"DwAAABYAAAB{master.change_key[:28]}"',
        "id": event_id(viewer.address, master.key, item.day, immutable=viewer.prefer.immutable),
        "seriesMasterId": event_id(viewer.address, master.key, immutable=viewer.prefer.immutable),
        "type": item.kind,
        "start": start,
        "end": end,
    }


def master_extras(item: Item, viewer: Viewer) -> Json:
    """What only a single look at a series tells: its cancelled dates and its exceptions."""
    key, series = item.event.key, item.event
    master_id = event_id(viewer.address, key, immutable=viewer.prefer.immutable)
    days = sorted(datetime.fromisoformat(day).date() for day in series.exceptions)
    shown = [one for day in days if (one := occurrence(series, day)) is not None]
    return {
        "cancelledOccurrences": [f"OID.{master_id}.{day}" for day in sorted(series.gone)],
        "exceptionOccurrences": [event_json(one, viewer) for one in shown],
    }


def times(item: Item, name: str) -> tuple[Json, Json]:
    """Start and end in the zone with this name; an all-day event keeps the midnights of its dates in every zone."""
    if item.event.all_day:
        return moment_json(item.start.wall, name), moment_json(item.end.wall, name)
    return moment_json(in_zone(item.start, name), name), moment_json(in_zone(item.end, name), name)


def in_zone(moment: Moment, name: str) -> datetime:
    """The wall clock of a moment in a zone."""
    return moment.utc().astimezone(zone(name)).replace(tzinfo=None)


def moment_json(wall: datetime, name: str) -> Json:
    """A wall-clock time with its zone, seven decimals as Exchange writes them."""
    return {"dateTime": f"{wall:%Y-%m-%dT%H:%M:%S}.{wall.microsecond:06d}0", "timeZone": name}


def calendar_json(calendar: Calendar, box: Mailbox, source: tuple[Mailbox, Calendar] | None) -> Json:
    """A calendar as it stands in the list of its mailbox; `source` is the colleague's one behind a link."""
    owner = source[0].account if source else box.account
    role = source[1].shares.get(box.account.address) if source else None
    teams = calendar.online_meetings and not source and not owner.personal
    return {
        "id": calendar_id(box.account.address, calendar.key),
        "name": calendar.name,
        "color": calendar.color,
        "hexColor": calendar.hex_color,
        "groupClassId": GROUP_CLASS,
        "isDefaultCalendar": calendar.default,
        "changeKey": calendar.change_key,
        "canShare": source is None and not calendar.read_only,
        "canViewPrivateItems": source is None or role == "delegateWithPrivateEventAccess",
        "canEdit": not calendar.read_only if source is None else role in WRITERS,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"] if teams else ["unknown"] if owner.personal else [],
        "defaultOnlineMeetingProvider": "teamsForBusiness" if teams else "unknown",
        "isTallyingResponses": calendar.default,
        "isRemovable": not calendar.default,
        "owner": {"name": owner.name, "address": owner.address},
    }


def _masked(event: Event) -> Event:
    if event.props.get("sensitivity", "normal") not in {"private", "confidential"}:
        return event

    kept: Json = {name: event.props[name] for name in ("showAs", "sensitivity") if name in event.props}
    return replace(event, props={**kept, "subject": "Private Appointment"}, attendees=[])


def _attendees(event: Event, organizer: Json, name: str) -> list[Json]:
    if event.response == "organizer":
        return [_with_proposal(one, name) if "proposedNewTime" in one else one for one in event.attendees]
    first = {"type": "required", "status": {"response": "none", "time": NO_TIME}, **organizer}
    return [first, *event.attendees]


def _with_proposal(invitee: Json, name: str) -> Json:
    """The attendee with the proposed time in the zone of the request."""
    ends = {
        which: moment_json(in_zone(Moment(datetime.fromisoformat(said["dateTime"]), said["timeZone"]), name), name)
        for which, said in invitee["proposedNewTime"].items()
    }
    return {**invitee, "proposedNewTime": ends}


def _original(item: Item) -> str | None:
    if item.day is None or item.master is None or item.master.series is None:
        return None
    if item.master.all_day:
        return f"{item.day.isoformat()}T00:00:00Z"
    name = item.master.series.zone
    first = item.master.start.within(name).wall.time()
    return _stamp(Moment(datetime.combine(item.day, first), name).utc())


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _body(body: Json | None, *, text: bool) -> Json:
    kind, content = (body or {}).get("contentType", "html"), (body or {}).get("content") or ""
    if text:
        return {"contentType": "text", "content": _plain(body)}
    if kind == "text" and content:
        content = f"<html><head></head><body><div>{html.escape(content).replace(chr(10), '<br>')}</div></body></html>"
    return {"contentType": "html", "content": content}


def _plain(body: Json | None) -> str:
    if not body or not body.get("content"):
        return ""
    if body.get("contentType") == "text":
        return str(body["content"])
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>", "\n", body["content"]))).strip()
