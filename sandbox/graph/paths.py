"""From the parts of a Graph path to what answers it. They compare without case."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.graph import calendar_view, calendars, delta, events, responses, schedule, settings, subscriptions
from sandbox.graph.call import Call
from sandbox.graph.errors import GraphError, invalid
from sandbox.graph.places import Place, box_of, place_of

Placed = Callable[[Call, Place, list[str]], Awaitable[web.Response]]

# the part of the path after the calendar; "*" is an id
PLACED: dict[tuple[str, ...], dict[str, Placed]] = {
    (): {"GET": calendars.get_calendar, "PATCH": calendars.update_calendar, "DELETE": calendars.delete_calendar},
    ("calendarview",): {"GET": calendar_view.calendar_view},
    ("calendarview", "delta"): {"GET": delta.delta},
    ("getschedule",): {"POST": schedule.get_schedule},
    ("events",): {"GET": events.list_events, "POST": events.create_event},
    ("events", "*"): {"GET": events.get_event, "PATCH": events.update_event, "DELETE": events.delete_event},
    ("events", "*", "instances"): {"GET": calendar_view.instances},
    ("events", "*", "cancel"): {"POST": events.cancel_event},
    ("events", "*", "permanentdelete"): {"POST": events.delete_event},
    ("events", "*", "accept"): {"POST": responses.answer},
    ("events", "*", "tentativelyaccept"): {"POST": responses.answer},
    ("events", "*", "decline"): {"POST": responses.answer},
}


async def dispatch(call: Call, parts: list[str]) -> web.Response:
    """Answer a request by its path; raises GraphError for a path or method there is none of."""
    if parts and parts[0].lower() == "subscriptions":
        return await subscriptions.dispatch(call, parts[1:])
    user, rest = _whose(parts)
    name, method = (rest[0].lower() if rest else ""), call.request.method
    if not rest and method == "GET":
        return await settings.me(call, user)
    if name == "mailboxsettings" and method == "GET" and len(rest) <= 2:
        return await settings.mailbox_settings(call, box_of(call, user), rest[1].lower() if rest[1:] else None)
    if [part.lower() for part in rest[:2]] == ["outlook", "supportedtimezones"] and method == "GET":
        return await settings.supported_time_zones(call, box_of(call, user))
    box = box_of(call, user)
    if name == "calendars" and len(rest) == 1 and method in {"GET", "POST"}:
        return await (calendars.list_calendars if method == "GET" else calendars.create_calendar)(call, box)
    if name == "calendars":
        return await _at(call, place_of(call, box, rest[1]), rest[2:])
    if name == "calendar":
        return await _at(call, place_of(call, box, None), rest[1:])
    if name in {"events", "calendarview"}:
        return await _at(call, place_of(call, box, None), rest)
    raise invalid("BadRequest", f"Resource not found for the segment '{rest[0] if rest else parts[0]}'.")


async def _at(call: Call, place: Place, rest: list[str]) -> web.Response:
    shape = tuple("*" if n == 1 and rest[0].lower() == "events" else part.lower() for n, part in enumerate(rest))
    methods = PLACED.get(shape)
    if methods is None:
        raise invalid("BadRequest", f"Resource not found for the segment '{rest[-1]}'.")
    handler = methods.get(call.request.method)
    if handler is None:
        raise GraphError(405, "MethodNotAllowed", f"The method {call.request.method} is not allowed here.")
    return await handler(call, place, [*rest[1:2], *shape[2:3]])


def _whose(parts: list[str]) -> tuple[str | None, list[str]]:
    if parts and parts[0].lower() == "me":
        return None, parts[1:]
    if len(parts) >= 2 and parts[0].lower() == "users":
        return parts[1], parts[2:]
    raise invalid("BadRequest", f"Resource not found for the segment '{parts[0] if parts else ''}'.")
