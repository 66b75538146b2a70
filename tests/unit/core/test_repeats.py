"""The dates of a rule: as Outlook expands them, by the wall clock of the zone, through changes of the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.booking.model import Booking
from core.booking.repeats import MOST_DATES, Every, Repeats, checked, occurrences
from core.outlook.create_event import event_body
from core.shared.errors import InvalidChoice
from core.shared.ranges import Range
from sandbox.mailbox.model import Event, Moment
from sandbox.mailbox.recurrence import series_from
from sandbox.mailbox.view import between
from tests.unit.outlook.samples import booking

BERLIN, HAVANA, LORD_HOWE = "Europe/Berlin", "America/Havana", "Australia/Lord_Howe"
ZONES = (BERLIN, HAVANA, LORD_HOWE, "America/New_York", "Asia/Kolkata", "UTC")
HOUR = timedelta(hours=1)


def at(day: date, clock: str, zone: str = BERLIN) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def starts(rule: Repeats, first: datetime, minutes: int = 60, zone: str = BERLIN) -> list[datetime]:
    return [one.start for one in occurrences(rule, Range(first, first + timedelta(minutes=minutes)), zone)]


def walls(found: list[datetime], zone: str = BERLIN) -> list[str]:
    return [f"{one.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("every", "wanted"),
    [
        (Every.DAILY, ["12-31 09:00", "01-01 09:00", "01-02 09:00", "01-03 09:00"]),
        (Every.WORKDAYS, ["12-31 09:00", "01-01 09:00", "01-04 09:00", "01-05 09:00"]),
        (Every.WEEKLY, ["12-31 09:00", "01-07 09:00", "01-14 09:00", "01-21 09:00"]),
        (Every.FORTNIGHTLY, ["12-31 09:00", "01-14 09:00", "01-28 09:00", "02-11 09:00"]),
        (Every.MONTHLY, ["12-31 09:00", "01-31 09:00", "02-28 09:00", "03-31 09:00"]),
    ],
)
def test_a_rule_gives_its_dates_and_a_month_without_the_day_its_last(every: Every, wanted: list[str]) -> None:
    assert walls(starts(Repeats(every, number=4), at(date(2026, 12, 31), "09:00"))) == wanted


def test_the_last_day_is_one_of_the_dates() -> None:
    first = at(date(2026, 12, 1), "09:00")
    assert len(starts(Repeats(Every.WEEKLY, until=date(2026, 12, 22)), first)) == 4
    assert len(starts(Repeats(Every.WEEKLY, until=date(2026, 12, 21)), first)) == 3


def test_the_wall_clock_stays_through_both_changes_of_the_clock() -> None:
    spring = starts(Repeats(Every.WEEKLY, number=2), at(date(2027, 3, 22), "10:00"))
    autumn = starts(Repeats(Every.WEEKLY, number=2), at(date(2027, 10, 25), "10:00"))
    assert walls(spring) == ["03-22 10:00", "03-29 10:00"]
    assert walls(autumn) == ["10-25 10:00", "11-01 10:00"]
    assert spring[1] - spring[0] == timedelta(days=7) - HOUR
    assert autumn[1] - autumn[0] == timedelta(days=7) + HOUR


def test_an_hour_that_the_clock_skips_lies_behind_the_change() -> None:
    found = starts(Repeats(Every.DAILY, number=3), at(date(2027, 3, 27), "02:30"))
    assert walls(found) == ["03-27 02:30", "03-28 03:30", "03-29 02:30"]


def test_of_an_hour_that_comes_twice_the_first_is_meant_and_no_rule_begins_with_the_second() -> None:
    found = starts(Repeats(Every.DAILY, number=2), at(date(2027, 10, 30), "02:30"))
    assert found[1] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    with pytest.raises(InvalidChoice) as refused:
        starts(Repeats(Every.DAILY, number=2), second)
    assert refused.value.field == "start"


@pytest.mark.parametrize(
    ("rule", "minutes", "field"),
    [
        (Repeats(Every.WEEKLY, until=date(2026, 11, 30)), 60, "until"),
        (Repeats(Every.WEEKLY, number=MOST_DATES + 1), 60, "until"),
        (Repeats(Every.MONTHLY, number=14), 60, "until"),
        (Repeats(Every.DAILY, until=date(2900, 1, 1)), 60, "until"),
        (Repeats(Every.DAILY, number=2), 25 * 60, "duration_minutes"),
    ],
)
def test_a_rule_that_gives_no_series_is_refused_by_its_field(rule: Repeats, minutes: int, field: str) -> None:
    with pytest.raises(InvalidChoice) as refused:
        starts(rule, at(date(2026, 12, 1), "09:00"), minutes)
    assert refused.value.field == field


def test_a_form_with_both_ends_ends_with_the_day() -> None:
    assert checked("weekly", date(2027, 1, 1), 5) == Repeats(Every.WEEKLY, until=date(2027, 1, 1))
    assert checked("weekly", None, 5) == Repeats(Every.WEEKLY, number=5)
    for number in (None, 0, MOST_DATES + 1):
        with pytest.raises(InvalidChoice):
            checked("weekly", None, number)


RULES = st.builds(Repeats, st.sampled_from(Every), number=st.integers(1, 30)) | st.builds(
    Repeats, st.sampled_from(Every), until=st.dates(date(2026, 1, 1), date(2028, 6, 1))
)


@settings(max_examples=150)
@given(
    rule=RULES,
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    quarter=st.integers(0, 95),
    minutes=st.sampled_from([15, 60, 90, 600]),
    zone=st.sampled_from(ZONES),
)
def test_every_date_is_where_the_vendors_expansion_of_what_we_write_puts_it(
    rule: Repeats, day: date, quarter: int, minutes: int, zone: str
) -> None:
    first = datetime(day.year, day.month, day.day, quarter // 4, quarter % 4 * 15, tzinfo=ZoneInfo(zone))
    start = first.astimezone(UTC)
    when = Range(start, start + timedelta(minutes=minutes))
    try:
        found = occurrences(rule, when, zone)
    except InvalidChoice:
        assume(False)
        raise
    assert found == _expanded(rule, found[0], zone)


def _expanded(rule: Repeats, first: Range, zone: str) -> tuple[Range, ...]:
    """The sandbox's expansion, written from the vendor's documents, of the event that we POST."""
    one = booking(first.start, minutes=first.minutes, zone=zone)
    one = _with_rule(one, first, rule)
    body = event_body(one)
    begin, end = (
        Moment(datetime.fromisoformat(body[name]["dateTime"]), body[name]["timeZone"])  # type: ignore[index]
        for name in ("start", "end")
    )
    series = series_from(body["recurrence"], zone)  # type: ignore[arg-type]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    event = Event("k", "c", "u", "ada", begin, end, False, {}, now, now, "ck", series=series)
    items = between([event], first.start - timedelta(days=1), first.start + timedelta(days=400))
    return tuple(Range(*item.span()) for item in items)


def _with_rule(one: Booking, first: Range, rule: Repeats) -> Booking:

    return replace(one, plan=replace(one.plan, when=first, repeats=rule))
