"""The JSON request and answer: strict in, plain out."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.availability import RequestError, run

FULL: dict[str, Any] = {
    "tz": "Europe/Berlin",
    "working_hours": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "tue": [["09:00", "17:00"]]},
    "overrides": {"2026-12-24": []},
    "available": [],
    "busy": [
        {
            "start": "2026-12-01T10:00:00+01:00",
            "end": "2026-12-01T10:30:00.0000000+01:00",
            "show_as": "busy",
            "is_cancelled": False,
            "response": "accepted",
            "calendar": "work",
            "id": "e1",
            "all_day": False,
            "tz": "Europe/Berlin",
        },
        {"start": "2026-12-02", "end": "2026-12-03", "all_day": True},
        {"start": "2026-12-03T00:00:00.0000000", "end": "2026-12-04T00:00:00Z", "all_day": True},
    ],
    "blocking": {"tentative": False},
    "bookings": [{"start": "2026-12-01T12:00:00Z", "end": "2026-12-01T12:30:00Z", "buffer_before_min": 5}],
    "window": {"start": "2026-12-01T00:00:00Z", "end": "2026-12-05T00:00:00Z"},
    "now": "2026-11-30T12:00:00Z",
    "duration_min": 30,
    "interval_min": 30,
    "align": "grid",
    "grid_tz": "Europe/Berlin",
    "offset_start_min": 0,
    "buffer_before_min": 0,
    "buffer_after_min": 0,
    "min_notice_min": 0,
    "booking_window": {"rolling_days": 14, "unit": "business", "tz": "UTC", "max_ahead_min": 100000},
    "limits": {"per_day": 4, "per_week": 10, "minutes_per_day": 240, "tz": "UTC", "week_start": "sun"},
    "mode": "single",
    "k": 2,
    "attendees": [],
    "explain": ["2026-12-01T10:00:00+01:00", "2026-12-02T09:00:00Z"],
}
WINDOW = FULL["window"]
SHORT = {"window": WINDOW, "duration_min": 30}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The full request with one value replaced; the path is keys and indexes with dots."""
    request = json.loads(json.dumps(FULL))
    place = request
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    place[int(last) if isinstance(place, list) else last] = value
    return request


def refused(request: Any) -> tuple[str, str]:
    with pytest.raises(RequestError) as caught:
        run(json.dumps(request))
    return caught.value.path, caught.value.reason


def test_a_full_request_is_answered_in_utc() -> None:
    answer = json.loads(run(json.dumps(FULL)))
    assert list(answer) == ["slots", "free", "who", "unreadable", "why"]
    assert answer["slots"][:3] == ["2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z", "2026-12-01T09:30:00Z"]
    assert answer["free"][0] == ["2026-12-01T08:00:00Z", "2026-12-01T09:00:00Z"]
    assert answer["why"]["2026-12-01T09:00:00Z"] == [{"code": "CONFLICT", "calendar": "work", "id": "e1"}]
    assert [each["code"] for each in answer["why"]["2026-12-02T09:00:00Z"]] == ["OUTSIDE_HOURS", "CONFLICT"]


def test_window_and_duration_are_all_one_must_say() -> None:
    assert json.loads(run(json.dumps(SHORT)))["slots"] == []
    assert refused({"duration_min": 30}) == ("window", "is missing")
    assert refused({"window": WINDOW}) == ("duration_min", "is missing")


def test_an_array_of_requests_gives_an_array_of_answers() -> None:
    assert len(json.loads(run(json.dumps([SHORT, FULL])))) == 2
    assert refused([SHORT, SHORT | {"tz": "Mars"}])[0] == "[1].tz"


def test_people_and_what_lies_behind_are_told() -> None:
    ana = {"id": "ana", "available": [["2026-12-01T08:00:00Z", "2026-12-01T09:00:00Z"]]}
    people = [ana, ana | {"id": "bob", "readable": False, "required": False}]
    request = SHORT | {"mode": "collective", "attendees": people, "explain": ["2026-12-01T12:00:00Z"]}
    answer = json.loads(run(json.dumps(request)))
    assert answer["who"] == {"2026-12-01T08:00:00Z": ["ana"], "2026-12-01T08:30:00Z": ["ana"]}
    assert answer["unreadable"] == ["bob"]
    (reason,) = answer["why"]["2026-12-01T12:00:00Z"]
    assert reason == {"code": "PERSON_BUSY", "person": "ana", "because": [{"code": "OUTSIDE_HOURS"}]}


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("durration_min", 30, "durration_min"),
        ("busy.0.stat", "x", "busy[0].stat"),
        ("busy.0.start", "2026-12-01T10:00:00", "busy[0].start"),
        ("busy.0.start", "2026-12-01", "busy[0].start"),
        ("busy.0.start", "2026-13-01T10:00:00Z", "busy[0].start"),
        ("busy.0.end", "2026-12-01T09:59:00+01:00", "busy[0].end"),
        ("busy.0.show_as", "Busy", "busy[0].show_as"),
        ("busy.0.response", "maybe", "busy[0].response"),
        ("busy.0.all_day", "no", "busy[0].all_day"),
        ("busy.0.tz", "W. Europe Standard Time", "busy[0].tz"),
        ("busy.1.start", "2026-12-02T01:00:00", "busy[1].start"),
        ("busy.1.end", "2026-12-01", "busy[1].end"),
        ("window.end", "2026-11-30T00:00:00Z", "window.end"),
        ("window.end", "2126-11-30T00:00:00Z", "window.end"),
        ("window.start", "0001-01-01T00:00:00Z", "window.start"),
        ("now", "yesterday", "now"),
        ("now", None, "now"),
        ("duration_min", 0, "duration_min"),
        ("duration_min", 30.0, "duration_min"),
        ("duration_min", True, "duration_min"),
        ("interval_min", -5, "interval_min"),
        ("buffer_before_min", -1, "buffer_before_min"),
        ("align", "left", "align"),
        ("mode", "both", "mode"),
        ("k", 0, "k"),
        ("tz", "../etc/passwd", "tz"),
        ("tz", "", "tz"),
        ("working_hours", [], "working_hours"),
        ("working_hours.monday", [], "working_hours.monday"),
        ("working_hours.mon.0", ["09:00"], "working_hours.mon[0]"),
        ("working_hours.mon.0.0", "9:00", "working_hours.mon[0]"),
        ("overrides.24-12-2026", [], "overrides.24-12-2026"),
        ("overrides.2026-02-30", [], "overrides.2026-02-30"),
        ("available", [["2026-12-01T08:00:00Z"]], "available[0]"),
        ("blocking.oof", 1, "blocking.oof"),
        ("blocking.away", True, "blocking.away"),
        ("booking_window.rolling_days", -1, "booking_window.rolling_days"),
        ("limits.week_start", "Monday", "limits.week_start"),
        ("attendees", [{"tz": "UTC"}], "attendees[0].id"),
        ("attendees", [{"id": "a"}, {"id": "b"}], "mode"),
        ("attendees", [{"id": "a", "hours": {}}], "attendees[0].hours"),
        ("explain.0", 5, "explain[0]"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(path: str, value: Any, named: str) -> None:
    where, why = refused(changed(path, value))
    assert where == named
    assert why


def test_two_attendees_with_one_id_are_refused() -> None:
    request = SHORT | {"mode": "any", "attendees": [{"id": "a"}, {"id": "a"}]}
    assert refused(request)[0] == "attendees[1].id"


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000, '{"k": ' + "9" * 5000 + "}", "\ud800"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        run(text)


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(RequestError) as caught:
        run('{"duration_min": 30, "duration_min": 60}')
    assert caught.value.path == "duration_min"


PATHS = [
    *FULL,
    *(f"{key}.{each}" for key, value in FULL.items() if isinstance(value, dict) for each in value),
    *(f"busy.0.{key}" for key in FULL["busy"][0]),
    *("busy.1", "bookings.0.start", "working_hours.mon.0", "working_hours.mon.0.1", "explain.0"),
]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just([[]]), st.just({"x": 1})
)


@given(st.sampled_from(PATHS), JUNK)
def test_junk_anywhere_is_answered_or_refused_but_never_crashes(path: str, junk: Any) -> None:
    request = changed(path, junk)
    try:
        answer = json.loads(run(json.dumps(request)))
    except RequestError as error:
        answer = {"refused": error.reason}
    assert set(answer) in ({"slots", "free", "who", "unreadable", "why"}, {"refused"})
