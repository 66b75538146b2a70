"""What a changed ledger asks for."""

from core.conflicts.model import (
    Form,
    State,
    causes_of,
    kept,
    needs_digest,
    pruned,
    to_say,
    warnings_changed,
)
from tests.unit.conflicts.desk import Desk, clash
from tests.unit.conflicts.diary import at

X, Y = clash("Tue", 14, "x"), clash("Wed", 9, "y")


def told(*rows: str) -> Desk:
    desk = Desk()
    desk.look("Mon 10:00", *rows)
    desk.say("Mon 10:02")
    return desk


def test_a_new_message_is_a_change() -> None:
    desk = Desk()
    desk.look("Mon 10:00", *X)
    before = desk.ledger
    assert warnings_changed(Desk().ledger, before) == frozenset()
    desk.say("Mon 10:02")
    assert warnings_changed(before, desk.ledger) == set(desk.ledger.warnings)


def test_a_look_that_sees_the_same_changes_nothing() -> None:
    desk = told(*X)
    before = desk.ledger
    desk.look("Mon 11:00", *X)
    assert desk.ledger == before
    assert warnings_changed(before, desk.ledger) == frozenset()
    assert to_say(before, desk.ledger) == {}


def test_only_the_message_about_it_changes() -> None:
    desk = told(*X, *Y)
    before = desk.ledger
    desk.look("Mon 11:00", X[0], *Y)
    assert warnings_changed(before, desk.ledger) == {desk.cause("x1+x2").warning}


def test_a_new_time_or_title_or_guest_is_a_change() -> None:
    desk = told(*X)
    before = desk.ledger
    desk.look("Mon 11:00", X[0], X[1].replace("14:30", "14:45"))
    assert warnings_changed(before, desk.ledger)


def test_keeping_changes_the_message() -> None:
    desk = told(*X)
    after = kept(desk.ledger, desk.cause("x1+x2").id, at("Mon 11:00"))
    assert warnings_changed(desk.ledger, after) == set(desk.ledger.warnings)


def test_a_cause_said_anew_leaves_its_earlier_message() -> None:
    desk = told(*X)
    before, first = desk.ledger, desk.said()[0].id
    desk.look("Mon 11:00", *X, "Tue 14:45-16:00 z with=1")
    desk.say("Mon 11:02")
    second = desk.cause("x1+x2").warning
    assert second is not None
    assert warnings_changed(before, desk.ledger) == {first, second}
    assert causes_of(desk.ledger, first) == ()
    assert [one.id for one in causes_of(desk.ledger, second)] == [desk.cause("x1+x2").id]


def test_what_stands_comes_first_in_a_message_then_what_is_sooner() -> None:
    rows = (*clash("Fri", 9, "f"), *X, *Y)
    desk = Desk()
    desk.look("Mon 10:00", *rows, first=["own"])
    desk.look("Mon 11:00", *clash("Fri", 9, "f"), X[0], *Y)
    line = desk.said(Form.BACKLOG)[0].id
    anchors = [one.anchor for one in causes_of(desk.ledger, line)]
    assert anchors == ["y1 y2", "f1 f2", "x1 x2"]


def test_times_to_say_are_asked_for_once_and_again_when_they_change() -> None:
    desk = Desk()
    before = desk.ledger
    desk.look("Mon 10:00", *X)
    cause = desk.cause("x1+x2").id
    assert to_say(before, desk.ledger) == {cause: desk.cause("x1+x2").say_at}
    assert to_say(desk.ledger, desk.ledger) == {}


def test_a_digest_is_asked_for_when_something_is_put_off() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *X)
    before = desk.ledger
    desk.say("Mon 21:02")
    assert needs_digest(before, desk.ledger)
    assert not needs_digest(desk.ledger, desk.ledger)
    assert not needs_digest(desk.ledger, before)


def test_what_is_over_for_a_week_is_forgotten_and_its_message_after_thirty_days() -> None:
    desk = told(*X)
    desk.look("Tue 15:00", *X)
    assert pruned(desk.ledger, at("Tue+1 15:00")) == desk.ledger
    after = pruned(desk.ledger, at("Tue+1 15:01"))
    assert after.conflicts == after.causes == {}
    assert set(after.warnings) == set(desk.ledger.warnings)
    assert pruned(after, at("Wed+4 10:00")) == after
    assert pruned(after, at("Wed+4 10:03")).warnings == {}


def test_forgetting_changes_no_message() -> None:
    desk = told(*X)
    desk.look("Tue 15:00", *X)
    after = pruned(desk.ledger, at("Tue+2 15:01"))
    assert after != desk.ledger
    assert warnings_changed(desk.ledger, after) == frozenset()


def test_what_stands_is_never_forgotten_nor_its_message() -> None:
    desk = told(*X)
    assert pruned(desk.ledger, at("Tue+6 10:00")) == desk.ledger
    assert desk.states() == {"x1+x2": State.TOLD}
