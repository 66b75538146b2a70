"""What blocks, what doesn't, and how far around it."""

from datetime import date
from zoneinfo import ZoneInfo

from core.availability import BusyTime, ShowAs, explain
from tests.unit.availability.asking import ALWAYS, ask, booked, codes, event, local, times, utc

NINE = ("2026-12-01 09:00", "2026-12-01 10:00")


def test_p12_declined_cancelled_and_zero_length_events_never_block_buffers_included() -> None:
    nothing = (
        event(*NINE, response="declined"),
        event(*NINE, is_cancelled=True),
        event("2026-12-01 10:00:20", "2026-12-01 10:00:20"),
    )
    request = ask(*NINE, busy=nothing, buffer_before_minutes=30, buffer_after_minutes=30)
    assert times(request) == ["09:00", "09:30"]


def test_busy_times_round_outwards() -> None:
    request = ask(*NINE, busy=(event("2026-12-01 09:29:59", "2026-12-01 09:30:01"),))
    assert times(request) == []


def test_an_event_that_touches_a_slot_leaves_it_free() -> None:
    request = ask(*NINE, busy=(event("2026-12-01 08:00", "2026-12-01 09:30"),))
    assert times(request) == ["09:30"]


def test_a_short_event_inside_a_long_one_does_not_shorten_it() -> None:
    inside = (event("2026-12-01 09:00", "2026-12-01 12:00"), event("2026-12-01 10:00", "2026-12-01 11:00"))
    assert times(ask("2026-12-01 09:00", "2026-12-01 13:00", busy=inside)) == ["12:00", "12:30"]


def test_p10_an_all_day_vacation_marked_free_leaves_the_person_bookable() -> None:
    day = BusyTime(date(2026, 12, 1), date(2026, 12, 2), all_day=True, show_as=ShowAs.FREE)
    assert times(ask(*NINE, busy=(day,))) == ["09:00", "09:30"]


def test_buffers_may_lie_outside_hours_and_window() -> None:
    request = ask(*NINE, buffer_before_minutes=120, buffer_after_minutes=600)
    assert times(request) == ["09:00", "09:30"]


def test_a_busy_time_before_the_window_reaches_into_it_with_the_buffer() -> None:
    request = ask(*NINE, busy=(event("2026-12-01 08:00", "2026-12-01 08:50"),), buffer_before_minutes=20)
    assert times(request) == ["09:30"]
    assert codes(request, "2026-12-01 09:00") == ["BUFFER"]


def test_between_two_meetings_lies_the_larger_of_the_buffers_that_face_each_other_not_the_sum() -> None:
    placed = (booked("2026-12-01 10:00", "2026-12-01 11:00", before=5, after=20),)
    request = ask(
        "2026-12-01 09:00",
        "2026-12-01 13:00",
        bookings=placed,
        interval_minutes=5,
        buffer_before_minutes=10,
        buffer_after_minutes=15,
    )
    starts = times(request)
    assert "09:15" in starts
    assert "09:20" not in starts
    assert "11:15" not in starts
    assert "11:20" in starts


def test_a_bookings_own_buffers_reach_no_further_than_the_bare_slot() -> None:
    placed = (booked("2026-12-01 10:00", "2026-12-01 10:30", before=30, after=30),)
    assert times(ask("2026-12-01 09:00", "2026-12-01 12:00", bookings=placed)) == ["09:00", "11:00", "11:30"]


def test_bare_overlap_is_conflict_or_booked_and_only_padding_is_buffer() -> None:
    request = ask(
        "2026-12-01",
        "2026-12-02",
        busy=(event("2026-12-01 10:00", "2026-12-01 11:00", calendar="work", id="e1"),),
        bookings=(booked("2026-12-01 10:30", "2026-12-01 12:00"),),
        buffer_before_minutes=30,
    )
    assert codes(request, "2026-12-01 10:30") == ["CONFLICT", "BOOKED"]
    assert codes(request, "2026-12-01 09:30") == []
    assert codes(request, "2026-12-01 12:00") == ["BUFFER"]
    assert [(r.calendar, r.id) for r in explain(request, utc("2026-12-01 10:00"))] == [("work", "e1")]


def test_an_event_whose_wall_clock_end_comes_before_its_start_in_a_fold_still_blocks() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = local("2026-10-25 02:30", "Europe/Berlin")
    across = BusyTime(start, start.replace(minute=10, fold=1, tzinfo=zone))
    request = ask("2026-10-25 02:00", "2026-10-25 03:00", tz="Europe/Berlin", hours=ALWAYS, busy=(across,))
    assert times(request) == ["02:00", "02:30"]
    assert codes(request, "2026-10-25 00:30") == ["CONFLICT"]
