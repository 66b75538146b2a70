"""Days of a zone: from midnight to midnight, whatever the clock does between."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.shared.days import at_minute, day_at, day_of, days, one_day


@pytest.mark.parametrize(
    ("day", "zone", "begins", "hours"),
    [
        (date(2026, 11, 23), "Europe/Berlin", datetime(2026, 11, 22, 23, tzinfo=UTC), 24),
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (date(2026, 10, 25), "Europe/Berlin", datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        (date(2026, 9, 6), "America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC), 23),  # its midnight is skipped
    ],
)
def test_a_day_lies_between_two_midnights_of_its_zone(day: date, zone: str, begins: datetime, hours: int) -> None:
    whole = one_day(day, zone)
    assert (whole.start, whole.minutes) == (begins, hours * 60)
    for moment in (whole.start, whole.end - timedelta(seconds=1)):
        assert (day_at(moment, zone), day_of(moment, zone)) == (day, whole)
    assert day_at(whole.end, zone) == day + timedelta(days=1)


def test_days_end_where_the_day_after_them_begins() -> None:
    week = days(date(2026, 10, 19), date(2026, 10, 26), "Europe/Berlin")
    assert week.minutes == (7 * 24 + 1) * 60


@pytest.mark.parametrize(
    ("day", "minute", "shows"),
    [
        (date(2026, 11, 23), 9 * 60 + 5, datetime(2026, 11, 23, 8, 5, tzinfo=UTC)),
        (date(2026, 11, 23), 24 * 60, datetime(2026, 11, 23, 23, tzinfo=UTC)),
        (date(2026, 3, 29), 2 * 60 + 30, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: 3:30 instead
        (date(2026, 10, 25), 2 * 60 + 30, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice
        (date(2026, 10, 25), 12 * 60, datetime(2026, 10, 25, 11, tzinfo=UTC)),
    ],
)
def test_a_minute_of_the_day_is_what_the_clock_shows_there(day: date, minute: int, shows: datetime) -> None:
    assert at_minute(day, minute, "Europe/Berlin") == shows
