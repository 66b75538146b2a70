"""calendarView/delta: everything in a window, then what changed in it. Scope Calendars.Read.

What Outlook sends is not taken at its word where series are concerned: occurrences come as seven keys without a
subject, a deleted one leaves no trace, and a master is dated at its first occurrence. So a first round that holds a
series takes the events from calendarView, read after it, and a later one reads each series it touches anew from
/instances. What changed in between comes again with the next round. https://learn.microsoft.com/graph/delta-query-events
"""

from collections.abc import Mapping
from http import HTTPStatus

from core.connection.model import ConnectionId
from core.outlook.answers import GraphRejected, Json
from core.outlook.calendar_view import PAGE, read_calendar_view
from core.outlook.events import SELECT, event_of
from core.outlook.graph import GraphClient, WholePages
from core.outlook.routes import route
from core.outlook.times import query_time
from core.shared.ranges import Range
from core.sync.model import DeltaRefused, DeltaRound, Event, SyncReset

TEMPLATE = "/me/calendars/{calendar}/calendarView/delta"
INSTANCES = "/me/calendars/{calendar}/events/{master}/instances"
MASTER = "/me/calendars/{calendar}/events/{master}"
PAGE_SIZE = f"odata.maxpagesize={PAGE}"
FORGOTTEN = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})
REFUSED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED})
SINGLE = "singleInstance"
MASTER_TYPE = "seriesMaster"


async def read_changes(
    graph: GraphClient, connection: ConnectionId, calendar: str, window: Range, link: str | None
) -> DeltaRound:
    """One complete round. Raises SyncReset, DeltaRefused."""
    read = await _items(graph, connection, calendar, window, link)
    items = {item["id"]: item for item in read.items if isinstance(item.get("id"), str)}  # the last one wins
    removed = frozenset(id_ for id_, item in items.items() if "@removed" in item)
    present = {id_: item for id_, item in items.items() if id_ not in removed}
    touched = _series_of(present)
    singles = (item for id_, item in present.items() if id_ not in touched and not item.get("seriesMasterId"))
    if link is not None:
        series = _Series(graph, connection, calendar, window)
        now = {master: await series.instances(master) for master in sorted(touched - removed)}
        return DeltaRound(False, tuple(event_of(item) for item in singles), removed, now, read.link)
    if not touched:
        return DeltaRound(True, tuple(event_of(item) for item in singles), link=read.link)
    return DeltaRound(True, await read_calendar_view(graph, connection, calendar, window), link=read.link)


def _series_of(items: Mapping[str, Json]) -> set[str]:
    """The ids of all series that masters, exceptions or occurrences belong to."""
    masters = {id_ for id_, item in items.items() if item.get("type", SINGLE) == MASTER_TYPE}
    return masters | {str(item["seriesMasterId"]) for item in items.values() if item.get("seriesMasterId")}


async def _items(
    graph: GraphClient, connection: ConnectionId, calendar: str, window: Range, link: str | None
) -> WholePages:
    params = {"startDateTime": query_time(window.start), "endDateTime": query_time(window.end)}
    where = route(TEMPLATE, calendar=calendar)
    try:
        read = await graph.whole(connection, where, params if link is None else {}, url=link, prefer=(PAGE_SIZE,))
    except GraphRejected as refused:
        if refused.status == HTTPStatus.GONE or refused.reason.casefold() in FORGOTTEN:
            raise SyncReset from refused
        if link is not None and refused.status == HTTPStatus.BAD_REQUEST:  # "Badly formed token."
            raise SyncReset from refused
        if refused.status in REFUSED:
            raise DeltaRefused from refused
        raise
    if read.link is None:  # it shows the calendar, but tells no changes
        raise DeltaRefused
    return read


class _Series:
    """The series of one calendar, as far as the window shows them."""

    def __init__(self, graph: GraphClient, connection: ConnectionId, calendar: str, window: Range) -> None:
        self._graph = graph
        self._connection = connection
        self._calendar = calendar
        self._window = window

    async def instances(self, master: str) -> tuple[Event, ...] | None:
        """The series in the window as it is now; None when it is gone."""
        params = {
            "startDateTime": query_time(self._window.start),
            "endDateTime": query_time(self._window.end),
            "$select": SELECT,
            "$top": str(PAGE),
        }
        where = route(INSTANCES, calendar=self._calendar, master=master)
        try:
            items = [item async for item in self._graph.pages(self._connection, where, params)]
        except GraphRejected as refused:
            if refused.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return None
            if refused.status == HTTPStatus.BAD_REQUEST and await self._is_no_series(master):
                return None
            raise
        return tuple(event_of({**item, "seriesMasterId": item.get("seriesMasterId") or master}) for item in items)

    async def _is_no_series(self, master: str) -> bool:
        """Whether the master is gone, or became a single event (which its own row then tells)."""
        where = route(MASTER, calendar=self._calendar, master=master)
        try:
            found = await self._graph.get(self._connection, where, {"$select": "id,type"})
        except GraphRejected as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return True
            raise
        return found.get("type") != MASTER_TYPE
