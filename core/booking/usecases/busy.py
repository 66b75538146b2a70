"""Outlook's events as the slot engine takes them."""

from core.availability import BusyTime
from core.sync.model import Event


def busy_time(event: Event, calendar: str) -> BusyTime:
    """An event as the slot engine takes it; all-day events as dates, to be placed in the person's zone."""
    if event.first_day is not None and event.end_day is not None:
        return BusyTime(
            event.first_day,
            event.end_day,
            event.show_as,
            event.is_cancelled,
            event.response,
            calendar,
            event.id,
            all_day=True,
        )
    return BusyTime(event.start, event.end, event.show_as, event.is_cancelled, event.response, calendar, event.id)
