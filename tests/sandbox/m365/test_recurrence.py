"""The dates of a series against the definition read day by day, and windows that add up."""

import calendar
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from sandbox.mailbox.model import Mailbox
from sandbox.mailbox.recurrence import INDEXES, Series, series_from, series_json
from sandbox.mailbox.view import between
from sandbox.world import World

DAYS = some.frozensets(some.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
STARTS = some.dates(date(2024, 1, 1), date(2027, 12, 31))
WORLD = World()  # only read here


def _falls_on(series: Series, day: date) -> bool:
    """Whether the pattern, as documented, has this date."""
    months = (day.year - series.start.year) * 12 + day.month - series.start.month
    length = calendar.monthrange(day.year, day.month)[1]
    match series.pattern:
        case "daily":
            return (day - series.start).days % series.interval == 0
        case "weekly":
            first, this = (one - timedelta(days=(one.weekday() - series.first_day) % 7) for one in (series.start, day))
            return day.weekday() in series.days and (this - first).days // 7 % series.interval == 0
        case "absoluteMonthly":
            return months % series.interval == 0 and day.day == min(series.day_of_month, length)
        case _:
            same = [n for n in range(1, length + 1) if date(day.year, day.month, n).weekday() in series.days]
            wanted = same[-1] if series.index == "last" else same[INDEXES.index(series.index)]
            return months % series.interval == 0 and day.day == wanted


@some.composite
def _series(draw: some.DrawFn) -> Series:
    pattern = draw(some.sampled_from(["daily", "weekly", "absoluteMonthly", "relativeMonthly"]))
    return Series(
        pattern=pattern,
        interval=draw(some.integers(1, 4)),
        start=draw(STARTS),
        zone="UTC",
        days=draw(DAYS) if pattern in {"weekly", "relativeMonthly"} else (),
        day_of_month=draw(some.integers(1, 31)) if pattern == "absoluteMonthly" else 0,
        index=draw(some.sampled_from(INDEXES)),
        first_day=draw(some.integers(0, 6)),
        number=draw(some.integers(0, 12)),
    )


@given(_series(), some.integers(0, 500))
def test_a_series_has_exactly_the_dates_its_pattern_means(series: Series, length: int) -> None:
    until = series.start + timedelta(days=length)
    days = [series.start + timedelta(days=n) for n in range(length + 1)]
    expected = [day for day in days if _falls_on(series, day)]
    assert list(series.dates(until)) == (expected[: series.number] if series.number else expected)


@given(_series())
def test_a_series_survives_the_wire(series: Series) -> None:
    assert series_from(series_json(series), "UTC") == series


@given(some.lists(some.integers(0, 24 * 240), min_size=3, max_size=3))
def test_two_windows_side_by_side_show_what_the_whole_shows(hours: list[int]) -> None:
    start, middle, end = (datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in sorted(hours))
    for box in WORLD.mailboxes.boxes.values():
        whole, left, right = (_seen(box, *cut) for cut in ((start, end), (start, middle), (middle, end)))
        assert left | right == whole


def _seen(box: Mailbox, start: datetime, end: datetime) -> set[tuple[str, date | None]]:
    return {(item.event.key, item.day) for item in between(box.events.values(), start, end)}
