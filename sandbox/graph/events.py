"""Events: list, read, create, change, delete, cancel."""

from aiohttp import web

from sandbox.graph.calendar_view import rows
from sandbox.graph.calendars import get_calendar
from sandbox.graph.call import Call
from sandbox.graph.collection import collection, selected
from sandbox.graph.errors import GraphError, denied, invalid
from sandbox.graph.fields import read_event
from sandbox.graph.places import READ, READ_BASIC, WRITE, Place, find_item
from sandbox.graph.wire import event_json, master_extras
from sandbox.mailbox import writing
from sandbox.mailbox.ids import calendar_id, event_id
from sandbox.mailbox.model import Item, Json
from sandbox.mailbox.view import stored

KIND = "microsoft.graph.event"
CONFLICT = (
    "The send or update operation could not be performed because the change key passed in the request "
    "does not match the current change key for the item."
)
DUPLICATE = (
    "Your request can't be completed. The TransactionId specified in the request has already been "
    "used to create a different event."
)
NOT_ORGANIZER = "Your request can't be completed. You need to be an organizer to cancel a meeting."


async def list_events(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """GET …/events: single events and series, not expanded."""
    call.need(*READ)
    found = sorted(place.events(), key=lambda event: event.created, reverse=True)
    shown = rows(call, place, [stored(event) for event in found])
    if "singlevalueextendedproperties" in (call.query.get("$filter", "") + call.query.get("$expand", "")).casefold():
        for row, event in zip(shown, found, strict=True):
            row["singleValueExtendedProperties"] = event.props.get("singleValueExtendedProperties", [])
    return collection(call, shown, KIND)


async def get_event(call: Call, place: Place, ids: list[str]) -> web.Response:
    """GET …/events/{id}."""
    call.need(*READ)
    found, item = find_item(call, place, ids[0])
    row = event_json(item, found.viewer(call))
    expand = call.query.get("$expand", "").casefold()
    extras = master_extras(item, found.viewer(call)) if item.kind == "seriesMaster" else {}
    if item.kind == "seriesMaster":
        row["cancelledOccurrences"] = extras["cancelledOccurrences"]
    answer = selected(row, call.query.get("$select"), KIND)
    if "exceptionoccurrences" in expand and extras:
        answer["exceptionOccurrences"] = extras["exceptionOccurrences"]
    if "singlevalueextendedproperties" in expand:
        answer["singleValueExtendedProperties"] = item.event.props.get("singleValueExtendedProperties", [])
    if "$select" not in call.query:
        answer |= _calendar_links(call, found)
    return web.json_response({"@odata.context": _context(call), **answer})


async def calendar_of(call: Call, place: Place, ids: list[str]) -> web.Response:
    """GET …/events/{id}/calendar: the calendar that the event is in."""
    call.need(*READ_BASIC)
    found, _item = find_item(call, place, ids[0])
    return await get_calendar(call, found, [])


async def create_event(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """POST …/events: 201 with the event; the same transactionId with the same body gives the same event again."""
    call.need(*WRITE)
    _may_write(place)
    draft = read_event(await call.body(), place.home.account.address, old=None)
    viewer = place.viewer(call)
    try:
        event = writing.create(call.mailboxes, place.home, place.key, draft)
    except writing.TransactionUsedError as used:
        existing = event_id(viewer.address, used.key, immutable=viewer.prefer.immutable)
        raise GraphError(
            400, "ErrorDuplicateTransactionId", DUPLICATE, extra={"@event.existingEventId": existing}
        ) from used
    except writing.EmptySeriesError as error:
        raise invalid("ErrorInvalidRequest", f"The recurrence is not valid: {error}.") from error
    row = selected(event_json(stored(event), viewer), call.query.get("$select"), KIND)
    return web.json_response(
        {"@odata.context": _context(call), **row},
        status=201,
        headers={"Location": f"{call.origin}/v1.0/me/events/{row['id']}"},
    )


async def update_event(call: Call, place: Place, ids: list[str]) -> web.Response:
    """PATCH …/events/{id}: 200 with the event; If-Match is honoured."""
    call.need(*WRITE)
    body = await call.body()
    found, item = find_item(call, place, ids[0])
    _may_write(found)
    _match(call, item)
    draft = read_event(body, item.event.organizer, old=(item.start, item.end, item.event.all_day))
    if draft.series and item.kind in {"occurrence", "exception"}:
        raise invalid("ErrorInvalidRequest", "An occurrence can't have a recurrence.")
    try:
        item = writing.update(call.mailboxes, found.home, item, draft)
    except writing.CrossingError as error:
        raise invalid(
            "ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence."
        ) from error
    row = selected(event_json(item, found.viewer(call)), call.query.get("$select"), KIND)
    return web.json_response({"@odata.context": _context(call), **row})


async def delete_event(call: Call, place: Place, ids: list[str]) -> web.Response:
    """DELETE …/events/{id}: 204; attendees of one's own meeting see it cancelled. What is gone already is refused with
    404, by personal accounts with 400."""
    call.need(*WRITE)
    try:
        found, item = find_item(call, place, ids[0])
    except GraphError as error:
        if error.status == 404 and call.bearer.account.personal:
            raise invalid(
                "ErrorInvalidRequest", "Your request can't be completed. The item is already deleted."
            ) from error
        raise
    _may_write(found)
    _match(call, item)
    writing.delete(call.mailboxes, found.home, item)
    return web.Response(status=204)


async def cancel_event(call: Call, place: Place, ids: list[str]) -> web.Response:
    """POST …/events/{id}/cancel {comment}: 202, for the organizer only; the comment tops the attendees' copies."""
    call.need(*WRITE)
    comment = (await call.body()).get("comment") or ""
    if not isinstance(comment, str):
        raise invalid("RequestBodyRead", "Cannot convert the value of 'comment' to the expected type 'Edm.String'.")
    found, item = find_item(call, place, ids[0])
    _may_write(found)
    if item.event.organizer != found.home.account.address:
        raise invalid("ErrorInvalidRequest", NOT_ORGANIZER)
    writing.delete(call.mailboxes, found.home, item, comment)
    return web.Response(status=202)


def _calendar_links(call: Call, place: Place) -> Json:
    """Where the event's calendar is; an event does not carry its calendar's id."""
    box = place.box.account
    calendar = calendar_id(box.address, place.calendar.key)
    path = f"{call.origin}/v1.0/users('{box.oid}')/calendars('{calendar}')"
    return {"calendar@odata.associationLink": f"{path}/$ref", "calendar@odata.navigationLink": path}


def _may_write(place: Place) -> None:
    if not place.can_edit:
        raise denied()


def _match(call: Call, item: Item) -> None:
    wanted = call.request.headers.get("If-Match")
    if wanted not in {None, "*", f'W/"{item.event.change_key}"'}:
        raise GraphError(412, "ErrorIrresolvableConflict", CONFLICT)


def _context(call: Call) -> str:
    return f"{call.origin}/v1.0/$metadata#users('{call.bearer.account.oid}')/events/$entity"
