"""What a meeting is to the person, and which pairs make one cause."""

from core.availability import DEFAULT_BLOCKING
from core.conflicts.model import CauseKind, Group, Role, engagements, groups
from tests.unit.conflicts.diary import BERLIN, OWN, at, row, seen

NOW = at("Mon 07:00")


def found(*rows: str) -> tuple[Group, ...]:
    return groups(seen(rows, NOW).pairs)


def described(*rows: str) -> list[tuple[CauseKind, str]]:
    return [(group.kind, " ".join("+".join(pair.key) for pair in group.pairs)) for group in found(*rows)]


def test_two_series_are_one_cause_whichever_begins_first() -> None:
    rows = (
        "Tue 14:00-15:00 a1 series=a", "Tue 14:30-15:30 b1 series=b",
        "Wed 14:30-15:30 a2 series=a", "Wed 14:00-15:00 b2 series=b",
    )  # fmt: skip
    assert described(*rows) == [(CauseKind.SERIES, "a1+b1 a2+b2")]
    assert found(*rows)[0].anchor == "a b"


def test_an_absence_over_one_meeting_is_a_cluster_over_two_it_is_its_own_kind() -> None:
    away, one, other = "Tue 09:00-15:00 away oof", "Tue 09:30-10:00 b", "Tue 11:00-12:00 c"
    assert described(away, one) == [(CauseKind.CLUSTER, "away+b")]
    assert described(away, one, other) == [(CauseKind.AWAY, "away+b away+c")]
    assert found(away, one, other)[0].anchor == "away"


def test_of_two_absences_over_the_same_meetings_the_longer_one_is_the_cause() -> None:
    rows = ("Tue 09:00-15:00 away oof", "Tue 11:00-12:00 dentist oof", "Tue 11:30-12:30 b", "Tue 13:00-14:00 c")
    assert described(*rows) == [(CauseKind.AWAY, "away+dentist b+dentist away+b away+c")]


def test_what_one_long_day_covers_is_one_quiet_entry_apart_from_other_soft_pairs() -> None:
    rows = (
        "Tue 08:00-17:00 site", "Tue 09:00-10:00 b", "Tue 14:00-15:00 c", "Tue 14:30-15:00 t tentative",
        "Tue 16:30-18:00 d",
    )  # fmt: skip
    assert described(*rows) == [
        (CauseKind.CLUSTER, "b+site c+site site+t d+site"),
        (CauseKind.CLUSTER, "c+t"),
    ]


def test_what_interrupts_comes_first_then_what_is_sooner() -> None:
    rows = (
        "Mon 09:00-10:00 s", "Mon 09:00-10:00 t tentative", "Wed 09:00-10:00 a", "Wed 09:00-10:00 b",
        "Tue 09:00-10:00 c", "Tue 09:00-10:00 d",
    )  # fmt: skip
    assert [pairs for _, pairs in described(*rows)] == ["c+d", "a+b", "s+t"]


def test_every_pair_is_in_exactly_one_group() -> None:
    rows = [
        f"Tue {9 + n // 2:02}:00-{11 + n % 5}:00 e{n} {mark}" for n, mark in enumerate(["oof", "busy", "unknown"] * 4)
    ]
    pairs = seen(rows, NOW).pairs
    grouped = [pair.key for group in groups(pairs) for pair in group.pairs]
    assert sorted(grouped) == sorted(pair.key for pair in pairs)
    assert len(pairs) > 20


def test_my_addresses_are_mine_in_any_case() -> None:
    event = row("Tue 09:00-10:00 a accepted optional with=3").event
    one = engagements({OWN: [event]}, frozenset({"ADA@Contoso.COM"}), DEFAULT_BLOCKING, BERLIN)[0]
    assert (one.people, one.is_optional, one.role) == (3, True, Role.ACCEPTED)


def test_people_beyond_those_kept_count() -> None:
    event = row("Tue 09:00-10:00 a accepted with=300").event
    one = engagements({OWN: [event]}, frozenset({"ada@contoso.com"}), DEFAULT_BLOCKING, BERLIN)[0]
    assert one.people == 300


def test_meetings_come_by_start_and_those_that_take_no_time_not_at_all() -> None:
    rows = ("Wed 09:00-10:00 c", "Tue 09:00-10:00 a", "Tue 09:00-09:00 zero", "Tue 10:00-11:00 f free", "Tue all d")
    assert [one.event for one in seen(rows, NOW).engagements] == ["d", "a", "c"]
    assert seen(rows, NOW).idle == {"zero", "f"}
