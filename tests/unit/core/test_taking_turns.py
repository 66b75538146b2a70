"""Booking by a round robin: one of the members becomes the host, in turns, and whoever asked is a guest."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from core.booking.model import Booking, BookingState
from core.configuration.meeting_types.model import TypeMode
from core.dialogue.commands import Named, OpenBookingForm, ShowBooking
from core.dialogue.round_commands import HandOverTo, OfferHandOver
from core.dialogue.screens import BookingAsk, BookingCard, BookingForm
from core.shared.ids import new_id
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.types_scene import INTRO, add, book, latest, members, scene, slots
from tests.unit.world import MONDAY, World, user

HOUR = timedelta(hours=1)


async def turns(*keys: str, **changes: object) -> World:
    """Ada's round robin Intro, of Ada, Ben and Dan unless others are named; Cleo books."""
    world = await scene()
    await add(
        world, mode=TypeMode.ROUND_ROBIN, members=await members(world, *(keys or ("ada", "ben", "dan"))), **changes
    )
    return world


async def taken(world: World, offered: OpenBookingForm, key: str = "cleo") -> Booking:
    assert await book(world, key, offered) is None
    await world.work()
    made = latest(world)
    world.clock.advance(timedelta(minutes=1))
    return made


async def who(world: World, booking: Booking) -> str:
    people = {await world.person(key): key for key in ("ada", "ben", "dan")}
    return people[booking.host]


async def test_the_member_whose_turn_it_is_hosts_in_their_linked_calendar_and_the_asker_is_a_guest() -> None:
    world = await turns()
    made = await taken(world, (await slots(world, "cleo"))[0])
    host = await who(world, made)
    assert made.state is BookingState.CONFIRMED
    assert (made.type, made.booked_by) == (INTRO, await world.person("cleo"))
    assert [item.address for item in made.plan.invitees] == ["cleo@contoso.com"]
    assert len(world.box(host).written(made.id)) == 1
    assert made.plan.title == "Intro: Cleo Example"
    assert (await ask(world, ShowBooking(made.id), BookingCard, "cleo")).done


async def test_six_bookings_are_two_for_each_of_three() -> None:
    world = await turns()
    made = [await taken(world, (await slots(world, "cleo"))[number]) for number in range(6)]
    assert sorted(Counter([await who(world, one) for one in made]).values()) == [2, 2, 2]


async def test_p23_a_time_is_offered_as_long_as_one_member_is_free_and_that_one_hosts_it() -> None:
    world = await turns()
    day = MONDAY + timedelta(days=1)
    for key in ("ada", "ben"):
        world.box(key).add(day, day + 8 * HOUR)
    world.box("dan").add(day, day + 4 * HOUR)
    offered = [one for one in await slots(world, "cleo") if day <= one.start < day + 8 * HOUR]
    assert min(one.start for one in offered) == day + 4 * HOUR
    assert await who(world, await taken(world, offered[0])) == "dan"


async def test_when_outlook_says_that_the_chosen_member_is_busy_the_next_one_hosts() -> None:
    world = await turns()
    offered = (await slots(world, "cleo"))[0]
    assert await book(world, "cleo", offered) is None
    first = await who(world, latest(world))
    world.box(first).add(offered.start, offered.start + HOUR)
    await world.work()
    made = latest(world)
    assert made.state is BookingState.CONFIRMED
    host = await who(world, made)
    assert host != first
    assert made.protected == {made.host}
    assert len(world.box(host).written(made.id)) == 1


async def test_only_when_nobody_can_is_the_time_called_taken() -> None:
    world = await turns()
    offered = (await slots(world, "cleo"))[0]
    assert await book(world, "cleo", offered) is None
    for key in ("ada", "ben", "dan"):
        world.box(key).add(offered.start, offered.start + HOUR)
    await world.work()
    assert (latest(world).state, latest(world).failure) == (BookingState.FAILED, "slot_taken")
    assert not any(world.box(key).written(latest(world).id) for key in ("ada", "ben", "dan"))


async def test_a_member_whose_calendar_cannot_be_read_is_passed_over() -> None:
    world = await turns()
    offered = (await slots(world, "cleo"))[0]
    assert await book(world, "cleo", offered) is None
    first = await who(world, latest(world))
    await world.connecting.disconnect(latest(world).host, latest(world).connection)
    await world.work()
    assert latest(world).state is BookingState.CONFIRMED
    assert await who(world, latest(world)) != first


async def test_a_double_click_and_a_second_device_book_one_host_once() -> None:
    world = await turns()
    offered = (await slots(world, "cleo"))[0]
    form = await world.dialogue.form(actor("cleo"), offered)
    click = actor("cleo", CARD, new_id())
    for press in (click, click, actor("cleo", CARD, new_id())):
        assert await world.dialogue.submit(press, form.submit) is None  # type: ignore[union-attr]
    await world.work()
    assert len(world.store.transactions.tables.bookings) == 1


async def test_two_guests_at_one_hour_are_two_bookings_with_two_hosts() -> None:
    world = await turns()
    offered = (await slots(world, "cleo"))[0]
    form = await world.dialogue.form(actor("cleo"), offered)
    assert isinstance(form, BookingForm)
    for address in ("x@elsewhere.example", "y@elsewhere.example"):
        named = replace(form.submit, people=(Named("address", address),))
        assert await world.dialogue.submit(actor("cleo", CARD, new_id()), named) is None
    await world.work()
    bookings = world.store.transactions.tables.bookings.values()
    assert len({one.host for one in bookings}) == len(bookings) == 2


async def test_a_title_names_whoever_hosts_also_after_a_hand_over() -> None:
    world = await turns(title="{host} shows {guest} round")
    made = await taken(world, (await slots(world, "cleo"))[0])
    assert made.plan.title == f"{(await who(world, made)).title()} Example shows Cleo Example round"
    to = "ben" if await who(world, made) == "ada" else "ada"
    prepared = await world.rooms.bookings.handing_over.prepare(made, await world.person(to), new_id())
    assert prepared.plan.title == f"{to.title()} Example shows Cleo Example round"


async def test_a_member_who_asks_may_be_the_host_themself() -> None:
    world = await turns("ben")
    made = await taken(world, (await slots(world, "ben"))[0], "ben")
    assert (await who(world, made), made.booked_by) == ("ben", None)


async def test_hand_over_is_offered_on_the_card_and_both_cards_follow() -> None:
    world = await turns()
    made = await taken(world, (await slots(world, "cleo"))[0])
    host = await who(world, made)
    card = await ask(world, ShowBooking(made.id), BookingCard, "cleo")
    (offer,) = [action.command for action in card.actions if isinstance(action.command, OfferHandOver)]
    choice = await ask(world, offer, BookingAsk, "cleo", CARD)
    presses = [action.command for action in choice.actions if isinstance(action.command, HandOverTo)]
    assert {await world.person(key) for key in ("ada", "ben", "dan") if key != host} == {one.to for one in presses}
    waiting = await ask(world, presses[0], BookingCard, "cleo", CARD)
    assert "takes over" in " ".join(read(waiting.state))
    await world.work()
    new = latest(world)
    assert (new.state, new.host, new.replaces) == (BookingState.CONFIRMED, presses[0].to, made.id)
    mine = world.messenger.last(user("cleo"))
    assert isinstance(mine, BookingCard)
    assert mine.done
    assert read(mine.title) == [new.plan.title]
    theirs = world.messenger.last(user(await who(world, new)))
    assert isinstance(theirs, BookingCard)
    assert theirs.done
    old = await ask(world, ShowBooking(made.id), BookingCard, host)
    assert "took over" in " ".join(read(old.state))


async def test_a_hand_over_that_fails_says_why_and_the_next_step_on_the_old_card() -> None:
    world = await turns()
    made = await taken(world, (await slots(world, "cleo"))[0])
    to = "ben" if await who(world, made) == "ada" else "ada"
    await ask(world, HandOverTo(made.id, await world.person(to)), BookingCard, "cleo", CARD)
    world.box(to).add(made.plan.when.start, made.plan.when.end)
    await world.work()
    card = world.messenger.last(user("cleo"))
    assert isinstance(card, BookingCard)
    assert card.done
    assert "couldn't take over" in " ".join(read(*card.notes))
    assert any(isinstance(action.command, OfferHandOver) for action in card.actions)


async def test_nobody_else_free_is_said_with_a_way_on() -> None:
    world = await turns("ada", "ben")
    made = await taken(world, (await slots(world, "cleo"))[0])
    other = "ben" if await who(world, made) == "ada" else "ada"
    world.box(other).add(made.plan.when.start, made.plan.when.end)
    choice = await ask(world, OfferHandOver(made.id), BookingAsk, "cleo")
    assert "Nobody else" in " ".join(read(*choice.lines))
    assert [type(action.command) for action in choice.actions] == [ShowBooking]
