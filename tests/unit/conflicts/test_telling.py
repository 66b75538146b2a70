"""When a double booking is said, and when it waits."""

from dataclasses import replace
from datetime import timedelta

from core.conflicts.model import Form, Manners, State, said
from tests.unit.conflicts.desk import Desk, clash
from tests.unit.conflicts.diary import BERLIN, at

X, Y, Z = clash("Tue", 14, "x"), clash("Wed", 9, "y"), clash("Thu", 9, "z")
SECOND = timedelta(seconds=1)


def test_a_clash_is_said_when_it_has_stood_for_ninety_seconds() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    assert desk.cause("x1+x2").say_at == at("Mon 10:00") + 90 * SECOND
    desk.say(at("Mon 10:00") + 89 * SECOND)
    assert desk.said() == []
    desk.say(at("Mon 10:00") + 90 * SECOND)
    assert [one.said_at for one in desk.said()] == [at("Mon 10:00") + 90 * SECOND]
    assert desk.states() == {"x1+x2": State.TOLD}


def test_a_job_that_comes_early_says_nothing_and_loses_nothing() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    early = at("Mon 10:00") + 89 * SECOND
    assert said(desk.ledger, desk.cause("x1+x2").id, early, desk.manners, desk.new_id) == desk.ledger


def test_later_looks_don_t_put_it_off() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.look("Mon 10:01", *X)
    assert desk.cause("x1+x2").say_at == at("Mon 10:00") + 90 * SECOND


def test_a_clash_that_vanishes_in_time_is_never_said() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.look("Mon 10:01", X[0])
    assert desk.cause("x1+x2").say_at is None
    desk.say("Mon 10:02")
    assert desk.said() == []


def test_it_stands_anew_after_it_vanished() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.look("Mon 10:01", X[0])
    desk.look("Mon 10:02", *X)
    assert desk.cause("x1+x2").say_at == at("Mon 10:02") + 90 * SECOND


def test_a_clash_within_the_hour_is_said_at_once() -> None:
    desk = Desk()
    desk.look("Tue 13:30", *X)
    assert desk.cause("x1+x2").say_at == at("Tue 13:30")


def test_a_clash_that_runs_already_is_said_at_once() -> None:
    desk = Desk()
    desk.look("Tue 14:45", *X)
    desk.say("Tue 14:45")
    assert len(desk.said()) == 1


def test_a_minute_before_the_last_hour_it_waits_only_that_minute() -> None:
    desk = Desk()
    desk.look("Tue 13:29", *X)
    assert desk.cause("x1+x2").say_at == at("Tue 13:30")


def test_a_meeting_dragged_into_the_next_hour_is_said_sooner() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.look("Mon 10:01", "Mon 10:30-11:30 x1 with=2", "Mon 10:45-11:00 x2 accepted with=3")
    assert desk.cause("x1+x2").say_at == at("Mon 10:00")
    desk.say("Mon 10:01")
    assert len(desk.said()) == 1


def test_what_is_over_when_the_job_comes_is_not_said() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.say("Tue 15:00")
    assert desk.said() == []


def test_soft_ones_are_never_said() -> None:
    desk = Desk()
    desk.look("Mon 10:00", X[0], "Tue 14:00-15:00 t tentative")
    desk.say("Tue 13:30")
    assert desk.standing() == {"t+x1"}
    assert desk.due == []
    assert desk.said() == []


def test_quiet_hours_put_it_off_to_the_morning() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *X, *Y)
    desk.say("Mon 21:05")
    assert desk.said() == []
    assert desk.cause("x1+x2").held
    desk.digest("Tue 08:00")
    assert len(desk.said(Form.DIGEST)) == 1
    assert desk.cause("x1+x2").warning == desk.cause("y1+y2").warning == desk.said(Form.DIGEST)[0].id
    assert set(desk.states().values()) == {State.TOLD}
    assert not desk.cause("x1+x2").held


def test_a_clash_within_the_hour_breaks_quiet_hours() -> None:
    desk = Desk()
    desk.look("Mon 21:00", "Mon 21:30-22:00 a", "Mon 21:30-22:00 b")
    desk.say("Mon 21:00")
    assert len(desk.said()) == 1


def test_what_begins_before_the_digest_is_said_an_hour_before_it_begins() -> None:
    desk = Desk()
    desk.look("Mon 21:00", "Tue 07:30-08:30 a", "Tue 07:30-08:00 b")
    desk.say("Mon 21:02")
    assert desk.cause("a+b").say_at == at("Tue 06:30")
    desk.say("Tue 06:30")
    assert [one.said_at for one in desk.said()] == [at("Tue 06:30")]
    desk.digest("Tue 08:00")
    assert desk.said(Form.DIGEST) == []


def test_what_begins_after_the_digest_waits_for_it_and_asks_for_no_time_of_its_own() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *X)
    desk.say("Mon 21:02")
    assert desk.cause("x1+x2").held
    assert desk.cause("x1+x2").say_at is None


def test_what_vanished_overnight_is_in_no_digest() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *X)
    desk.say("Mon 21:02")
    desk.look("Mon 23:00", X[0])
    desk.digest("Tue 08:00")
    assert desk.said(Form.DIGEST) == []


def test_the_fourth_of_a_day_waits_for_the_digest() -> None:
    desk = Desk()
    for hour, name in enumerate("abcd", 9):
        desk.look(f"Mon {hour}:00", *(row for n in "abcd"[: hour - 8] for row in clash("Wed", ord(n) - 88, n)))
        desk.say(f"Mon {hour}:02")
        assert desk.cause(f"{name}1+{name}2").held == (name == "d")
    assert len(desk.said()) == 3
    desk.digest("Tue 08:00")
    assert len(desk.said(Form.DIGEST)) == 1


def test_of_five_at_once_the_three_most_urgent_are_said_in_whatever_order_the_jobs_run() -> None:
    rows = [row for day, name in zip(("Fri", "Thu", "Wed", "Tue", "Sat"), "abcde", strict=True)
            for row in clash(day, 9, name)]  # fmt: skip
    for order in ("abcde", "edcba", "caebd"):
        desk = Desk()
        desk.look("Mon 10:00", *rows)
        for name in order:
            desk.say("Mon 10:02", desk.cause(f"{name}1+{name}2").id)
        held = {name for name in "abcde" if desk.cause(f"{name}1+{name}2").held}
        assert held == {"a", "e"}


def test_a_new_local_day_has_interruptions_again() -> None:
    desk = Desk(replace(Manners(BERLIN), most_a_day=1, quiet_from_minute=0, quiet_to_minute=0))
    desk.look("Mon 23:00", *X)
    desk.say("Mon 23:55")
    desk.look("Mon 23:57", *X, *Y)
    desk.say("Tue 00:01")
    assert len(desk.said()) == 2


def test_used_up_today_it_is_said_tomorrow_an_hour_before_it_begins() -> None:
    desk = Desk(replace(Manners(BERLIN), most_a_day=1))
    early = ("Tue 07:30-08:30 a", "Tue 07:45-08:00 b")
    desk.look("Mon 15:00", *Y)
    desk.say("Mon 15:02")
    desk.look("Mon 16:00", *Y, *early)
    desk.say("Mon 16:02")
    assert desk.cause("a+b").held
    assert desk.cause("a+b").say_at == at("Tue 06:45")
    desk.say("Tue 06:45")
    assert len(desk.said()) == 2
    assert not desk.cause("a+b").held


def test_used_up_means_used_up_even_within_the_hour() -> None:
    desk = Desk(replace(Manners(BERLIN), most_a_day=1))
    desk.look("Mon 15:00", *Y)
    desk.say("Mon 15:02")
    desk.look("Mon 15:30", *Y, "Mon 16:00-17:00 a", "Mon 16:00-17:00 b")
    desk.say("Mon 15:30")
    assert len(desk.said()) == 1
    assert desk.cause("a+b").held
    assert desk.cause("a+b").say_at is None


def test_on_a_day_full_of_other_messages_it_waits_for_the_digest() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    cause = desk.cause("x1+x2").id
    held = said(desk.ledger, cause, at("Mon 10:02"), desk.manners, desk.new_id, left=0)
    assert (held.causes[cause].held, held.warnings) == (True, {})


def test_of_several_that_are_due_at_once_the_soonest_takes_the_last_message_of_the_day() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X, "Mon 12:00-13:00 a", "Mon 12:00-13:00 b")
    for pair, is_held in (("x1+x2", True), ("a+b", False)):
        cause = desk.cause(pair).id
        after = said(desk.ledger, cause, at("Mon 10:02"), desk.manners, desk.new_id, left=1)
        assert after.causes[cause].held == is_held


def test_within_the_hour_it_waits_for_no_other_kind_of_message() -> None:
    desk = Desk()
    desk.look("Mon 10:00", "Mon 10:30-11:30 a", "Mon 10:30-11:30 b")
    told = said(desk.ledger, desk.cause("a+b").id, at("Mon 10:00"), desk.manners, desk.new_id, left=0)
    assert len(told.warnings) == 1


def test_who_wants_no_warnings_hears_nothing_and_finds_them_listed() -> None:
    desk = Desk(replace(Manners(BERLIN), wanted=False))
    desk.look("Mon 10:00", *X, first=[])
    desk.say("Mon 10:02")
    assert desk.standing() == {"x1+x2"}
    assert desk.ledger.warnings == {}
    assert desk.due == []


def test_who_wants_no_warnings_any_more_gets_no_digest() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *X)
    desk.say("Mon 21:02")
    desk.manners = replace(desk.manners, wanted=False)
    desk.digest("Tue 08:00")
    assert desk.ledger.warnings == {}
    assert not desk.cause("x1+x2").held


def test_who_stopped_wanting_them_is_not_told_by_a_job_under_way() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    desk.manners = replace(desk.manners, wanted=False)
    desk.say("Mon 10:02")
    assert desk.said() == []
