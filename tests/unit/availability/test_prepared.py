"""Calendars prepared once: valid for their window, their version, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.availability import (
    ONLY_BUSY,
    Attendee,
    Mode,
    Prepared,
    PreparedCalendars,
    Request,
    ShowAs,
    best_starts,
    explain,
    find_slots,
    prepare,
    slot_starts,
)
from tests.unit.availability.asking import WEEK, booked, event, utc

DAY = (utc("2026-12-01"), utc("2026-12-02"))
TEN, ELEVEN = utc("2026-12-01 10:00"), utc("2026-12-01 11:00")
MEETING = event("2026-12-01 10:00", "2026-12-01 11:00", calendar="work", id="e1")


def calendar(*busy: Any, window: tuple[Any, Any] = DAY, **more: Any) -> Prepared:
    return prepare(window=window, hours=WEEK, busy=busy, **more)


def request(*people: Attendee, **rules: Any) -> Request:
    mode = Mode.SINGLE if len(people) == 1 else Mode.COLLECTIVE
    return Request(**({"window": DAY, "duration_minutes": 60, "mode": mode, "attendees": people} | rules))


def test_a_prepared_person_is_answered_for_and_explained_like_any_other() -> None:
    plain = Attendee(id="ana", hours=WEEK, busy=(MEETING,))
    ready = Attendee(id="ana", prepared=calendar(MEETING))
    assert find_slots(request(ready)) == find_slots(request(plain))
    assert explain(request(ready), TEN) == explain(request(plain), TEN) != ()


def test_bookings_come_with_each_request_as_holds_end_by_themselves() -> None:
    ready = calendar(MEETING)
    hold = (booked("2026-12-01 12:00", "2026-12-01 13:00"),)
    people = Attendee(id="ana", prepared=ready, bookings=hold), Attendee(id="bob", prepared=ready)
    assert utc("2026-12-01 12:00") not in slot_starts(request(*people))
    assert utc("2026-12-01 12:00") in slot_starts(request(Attendee(id="ana", prepared=ready), people[1]))


def test_which_events_block_is_decided_when_a_calendar_is_prepared() -> None:
    maybe = MEETING._replace(show_as=ShowAs.TENTATIVE)
    careful, easy = calendar(maybe), calendar(maybe, blocking=ONLY_BUSY)
    assert TEN not in slot_starts(request(Attendee(id="ana", prepared=careful), blocking=ONLY_BUSY))
    assert TEN in slot_starts(request(Attendee(id="ana", prepared=easy)))


@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize(
    "rules",
    [{"buffer_after_minutes": 1}, {"buffer_before_minutes": 1}, {"window": (DAY[0], ELEVEN + timedelta(days=1))}],
)
def test_a_calendar_that_knows_too_little_is_refused_never_taken_as_free(people: int, rules: dict[str, Any]) -> None:
    ready = calendar(MEETING)
    asked = request(*(Attendee(id=str(number), prepared=ready) for number in range(people)), **rules)
    with pytest.raises(ValueError, match="reach"):
        find_slots(asked)


def test_people_prepared_for_different_weeks_are_laid_together_where_they_meet() -> None:
    early = calendar(MEETING, window=(DAY[0] - timedelta(days=9, minutes=7), DAY[1]))
    late = calendar(window=(DAY[0], DAY[1] + timedelta(days=30, minutes=3)))
    free = [utc(f"2026-12-01 {hour:02}:00") for hour in (9, 11, 12, 13, 14, 15, 16)]
    for pair in ((early, late), (late, early)):
        people = [Attendee(id=str(number), prepared=each) for number, each in enumerate(pair)]
        assert list(slot_starts(request(*people))) == free


def test_somebody_has_a_prepared_calendar_or_one_of_their_own() -> None:
    for more in ({"busy": (MEETING,)}, {"hours": WEEK}, {"available": (DAY,)}, {"tz": "Asia/Tokyo"}):
        with pytest.raises(ValueError):
            Attendee(id="ana", prepared=calendar(), **more)  # type: ignore[arg-type]


def test_the_best_starts_have_most_people_then_come_early() -> None:
    people = [Attendee(id=str(number), prepared=calendar(*busy)) for number, busy in enumerate([(MEETING,), (), ()])]
    found = best_starts(request(*people), 8)
    assert [count for _, count in found] == [3] * 7 + [2]
    assert found[0][0] == utc("2026-12-01 09:00")
    assert found[-1] == (TEN, 2)


def test_nobody_free_is_no_best_start() -> None:
    dark = Attendee(id="ana", readable=False)
    assert best_starts(request(dark)) == ()


def test_a_kept_calendar_counts_for_its_version_and_its_window_only() -> None:
    kept, ready = PreparedCalendars(), calendar()
    kept.put("ana", 7, ready)
    assert kept.get("ana", 7, DAY) is ready
    assert kept.get("ana", 8, DAY) is None
    assert kept.get("bob", 7, DAY) is None
    assert kept.get("ana", 7, (DAY[0], DAY[1] + timedelta(seconds=1))) is None


def test_only_so_many_calendars_are_kept_and_the_one_not_needed_longest_goes() -> None:
    kept = PreparedCalendars(most=2)
    for name in ("ana", "bob"):
        kept.put(name, 1, calendar())
    kept.get("ana", 1, DAY)
    kept.put("cem", 1, calendar())
    assert [kept.get(name, 1, DAY) is not None for name in ("ana", "bob", "cem")] == [True, False, True]
    kept.put("ana", 2, calendar())
    assert len(kept) == 2
