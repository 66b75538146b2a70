"""Two series against each other, over months, with a look every day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from core.conflicts.model import End, Form, State, kept
from tests.unit.conflicts.desk import Desk
from tests.unit.conflicts.diary import at

FIRST = date(2026, 6, 2)


def dates(every_days: int, until_days: int) -> list[date]:
    return [FIRST + timedelta(days=days) for days in range(0, until_days, every_days)]


def rows(days: list[date], *, moved: frozenset[date] = frozenset()) -> Iterator[str]:
    for day in days:
        yield f"{day} 14:00-15:00 a{day:%m%d} series=a with=4"
        hours = "17:00-18:00" if day in moved else "14:30-15:30"
        yield f"{day} {hours} b{day:%m%d} series=b accepted with=6"


def lived(desk: Desk, days: list[date], how_long: int) -> None:
    """Looks every morning and says what is due."""
    for number in range(-3, how_long):
        today = FIRST + timedelta(days=number)
        near = [day for day in days if -3 <= (day - today).days <= 20]
        desk.look(f"{today} 09:00", *rows(near))
        desk.say(f"{today} 09:05")


@pytest.mark.parametrize("every_days", [1, 7, 14, 28, 35])
def test_half_a_year_of_series_against_series_is_one_message(every_days: int) -> None:
    desk = Desk()
    lived(desk, dates(every_days, 182), 182)
    assert len(desk.ledger.warnings) == len(desk.said()) == 1
    assert len({cause.id for cause in desk.ledger.causes.values()}) == 1


def test_from_the_backlog_on_it_is_no_message_at_all() -> None:
    desk, days = Desk(), dates(7, 60)
    desk.look("2026-06-01 09:00", *rows(days[:2]), first=["own"])
    lived(desk, days, 60)
    assert [one.form for one in desk.ledger.warnings.values()] == [Form.BACKLOG]


def test_a_solved_date_leaves_the_others_told() -> None:
    desk, days = Desk(), dates(7, 30)
    desk.look("2026-06-01 09:00", *rows(days[:2]))
    desk.say("2026-06-01 09:05")
    desk.look("2026-06-01 10:00", *rows(days[:2], moved=frozenset({days[0]})))
    desk.look("2026-06-03 10:00", *rows(days[1:3]))
    assert desk.states() == {
        "a0602+b0602": State.RESOLVED, "a0609+b0609": State.TOLD, "a0616+b0616": State.TOLD
    }  # fmt: skip


def test_two_series_that_were_taken_apart_and_meet_again_are_said_again() -> None:
    desk, days = Desk(), dates(7, 30)
    desk.look("2026-06-01 09:00", *rows(days[:2]))
    desk.say("2026-06-01 09:05")
    desk.look("2026-06-01 10:00", *rows(days[:2], moved=frozenset(days)))
    assert {one.ending.end for one in desk.ledger.conflicts.values() if one.ending} == {End.MOVED}
    desk.look("2026-06-04 10:00", *rows(days[1:3], moved=frozenset({days[1]})))
    desk.say("2026-06-04 10:05")
    assert len(desk.said()) == 2


@pytest.mark.parametrize("every_days", [7, 14, 28])
def test_kept_once_the_dates_to_come_are_kept(every_days: int) -> None:
    desk, days = Desk(), dates(every_days, 120)
    desk.look("2026-06-01 09:00", *rows(days[:1]))
    desk.ledger = kept(desk.ledger, next(iter(desk.ledger.causes)), at("2026-06-01 09:01"))
    lived(desk, days, 120)
    assert desk.ledger.warnings == {}
    assert set(desk.states().values()) == {State.KEPT}


def test_a_tentative_date_of_told_series_turns_certain_silently() -> None:
    desk, days = Desk(), dates(7, 14)
    certain = list(rows(days))
    desk.look("2026-06-01 09:00", *certain[:3], certain[3].replace("accepted", "maybe tentative"))
    desk.say("2026-06-01 09:05")
    assert desk.states()["a0609+b0609"] is State.OPEN
    desk.look("2026-06-01 10:00", *certain)
    assert desk.states()["a0609+b0609"] is State.TOLD
    assert desk.due == []


def test_kept_dates_keep_no_new_one_once_a_date_was_told_after_all() -> None:
    desk, days = Desk(), dates(7, 21)
    desk.look("2026-06-01 09:00", *rows(days[:2]))
    desk.ledger = kept(desk.ledger, next(iter(desk.ledger.causes)), at("2026-06-01 09:01"))
    desk.look("2026-06-01 10:00", *rows(days[:2], moved=frozenset(days[:1])))
    desk.look("2026-06-01 11:00", *rows(days[:2]))
    desk.say("2026-06-01 11:05")
    desk.look("2026-06-02 14:45", *rows(days))
    assert desk.states() == {
        "a0602+b0602": State.TOLD, "a0609+b0609": State.KEPT, "a0616+b0616": State.TOLD
    }  # fmt: skip
