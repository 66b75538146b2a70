"""What happens to causes and pairs from look to look."""

import pytest

from core.conflicts.model import CauseKind, End, Ending, Form, State
from core.shared.ranges import Range
from tests.unit.conflicts.desk import Desk, clash
from tests.unit.conflicts.diary import at

A = "Tue 14:00-15:00 a with=2"
B = "Tue 14:30-15:30 b accepted with=3"
C = "Tue 15:15-16:00 c accepted with=3"


def told(*rows: str) -> Desk:
    desk = Desk()
    desk.look("Mon 10:00", *rows)
    desk.say("Mon 10:02")
    return desk


def test_a_third_meeting_in_a_told_cluster_is_said_again_as_the_same_cause() -> None:
    desk = told(A, B)
    cause, first = desk.cause("a+b").id, desk.said()[0]
    desk.look("Mon 11:00", A, B, C)
    assert desk.cause("b+c").id == cause
    assert desk.cause("b+c").say_at is not None
    desk.say("Mon 11:02")
    assert len(desk.said()) == 2
    assert desk.cause("a+b").warning not in {None, first.id}


def test_a_tentative_third_is_not_said_again() -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", A, B, "Tue 15:15-16:00 c tentative")
    assert desk.states() == {"a+b": State.TOLD, "b+c": State.OPEN}
    assert desk.due == []


def test_a_tentative_one_that_becomes_certain_is_said() -> None:
    desk = told(A, "Tue 14:30-15:30 b maybe tentative with=3")
    assert desk.said() == []
    desk.look("Mon 11:00", A, B)
    desk.say("Mon 11:05")
    assert len(desk.said()) == 1


def test_what_was_told_stays_told_when_it_turns_tentative_and_back() -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", A, "Tue 14:30-15:30 b maybe tentative with=3")
    assert desk.states() == {"a+b": State.TOLD}
    desk.look("Mon 12:00", A, B)
    desk.say("Mon 13:00")
    assert len(desk.said()) == 1


def test_two_unsaid_causes_that_grow_together_are_one_message_under_the_older_id() -> None:
    d = "Tue 15:45-16:30 d"
    desk = Desk()
    desk.look("Mon 10:00", A, B)
    older = desk.cause("a+b").id
    desk.look("Mon 10:00", A, B, "Tue 15:30-16:00 c accepted with=3", d)
    assert desk.cause("c+d").id != older
    desk.look("Mon 10:01", A, B, C, d)
    assert {desk.cause(pair).id for pair in ("a+b", "b+c", "c+d")} == {older}
    assert set(desk.ledger.causes) == {older}
    desk.say("Mon 10:03")
    assert len(desk.said()) == 1


def test_two_told_causes_that_grow_together_keep_what_their_messages_say() -> None:
    d = "Tue 15:45-16:30 d"
    desk = told(A, B, "Tue 15:30-16:00 c accepted with=3", d)
    one, other = desk.cause("a+b"), desk.cause("c+d")
    assert one.id != other.id
    desk.look("Mon 11:00", A, B, C, d)
    assert (desk.cause("a+b").id, desk.cause("c+d").id) == (one.id, other.id)
    desk.say("Mon 11:05")
    assert len(desk.said()) == 3


def test_an_unsaid_cause_that_falls_apart_is_two_messages() -> None:
    desk = Desk()
    desk.look("Mon 10:00", A, B, C, "Tue 15:45-16:30 d")
    assert len(desk.ledger.causes) == 1
    desk.look("Mon 10:01", A, B, "Tue 15:30-16:00 c accepted with=3", "Tue 15:45-16:30 d")
    desk.say("Mon 10:03")
    assert len(desk.said()) == 2


def test_a_meeting_moved_within_the_overlap_is_the_same_told_pair() -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", A, "Tue 14:15-15:15 b accepted with=3")
    assert desk.states() == {"a+b": State.TOLD}
    assert desk.due == []
    assert desk.conflict("a+b").pair.overlap == Range(at("Tue 14:15"), at("Tue 15:00"))


def test_what_comes_again_after_it_was_resolved_is_said_again_by_the_same_cause() -> None:
    desk = told(A, B)
    cause = desk.cause("a+b").id
    desk.look("Mon 11:00", A, "Tue 16:00-17:00 b accepted with=3")
    desk.look("Mon 12:00", A, B)
    assert desk.states() == {"a+b": State.OPEN}
    assert desk.conflict("a+b").ending is None
    desk.say("Mon 12:02")
    assert len(desk.said()) == 2
    assert desk.cause("a+b").id == cause


@pytest.mark.parametrize(
    ("rows", "ending"),
    [
        ((A, "Wed 16:00-17:00 b accepted with=3"), Ending(End.MOVED, "b", Range(at("Wed 16:00"), at("Wed 17:00")))),
        (("Tue 13:00-14:30 a with=2", B), Ending(End.MOVED, "a", Range(at("Tue 13:00"), at("Tue 14:30")))),
        (("Tue 13:45-14:45 a with=2", "Tue 16:00-17:00 b accepted with=3"),
         Ending(End.MOVED, "b", Range(at("Tue 16:00"), at("Tue 17:00")))),
        ((A, "Fri+4 16:00-17:00 b accepted with=3"),
         Ending(End.MOVED, "b", Range(at("Fri+4 16:00"), at("Fri+4 17:00")))),
        ((A,), Ending(End.GONE, "b")),
        ((B,), Ending(End.GONE, "a")),
        ((A, "Tue 14:30-15:30 b declined with=3"), Ending(End.GONE, "b")),
        ((A, "Tue 14:30-15:30 b accepted cancelled with=3"), Ending(End.GONE, "b")),
        ((A, "Tue 14:30-15:30 b accepted free with=3"), Ending(End.FREE, "b")),
    ],
)  # fmt: skip
def test_a_resolved_pair_says_what_gave_way(rows: tuple[str, ...], ending: Ending) -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", *rows)
    assert desk.states() == {"a+b": State.RESOLVED}
    assert desk.conflict("a+b").ending == ending


def test_a_pair_whose_time_has_passed_is_over() -> None:
    desk = told(A, B)
    desk.look("Tue 15:00", A, B)
    assert desk.conflict("a+b").ending == Ending(End.OVER)


def test_a_calendar_that_is_not_warned_of_any_more_frees_its_pairs() -> None:
    team = f"{B} cal=team"
    desk = told(A, team)
    desk.look("Mon 11:00", A, team, only="own")
    assert desk.conflict("a+b").ending == Ending(End.FREE, "b")


def test_what_can_t_be_read_just_now_stays_as_it_is() -> None:
    team = f"{B} cal=team"
    desk = told(A, team)
    desk.look("Mon 11:00", A, team, unread=["team"])
    assert desk.states() == {"a+b": State.TOLD}
    desk.look("Tue 16:00", A, team, unread=["team"])
    assert desk.conflict("a+b").ending == Ending(End.OVER)


def test_the_same_meeting_seen_in_another_calendar_s_copy_is_not_told_again() -> None:
    desk = told(A, B, "Tue 14:30-15:30 b2 uid=b unanswered with=3 cal=other")
    desk.look("Mon 11:00", A, "Tue 14:30-15:30 b2 uid=b accepted with=3 cal=other")
    assert desk.states() == {"a+b2": State.TOLD}
    assert desk.due == []


def test_an_absence_that_comes_over_a_told_clash_is_one_cause_with_it() -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", A, B, "Tue 12:00-17:00 away oof")
    assert len({one.id for one in desk.ledger.causes.values()}) == 1
    assert desk.cause("a+b").kind is CauseKind.AWAY
    assert desk.cause("a+b").anchor == "away"


def test_a_meeting_added_under_a_told_absence_joins_it() -> None:
    away = "Tue 12:00-17:00 away oof"
    desk = told(A, away, "Tue 12:00-13:00 d with=1")
    cause = desk.cause("a+away").id
    desk.look("Mon 11:00", A, away, "Tue 12:00-13:00 d with=1", "Tue 16:00-17:00 e with=1")
    assert desk.cause("away+e").id == cause
    assert desk.cause("away+e").say_at is not None


def test_what_a_calendar_brings_along_is_one_line_at_once() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *clash("Tue", 9, "x"), *clash("Wed", 9, "y"), *clash("Mon", 21, "z"), first=["own"])
    assert [one.form for one in desk.ledger.warnings.values()] == [Form.BACKLOG]
    assert set(desk.states().values()) == {State.TOLD}
    assert desk.due == []
    assert {one.warning for one in desk.ledger.causes.values()} == set(desk.ledger.warnings)


def test_a_second_calendar_within_the_hour_is_taken_into_the_same_line() -> None:
    desk = Desk()
    team = tuple(f"{row} cal=team" for row in clash("Wed", 9, "y"))
    desk.look("Mon 10:00", *clash("Tue", 9, "x"), first=["own"])
    desk.look("Mon 11:00", *clash("Tue", 9, "x"), *team, first=["team"])
    assert len(desk.said(Form.BACKLOG)) == 1
    assert desk.cause("y1+y2").warning == desk.cause("x1+x2").warning


def test_a_second_calendar_later_is_a_line_of_its_own() -> None:
    desk = Desk()
    team = tuple(f"{row} cal=team" for row in clash("Wed", 9, "y"))
    desk.look("Mon 10:00", *clash("Tue", 9, "x"), first=["own"])
    desk.look("Mon 11:01", *clash("Tue", 9, "x"), *team, first=["team"])
    assert len(desk.said(Form.BACKLOG)) == 2


def test_a_new_calendar_s_line_leaves_other_clashes_to_be_said() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *clash("Tue", 9, "x"), "Wed 10:00-11:00 t cal=team", first=["team"])
    assert desk.ledger.warnings == {}
    assert desk.cause("x1+x2").say_at is not None


def test_soft_ones_are_no_line() -> None:
    desk = Desk()
    desk.look("Mon 10:00", "Tue all a oof", B, first=["own"])
    assert desk.ledger.warnings == {}


def test_what_the_person_s_choice_adds_to_a_told_cause_is_edited_into_its_message() -> None:
    desk = told(A, B)
    desk.look("Mon 11:00", A, B, f"{C} cal=team", first=[])
    assert desk.states() == {"a+b": State.TOLD, "b+c": State.TOLD}
    assert len(desk.ledger.warnings) == 1
    assert desk.due == []
