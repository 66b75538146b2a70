"""What a client sends as an event, checked property by property against the documented types."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sandbox.graph.errors import GraphError, invalid, unknown_zone
from sandbox.mailbox.draft import Draft
from sandbox.mailbox.model import Json, Moment
from sandbox.mailbox.recurrence import PatternError, series_from
from sandbox.people import account_of
from sandbox.zones import UnknownZoneError, zone

ENUMS = {
    "importance": {"low", "normal", "high"},
    "sensitivity": {"normal", "personal", "private", "confidential"},
    "showAs": {"unknown", "free", "tentative", "busy", "oof", "workingElsewhere"},
    "onlineMeetingProvider": {"unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"},
}
BOOLEANS = {"isReminderOn", "responseRequested", "allowNewTimeProposals", "hideAttendees", "isOnlineMeeting"}
TIMING = {"start", "end", "isAllDay", "recurrence", "attendees", "transactionId"}
READ_ONLY = {
    "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "iCalUId", "uid", "hasAttachments", "bodyPreview",
    "isCancelled", "isOrganizer", "seriesMasterId", "type", "webLink", "onlineMeetingUrl", "occurrenceId", "isDraft",
    "responseStatus", "organizer", "onlineMeeting", "originalStart", "originalStartTimeZone", "originalEndTimeZone",
    "cancelledOccurrences", "@odata.type", "@odata.etag", "@odata.context",
}  # fmt: skip
OTHERS = {
    "subject",
    "body",
    "location",
    "locations",
    "categories",
    "reminderMinutesBeforeStart",
    "singleValueExtendedProperties",
}
KNOWN = set(ENUMS) | BOOLEANS | TIMING | READ_ONLY | OTHERS
MAX_ATTENDEES = 500


def read_event(body: Json, organizer: str, *, old: tuple[Moment, Moment, bool] | None) -> Draft:
    """The draft of a create (`old` None) or update; raises GraphError 400 for what the types or the sense forbid."""
    for name in body:
        if name not in KNOWN:
            raise invalid(
                "RequestBodyRead",
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make sure to only use "
                "property names that are defined by the type or mark the type as open type.",
            )
    draft = Draft(props={name: value for name in body if (value := _prop(name, body[name])) is not None})
    draft.fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    draft.transaction = _text(body, "transactionId") if old is None else None
    draft.start, draft.end = _moment(body, "start"), _moment(body, "end")
    if body.get("isAllDay") is not None:
        draft.all_day = _typed("isAllDay", body["isAllDay"], bool)
    if "attendees" in body:
        draft.attendees = read_attendees(body["attendees"] or [], organizer)
    _check_times(draft, old)
    _read_recurrence(body, draft, old)
    return draft


def read_moment(value: Any, name: str) -> Moment:
    """A dateTimeTimeZone; raises 400. An offset inside the text is ignored, as the service does."""
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise invalid("ErrorInvalidRequest", f"The property '{name}' needs a dateTime and a timeZone.")
    place = value.get("timeZone") or "UTC"
    try:
        zone(place)
        wall = datetime.fromisoformat(value["dateTime"]).replace(tzinfo=None)
    except UnknownZoneError as error:
        raise unknown_zone(str(place)) from error
    except (ValueError, AttributeError) as error:
        raise invalid(
            "RequestBodyRead", f"Cannot convert the literal '{value['dateTime']}' to the expected type."
        ) from error
    return Moment(wall, place)


def _moment(body: Json, name: str) -> Moment | None:
    return read_moment(body[name], name) if body.get(name) is not None else None


def _check_times(draft: Draft, old: tuple[Moment, Moment, bool] | None) -> None:
    start, end = draft.start or (old[0] if old else None), draft.end or (old[1] if old else None)
    if start is None or end is None:
        raise invalid(
            "ErrorPropertyValidationFailure", "At least one property failed validation: start and end are required."
        )
    all_day = draft.all_day if draft.all_day is not None else bool(old and old[2])
    if all_day and (draft.start or draft.end or draft.all_day):
        for which, moment in (("Start", start), ("End", end)):
            if moment.wall.time() != datetime.min.time():
                raise invalid(
                    "ErrorInvalidRequest",
                    f"The Event.{which} property for an all-day event needs to be set to midnight.",
                )
        if zone(start.zone) != zone(end.zone):
            raise invalid(
                "ErrorInvalidRequest", "The Event.Start and Event.End of an all-day event need the same time zone."
            )
        if end.wall <= start.wall:
            raise invalid("ErrorInvalidRequest", "The duration of an all-day event must be at least 24 hours.")
    elif end.utc() < start.utc():
        raise invalid(
            "ErrorCalendarEndDateIsEarlierThanStartDate", "The end date can't be earlier than the start date."
        )


def _read_recurrence(body: Json, draft: Draft, old: tuple[Moment, Moment, bool] | None) -> None:
    if "recurrence" not in body:
        return
    if body["recurrence"] is None:
        draft.clear_series = old is not None
        return
    start = draft.start or (old[0] if old else None)
    try:
        draft.series = series_from(_typed("recurrence", body["recurrence"], dict), start.zone if start else "UTC")
        zone(draft.series.zone)
    except UnknownZoneError as error:
        raise unknown_zone(str(error)) from error
    except PatternError as error:
        raise invalid("ErrorInvalidRequest", f"The recurrence is not valid: {error}.") from error


def read_attendees(value: Any, organizer: str) -> list[Json]:
    """Attendees or recipients as they are kept, without the organizer; raises 400."""
    rows = []
    for one in _typed("attendees", value, list):
        address = ((one or {}).get("emailAddress") or {}).get("address") if isinstance(one, dict) else None
        if not isinstance(address, str) or "@" not in address:
            raise invalid("ErrorInvalidRecipients", "At least one recipient isn't valid.")
        kind = one.get("type") or "required"
        if kind not in {"required", "optional", "resource"}:
            raise invalid("RequestBodyRead", f"Requested value '{kind}' was not found.")
        account = account_of(address)
        name = one["emailAddress"].get("name") or (account.name if account else address)
        status = {"response": "none", "time": "0001-01-01T00:00:00Z"}
        if address.casefold() != organizer:
            rows.append({"type": kind, "status": status, "emailAddress": {"name": name, "address": address}})
    if len(rows) > MAX_ATTENDEES:
        raise GraphError(400, "ErrorTooManyRecipients", f"An event can have at most {MAX_ATTENDEES} attendees.")
    return rows


def _prop(name: str, value: Any) -> Any:
    """The property as it is kept; None for what is not kept as it came."""
    if value is None or name in TIMING or name in READ_ONLY:
        return None
    if name in ENUMS:
        if value not in ENUMS[name]:
            raise invalid("RequestBodyRead", f"Requested value '{value}' was not found.")
        return value
    if name in BOOLEANS:
        return _typed(name, value, bool)
    match name:
        case "subject":
            return _typed(name, value, str)[:255]
        case "reminderMinutesBeforeStart":
            return _typed(name, value, int)
        case "body":
            kind = str(_typed(name, value, dict).get("contentType", "text")).lower()
            return {"contentType": "html" if kind == "html" else "text", "content": str(value.get("content") or "")}
        case "location":
            return _location(_typed(name, value, dict))
        case "locations":
            return [_location(_typed(name, one, dict)) for one in _typed(name, value, list)]
        case _:
            return _typed(name, value, list)


def _location(value: Json) -> Json:
    words = str(value.get("displayName") or "")
    extra = {key: inner for key, inner in value.items() if inner is not None and key != "displayName"}
    kinds = (
        {"uniqueId": words, "uniqueIdType": "private"}
        if words
        else {"uniqueIdType": "unknown", "address": {}, "coordinates": {}}
    )
    return {"displayName": words, "locationType": "default", **kinds, **extra}


def _text(body: Json, name: str) -> str | None:
    return None if body.get(name) is None else str(_typed(name, body[name], str))


def _typed(name: str, value: Any, kind: type) -> Any:
    """The value if it is of that type; a boolean may come as text, as the client O365 writes it. Raises 400."""
    if kind is bool and isinstance(value, str):
        value = {"true": True, "false": False}.get(value.casefold(), value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise invalid("RequestBodyRead", f"The value of property '{name}' is not of the expected type.")
    return value
