"""Putting events into a mailbox from Graph's own JSON, also in states that only other people's doing brings about."""

from datetime import date
from typing import Any

from sandbox.graph.errors import invalid, not_found
from sandbox.graph.fields import read_event
from sandbox.mailbox import writing
from sandbox.mailbox.model import Event, Mailbox
from sandbox.mailbox.store import Mailboxes, new_change_key
from sandbox.mailbox.view import occurrence

Json = dict[str, Any]


def plant(mailboxes: Mailboxes, box: Mailbox, body: Json, *, key: str | None = None) -> Event:
    """Create an event as the mailbox's owner would. Beyond Graph's properties `calendar` names the calendar, and
    `organizer`, `responseStatus` and `isCancelled` are believed. Raises GraphError."""
    body = dict(body)
    name = body.pop("calendar", None)
    calendar = box.calendar_named(name) if name else box.default_calendar
    if calendar is None or calendar.source:
        raise not_found()
    state = {key: body.pop(key, None) for key in ("organizer", "responseStatus", "isCancelled")}
    draft = read_event(body, box.account.address, old=None)
    try:
        event = writing.create(mailboxes, box, calendar.key, draft, key=key)
    except writing.EmptySeriesError as error:
        raise invalid("ErrorInvalidRequest", str(error)) from error
    if state["organizer"]:
        event.organizer, event.response = state["organizer"]["emailAddress"]["address"], "notResponded"
    if state["responseStatus"]:
        event.response, event.response_time = state["responseStatus"]["response"], mailboxes.now()
    event.cancelled = bool(state["isCancelled"])
    return event


def override(mailboxes: Mailboxes, box: Mailbox, series: Event, day: date, body: Json) -> None:
    """Make an exception of one day of a series."""
    item = occurrence(series, day)
    if item is None:
        raise not_found()
    draft = read_event(body, box.account.address, old=(item.start, item.end, item.event.all_day))
    writing.update(mailboxes, box, item, draft)
    series.change_key = new_change_key()


def skip(mailboxes: Mailboxes, box: Mailbox, series: Event, day: date) -> None:
    """Cancel one day of a series."""
    item = occurrence(series, day)
    if item is None:
        raise not_found()
    writing.delete(mailboxes, box, item)
