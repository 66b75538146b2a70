"""The pitfalls of other products that the engine decides about, by their numbers in our list of their bug reports:

P9 all-day events, P11 show-as states, P20 zones and clock changes, P21 buffers, P22 slots longer than their step,
P25 why. That no reasons and "is a slot" are one statement is also shown on random requests, in test_oracle.py.
"""

import json
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.availability import (
    DEFAULT_BLOCKING,
    ONLY_BUSY,
    Attendee,
    Blocking,
    BusyTime,
    Mode,
    Reason,
    ReasonCode,
    Request,
    RequestError,
    ShowAs,
    blocks,
    explain,
    find_slots,
    run,
)
from tests.unit.availability.asking import ALWAYS, ask, codes, event, times, utc

NINE = ("2026-12-01 09:00", "2026-12-01 10:00")


def test_p9_an_all_day_event_blocks_the_persons_dates_not_utc_days() -> None:
    day = BusyTime(date(2026, 12, 1), date(2026, 12, 2), all_day=True)
    request = ask("2026-11-30", "2026-12-03", tz="Pacific/Auckland", hours=ALWAYS, busy=(day,), duration_minutes=720)
    assert times(request) == ["00:00", "12:00", "00:00", "12:00"]


def test_p9_an_all_day_event_with_a_zone_of_its_own_blocks_its_dates_there() -> None:
    day = BusyTime(date(2026, 12, 1), date(2026, 12, 2), all_day=True, tz="America/New_York")
    request = ask("2026-12-01", "2026-12-02 12:00", hours=ALWAYS, busy=(day,), duration_minutes=60)
    assert times(request) == [f"{hour:02}:00" for hour in (*range(5), *range(5, 12))]


def test_p9_an_all_day_event_on_a_changeover_day_is_23_or_25_hours_long() -> None:
    def taken(day: date) -> int:
        busy = (BusyTime(day, day + timedelta(days=1), all_day=True),)
        start, end = f"{day - timedelta(days=1)}", f"{day + timedelta(days=2)}"
        open_hours = times(ask(start, end, tz="Europe/Berlin", hours=ALWAYS, duration_minutes=60))
        left = times(ask(start, end, tz="Europe/Berlin", hours=ALWAYS, duration_minutes=60, busy=busy))
        return len(open_hours) - len(left)

    assert (taken(date(2026, 3, 29)), taken(date(2026, 10, 25))) == (23, 25)


def test_p9_an_all_day_event_whose_midnights_are_told_in_utc_is_still_about_dates() -> None:
    day = {"start": "2026-12-01T00:00:00.0000000Z", "end": "2026-12-02T00:00:00.0000000Z", "all_day": True}
    request = {
        "tz": "America/Los_Angeles",
        "working_hours": {name: [["00:00", "24:00"]] for name in ("mon", "tue", "wed")},
        "window": {"start": "2026-11-30T08:00:00Z", "end": "2026-12-03T08:00:00Z"},
        "duration_min": 720,
        "busy": [day],
    }
    slots = json.loads(run(json.dumps(request)))["slots"]
    assert slots == ["2026-11-30T08:00:00Z", "2026-11-30T20:00:00Z", "2026-12-02T08:00:00Z", "2026-12-02T20:00:00Z"]


def test_p9_a_whole_day_of_a_colleague_abroad_blocks_their_day_in_a_group_too() -> None:
    day = BusyTime(date(2026, 12, 1), date(2026, 12, 2), all_day=True)
    people = (Attendee(id="mei", tz="Asia/Tokyo", hours=ALWAYS, busy=(day,)), Attendee(id="bob", hours=ALWAYS))
    request = ask("2026-11-30 12:00", "2026-12-01 18:00", duration_minutes=60, mode=Mode.COLLECTIVE, attendees=people)
    assert times(request) == ["12:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


@pytest.mark.parametrize("state", list(ShowAs))
def test_p11_free_and_working_elsewhere_never_block_by_default_and_only_busy_is_busy(state: ShowAs) -> None:
    usual = state not in {ShowAs.FREE, ShowAs.WORKING_ELSEWHERE}
    assert blocks(event(*NINE, show_as=state), DEFAULT_BLOCKING) is usual
    assert blocks(event(*NINE, show_as=state), ONLY_BUSY) is (state is ShowAs.BUSY)


@pytest.mark.parametrize("state", list(ShowAs))
@pytest.mark.parametrize("chosen", [frozenset(), ONLY_BUSY, DEFAULT_BLOCKING, frozenset(ShowAs)])
def test_p11_exactly_the_chosen_states_take_time_and_give_a_reason(state: ShowAs, chosen: Blocking) -> None:
    request = ask(*NINE, busy=(event(*NINE, show_as=state),), blocking=chosen)
    assert times(request) == ([] if state in chosen else ["09:00", "09:30"])
    assert codes(request, "2026-12-01 09:00") == (["CONFLICT"] if state in chosen else [])


def test_p11_an_unanswered_invitation_blocks_until_it_is_declined() -> None:
    invited = event(*NINE, show_as=ShowAs.TENTATIVE, response="notResponded")
    assert times(ask(*NINE, busy=(invited,))) == []
    assert times(ask(*NINE, busy=(invited._replace(response="declined"),))) == ["09:00", "09:30"]


def test_p20_notice_counts_real_hours_over_a_clock_change() -> None:
    night = ask("2026-03-29", "2026-03-29 08:00", tz="Europe/Berlin", hours=ALWAYS, duration_minutes=60)
    request = Request(window=night.window, duration_minutes=60, tz=night.tz, hours=ALWAYS,
                      now=night.window[0], min_notice_minutes=120)  # fmt: skip
    assert times(request)[0] == "03:00"


def test_p20_wall_clock_hours_stay_at_nine_on_both_sides_of_a_clock_change() -> None:
    request = ask("2026-03-27", "2026-03-31", tz="Europe/Berlin", duration_minutes=480, interval_minutes=60)
    assert find_slots(request).slots == (utc("2026-03-27 08:00"), utc("2026-03-30 07:00"))


@pytest.mark.parametrize(
    ("path", "value"),
    [("tz", "W. Europe Standard Time"), ("now", "2026-12-01T09:00:00"), ("tz", "Customized Time Zone")],
)
def test_p20_windows_names_and_naive_instants_are_refused_not_guessed(path: str, value: str) -> None:
    window = {"start": "2026-12-01T00:00:00Z", "end": "2026-12-02T00:00:00Z"}
    with pytest.raises(RequestError) as caught:
        run(json.dumps({"window": window, "duration_min": 30, path: value}))
    assert caught.value.path == path


def test_p20_the_same_instants_in_another_offset_are_the_same_answer() -> None:
    busy = event("2026-12-01 10:00", "2026-12-01 11:00")
    abroad = busy._replace(
        start=utc("2026-12-01 10:00").astimezone(ZoneInfo("Asia/Kathmandu")),
        end=utc("2026-12-01 11:00").astimezone(ZoneInfo("Pacific/Chatham")),
    )
    day = ("2026-12-01", "2026-12-02")
    assert find_slots(ask(*day, busy=(busy,))) == find_slots(ask(*day, busy=(abroad,)))


def test_p20_every_answer_is_in_utc_and_says_so() -> None:
    request = {
        "tz": "Asia/Kathmandu",
        "available": [["2026-12-01T09:00:00+05:45", "2026-12-01T10:00:00+05:45"]],
        "window": {"start": "2026-12-01T00:00:00+05:45", "end": "2026-12-02T00:00:00+05:45"},
        "duration_min": 60,
    }
    answer = json.loads(run(json.dumps(request)))
    assert answer["slots"] == ["2026-12-01T03:15:00Z"]
    assert answer["free"] == [["2026-12-01T03:15:00Z", "2026-12-01T04:15:00Z"]]


def test_p21_buffers_keep_their_distance_from_events_on_both_sides_once() -> None:
    busy = (event("2026-12-01 12:00", "2026-12-01 13:00"),)
    request = ask(
        "2026-12-01 10:00",
        "2026-12-01 15:00",
        busy=busy,
        interval_minutes=5,
        buffer_before_minutes=15,
        buffer_after_minutes=10,
    )
    starts = times(request)
    assert "11:20" in starts
    assert "11:25" not in starts
    assert "13:10" not in starts
    assert "13:15" in starts


@pytest.mark.parametrize("interval", [1, 5, 15, 30, 60])
def test_p21_the_step_between_slots_changes_nothing_about_buffers(interval: int) -> None:
    busy = (event("2026-12-01 12:00", "2026-12-01 13:00"),)
    day = ("2026-12-01", "2026-12-02")
    padded = ask(*day, busy=busy, interval_minutes=interval, buffer_before_minutes=25, buffer_after_minutes=35)
    fine = set(times(ask(*day, busy=busy, interval_minutes=1, buffer_before_minutes=25, buffer_after_minutes=35)))
    assert [time for time in times(padded) if time not in fine] == []
    assert "11:00" not in times(padded)
    assert {"10:00", "14:00"} <= set(times(padded))


def test_p21_every_persons_events_are_kept_clear_of_in_a_group() -> None:
    noon = (event("2026-12-01 12:00", "2026-12-01 12:30"),)
    two = (event("2026-12-01 14:00", "2026-12-01 14:30"),)
    people = (Attendee(id="ana", hours=ALWAYS, busy=noon), Attendee(id="bob", hours=ALWAYS, busy=two))
    request = ask(
        "2026-12-01 11:00",
        "2026-12-01 16:00",
        mode=Mode.COLLECTIVE,
        attendees=people,
        buffer_before_minutes=30,
        buffer_after_minutes=30,
    )
    assert times(request) == ["11:00", "13:00", "15:00", "15:30"]


def test_p22_a_long_slot_on_a_short_step_never_runs_over_a_meeting_or_past_closing() -> None:
    request = ask(
        "2026-12-01",
        "2026-12-02",
        duration_minutes=60,
        interval_minutes=15,
        busy=(event("2026-12-01 10:15", "2026-12-01 15:45"),),
    )
    assert times(request) == ["09:00", "09:15", "15:45", "16:00"]


def test_p22_no_slot_of_any_length_and_step_overlaps_a_meeting_or_leaves_the_hours() -> None:
    busy = (event("2026-12-01 10:07", "2026-12-01 10:31"), event("2026-12-01 15:00", "2026-12-01 15:01"))
    taken = [(utc("2026-12-01 10:07"), utc("2026-12-01 10:31")), (utc("2026-12-01 15:00"), utc("2026-12-01 15:01"))]
    opens, closes = utc("2026-12-01 09:00"), utc("2026-12-01 17:00")
    for length in (1, 20, 30, 45, 60, 120, 480):
        for step in (1, 7, 15, 30):
            request = ask("2026-12-01", "2026-12-02", busy=busy, duration_minutes=length, interval_minutes=step)
            for start in find_slots(request).slots:
                end = start + timedelta(minutes=length)
                assert opens <= start
                assert end <= closes
                assert all(end <= low or start >= high for low, high in taken)


def test_p25_every_reason_a_person_asks_about_has_its_code_and_its_source() -> None:
    day = BusyTime(date(2026, 12, 2), date(2026, 12, 3), all_day=True, show_as=ShowAs.FREE, calendar="home", id="v")
    request = ask(
        "2026-12-01",
        "2026-12-03",
        busy=(event("2026-12-01 13:00", "2026-12-01 14:00", calendar="work", id="e1"), day),
        now=utc("2026-12-01 09:00"),
        min_notice_minutes=120,
        buffer_before_minutes=15,
    )
    assert codes(request, "2026-12-01 20:00") == ["OUTSIDE_HOURS"]
    assert codes(request, "2026-12-01 10:00") == ["NOTICE"]
    assert explain(request, utc("2026-12-01 13:30")) == (Reason(ReasonCode.CONFLICT, calendar="work", id="e1"),)
    assert explain(request, utc("2026-12-01 14:00")) == (Reason(ReasonCode.BUFFER, calendar="work", id="e1"),)
    assert codes(request, "2026-12-02 10:00") == [], "a vacation that is marked free takes nothing"


def test_p25_a_calendar_nobody_could_read_is_a_reason_of_its_own() -> None:
    request = ask(*NINE, attendees=(Attendee(id="ana", hours=ALWAYS, readable=False),))
    assert explain(request, utc("2026-12-01 09:00")) == (Reason(ReasonCode.UNREADABLE, person="ana"),)


def test_p25_of_another_person_one_says_busy_and_keeps_what_lies_behind_apart() -> None:
    theirs = event(*NINE, calendar="work", id="e1")
    people = (Attendee(id="ana", hours=ALWAYS), Attendee(id="bob", hours=ALWAYS, busy=(theirs,)))
    (reason,) = explain(ask(*NINE, mode=Mode.COLLECTIVE, attendees=people), utc("2026-12-01 09:00"))
    assert (reason.code, reason.person, reason.calendar) == ("PERSON_BUSY", "bob", "")
    assert reason.because == (Reason(ReasonCode.CONFLICT, calendar="work", id="e1"),)


def test_p25_a_shortage_tells_who_is_missing() -> None:
    people = (Attendee(id="ana", hours=ALWAYS, busy=(event(*NINE),)), Attendee(id="bob", readable=False))
    (reason,) = explain(ask(*NINE, mode=Mode.ANY, attendees=people), utc("2026-12-01 09:00"))
    assert reason.code == "NOT_ENOUGH_PEOPLE"
    assert [(each.code, each.person) for each in reason.because] == [("PERSON_BUSY", "ana"), ("UNREADABLE", "bob")]


def test_p25_no_second_opinion_a_minute_is_a_slot_if_and_only_if_nothing_speaks_against_it() -> None:
    busy = (event("2026-12-01 10:07", "2026-12-01 10:31"),)
    request = ask("2026-12-01", "2026-12-02", busy=busy, buffer_before_minutes=10, interval_minutes=5)
    slots = set(find_slots(request).slots)
    minutes = (utc("2026-12-01") + timedelta(minutes=number) for number in range(1440))
    assert [minute for minute in minutes if (not explain(request, minute)) != (minute in slots)] == []
