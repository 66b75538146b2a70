"""A booking passes to another host: the guests have one event before, and one after, whatever happens in between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import BookingState
from core.booking.usecases.succession import CHANGED, STAYS
from core.dialogue.settings_commands import SaveLanguage
from core.shared.errors import InvalidChoice, NotYours, OutlookRejected, OutlookUnavailable, ReconnectNeeded, SlotTaken
from tests.unit.core.asking import actor
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of, release, state_of
from tests.unit.core.round_robin import SOON, booked, hand_over, handing, meetings, team

CONFIRMED, CANCELLED, FAILED = BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.FAILED


async def test_p23_another_member_takes_a_booking_over_with_a_new_event_and_the_old_one_goes() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    await world.work()
    assert state_of(world, old) == (CANCELLED, None)
    assert state_of(world, new) == (CONFIRMED, None)
    assert now_of(world, old).comment == "Ben takes over"
    assert [event.transaction_id for event in world.box("ben").all_events()] == [new.id]
    assert world.box("ada").all_events() == []
    assert [event.organizer_address for event in meetings(world)] == ["ben@contoso.com"]


async def test_each_host_tells_the_guests_in_their_own_language() -> None:
    world = await team()
    await world.dialogue.handle(actor("ada"), SaveLanguage("de"))
    old = await booked(world)
    await hand_over(world, old)
    await world.work()
    assert now_of(world, old).comment == "Ben übernimmt", "Outlook says it in Ada's name"
    world = await team()
    await world.dialogue.handle(actor("ben"), SaveLanguage("de"))
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = ["", OutlookRejected(403, "ErrorAccessDenied")]
    await world.work(SOON)
    assert now_of(world, new).comment == "Ada bleibt Gastgeber", "Outlook says it in Ben's name"


async def test_the_guest_is_protected_all_the_time_and_by_one_booking_only() -> None:
    world = await team()
    old = await booked(world)
    ada, ben, carol = [await world.person(key) for key in ("ada", "ben", "carol")]
    new = await hand_over(world, old)
    assert (now_of(world, old).protected, new.protected) == ({ada, carol}, {ben})
    with pytest.raises(SlotTaken):
        await hold(world, "carol", (), TEN)
    await world.work()
    assert now_of(world, new).protected == {ben, carol}
    with pytest.raises(SlotTaken):
        await hold(world, "carol", (), TEN)
    free_again = await hold(world, "ada", (), TEN)
    await world.work()
    assert state_of(world, free_again) == (CONFIRMED, None)


async def test_who_is_busy_then_is_not_offered_and_the_fairest_of_the_others_comes_first() -> None:
    world = await team("ada", "ben", "dana", "emil")
    await booked(world, "ben", TEN + 3 * HOUR)
    old = await booked(world, "ada")
    world.box("dana").add(TEN, TEN + HOUR)
    assert [taker.name for taker in await handing(world).takers(old)] == ["Emil", "Ben"]


async def test_a_new_host_whose_calendar_is_taken_meanwhile_leaves_everything_as_it_was() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.box("ben").add(TEN, TEN + HOUR)
    await world.work(SOON)
    assert state_of(world, new) == (FAILED, "slot_taken")
    assert state_of(world, old) == (CONFIRMED, None)
    assert [event.organizer_address for event in meetings(world)] == ["ada@contoso.com"]


@pytest.mark.parametrize("refusal", [OutlookRejected(403, "ErrorAccessDenied"), ReconnectNeeded()])
async def test_a_new_event_that_outlook_refuses_leaves_the_old_one(refusal: Exception) -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = [refusal]
    await world.work(SOON)
    assert state_of(world, new)[0] is FAILED
    assert state_of(world, old) == (CONFIRMED, None)
    assert len(meetings(world)) == 1


@pytest.mark.parametrize("refusal", [OutlookRejected(403, "ErrorAccessDenied"), ReconnectNeeded()])
async def test_an_old_event_that_outlook_refuses_to_cancel_stays_and_the_new_one_goes(refusal: Exception) -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = ["", refusal]
    await world.work(SOON)
    assert state_of(world, old) == (CONFIRMED, STAYS)
    assert state_of(world, new) == (CANCELLED, None)
    assert now_of(world, new).comment == "Ada stays the host"
    assert [event.organizer_address for event in meetings(world)] == ["ada@contoso.com"]
    with pytest.raises(SlotTaken):
        await hold(world, "carol", (), TEN)
    again = await hand_over(world, now_of(world, old))
    await world.work(SOON)
    assert state_of(world, again) == (CONFIRMED, None)


async def test_when_the_new_one_has_to_go_it_goes_however_often_outlook_refuses() -> None:
    world = await team()
    old = await booked(world)
    await hand_over(world, old)
    world.outlook.faults = ["", OutlookRejected(403, "ErrorAccessDenied"), OutlookRejected(403, "ErrorAccessDenied")]
    await world.work(SOON)
    assert [event.organizer_address for event in meetings(world)] == ["ada@contoso.com"]


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
@pytest.mark.parametrize("call", [0, 1])
async def test_answers_that_are_lost_double_nothing(fault: str, call: int) -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = [*[""] * call, fault, fault]
    await world.work(SOON)
    assert (state_of(world, old), state_of(world, new)) == ((CANCELLED, None), (CONFIRMED, None))
    assert [event.organizer_address for event in meetings(world)] == ["ben@contoso.com"]
    assert world.box("ada").all_events() == []


async def test_an_old_event_that_was_moved_in_outlook_meanwhile_is_not_handed_over() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.box("ada").change(old.outlook_id or "", start=TEN + 2 * HOUR, end=TEN + 3 * HOUR)
    await world.work()
    assert state_of(world, new) == (FAILED, CHANGED)
    assert world.box("ben").all_events() == []


async def test_an_old_event_that_was_deleted_in_outlook_meanwhile_is_not_made_anew() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.box("ada").remove(old.outlook_id or "")
    await world.work()
    assert state_of(world, new) == (FAILED, CHANGED)
    assert world.box("ben").all_events() == []


async def test_an_old_event_deleted_by_hand_after_the_new_one_was_written_counts_as_cancelled() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = ["lost after"]
    await world.work()
    world.box("ada").remove(old.outlook_id or "")
    await world.work(SOON)
    assert (state_of(world, old), state_of(world, new)) == ((CANCELLED, None), (CONFIRMED, None))


async def test_a_meeting_cancelled_while_it_is_handed_over_is_cancelled() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.faults = ["lost after"]
    await world.work()
    await release(world, now_of(world, old))
    await world.work(SOON)
    assert (state_of(world, old)[0], state_of(world, new)[0]) == (CANCELLED, CANCELLED)
    assert meetings(world) == []


async def test_an_outlook_that_does_not_answer_before_the_new_event_ends_the_hand_over_with_the_old_event() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.outlook.down = True
    await world.work(timedelta(minutes=5))
    world.outlook.down = False
    await world.work(SOON)
    assert state_of(world, new)[0] is FAILED
    assert state_of(world, old) == (CONFIRMED, None)
    assert len(meetings(world)) == 1


async def test_handing_over_twice_is_handing_over_once_and_to_two_at_once_is_refused() -> None:
    world = await team("ada", "ben", "dana")
    old = await booked(world)
    new = await hand_over(world, old, request="click")
    assert await hand_over(world, old, request="click") == new
    assert (await hand_over(world, old, request="another device")).id == new.id
    with pytest.raises(InvalidChoice):
        await hand_over(world, old, "dana")
    await world.work()
    assert len(meetings(world)) == 1
    assert [event.transaction_id for event in world.box("ben").all_events()] == [new.id]


async def test_what_is_handed_over_can_be_handed_over_again_and_back() -> None:
    world = await team()
    booking = await booked(world)
    for to in ("ben", "ada", "ben"):
        taken = await hand_over(world, booking, to)
        await world.work()
        booking = now_of(world, taken)
        assert [event.organizer_address for event in meetings(world)] == [f"{to}@contoso.com"]


async def test_only_members_take_over_and_only_host_booker_and_owner_hand_over() -> None:
    world = await team("ada", "ben", "dana")
    old = await booked(world, "ben")
    with pytest.raises(InvalidChoice):
        await handing(world).prepare(old, await world.person("carol"), "request")
    for key in ("ada", "ben", "carol"):
        assert (await handing(world).booking(await world.person(key), old.id)).id == old.id
    with pytest.raises(NotYours):
        await handing(world).booking(await world.person("dana"), old.id)


async def test_an_invited_member_who_takes_over_is_the_host_and_no_guest_any_more() -> None:
    world = await team()
    old = await booked(world, guests=("carol", "ben"))
    new = await hand_over(world, old)
    await world.work()
    assert state_of(world, new) == (CONFIRMED, None)
    assert [item.name for item in now_of(world, new).plan.invitees] == ["Carol Example"]
    assert [event.is_organizer for event in meetings(world, "ben")] == [True]
    carol, ben = await world.person("carol"), await world.person("ben")
    assert now_of(world, new).protected == {carol, ben}


async def test_a_plain_booking_is_nobody_elses_to_take() -> None:
    world = await team()
    plain = replace(await booked(world), type=None)
    assert not await handing(world).may(plain)
    assert await handing(world).takers(plain) == ()
    with pytest.raises(InvalidChoice):
        await hand_over(world, plain)


async def test_a_temporary_trouble_reading_the_old_event_is_waited_out() -> None:
    world = await team()
    old = await booked(world)
    new = await hand_over(world, old)
    world.box("ben").unreadable["Calendar"] = OutlookUnavailable()
    await world.work()
    world.box("ben").unreadable.clear()
    await world.work(SOON)
    assert state_of(world, new) == (CONFIRMED, None)
