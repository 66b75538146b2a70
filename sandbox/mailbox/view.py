"""What events show in a window: series day by day, exceptions in their place, no cancelled dates."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta

from sandbox.mailbox.model import Event, Item, Moment

MARGIN = timedelta(days=2)  # zones and all-day events shift dates by less


def stored(event: Event) -> Item:
    """The event as it is stored: a single one or a whole series, dated at its first occurrence."""
    return Item(event, "seriesMaster" if event.series else "singleInstance", event.start, event.end)


def occurrence(master: Event, day: date) -> Item | None:
    """One day of a series by its original date; None when the pattern has no such date or it was cancelled."""
    series, key = master.series, day.isoformat()
    if series is None or key in master.gone:
        return None
    if (exception := master.exceptions.get(key)) is not None:
        return Item(exception, "exception", exception.start, exception.end, master, day)
    return regular(master, day) if day in series.dates(day) else None


def regular(master: Event, day: date) -> Item:
    """A day of a series as the pattern has it: at the series' own wall-clock time in its own zone."""
    if master.series is None:
        raise ValueError("only a series has occurrences")
    zone = master.start.zone if master.all_day else master.series.zone
    first, last = master.start.within(zone), master.end.within(zone)
    start = Moment(datetime.combine(day, first.wall.time()), zone)
    return Item(master, "occurrence", start, Moment(start.wall + (last.wall - first.wall), zone), master, day)


def as_exception(item: Item) -> Event:
    """A day of a series as an exception of its own, its contents as they are."""
    exception = deepcopy(item.event)
    exception.start, exception.end = item.start, item.end
    exception.series, exception.exceptions, exception.gone, exception.transaction = None, {}, [], None
    return exception


def between(events: Iterable[Event], start: datetime, end: datetime) -> list[Item]:
    """Every single event and occurrence that overlaps [start, end) (aware), in order of time."""
    found = [item for event in events for item in _of(event, start, end) if _overlaps(item, start, end)]
    return sorted(found, key=lambda item: (item.span()[0], item.event.props.get("subject") or "", item.event.key))


def _of(event: Event, start: datetime, end: datetime) -> Iterator[Item]:
    if event.series is None:
        yield stored(event)
        return
    length = event.end.utc() - event.start.utc()
    earliest = (start - length - MARGIN).date()
    for day in event.series.dates((end + MARGIN).date()):
        if day >= earliest and day.isoformat() not in event.exceptions and day.isoformat() not in event.gone:
            yield regular(event, day)
    for day_text, exception in event.exceptions.items():
        yield Item(exception, "exception", exception.start, exception.end, event, date.fromisoformat(day_text))


def _overlaps(item: Item, start: datetime, end: datetime) -> bool:
    begins, ends = item.span()
    return begins < end and (ends > start or begins == ends == start)
