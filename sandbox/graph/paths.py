"""From the parts of a Graph path to what answers it. They compare without case."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.graph import (
    actions,
    calendar_view,
    calendars,
    delta,
    events,
    groups,
    responses,
    schedule,
    settings,
    subscriptions,
)
from sandbox.graph.call import Call
from sandbox.graph.errors import GraphError, invalid
from sandbox.graph.places import Place, box_of, place_of
from sandbox.mailbox.model import Mailbox

Boxed = Callable[[Call, Mailbox, list[str]], Awaitable[web.Response]]
Placed = Callable[[Call, Place, list[str]], Awaitable[web.Response]]

# the part of the path after the calendar; "*" is an id
PLACED: dict[tuple[str, ...], dict[str, Placed]] = {
    (): {"GET": calendars.get_calendar, "PATCH": calendars.update_calendar, "DELETE": calendars.delete_calendar},
    ("calendarview",): {"GET": calendar_view.calendar_view},
    ("calendarview", "delta"): {"GET": delta.delta},
    ("getschedule",): {"POST": schedule.get_schedule},
    ("calendarpermissions",): {"GET": groups.permissions},
    ("events",): {"GET": events.list_events, "POST": events.create_event},
    ("events", "*"): {"GET": events.get_event, "PATCH": events.update_event, "DELETE": events.delete_event},
    ("events", "*", "instances"): {"GET": calendar_view.instances},
    ("events", "*", "calendar"): {"GET": events.calendar_of},
    ("events", "*", "forward"): {"POST": actions.forward},
    ("events", "*", "snoozereminder"): {"POST": actions.snooze_reminder},
    ("events", "*", "dismissreminder"): {"POST": actions.dismiss_reminder},
    ("events", "*", "cancel"): {"POST": events.cancel_event},
    ("events", "*", "permanentdelete"): {"POST": events.delete_event},
    ("events", "*", "accept"): {"POST": responses.answer},
    ("events", "*", "tentativelyaccept"): {"POST": responses.answer},
    ("events", "*", "decline"): {"POST": responses.answer},
}


# what concerns a mailbox as a whole; "*" is an id
BOXED: dict[tuple[str, tuple[str, ...]], Boxed] = {
    ("GET", ("calendars",)): lambda call, box, _rest: calendars.list_calendars(call, box),
    ("POST", ("calendars",)): lambda call, box, _rest: calendars.create_calendar(call, box),
    ("GET", ("calendargroups",)): lambda call, box, _rest: groups.list_groups(call, box),
    ("GET", ("calendargroups", "*")): lambda call, box, rest: groups.get_group(call, box, rest[1]),
    ("GET", ("calendargroups", "*", "calendars")): lambda call, box, rest: groups.list_calendars_of(call, box, rest[1]),
    ("GET", ("mailboxsettings",)): lambda call, box, _rest: settings.mailbox_settings(call, box, None),
    ("GET", ("mailboxsettings", "timezone")): lambda call, box, _rest: settings.mailbox_settings(call, box, "timezone"),
    ("GET", ("mailboxsettings", "workinghours")): lambda call, box, _rest: settings.mailbox_settings(
        call, box, "workinghours"
    ),
    ("GET", ("outlook", "mastercategories")): lambda call, box, _rest: settings.master_categories(call, box),
    ("POST", ("translateexchangeids",)): lambda call, _box, _rest: actions.translate_ids(call),
}


async def dispatch(call: Call, parts: list[str]) -> web.Response:
    """Answer a request by its path; raises GraphError for a path or method there is none of."""
    if parts and parts[0].lower() == "subscriptions":
        return await subscriptions.dispatch(call, parts[1:])
    user, rest = _whose(parts)
    method = call.request.method
    if not rest and method == "GET":
        return await settings.me(call, user)
    if method == "GET" and len(rest) == 2 and rest[1].lower().startswith("supportedtimezones"):
        return await settings.supported_time_zones(call, rest[1])
    box = box_of(call, user)
    grouped = bool(rest) and rest[0].lower() == "calendargroups"
    shape = tuple("*" if grouped and n == 1 else part.lower() for n, part in enumerate(rest))
    if (whole := BOXED.get((method, shape))) is not None:
        return await whole(call, box, rest)
    if shape[:3] == ("calendargroups", "*", "calendars"):
        groups.named(box, rest[1])
        rest = rest[2:]
    return await _in_a_calendar(call, box, rest, parts)


async def _in_a_calendar(call: Call, box: Mailbox, rest: list[str], parts: list[str]) -> web.Response:
    name = rest[0].lower() if rest else ""
    if name == "calendars" and len(rest) > 1:
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
