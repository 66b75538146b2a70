"""Small actions: forward a meeting, put a reminder off or away, translate ids."""

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import denied, invalid
from sandbox.graph.fields import read_attendees, read_moment
from sandbox.graph.places import READ, WRITE, Place, find_item
from sandbox.mailbox import writing
from sandbox.mailbox.draft import Draft
from sandbox.mailbox.ids import box_tag, event_id, read_id
from sandbox.mailbox.model import Json
from sandbox.mailbox.view import stored

FORMS = {"restId": False, "restImmutableEntryId": True}
MOST_IDS = 1000


async def forward(call: Call, place: Place, ids: list[str]) -> web.Response:
    """POST …/events/{id}/forward {toRecipients, comment}: 202. Whoever forwards, the recipients get an invitation and
    stand in the organizer's list afterwards. A day of a series forwards the series."""
    call.need(*WRITE)
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    found, item = find_item(call, place, ids[0])
    if not found.can_edit:
        raise denied()
    event = item.master or item.event
    new = read_attendees(body.get("torecipients") or [], event.organizer)
    if not new:
        raise invalid("ErrorInvalidRecipients", "At least one recipient isn't valid.")
    box = call.mailboxes.find(event.organizer)
    original = box.by_uid(event.uid) if box else None
    if box is not None and original is not None:
        known = {one["emailAddress"]["address"].casefold() for one in original.attendees}
        more = [one for one in new if one["emailAddress"]["address"].casefold() not in known]
        draft = Draft(start=original.start, end=original.end, attendees=[*original.attendees, *more])
        writing.update(call.mailboxes, box, stored(original), draft)
    return web.Response(status=202)


async def snooze_reminder(call: Call, place: Place, ids: list[str]) -> web.Response:
    """POST …/events/{id}/snoozeReminder {newReminderTime}: 200. Reminders show nowhere in the sandbox."""
    call.need(*WRITE)
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    find_item(call, place, ids[0])
    read_moment(body.get("newremindertime"), "newReminderTime")
    return web.Response(status=200)


async def dismiss_reminder(call: Call, place: Place, ids: list[str]) -> web.Response:
    """POST …/events/{id}/dismissReminder: 200."""
    call.need(*WRITE)
    find_item(call, place, ids[0])
    return web.Response(status=200)


async def translate_ids(call: Call) -> web.Response:
    """POST /me/translateExchangeIds: the ids of one's own events in the other form; of the two that Graph itself gives
    out. An id that is none of the mailbox's comes with an error in its row."""
    call.need(*READ, "User.Read")
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    given, source, target = body.get("inputids"), body.get("sourceidtype"), body.get("targetidtype")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given) or len(given) > MOST_IDS:
        raise invalid("ErrorInvalidParameter", f"The parameter 'inputIds' takes up to {MOST_IDS} ids.")
    if source not in FORMS or target not in FORMS:
        raise invalid("ErrorInvalidParameter", f"The sandbox translates between {' and '.join(FORMS)} only.")
    rows = [_translated(call, one, immutable=FORMS[target]) for one in given]
    context = f"{call.origin}/v1.0/$metadata#Collection(microsoft.graph.convertIdResult)"
    return web.json_response({"@odata.context": context, "value": rows})


def _translated(call: Call, text: str, *, immutable: bool) -> Json:
    address = call.bearer.account.address
    try:
        ref = read_id(text)
    except ValueError:
        ref = None
    if ref is None or ref.box != box_tag(address) or ref.kind != "event":
        error = {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}
        return {"sourceId": text, "targetId": None, "errorDetails": error}
    return {"sourceId": text, "targetId": event_id(address, ref.key, ref.day, immutable=immutable)}
