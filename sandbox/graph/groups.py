"""Calendar groups, and who a calendar is shared with."""

from aiohttp import web

from sandbox.graph.calendars import listed
from sandbox.graph.call import Call
from sandbox.graph.collection import collection
from sandbox.graph.errors import not_found
from sandbox.graph.places import READ_BASIC, Place
from sandbox.mailbox.ids import calendar_id, read_id
from sandbox.mailbox.model import Calendar, Json, Mailbox
from sandbox.mailbox.store import derived_key

OWN, PEOPLE = "My Calendars", "People's Calendars"
CLASSES = {
    OWN: "0006f0b7-0000-0000-c000-000000000046",
    PEOPLE: "0006f0b9-0000-0000-c000-000000000046",
}
ROLES = ("freeBusyRead", "limitedRead", "read", "write")


async def list_groups(call: Call, box: Mailbox) -> web.Response:
    """GET …/calendarGroups."""
    call.need(*READ_BASIC)
    return collection(call, [_row(box, name) for name in CLASSES], "microsoft.graph.calendarGroup")


async def get_group(call: Call, box: Mailbox, group_id: str) -> web.Response:
    """GET …/calendarGroups/{id}."""
    call.need(*READ_BASIC)
    context = {"@odata.context": f"{call.origin}/v1.0/$metadata#calendarGroups/$entity"}
    return web.json_response({**context, **_row(box, named(box, group_id))})


async def list_calendars_of(call: Call, box: Mailbox, group_id: str) -> web.Response:
    """GET …/calendarGroups/{id}/calendars: one's own in one group, what others shared in another."""
    name = named(box, group_id)
    return listed(call, box, lambda calendar: of(calendar) == name)


def named(box: Mailbox, group_id: str) -> str:
    """The name of the group with this id; raises 404."""
    try:
        key = read_id(group_id).key
    except ValueError as error:
        raise not_found() from error
    found = next((name for name in CLASSES if _key(box, name) == key), None)
    if found is None:
        raise not_found()
    return found


def of(calendar: Calendar) -> str:
    """The name of a calendar's group."""
    return PEOPLE if calendar.source else OWN


async def permissions(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """GET …/calendarPermissions: the owner sees the organization's row and one for each sharee, others none."""
    call.need(*READ_BASIC)
    rows: list[Json] = []
    if place.box.account == call.bearer.account and place.calendar.source is None:
        rows = [_permission(call, place.calendar, "My Organization", None, "freeBusyRead")]
        for address, role in place.calendar.shares.items():
            sharee = call.mailboxes.find(address)
            rows.append(_permission(call, place.calendar, sharee.account.name if sharee else address, address, role))
    return collection(call, rows, "microsoft.graph.calendarPermission")


def _row(box: Mailbox, name: str) -> Json:
    key = _key(box, name)
    return {
        "id": calendar_id(box.account.address, key),
        "name": name,
        "classId": CLASSES[name],
        "changeKey": f"{key[:24]}==",
    }


def _key(box: Mailbox, name: str) -> str:
    return derived_key(box.account.address, "group", name)


def _permission(call: Call, calendar: Calendar, name: str, address: str | None, role: str) -> Json:
    return {
        "id": calendar_id(call.bearer.account.address, derived_key(calendar.key, name)),
        "isRemovable": address is not None,
        "isInsideOrganization": True,
        "role": role,
        "allowedRoles": [*ROLES, *([role] if role not in ROLES else [])],
        "emailAddress": {"name": name, **({"address": address} if address else {})},
    }
