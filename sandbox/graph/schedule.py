"""getSchedule: when other people are busy, without the right to read their calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import GraphError, invalid
from sandbox.graph.fields import read_moment
from sandbox.graph.places import READ_BASIC, Place
from sandbox.graph.settings import working_hours
from sandbox.graph.wire import moment_json
from sandbox.mailbox.model import Item, Json, Mailbox
from sandbox.mailbox.view import between
from sandbox.zones import zone

MAX_SCHEDULES = 20
MAX_RANGE = timedelta(days=62)
MAX_ENTRIES = 1000
DIGITS = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
DETAILED = frozenset({"limitedRead", "read", "write", "delegateWithPrivateEventAccess"})


async def get_schedule(call: Call, _place: Place, _ids: list[str]) -> web.Response:
    """POST …/getSchedule: one row for each asked address; an address without a mailbox gets an error in its row."""
    call.need(*READ_BASIC)
    if call.bearer.account.personal:
        raise GraphError(403, "ErrorAccessDenied", "This operation is not supported for personal accounts.")
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    schedules = body.get("schedules")
    if not isinstance(schedules, list) or not schedules or not all(isinstance(one, str) for one in schedules):
        raise invalid("ErrorInvalidParameter", "The parameter 'schedules' needs at least one address.")
    if len(schedules) > MAX_SCHEDULES:
        raise invalid("ErrorInvalidParameter", f"The parameter 'schedules' takes at most {MAX_SCHEDULES} addresses.")
    start, end = read_moment(body.get("starttime"), "startTime"), read_moment(body.get("endtime"), "endTime")
    interval = body.get("availabilityviewinterval") or 30
    if not isinstance(interval, int) or not 5 <= interval <= 1440:
        raise invalid("ErrorInvalidParameter", "The availability view interval is 5 to 1440 minutes.")
    if end.utc() <= start.utc():
        raise invalid("ErrorInvalidTimeInterval", "The end of the time interval is not after its start.")
    if end.utc() - start.utc() > MAX_RANGE:
        raise invalid(
            "ErrorTimeIntervalTooBig",
            "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The "
            f"allowed limit = {MAX_RANGE.days} days.",
        )
    asked = _Asked(call, start.utc(), end.utc(), timedelta(minutes=interval), start.zone)
    rows = [asked.row(address) for address in schedules]
    return web.json_response(
        {
            "@odata.context": f"{call.origin}/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)",
            "value": rows,
        }
    )


class _Asked:
    """One request's window, asked of one address after the other."""

    def __init__(self, call: Call, start: datetime, end: datetime, step: timedelta, place: str) -> None:
        self._call, self._start, self._end, self._step, self._place = call, start, end, step, place

    def row(self, address: str) -> Json:
        """The schedule of one address."""
        box = self._call.mailboxes.find(address) if "@" in address else None
        if box is None or box.off or box.account.tid != self._call.bearer.account.tid:
            return _failed(address, "5016", "The mailbox was not found or is not reachable.")
        calendar = box.default_calendar
        items = between(
            (event for event in box.events.values() if event.calendar == calendar.key),
            self._start - timedelta(days=1),
            self._end + timedelta(days=1),
        )
        spans = [(item, *self._span(item)) for item in items]
        spans = [(item, begin, end) for item, begin, end in spans if begin < self._end and end > self._start]
        if len(spans) > MAX_ENTRIES:
            return _failed(address, "5006", "There are too many calendar entries in the requested time range.")
        return {
            "scheduleId": address,
            "availabilityView": self._digits(spans),
            "scheduleItems": [self._item(box, item, begin, end) for item, begin, end in spans],
            "workingHours": working_hours(box),
        }

    def _span(self, item: Item) -> tuple[datetime, datetime]:
        """Begin and end; all-day events are midnights of the zone the request asks in."""
        if not item.event.all_day:
            return item.span()
        place = zone(self._place)
        begin, end = (one.wall.replace(tzinfo=place).astimezone(UTC) for one in (item.start, item.end))
        return begin, end

    def _digits(self, spans: list[tuple[Item, datetime, datetime]]) -> str:
        digits, slot = [], self._start
        while slot < self._end:
            until = min(slot + self._step, self._end)
            shown = [DIGITS.get(_status(item), 2) for item, begin, end in spans if begin < until and end > slot]
            digits.append(str(max(shown, default=0)))
            slot = until
        return "".join(digits)

    def _item(self, box: Mailbox, item: Item, begin: datetime, end: datetime) -> Json:
        name = self._call.prefer.zone_name
        row: dict[str, Any] = {"status": _status(item)}
        mine = box.account == self._call.bearer.account
        if mine or box.default_calendar.shares.get(self._call.bearer.account.address) in DETAILED:
            private = item.event.props.get("sensitivity", "normal") in {"private", "confidential"}
            row["isPrivate"] = private
            if mine or not private:
                row["subject"] = item.event.props.get("subject", "")
                row["location"] = (item.event.props.get("location") or {}).get("displayName", "")
        for key, moment in (("start", begin), ("end", end)):
            row[key] = moment_json(moment.astimezone(zone(name)).replace(tzinfo=None), name)
        return row


def _status(item: Item) -> str:
    return "free" if item.event.cancelled else str(item.event.props.get("showAs", "busy"))


def _failed(address: str, code: str, message: str) -> Json:
    error = {"message": message, "responseCode": code}
    return {"scheduleId": address, "availabilityView": "", "scheduleItems": None, "error": error}
