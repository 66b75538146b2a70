"""The list of calendars, one calendar, and making, renaming and removing one's own."""

from collections.abc import Callable

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.collection import collection, selected
from sandbox.graph.errors import GraphError, denied, invalid
from sandbox.graph.places import READ_BASIC, WRITE, Place, has_vanished, source_of
from sandbox.graph.wire import calendar_json
from sandbox.mailbox.model import Calendar, Json, Mailbox

KIND = "microsoft.graph.calendar"


async def list_calendars(call: Call, box: Mailbox) -> web.Response:
    """GET …/calendars: one's own and those shared by colleagues; of somebody else's mailbox only what is shared."""
    return listed(call, box, lambda _calendar: True)


def listed(call: Call, box: Mailbox, wanted: Callable[[Calendar], bool]) -> web.Response:
    """The page of those wanted that the caller may see."""
    call.need(*READ_BASIC)
    caller, mine = call.bearer.account, box.account == call.bearer.account
    shown = [
        one for one in box.calendars.values() if (mine and not has_vanished(call, one)) or caller.address in one.shares
    ]
    return collection(call, [_row(call, box, calendar) for calendar in shown if wanted(calendar)], KIND)


async def get_calendar(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """GET …/calendar and …/calendars/{id}."""
    call.need(*READ_BASIC)
    row = selected(_row(call, place.box, place.calendar), call.query.get("$select"), KIND)
    return _one(call, row)


async def create_calendar(call: Call, box: Mailbox) -> web.Response:
    """POST …/calendars {"name"}."""
    call.need(*WRITE)
    name = (await call.body()).get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("ErrorInvalidRequest", "A calendar needs a name.")
    if box.account != call.bearer.account:
        raise denied()
    if box.calendar_named(name):
        raise GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.")
    return _one(call, _row(call, box, call.mailboxes.add_calendar(box, name.strip())), status=201)


async def update_calendar(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """PATCH …/calendars/{id} {"name", "color"}."""
    call.need(*WRITE)
    body = await call.body()
    place.calendar.name = str(body.get("name") or place.calendar.name)
    place.calendar.color = str(body.get("color") or place.calendar.color)
    return _one(call, _row(call, place.box, place.calendar))


async def delete_calendar(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """DELETE …/calendars/{id}; the default one stays."""
    call.need(*WRITE)
    if place.calendar.default:
        raise GraphError(400, "ErrorDeleteDistinguishedFolder", "Distinguished folders can't be deleted.")
    call.mailboxes.remove_calendar(place.box, place.calendar)
    return web.Response(status=204)


def _one(call: Call, row: Json, status: int = 200) -> web.Response:
    context = f"{call.origin}/v1.0/$metadata#users('{call.bearer.account.oid}')/calendars/$entity"
    return web.json_response({"@odata.context": context, **row}, status=status)


def _row(call: Call, box: Mailbox, calendar: Calendar) -> Json:
    return calendar_json(calendar, box, source_of(call, calendar))
