"""Notice, horizon, window, grid, limits: the rules around the calendar."""

import pytest

from core.availability import Align, BookingWindow, Limits, Request, RollingUnit, find_slots
from tests.unit.availability.asking import ALWAYS, ask, booked, codes, event, times, utc

MORNING = ("2026-12-01 09:00", "2026-12-01 12:00")


def test_notice_is_elapsed_time_rounded_up_to_a_minute() -> None:
    request = ask(*MORNING, now=utc("2026-12-01 08:30:01"), min_notice_minutes=60, interval_minutes=1)
    assert times(request)[0] == "09:31"
    assert codes(request, "2026-12-01 09:30") == ["NOTICE"]


def test_without_now_nothing_is_past_and_there_is_no_notice() -> None:
    assert times(ask(*MORNING, min_notice_minutes=10_000))[0] == "09:00"


def test_what_is_past_says_so_and_lacks_notice_too_if_any_is_asked() -> None:
    assert codes(ask(*MORNING, now=utc("2026-12-01 10:00")), "2026-12-01 09:30") == ["PAST"]
    notice = ask(*MORNING, now=utc("2026-12-01 10:00"), min_notice_minutes=5)
    assert codes(notice, "2026-12-01 09:30") == ["PAST", "NOTICE"]


def test_a_slot_lies_wholly_in_the_window() -> None:
    request = ask("2026-12-01 09:10", "2026-12-01 10:20", interval_minutes=10)
    assert times(request) == ["09:10", "09:20", "09:30", "09:40", "09:50"]
    assert codes(request, "2026-12-01 10:00") == ["OUTSIDE_WINDOW"]


def test_a_window_between_two_minutes_is_rounded_inwards() -> None:
    request = ask("2026-12-01 09:00:30", "2026-12-01 09:31:59", interval_minutes=1)
    assert times(request) == ["09:01"]


def test_absolute_bounds_hold_the_whole_slot_and_max_ahead_only_its_start() -> None:
    window = BookingWindow(start=utc("2026-12-01 10:00"), end=utc("2026-12-01 11:15"))
    assert times(ask(*MORNING, booking_window=window)) == ["10:00", "10:30"]
    ahead = BookingWindow(max_ahead_minutes=60)
    request = ask(*MORNING, booking_window=ahead, now=utc("2026-12-01 09:00"))
    assert times(request) == ["09:00", "09:30", "10:00"]
    assert codes(request, "2026-12-01 10:30") == ["TOO_FAR"]


def test_rolling_days_are_local_dates_after_today() -> None:
    window = BookingWindow(rolling_days=1)
    now = utc("2026-12-01 23:30")  # 2 December, 00:30 in Berlin
    request = ask("2026-12-01", "2026-12-08", tz="Europe/Berlin", booking_window=window, now=now)
    assert {slot.day for slot in find_slots(request).slots} == {2, 3}


def test_rolling_business_days_skip_the_weekend_which_stays_bookable_in_between() -> None:
    window = BookingWindow(rolling_days=2, unit=RollingUnit.BUSINESS)
    now = utc("2026-12-03 12:00")  # a Thursday: Friday, then Monday
    request = ask("2026-12-03", "2026-12-12", hours=ALWAYS, booking_window=window, now=now, duration_minutes=60)
    assert {slot.day for slot in find_slots(request).slots} == {3, 4, 5, 6, 7}


def test_a_rolling_window_without_now_is_refused() -> None:
    with pytest.raises(ValueError):
        ask(*MORNING, booking_window=BookingWindow(rolling_days=1))


def test_the_grid_is_the_wall_clocks_in_the_zone_asked_for() -> None:
    request = ask("2026-12-01", "2026-12-02", tz="UTC", grid_tz="Asia/Kathmandu", duration_minutes=60)
    assert times(request)[:2] == ["09:15", "10:15"]


def test_the_grid_starts_anew_each_midnight_if_the_step_does_not_divide_the_day() -> None:
    request = ask("2026-12-01", "2026-12-03", hours=ALWAYS, duration_minutes=420)
    assert times(request) == ["00:00", "07:00", "14:00", "21:00", "00:00", "07:00", "14:00"]


def test_an_offset_shifts_the_grid() -> None:
    request = ask("2026-12-01 09:00", "2026-12-01 11:00", offset_start_minutes=10, duration_minutes=30)
    assert times(request) == ["09:10", "09:40", "10:10"]
    assert codes(request, "2026-12-01 09:30") == ["OFF_GRID"]


def test_an_instant_between_two_minutes_is_off_grid() -> None:
    assert codes(ask(*MORNING), "2026-12-01 09:30:30") == ["OFF_GRID"]


def test_range_alignment_steps_from_each_free_ranges_first_minute() -> None:
    busy = (event("2026-12-01 09:00", "2026-12-01 09:07"), event("2026-12-01 10:30", "2026-12-01 10:50"))
    request = ask(*MORNING, busy=busy, align=Align.RANGE)
    assert times(request) == ["09:07", "09:37", "10:50", "11:20"]
    assert codes(request, "2026-12-01 09:30") == ["OFF_GRID"]


def test_a_full_local_day_is_closed_and_its_neighbours_are_not() -> None:
    placed = (booked("2026-12-01 23:30", "2026-12-02 00:30"),)  # 2 December in Berlin
    request = ask("2026-12-01", "2026-12-04", tz="Europe/Berlin", duration_minutes=480, interval_minutes=60,
                  bookings=placed, limits=Limits(per_day=1))  # fmt: skip
    assert [slot.day for slot in find_slots(request).slots] == [1, 3]
    assert codes(request, "2026-12-02 08:00") == ["DAY_LIMIT"]


def test_a_week_starts_on_the_day_one_says() -> None:
    placed = (booked("2026-12-06 10:00", "2026-12-06 11:00"),)  # a Sunday
    for first, closed in ((0, {1, 2, 3, 4}), (6, {7, 8, 9, 10, 11})):
        limits = Limits(per_week=1, week_start=first)
        request = ask(
            "2026-12-01", "2026-12-14", bookings=placed, limits=limits, duration_minutes=480, interval_minutes=60
        )
        assert {slot.day for slot in find_slots(request).slots} == {1, 2, 3, 4, 7, 8, 9, 10, 11} - closed


def test_minutes_are_closed_once_the_meeting_would_exceed_them() -> None:
    placed = (booked("2026-12-01 09:00", "2026-12-01 10:00"),)
    for limit, offered in ((90, True), (89, False)):
        for limits in (Limits(minutes_per_day=limit), Limits(minutes_per_week=limit)):
            assert bool(times(ask(*MORNING, bookings=placed, limits=limits))) is offered


def test_bookings_outside_the_window_count_for_its_days() -> None:
    placed = (booked("2026-12-01 06:00", "2026-12-01 06:30"),)
    assert times(ask(*MORNING, bookings=placed, limits=Limits(per_day=1))) == []


def test_a_limit_of_zero_closes_everything() -> None:
    assert times(ask(*MORNING, limits=Limits(per_week=0))) == []


def test_free_ignores_duration_and_alignment_but_nothing_else() -> None:
    request = ask(*MORNING, duration_minutes=120, busy=(event("2026-12-01 10:00", "2026-12-01 11:00"),),
                  buffer_before_minutes=10, buffer_after_minutes=20, now=utc("2026-12-01 09:05"))  # fmt: skip
    answer = find_slots(request)
    assert answer.slots == ()
    nine, eleven = (
        (utc("2026-12-01 09:05"), utc("2026-12-01 09:40")),
        (utc("2026-12-01 11:10"), utc("2026-12-01 12:00")),
    )
    assert answer.free == (nine, eleven)


def test_a_limit_cuts_the_slots_but_not_the_free_ranges() -> None:
    answer = find_slots(ask("2026-12-01", "2026-12-05"), limit=3)
    assert len(answer.slots) == 3
    assert len(answer.free) == 4


def test_a_naive_instant_is_never_taken_for_anybodys_time() -> None:
    naive = utc("2026-12-01 09:00").replace(tzinfo=None)
    with pytest.raises(TypeError):
        find_slots(Request(window=(naive, naive), duration_minutes=30))


def test_free_minutes_and_slots_are_in_utc_and_ascending() -> None:
    slots = find_slots(ask("2026-11-30", "2026-12-05", tz="Asia/Tokyo")).slots
    assert list(slots) == sorted(slots)
    assert {slot.utcoffset().total_seconds() for slot in slots if slot.utcoffset() is not None} == {0}
