"""GET calendarView: every occurrence in a window, series expanded by Outlook. Scope Calendars.Read."""

from core.connection.model import ConnectionId
from core.outlook.events import SELECT, event_of
from core.outlook.graph import GraphClient
from core.outlook.routes import route
from core.outlook.times import query_time
from core.shared.ranges import Range
from core.sync.model import Event

PAGE = 250  # the default is 10; up to 1000 are given
TEMPLATE = "/me/calendars/{calendar}/calendarView"


async def read_calendar_view(
    graph: GraphClient, connection: ConnectionId, calendar: str, window: Range
) -> tuple[Event, ...]:
    """Every event that overlaps the window, by start; all-day events match as UTC midnights.

    Never /events, which leaves series unexpanded. No outlook.timezone is asked for, so times come in UTC.
    https://learn.microsoft.com/graph/api/calendar-list-calendarview
    """
    params = {
        "startDateTime": query_time(window.start),
        "endDateTime": query_time(window.end),
        "$select": SELECT,
        "$orderby": "start/dateTime",
        "$top": str(PAGE),
    }
    where = route(TEMPLATE, calendar=calendar)
    events = [event_of(item) async for item in graph.pages(connection, where, params)]
    return tuple(sorted({event.id: event for event in events}.values(), key=lambda event: (event.start, event.id)))
