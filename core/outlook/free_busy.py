"""POST getSchedule: when colleagues of one organisation are busy. Scope Calendars.Read; not for personal accounts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.connection.model import ConnectionId
from core.outlook.answers import Json
from core.outlook.events import show_as_of
from core.outlook.graph import GraphClient
from core.outlook.mailbox_settings import working_zone
from core.outlook.routes import route
from core.outlook.times import instant, utc_value
from core.shared.errors import OutlookRejected, OutlookUnavailable, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import FreeBusy, FreeBusySpan

ADDRESSES_PER_CALL = 20
LONGEST_WINDOW = timedelta(days=62)
VIEW_MINUTES = 30  # of the digit string, which is not used: it knows no unknown and no ends inside a slot
DAY = timedelta(days=1)


async def read_free_busy(
    graph: GraphClient, connection: ConnectionId, addresses: tuple[str, ...], window: Range
) -> tuple[FreeBusy, ...]:
    """One answer per address, in order. Someone Outlook knows nothing of is not readable, which is no error; nor is a
    refusal of the whole question (a personal account asks, the organisation forbids it). It is asked for a day more on
    both sides, because all-day events move when they are placed in the colleague's zone.

    https://learn.microsoft.com/graph/api/calendar-getschedule; at most 20 addresses and 62 days in one question.
    """
    found: dict[str, FreeBusy] = {}
    unique = tuple(dict.fromkeys(addresses))
    for start in range(0, len(unique), ADDRESSES_PER_CALL):
        for part in _parts(window.widened(DAY)):
            for answer in await _ask(graph, connection, unique[start : start + ADDRESSES_PER_CALL], part):
                found[answer.address] = _joined(found.get(answer.address), answer)
    return tuple(_within(found[address], window) for address in addresses)


def _within(answer: FreeBusy, window: Range) -> FreeBusy:
    spans = (span for span in answer.spans if Range(span.start, span.end).overlaps(window))
    return replace(answer, spans=tuple(sorted(spans, key=lambda span: (span.start, span.end))))


def _parts(window: Range) -> Iterator[Range]:
    start = window.start
    while start < window.end:
        end = min(start + LONGEST_WINDOW, window.end)
        yield Range(start, end)
        start = end


def _joined(before: FreeBusy | None, after: FreeBusy) -> FreeBusy:
    if before is None:
        return after
    if not (before.readable and after.readable):
        return FreeBusy(after.address, readable=False)
    spans = tuple(dict.fromkeys((*before.spans, *after.spans)))
    return FreeBusy(after.address, readable=True, spans=spans, hours_known=before.hours_known or after.hours_known)


async def _ask(
    graph: GraphClient, connection: ConnectionId, addresses: tuple[str, ...], window: Range
) -> list[FreeBusy]:
    body = {
        "schedules": list(addresses),
        "startTime": utc_value(window.start),
        "endTime": utc_value(window.end),
        "availabilityViewInterval": VIEW_MINUTES,
    }
    try:
        answer = await graph.ask(connection, route("/me/calendar/getSchedule"), body)
    except (OutlookRejected, PermissionMissing):
        return [FreeBusy(address, readable=False) for address in addresses]
    items = {str(item.get("scheduleId", "")).casefold(): item for item in answer.get("value") or ()}
    return [_free_busy(address, items.get(address.casefold())) for address in addresses]


def _free_busy(address: str, item: Json | None) -> FreeBusy:
    """A failed address keeps HTTP 200 and has `error` and no scheduleItems."""
    if item is None or item.get("error") is not None or not isinstance(item.get("scheduleItems"), list):
        return FreeBusy(address, readable=False)
    working = item.get("workingHours") or {}
    zone = working_zone(working)
    try:
        spans = tuple(_span(entry, zone) for entry in item["scheduleItems"])
    except (KeyError, TypeError, ValueError) as error:
        raise OutlookUnavailable from error
    return FreeBusy(address, readable=True, spans=spans, hours_known=bool(working.get("daysOfWeek")))


def _span(entry: Json, zone: str | None) -> FreeBusySpan:
    start, end = instant(entry["start"]), instant(entry["end"])
    if zone is not None and _whole_days(start, end):
        start, end = (_local_midnight(moment, zone) for moment in (start, end))
    return FreeBusySpan(start, end, show_as_of(entry.get("status")))


def _whole_days(start: datetime, end: datetime) -> bool:
    """True for an all-day event: it floats, so it comes, unmarked, as midnights of the zone we asked in (UTC)."""
    return start < end and (end - start) % DAY == timedelta() and start.time() == time()


def _local_midnight(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
