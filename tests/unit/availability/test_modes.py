"""Several people: who must be free, who is named, and what is said about the others."""

from typing import Any

import pytest

from core.availability import Answer, Attendee, Mode, Reason, ReasonCode, Request, explain, find_slots
from tests.unit.availability.asking import WEEK, event, utc

TEN, ELEVEN, NOON = utc("2026-12-01 10:00"), utc("2026-12-01 11:00"), utc("2026-12-01 12:00")
BUSY_AT_TEN = (event("2026-12-01 10:00", "2026-12-01 11:00", calendar="work", id="e1"),)
BUSY_AT_ELEVEN = (event("2026-12-01 11:00", "2026-12-01 12:00"),)


def person(name: str, **more: Any) -> Attendee:
    return Attendee(id=name, **({"hours": WEEK} | more))


def request(mode: Mode, *people: Attendee, **rules: Any) -> Request:
    return Request(window=(TEN, NOON), duration_minutes=60, mode=mode, attendees=people, **rules)


def answer(mode: Mode, *people: Attendee, **rules: Any) -> Answer:
    return find_slots(request(mode, *people, **rules))


def test_collective_needs_everyone_who_is_required() -> None:
    found = answer(Mode.COLLECTIVE, person("ana", busy=BUSY_AT_TEN), person("bob"))
    assert found.slots == (ELEVEN,)
    assert found.who == {ELEVEN: ("ana", "bob")}


def test_optional_people_never_remove_a_slot_and_are_named_when_free() -> None:
    found = answer(Mode.COLLECTIVE, person("ana"), person("bob", busy=BUSY_AT_TEN, required=False))
    assert found.who == {TEN: ("ana",), ELEVEN: ("ana", "bob")}


def test_somebody_without_hours_is_never_free() -> None:
    assert answer(Mode.COLLECTIVE, person("ana"), Attendee(id="bob")).slots == ()


def test_each_person_works_in_their_own_zone() -> None:
    tokyo = person("mei", tz="Asia/Tokyo")
    found = find_slots(
        Request(
            window=(utc("2026-12-01"), utc("2026-12-02")),
            duration_minutes=60,
            tz="Europe/Berlin",
            mode=Mode.COLLECTIVE,
            attendees=(tokyo, person("ana", tz="Asia/Kolkata")),
        )
    )
    assert [f"{slot:%H:%M}" for slot in found.slots] == ["04:00", "05:00", "06:00", "07:00"]


def test_the_top_level_is_nobody_when_there_are_attendees() -> None:
    found = answer(Mode.SINGLE, person("ana"), busy=BUSY_AT_TEN)
    assert found.slots == (TEN, ELEVEN)
    assert found.who == {}


def test_single_with_two_people_is_refused() -> None:
    with pytest.raises(ValueError):
        request(Mode.SINGLE, person("ana"), person("bob"))


def test_two_people_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError):
        request(Mode.ANY, person("ana"), person("ana"))


def test_any_needs_the_same_person_for_the_whole_slot() -> None:
    halves = (
        person("ana", busy=(event("2026-12-01 10:30", "2026-12-01 12:00"),)),
        person("bob", busy=(event("2026-12-01 10:00", "2026-12-01 10:30"),)),
    )
    found = answer(Mode.ANY, *halves)
    assert found.who == {ELEVEN: ("bob",)}
    assert found.free == ((TEN, NOON),)


def test_k_of_n_counts_the_others_beside_the_required() -> None:
    people = (person("ana", required=True), person("bob", busy=BUSY_AT_TEN), person("cem"), person("dia"))
    assert answer(Mode.K_OF_N, *people, k=3).who == {ELEVEN: ("ana", "bob", "cem", "dia")}
    assert answer(Mode.K_OF_N, *people, k=2).who[TEN] == ("ana", "cem", "dia")
    assert answer(Mode.K_OF_N, *people, k=4).slots == ()


def test_round_robin_needs_all_fixed_and_one_of_every_group() -> None:
    people = (
        person("ana", fixed=True),
        person("bob", group="sales", busy=BUSY_AT_TEN),
        person("cem", group="sales", busy=BUSY_AT_TEN),
        person("dia", group="tech"),
    )
    assert answer(Mode.ROUND_ROBIN, *people).who == {ELEVEN: ("ana", "bob", "cem", "dia")}
    assert answer(Mode.ROUND_ROBIN, person("ana", fixed=True, busy=BUSY_AT_ELEVEN), people[3]).slots == (TEN,)


@pytest.mark.parametrize("mode", list(Mode))
def test_an_unreadable_person_is_never_counted_as_free_and_is_named(mode: Mode) -> None:
    dark = person("ana", readable=False)
    found = answer(mode, dark)
    assert (found.slots, found.unreadable) == ((), ("ana",))
    reasons = explain(request(mode, dark), TEN)
    assert Reason(ReasonCode.UNREADABLE, person="ana") in (*reasons, *reasons[0].because)


def test_an_unreadable_optional_person_leaves_the_slots_and_is_named() -> None:
    found = answer(Mode.COLLECTIVE, person("ana"), person("bob", readable=False, required=False))
    assert found.who == {TEN: ("ana",), ELEVEN: ("ana",)}
    assert found.unreadable == ("bob",)


def test_the_answer_explains_the_instants_that_were_asked() -> None:
    found = answer(Mode.COLLECTIVE, person("ana", busy=BUSY_AT_TEN), explain=(TEN, ELEVEN))
    assert [reason.code for reason in found.why[TEN]] == ["PERSON_BUSY"]
    assert found.why[ELEVEN] == ()


def test_without_attendees_every_mode_asks_for_the_request_itself() -> None:
    for mode in Mode:
        found = answer(mode, hours=WEEK, busy=BUSY_AT_TEN)
        assert (found.slots, found.who) == ((ELEVEN,), {})
