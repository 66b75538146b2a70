"""`clearhour slots`: files and standard input, one request or many, JSON or a drawing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.slots_drawing import drawing
from core.availability import find_slots, read_requests

WEEK: dict[str, Any] = {
    "tz": "Europe/Berlin",
    "working_hours": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "overrides": {"2026-12-03": []},
    "busy": [
        {"start": "2026-12-01T10:00:00+01:00", "end": "2026-12-01T10:30:00+01:00", "calendar": "work", "id": "e1"},
        {"start": "2026-12-04", "end": "2026-12-05", "all_day": True},
    ],
    "bookings": [{"start": "2026-11-30T15:00:00+01:00", "end": "2026-11-30T16:00:00+01:00"}],
    "window": {"start": "2026-11-30T00:00:00+01:00", "end": "2026-12-07T00:00:00+01:00"},
    "duration_min": 30,
    "explain": ["2026-12-01T09:00:00Z", "2026-12-01T08:00:00Z"],
}


def drawn(request: dict[str, Any], **how: Any) -> list[str]:
    found = read_requests(json.dumps(request))
    assert not isinstance(found, list)
    return drawing(found, find_slots(found), **how).splitlines()


def test_a_file_is_answered_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(WEEK), encoding="utf-8")
    assert main(["slots", str(file)]) == 0
    assert len(json.loads(capsys.readouterr().out)["slots"]) == 39


def test_many_requests_on_standard_input_are_many_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps([WEEK | {"duration_min": length, "interval_min": 60} for length in range(1, 61)])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["slots", "-"]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [bool(answer["slots"]) for answer in answers] == [True] * 60


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json.dumps(WEEK | {"duration": 30}).encode(), "duration: unknown key"),
        (json.dumps([WEEK, WEEK | {"tz": "Mars"}]).encode(), "[1].tz: is not the name of a time zone"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"{", "is not JSON"),
    ],
)
@pytest.mark.parametrize("how", [[], ["--human"]])
def test_a_wrong_request_is_refused_with_the_way_to_it_and_status_2(
    content: bytes, told: str, how: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "request.json"
    file.write_bytes(content)
    assert main(["slots", str(file), *how]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_a_file_that_is_not_there_is_told_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slots", str(tmp_path / "nothing.json")]) == 2
    assert "nothing.json" in capsys.readouterr().err


def test_the_drawing_shows_the_week_as_on_a_wall(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(WEEK), encoding="utf-8")
    assert main(["slots", str(file), "--human"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "39 slots of 30 minutes · Europe/Berlin"
    assert lines[2:10] == [
        "            09  10  11  12  13  14  15  16",
        "Mon 30 Nov  ●─●─●─●─●─●─    ●─●─●─●─▒▒▒▒●─●─  12 slots",
        "Tue  1 Dec  ●─●─██●─●─●─    ●─●─●─●─●─●─●─●─  13 slots",
        "Wed  2 Dec  ●─●─●─●─●─●─    ●─●─●─●─●─●─●─●─  14 slots",
        "Thu  3 Dec  no working time",
        "Fri  4 Dec  ████████████████████████████████  none",
        "Sat  5 Dec  no working time",
        "Sun  6 Dec  no working time",
    ]
    assert "Tue 1 Dec 10:00  CONFLICT work e1" in lines
    assert "Tue 1 Dec 09:00  a slot" in lines


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("Europe/Berlin", "2026-03-28T00:00:00+01:00", "2026-03-31T00:00:00+02:00"),
        ("Australia/Lord_Howe", "2026-10-03T00:00:00+10:30", "2026-10-06T00:00:00+11:00"),
        ("Pacific/Apia", "2011-12-29T00:00:00-10:00", "2012-01-02T00:00:00+14:00"),
    ],
)
def test_every_slot_is_drawn_on_its_local_day_also_where_clocks_go_forward(zone: str, start: str, end: str) -> None:
    hours = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    request = {"tz": zone, "working_hours": hours, "window": {"start": start, "end": end}, "duration_min": 30}
    lines = drawn(request, width=200)
    assert sum(line.count("●") for line in lines if line[4:6].strip().isdigit()) == int(lines[0].split()[0]) > 100


def test_a_changed_clock_is_said_at_its_day() -> None:
    window = {"start": "2026-10-24T00:00:00+02:00", "end": "2026-10-26T00:00:00+01:00"}
    lines = drawn(WEEK | {"window": window, "working_hours": {"sun": [["00:00", "06:00"]]}, "explain": []})
    assert any(line.startswith("Sun 25 Oct") and line.endswith("14 slots  clocks back 60 min") for line in lines)


def test_several_people_have_a_line_each_and_the_unreadable_are_named() -> None:
    ana = {"id": "ana", "working_hours": WEEK["working_hours"], "busy": WEEK["busy"][:1]}
    people = [ana, {"id": "bob", "readable": False, "required": False}]
    rules = {key: WEEK[key] for key in ("tz", "window", "duration_min", "explain")}
    lines = drawn(rules | {"mode": "collective", "attendees": people})
    tuesday = next(number for number, line in enumerate(lines) if line.startswith("Tue"))
    assert lines[tuesday].count("●") == 13
    assert lines[tuesday + 1].split() == ["ana", "····██······", "················"]
    assert lines[tuesday + 2].split() == ["bob", "not", "known"]
    assert "Nothing is known about bob: never counted as free." in lines
    assert "Tue 1 Dec 10:00  PERSON_BUSY ana (CONFLICT work e1)" in lines


@pytest.mark.parametrize("width", [20, 60, 80, 100, 200])
def test_the_days_fit_the_terminal_or_are_as_coarse_as_can_be(width: int) -> None:
    lines = drawn(WEEK | {"explain": []}, width=width)
    days = [line for line in lines if line[:3] in {"Mon", "Tue", "Wed"}]
    assert len(days) == 3
    assert all(len(line) <= max(width, 32) for line in days)


def test_colours_only_wrap_what_is_drawn_without_them() -> None:
    plain, coloured = drawn(WEEK), drawn(WEEK, colour=True)
    assert coloured != plain
    strip = str.maketrans("", "", "\x1b")
    assert len(coloured) == len(plain)
    assert "●" in coloured[3].translate(strip)


def test_a_long_window_is_cut_and_says_so() -> None:
    window = {"start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}
    lines = drawn(WEEK | {"window": window, "explain": []})
    assert any(line.startswith("… and ") and line.endswith(" slots") for line in lines)
    assert len(lines) < 100
