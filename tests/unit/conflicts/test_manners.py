"""Quiet hours, the morning's digest and the day's budget, by the wall clock at home."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.conflicts.model import Form, Ledger, Manners, Warned, WarningId, is_quiet, left_today, next_digest
from core.people.model import PersonId
from tests.unit.conflicts.diary import BERLIN, at

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("Mon 19:59", False), ("Mon 20:00", True), ("Mon 23:59", True), ("Tue 00:00", True), ("Tue 06:59", True),
        ("Tue 07:00", False), ("Tue 12:00", False),
    ],
)  # fmt: skip
def test_quiet_hours_span_midnight_and_are_half_open(moment: str, quiet: bool) -> None:
    assert is_quiet(at(moment), Manners(BERLIN)) is quiet


def test_quiet_hours_within_a_day() -> None:
    lunch = Manners(BERLIN, quiet_from_minute=12 * 60, quiet_to_minute=13 * 60)
    assert [is_quiet(at(f"Mon {hour}:30"), lunch) for hour in (11, 12, 13)] == [False, True, False]


def test_the_same_minute_twice_means_no_quiet_hours() -> None:
    never = Manners(BERLIN, quiet_from_minute=60, quiet_to_minute=60)
    assert not any(is_quiet(at(f"Mon {hour:02}:00"), never) for hour in range(24))


def test_quiet_hours_are_those_at_home() -> None:
    assert is_quiet(at("Mon 13:00"), Manners(NEW_YORK)) is False
    assert is_quiet(at("Mon 12:00"), Manners(NEW_YORK)) is True


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("Mon 07:59", "Mon 08:00"), ("Mon 08:00", "Tue 08:00"), ("Mon 23:00", "Tue 08:00"),
        ("Sun 09:00", "Mon+1 08:00"),
        ("2026-10-24 21:00", "2026-10-25 08:00"), ("2026-03-28 21:00", "2026-03-29 08:00"),
        ("2026-10-25 02:30b", "2026-10-25 08:00"),
    ],
)  # fmt: skip
def test_the_digest_comes_at_eight_by_the_wall_clock(now: str, expected: str) -> None:
    assert next_digest(at(now), Manners(BERLIN)) == at(expected)


def test_eight_o_clock_is_an_hour_later_in_utc_after_the_autumn_change() -> None:
    found = [next_digest(at(f"2026-10-{day} 21:00"), Manners(BERLIN)) for day in (23, 24)]
    assert found == [datetime(2026, 10, 24, 6, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)]


def test_a_digest_at_a_minute_that_the_clock_skips_comes_all_the_same_and_once() -> None:
    manners = Manners(BERLIN, quiet_from_minute=0, quiet_to_minute=0, digest_minute=2 * 60 + 30)
    skipped = next_digest(at("2026-03-28 12:00"), manners)
    assert skipped == at("2026-03-29 03:30")
    assert next_digest(skipped, manners) == at("2026-03-30 02:30")


def test_a_digest_at_a_minute_that_comes_twice_comes_once() -> None:
    manners = Manners(BERLIN, quiet_from_minute=0, quiet_to_minute=0, digest_minute=2 * 60 + 30)
    first = next_digest(at("2026-10-24 12:00"), manners)
    assert first == at("2026-10-25 02:30")
    assert next_digest(first, manners) == at("2026-10-26 02:30")


def test_who_is_quiet_until_ten_gets_the_digest_at_ten() -> None:
    late = replace(Manners(BERLIN), quiet_to_minute=10 * 60)
    assert next_digest(at("Mon 21:00"), late) == at("Tue 10:00")


def test_the_budget_is_of_the_local_day_and_counts_interruptions_only() -> None:
    said = {
        WarningId(str(number)): Warned(WarningId(str(number)), form, at(moment, NEW_YORK))
        for number, (form, moment) in enumerate(
            [
                (Form.CAUSE, "Mon 23:59"),
                (Form.CAUSE, "Tue 00:00"),
                (Form.DIGEST, "Tue 08:00"),
                (Form.BACKLOG, "Tue 9:00"),
            ]
        )
    }
    ledger = Ledger(PersonId("ada"), warnings=said)
    assert left_today(ledger, at("Tue 12:00", NEW_YORK), Manners(NEW_YORK)) == 2
    assert left_today(ledger, at("Wed 00:00", NEW_YORK), Manners(NEW_YORK)) == 3
    assert left_today(ledger, at("Tue 12:00", NEW_YORK), Manners(NEW_YORK, most_a_day=0)) == 0
