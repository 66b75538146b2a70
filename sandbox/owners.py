"""The admin API's part for mailboxes and their calendars: what owners and their administrators may do to them."""

from typing import TYPE_CHECKING, get_args

from aiohttp import web

from sandbox.graph.errors import not_found
from sandbox.handling import Handler, Json, sent_object
from sandbox.mailbox.model import Calendar, Mailbox, Role
from sandbox.mailbox.store import derived_key
from sandbox.zones import zone

if TYPE_CHECKING:
    from sandbox.world import World

CALENDAR = "/admin/mailboxes/{address}/calendars/{name}"


def table(world: "World") -> list[tuple[str, str, Handler]]:
    """Method, path and handler of each."""
    owners = _Owners(world)
    return [
        ("GET", "/admin/mailboxes/{address}", owners.read_mailbox),
        ("PATCH", "/admin/mailboxes/{address}", owners.change_mailbox),
        ("POST", "/admin/mailboxes/{address}/calendars", owners.add_calendars),
        ("PATCH", CALENDAR, owners.change_calendar),
        ("DELETE", CALENDAR, owners.remove_calendar),
        ("PUT", CALENDAR + "/shares/{sharee}", owners.share),
        ("DELETE", CALENDAR + "/shares/{sharee}", owners.unshare),
    ]


class _Owners:
    """The handlers over one world."""

    def __init__(self, world: "World") -> None:
        self._world = world

    async def read_mailbox(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(_shown(self._box(request)))

    async def change_mailbox(self, request: web.Request) -> web.StreamResponse:
        """`off`: Exchange does not serve it; what is in it stays. `zone`: its time zone by a Windows or IANA name.
        `custom_hours_zone`: its working hours are in a zone of their own making."""
        box, body = self._box(request), await _object(request, {"off": bool, "zone": str, "custom_hours_zone": bool})
        zone(body.get("zone", box.zone))
        for name, value in body.items():
            setattr(box, name, value)
        return web.json_response(_shown(box))

    async def add_calendars(self, request: web.Request) -> web.StreamResponse:
        """One called `name`; with `count` so many, numbered from 1."""
        box, body = self._box(request), await _object(request, {"name": str, "count": int})
        name, count = body["name"], body.get("count")
        names = [name] if count is None else [f"{name} {number}" for number in range(1, count + 1)]
        if taken := [one for one in names if box.calendar_named(one)]:
            raise ValueError(f"there is a calendar {taken[0]} already")
        for one in names:
            self._world.mailboxes.add_calendar(box, one)
        return web.json_response(_shown(box), status=201)

    async def change_calendar(self, request: web.Request) -> web.StreamResponse:
        """Rename it, make it `read_only`, take its Teams away (`online_meetings`)."""
        calendar = _calendar(self._box(request), request.match_info["name"])
        body = await _object(request, {"name": str, "read_only": bool, "online_meetings": bool})
        for name, value in body.items():
            setattr(calendar, name, value)
        return web.json_response(_calendar_row(calendar))

    async def remove_calendar(self, request: web.Request) -> web.StreamResponse:
        box = self._box(request)
        calendar = _calendar(box, request.match_info["name"])
        if calendar.default:
            raise ValueError("the default calendar stays")
        self._world.mailboxes.remove_calendar(box, calendar)
        return web.Response(status=204)

    async def share(self, request: web.Request) -> web.StreamResponse:
        """Give somebody a `role`; a calendar not yet in their list comes there, called `as` or as its owner."""
        box, sharee = self._box(request), self._sharee(request)
        calendar = _calendar(box, request.match_info["name"])
        body = await _object(request, {"role": str, "as": str})
        role: Role = body["role"]
        if role not in get_args(Role):
            raise ValueError(f"role is one of {', '.join(get_args(Role))}")
        if self._link(box, calendar, sharee) is None:
            key = derived_key(sharee.account.address, box.account.address, calendar.key)
            self._world.mailboxes.share(box, calendar, sharee, role, body.get("as") or box.account.name, key)
        calendar.shares[sharee.account.address] = role
        return web.json_response(_calendar_row(calendar))

    async def unshare(self, request: web.Request) -> web.StreamResponse:
        """Take the right away: the entry stays in the sharee's list and answers 403; with `?listed=false` it goes, and
        answers 404."""
        box, sharee = self._box(request), self._sharee(request)
        calendar = _calendar(box, request.match_info["name"])
        calendar.shares.pop(sharee.account.address, None)
        link = self._link(box, calendar, sharee)
        if link is not None and request.query.get("listed") == "false":
            del sharee.calendars[link.key]
        return web.json_response(_calendar_row(calendar))

    def _link(self, owner: Mailbox, calendar: Calendar, sharee: Mailbox) -> Calendar | None:
        source = (owner.account.address, calendar.key)
        return next((one for one in sharee.calendars.values() if one.source == source), None)

    def _box(self, request: web.Request) -> Mailbox:
        return self._found(request.match_info["address"])

    def _sharee(self, request: web.Request) -> Mailbox:
        return self._found(request.match_info["sharee"])

    def _found(self, name: str) -> Mailbox:
        box = self._world.mailboxes.find(name)
        if box is None:
            raise not_found()
        return box


def _calendar(box: Mailbox, name: str) -> Calendar:
    calendar = box.calendar_named(name)
    if calendar is None:
        raise not_found()
    return calendar


def _shown(box: Mailbox) -> Json:
    return {
        "address": box.account.address,
        "off": box.off,
        "zone": box.zone,
        "custom_hours_zone": box.custom_hours_zone,
        "calendars": [_calendar_row(one) for one in box.calendars.values()],
    }


def _calendar_row(calendar: Calendar) -> Json:
    return {
        "name": calendar.name,
        "default": calendar.default,
        "read_only": calendar.read_only,
        "online_meetings": calendar.online_meetings,
        "shares": calendar.shares,
        "of": calendar.source[0] if calendar.source else None,
    }


async def _object(request: web.Request, known: dict[str, type]) -> Json:
    """The body with nothing but these names, each of its type; raises ValueError."""
    body = await sent_object(request)
    if any(name not in known or type(body[name]) is not known[name] for name in body):
        said = ", ".join(f"{name} ({kind.__name__})" for name, kind in known.items())
        raise ValueError(f"a JSON object with some of {said} was expected")
    return body
