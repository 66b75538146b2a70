"""calendarView and instances: what a calendar shows in a window, day by day."""

from datetime import UTC, datetime, timedelta

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.collection import collection
from sandbox.graph.errors import invalid
from sandbox.graph.places import READ_BASIC, Place, find_item
from sandbox.graph.wire import event_json
from sandbox.mailbox.model import Item, Json
from sandbox.mailbox.view import between

MAX_RANGE = timedelta(days=1825)
HIDDEN_FROM_BASIC = ("body", "bodyPreview", "attendees", "recurrence")


async def calendar_view(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """GET …/calendarView: single events, occurrences and exceptions that overlap the window; never a series."""
    call.need(*READ_BASIC)
    start, end = window(call)
    return collection(call, rows(call, place, between(place.events(), start, end)), "microsoft.graph.event")


async def instances(call: Call, place: Place, ids: list[str]) -> web.Response:
    """GET …/events/{id}/instances: the occurrences and exceptions of one series in the window."""
    call.need(*READ_BASIC)
    start, end = window(call)
    found, item = find_item(call, place, ids[0])
    if item.kind != "seriesMaster":
        raise invalid("ErrorInvalidRequest", "Your request can't be completed. The event isn't a recurring series.")
    return collection(call, rows(call, found, between([item.event], start, end)), "microsoft.graph.event")


def rows(call: Call, place: Place, items: list[Item]) -> list[Json]:
    """The items as the caller may see them."""
    viewer = place.viewer(call)
    found = [event_json(item, viewer) for item in items]
    if call.bearer.scopes.isdisjoint(set(READ_BASIC[1:])):
        found = [{key: value for key, value in row.items() if key not in HIDDEN_FROM_BASIC} for row in found]
    return found


def window(call: Call) -> tuple[datetime, datetime]:
    """The two required parameters, aware; without an offset they are UTC whatever the preferences say."""
    start, end = _moment(call, "startDateTime"), _moment(call, "endDateTime")
    if end < start:
        raise invalid("ErrorInvalidParameter", "The end of the range is before its start.")
    if end - start > MAX_RANGE:
        raise invalid(
            "ErrorInvalidRequest",
            "Your request can't be completed. The range between the start and end dates is greater than the "
            "allowed range. Maximum number of days: 1825",
        )
    return start, end


def _moment(call: Call, name: str) -> datetime:
    text = call.query.get(name.casefold())
    if not text:
        raise invalid(
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters StartDateTime and "
            "EndDateTime.",
        )
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid("ErrorInvalidParameter", f"The value '{text}' of parameter '{name}' is invalid.") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
