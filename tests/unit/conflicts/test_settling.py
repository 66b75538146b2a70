"""Keep both, ignore a series, never hear of a kind."""

from core.conflicts.model import Conflict, Kind, Silence, State, ignored, kept, never, offer_rule
from tests.unit.conflicts.desk import Desk, clash
from tests.unit.conflicts.diary import at

MAYBE = "maybe tentative with=2"


def looking_at(*rows: str) -> Desk:
    desk = Desk()
    desk.look("Mon 10:00", *rows)
    return desk


def keep(desk: Desk, pair: str, moment: str = "Mon 10:01") -> Kind | None:
    """Presses Keep both, and returns the rule offered."""
    cause = desk.conflict(pair).cause
    desk.ledger = kept(desk.ledger, cause, at(moment))
    return offer_rule(desk.ledger, cause)


def tentative(*days: str) -> list[str]:
    return [row for day in days for row in (f"{day} 09:00-10:00 {day}a", f"{day} 09:00-10:00 {day}b {MAYBE}")]


def test_kept_is_not_said() -> None:
    desk = looking_at(*clash("Tue", 9, "x"))
    keep(desk, "x1+x2")
    assert desk.cause("x1+x2").say_at is None
    desk.say("Mon 10:05")
    assert desk.said() == []


def test_kept_stays_kept_however_it_is_moved_while_it_overlaps() -> None:
    desk = looking_at("Tue 09:00-10:00 a", "Tue 09:30-10:00 b")
    keep(desk, "a+b")
    desk.look("Mon 11:00", "Tue 09:00-10:00 a", "Tue 09:15-10:00 b with=4")
    assert desk.states() == {"a+b": State.KEPT}
    desk.look("Tue 11:00", "Tue 09:00-10:00 a", "Tue 09:15-10:00 b with=4")
    assert desk.states() == {"a+b": State.KEPT}


def test_kept_ends_when_they_are_taken_apart() -> None:
    desk = looking_at("Tue 09:00-10:00 a", "Tue 09:30-10:00 b")
    keep(desk, "a+b")
    desk.look("Mon 11:00", "Tue 09:00-10:00 a", "Tue 11:30-12:00 b")
    assert desk.states() == {"a+b": State.RESOLVED}
    desk.look("Mon 12:00", "Tue 09:00-10:00 a", "Tue 09:30-10:00 b")
    assert desk.states() == {"a+b": State.OPEN}


def test_everything_of_the_cause_is_kept_at_one_press() -> None:
    desk = looking_at("Tue 09:00-10:00 a", "Tue 09:00-10:00 b", "Tue 09:00-10:00 c", *clash("Wed", 9, "x"))
    keep(desk, "a+b")
    assert desk.states() == {"a+b": State.KEPT, "a+c": State.KEPT, "b+c": State.KEPT, "x1+x2": State.OPEN}
    assert desk.ledger.rules.keeps == {Kind.APPOINTMENT: 1}


def test_a_second_press_changes_nothing() -> None:
    desk = looking_at(*tentative("Tue"))
    keep(desk, "Tuea+Tueb")
    before = desk.ledger
    keep(desk, "Tuea+Tueb")
    assert desk.ledger == before


def test_what_is_over_is_closed_and_not_counted() -> None:
    desk = looking_at(*tentative("Tue"))
    keep(desk, "Tuea+Tueb", "Tue 10:00")
    assert desk.states() == {"Tuea+Tueb": State.RESOLVED}
    assert desk.ledger.rules.keeps == {}


def test_the_third_keep_of_a_kind_offers_the_rule() -> None:
    desk = looking_at(*tentative("Tue", "Wed", "Thu", "Fri"))
    offers = [keep(desk, f"{day}a+{day}b") for day in ("Tue", "Wed", "Thu", "Fri")]
    assert offers == [None, None, Kind.TENTATIVE, None]


def test_no_rule_is_offered_for_meetings() -> None:
    rows = [clash(day, 9, day) for day in ("Tue", "Wed", "Thu")]
    desk = looking_at(*(row for pair in rows for row in pair))
    assert [keep(desk, f"{day}1+{day}2") for day in ("Tue", "Wed", "Thu")] == [None, None, None]
    assert desk.ledger.rules.keeps == {Kind.MEETING: 3}


def test_no_rule_is_offered_that_there_is() -> None:
    desk = looking_at(*tentative("Tue", "Wed"))
    keep(desk, "Tuea+Tueb")
    keep(desk, "Weda+Wedb")
    desk.ledger = never(desk.ledger, Kind.OPTIONAL)
    desk.look("Mon 11:00", *tentative("Tue", "Wed", "Thu"))
    cause = desk.conflict("Thua+Thub").cause
    desk.ledger = never(kept(desk.ledger, cause, at("Mon 11:00")), Kind.TENTATIVE)
    assert offer_rule(desk.ledger, cause) is None


def test_a_rule_takes_what_it_is_about_out_of_list_and_message() -> None:
    desk = looking_at(*tentative("Tue", "Wed"), *clash("Thu", 9, "x"))
    keep(desk, "Tuea+Tueb")
    desk.ledger = never(desk.ledger, Kind.TENTATIVE)
    assert desk.states() == {"Tuea+Tueb": State.KEPT, "Weda+Wedb": State.MUTED, "x1+x2": State.OPEN}
    assert desk.cause("x1+x2").say_at is not None


def test_what_is_no_longer_of_the_kind_is_heard_of() -> None:
    desk = looking_at(*tentative("Tue"))
    desk.ledger = never(desk.ledger, Kind.TENTATIVE)
    desk.look("Mon 11:00", "Tue 09:00-10:00 Tuea", "Tue 09:00-10:00 Tueb accepted with=2")
    desk.say("Mon 11:02")
    assert len(desk.said()) == 1


def test_a_rule_against_all_meetings_is_none() -> None:
    desk = looking_at(*clash("Tue", 9, "x"))
    assert never(desk.ledger, Kind.MEETING) == desk.ledger


def test_a_muted_clash_that_waited_is_not_said() -> None:
    desk = looking_at("Tue 09:00-10:00 a1 series=a", "Tue 09:00-10:00 b")
    desk.ledger = ignored(desk.ledger, desk.conflict("a1+b").cause)
    assert desk.cause("a1+b").say_at is None
    desk.say("Mon 10:05")
    assert desk.said() == []


def test_the_series_that_recurs_is_ignored_against_everything() -> None:
    desk = looking_at("Tue 09:00-10:00 a1 series=a", "Tue 09:00-10:00 b")
    desk.ledger = ignored(desk.ledger, desk.conflict("a1+b").cause)
    assert desk.ledger.rules.silences == {Silence("a")}
    desk.look("Mon 11:00", "Wed 09:00-10:00 a2 series=a", "Wed 09:00-10:00 c")
    assert desk.states()["a2+c"] is State.MUTED


def test_two_series_are_ignored_against_each_other_only() -> None:
    desk = looking_at("Tue 09:00-10:00 b1 series=b", "Tue 09:00-10:00 a1 series=a")
    desk.ledger = ignored(desk.ledger, desk.conflict("a1+b1").cause)
    assert desk.ledger.rules.silences == {Silence("a", "b")}
    desk.look("Mon 11:00", "Wed 09:00-10:00 a2 series=a", "Wed 09:00-10:00 b2 series=b", "Wed 09:00-10:00 c")
    assert {pair: desk.states()[pair] for pair in ("a2+b2", "a2+c")} == {"a2+b2": State.MUTED, "a2+c": State.OPEN}


def test_ignoring_takes_other_dates_of_the_series_along() -> None:
    desk = looking_at("Tue 09:00-10:00 a1 series=a", "Tue 09:00-10:00 b", "Wed 09:00-10:00 a2 series=a",
                      "Wed 09:00-10:00 c")  # fmt: skip
    desk.ledger = ignored(desk.ledger, desk.conflict("a1+b").cause)
    assert set(desk.states().values()) == {State.MUTED}


def test_nothing_recurs_nothing_changes() -> None:
    desk = looking_at(*clash("Tue", 9, "x"))
    assert ignored(desk.ledger, desk.conflict("x1+x2").cause) == desk.ledger


def test_a_held_cause_that_is_kept_is_in_no_digest() -> None:
    desk = Desk()
    desk.look("Mon 21:00", *clash("Wed", 9, "x"))
    desk.say("Mon 21:02")
    keep(desk, "x1+x2", "Mon 21:03")
    desk.digest("Tue 08:00")
    assert desk.ledger.warnings == {}


def test_a_conflict_without_more_says_when_it_began() -> None:
    desk = looking_at(*clash("Tue", 9, "x"))
    found = desk.conflict("x1+x2")
    assert found == Conflict(found.pair, found.cause, State.OPEN, at("Mon 10:00"))
