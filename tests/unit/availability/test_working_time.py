"""Hours on the wall clock: nights, gaps, folds, exceptions, absolute ranges."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import Attendee, Hours, Request, Stay, find_slots, travelled_spans
from tests.unit.availability.asking import ALWAYS, WEEK, ask, codes, times, utc
from tests.unit.availability.oracle import Oracle, wall
from tests.unit.availability.random_requests import CHANGES, random_request


def test_a_day_offers_every_slot_that_fits_its_ranges() -> None:
    hours = Hours.parse({"tue": [["09:00", "10:00"], ["13:00", "14:15"]]})
    assert times(ask("2026-12-01", "2026-12-02", hours=hours)) == ["09:00", "09:30", "13:00", "13:30"]


def test_no_hours_means_never() -> None:
    assert times(ask("2026-12-01", "2026-12-08", hours=Hours())) == []


def test_24_00_ends_a_day_and_touching_days_are_one_range() -> None:
    request = ask("2026-12-01 23:00", "2026-12-02 01:00", hours=ALWAYS, duration_minutes=60, interval_minutes=30)
    assert times(request) == ["23:00", "23:30", "00:00"]
    assert len(find_slots(request).free) == 1


def test_a_range_that_ends_before_it_starts_crosses_midnight() -> None:
    night = Hours.parse({"fri": [["22:00", "02:00"]]})
    request = ask("2026-12-04", "2026-12-06", hours=night, duration_minutes=60)
    assert times(request) == ["22:00", "23:00", "00:00", "01:00"]


def test_a_range_that_ends_when_it_starts_means_nothing() -> None:
    assert times(ask("2026-12-01", "2026-12-02", hours=Hours.parse({"tue": [["09:00", "09:00"]]}))) == []


def test_a_skipped_hour_does_not_exist_and_a_repeated_one_counts_twice() -> None:
    night = Hours.of({6: [(60, 240)]})
    spring = ask("2026-03-29", "2026-03-30", tz="Europe/Berlin", hours=night, duration_minutes=60)
    autumn = ask("2026-10-25", "2026-10-26", tz="Europe/Berlin", hours=night, duration_minutes=60)
    assert times(spring) == ["01:00", "03:00"]
    assert times(autumn) == ["01:00", "02:00", "02:00", "03:00"]


def test_lord_howe_changes_by_half_an_hour() -> None:
    night = Hours.of({6: [(60, 180)]})
    request = ask("2026-04-05", "2026-04-06", tz="Australia/Lord_Howe", hours=night)
    assert times(request) == ["01:00", "01:30", "01:30", "02:00", "02:30"]


def test_apia_has_no_30_december_2011_and_no_tail_of_its_night() -> None:
    night = Hours.of({4: [(1320, 360), (540, 600)]})
    request = ask("2011-12-29", "2012-01-01", tz="Pacific/Apia", hours=night)
    assert times(request) == []


def test_an_override_replaces_its_date() -> None:
    hours = Hours(WEEK.week, Hours.parse({}, {"2026-12-01": [["12:00", "13:00"]]}).overrides)
    assert times(ask("2026-12-01", "2026-12-02", hours=hours)) == ["12:00", "12:30"]


def test_an_empty_override_is_a_day_off_and_says_so() -> None:
    hours = Hours(WEEK.week, Hours.parse({}, {"2026-12-24": []}).overrides)
    request = ask("2026-12-24", "2026-12-25", hours=hours)
    assert times(request) == []
    assert codes(request, "2026-12-24 10:00") == ["DAY_OFF"]


def test_an_override_cuts_the_tail_of_the_night_before() -> None:
    hours = Hours.parse({"mon": [["22:00", "02:00"]]}, {"2026-12-01": [["09:00", "10:00"]]})
    request = ask("2026-11-30", "2026-12-02", hours=hours, duration_minutes=60)
    assert times(request) == ["22:00", "23:00", "09:00"]


def test_an_override_may_itself_run_into_the_next_day() -> None:
    hours = Hours.parse({}, {"2026-12-01": [["23:00", "01:00"]]})
    assert times(ask("2026-12-01", "2026-12-03", hours=hours, duration_minutes=60)) == ["23:00", "00:00"]


def test_absolute_ranges_replace_hours_and_overrides_and_round_inwards() -> None:
    span = (utc("2026-12-05 10:00:30"), utc("2026-12-05 10:59:30"))
    hours = Hours(WEEK.week, Hours.parse({}, {"2026-12-05": []}).overrides)
    request = ask("2026-12-01", "2026-12-06", hours=hours, available=(span,), duration_minutes=29, interval_minutes=1)
    assert times(request)[0] == "10:01"
    assert times(request)[-1] == "10:30"
    assert codes(request, "2026-12-05 12:00") == ["OUTSIDE_HOURS"]


@pytest.mark.parametrize("text", ["9:00", "24:01", "25:00", "09:60", "09.00", "", "０9:00", "09:00 "])
def test_a_time_of_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Hours.parse({"mon": [[text, "10:00"]]})


def test_a_range_cannot_start_at_24_00_and_a_weekday_has_a_known_name() -> None:
    with pytest.raises(ValueError):
        Hours.parse({"mon": [["24:00", "06:00"]]})
    with pytest.raises(ValueError):
        Hours.parse({"monday": []})


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_on_a_journey_the_same_hours_hold_by_the_clock_of_the_place(rng: Random) -> None:
    home, day = rng.choice(CHANGES)
    stays = [_stay(rng, day) for _ in range(rng.randint(0, 2))]
    hours = random_request(Random(rng.randint(0, 10**6))).hours
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    window = (noon - timedelta(hours=24), noon + timedelta(hours=24))
    spans = travelled_spans(home, hours, stays, window)
    asked = Oracle(Request(window=(noon, noon), duration_minutes=1))
    for minute in rng.sample(range(round(window[0].timestamp()) // 60, round(window[1].timestamp()) // 60), 150):
        zone = home
        for first, last, place in stays:
            zone = place if first <= wall(place, minute).date() <= last else zone
        expected = asked.works_at(Attendee(id="", tz=zone, hours=hours), minute)
        instant = datetime.fromtimestamp(minute * 60, UTC)
        assert any(start <= instant < end for start, end in spans) == expected


def _stay(rng: Random, day: date) -> Stay:
    first = day + timedelta(days=rng.randint(-2, 1))
    return first, first + timedelta(days=rng.randint(0, 2)), rng.choice(CHANGES)[0]
