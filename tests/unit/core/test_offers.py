"""Offered times: kept for who offers, taken once, given back when they are over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.booking.model import BookingState
from core.booking.offers.model import Offer, OfferState
from core.dialogue.commands import BookEarliest, Find, OpenFindForm, Why
from core.dialogue.model import Actor, Place
from core.dialogue.offer_commands import MakeOffer, OpenOffer, TakeOffer, WithdrawOffer
from core.dialogue.screens import (
    BookingAsk,
    BookingCard,
    Line,
    OfferCard,
    Problem,
    Screen,
    SettingsForm,
    SlotsCard,
    WhyCard,
)
from core.people.model import Platform, Reader
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import MONDAY, World, user

HOUR = timedelta(hours=1)
ELEVEN, NOON, TWO = MONDAY + 2 * HOUR, MONDAY + 3 * HOUR, MONDAY + 5 * HOUR  # by the clock of Berlin
CHANNEL = "C1"
READER = Reader("Europe/Berlin", "en-GB")


def there(key: str, request: str = "") -> Actor:
    """Somebody who presses in the channel."""
    return Actor(user(key), Place.CHANNEL, CHANNEL, request or new_id())


async def offer(world: World, *starts: datetime, where: str = "channel", **more: object) -> OfferCard:
    times = dict(zip(("first", "second", "third"), starts or (ELEVEN, TWO), strict=False))
    made = MakeOffer(duration_minutes=30, channel=CHANNEL, where=where, title="Coffee", **times, **more)  # type: ignore[arg-type]
    shown = await world.dialogue.submit(actor("ada"), made)
    assert isinstance(shown, OfferCard), shown
    await world.work()
    return shown


def the_offer(world: World) -> Offer:
    (found,) = world.store.transactions.tables.offers.values()
    return found


def in_channel(world: World) -> OfferCard:
    (shown,) = world.messenger.channels.values()
    assert isinstance(shown.screen, OfferCard)
    return shown.screen


async def take(world: World, key: str, number: int = 0, request: str = "") -> Screen | None:
    return await world.dialogue.handle(there(key, request), TakeOffer(the_offer(world).id, number))


async def free(world: World, key: str = "ada") -> list[datetime]:
    world_card = await ask(world, Find(duration_minutes=30, since=MONDAY.date(), until=MONDAY.date()), SlotsCard, key)
    return [slot.command.start for day in world_card.days for slot in day.slots]  # type: ignore[union-attr]


def bookings(world: World) -> list[BookingState]:
    kept = (BookingState.OFFERED, BookingState.CONFIRMED, BookingState.HELD)
    return sorted(one.state for one in world.store.transactions.tables.bookings.values() if one.state in kept)


async def test_a_list_of_times_offers_its_first_times_and_knows_the_channel_it_was_asked_in(two: World) -> None:
    card = await two.dialogue.handle(there("ada"), Find(duration_minutes=30))
    assert isinstance(card, SlotsCard)
    opens = next(one.command for one in card.actions if isinstance(one.command, OpenOffer))
    assert opens.channel == CHANNEL
    assert len(opens.starts) > 3
    more = next(one.command for one in card.actions if isinstance(one.command, Find) and one.command.after)
    later = await ask(two, more, SlotsCard)
    assert any(isinstance(one.command, OpenOffer) and one.command.channel == CHANNEL for one in later.actions)
    form = await two.dialogue.form(actor("ada"), opens)
    assert isinstance(form, SettingsForm)
    assert [one.name for one in form.fields] == ["title", "first", "second", "third", "where"]


async def test_what_was_searched_in_private_is_offered_as_text_alone(two: World) -> None:
    card = await ask(two, Find(duration_minutes=30), SlotsCard)
    opens = next(one.command for one in card.actions if isinstance(one.command, OpenOffer))
    form = await two.dialogue.form(actor("ada"), opens)
    assert isinstance(form, SettingsForm)
    (where,) = [one for one in form.fields if one.name == "where"]
    assert [value for value, _ in where.options] == ["text"]  # type: ignore[union-attr]


async def test_p7_offered_times_are_kept_for_everybody_at_once(two: World) -> None:
    await offer(two)
    assert ELEVEN not in await free(two)
    assert TWO not in await free(two)
    assert NOON in await free(two)
    card = await ask(two, Find(people=(replace(BEN, value="UADA"),), duration_minutes=30), SlotsCard, "ben")
    assert ELEVEN not in [slot.command.start for day in card.days for slot in day.slots]  # type: ignore[union-attr]


async def test_the_channel_sees_the_times_as_buttons_and_who_offers_can_copy_them(two: World) -> None:
    mine = await offer(two)
    shown = in_channel(two)
    assert read(shown.heading) == ["Ada Example offers 30 minutes"]
    assert [one.command for one in shown.times] == [TakeOffer(the_offer(two).id, number) for number in (0, 1)]
    assert any("11:00" in line and "Berlin" in line for line in read(*mine.lines))
    assert any(isinstance(one.command, WithdrawOffer) for one in mine.actions)


async def test_the_first_tap_books_with_who_tapped_and_gives_the_others_back(two: World) -> None:
    await offer(two)
    assert await take(two, "ben", 1) is None
    await two.work()
    assert bookings(two) == [BookingState.CONFIRMED]
    (event,) = two.box("ada").events[DEFAULT]
    assert event.start == TWO
    assert [one.start for one in two.box("ben").events[DEFAULT]] == [TWO]
    taken = "Taken: Mon 1 Mar 14:00–14:30, Berlin, by Ben Example. The other times are free again."
    assert read(in_channel(two).state) == [taken]
    assert not in_channel(two).times
    assert ELEVEN in await free(two)
    assert isinstance(two.messenger.last(user("ada")), BookingCard)


async def test_whoever_taps_second_is_told_kindly_and_gets_the_way_to_another_time(two: World) -> None:
    await two.connected("cleo")
    await offer(two)
    await take(two, "ben", 0)
    for number in (0, 1):
        late = await take(two, "cleo", number)
        assert isinstance(late, Line)
        assert late.action is not None
        assert isinstance(late.action.command, OpenFindForm)
        assert late.action.command.find.people == (replace(BEN, value="UADA"),)
    await two.work()
    assert bookings(two) == [BookingState.CONFIRMED]


async def test_a_second_tap_of_the_same_person_changes_nothing(two: World) -> None:
    await offer(two)
    for _ in range(3):
        assert await take(two, "ben", 0) is None
    await two.work()
    assert bookings(two) == [BookingState.CONFIRMED]
    assert len(two.box("ada").events[DEFAULT]) == 1


async def test_who_has_only_an_address_can_take_a_time_and_who_has_none_is_told_what_to_do(world: World) -> None:
    await world.connected("ada")
    world.join("gus")
    world.join("nora", email=None)
    await offer(world)
    said = await take(world, "nora")
    assert isinstance(said, Line)
    assert "mail address" in read(said.text)[0]
    assert await take(world, "gus") is None
    await world.work()
    assert bookings(world) == [BookingState.CONFIRMED]


async def test_own_times_are_not_taken_by_a_click_in_the_channel(two: World) -> None:
    await offer(two)
    assert isinstance(await take(two, "ada"), Line)
    assert isinstance(await two.dialogue.handle(actor("ada"), TakeOffer(the_offer(two).id, 0)), Line)
    assert bookings(two) == [BookingState.OFFERED, BookingState.OFFERED]


async def test_an_offer_is_taken_from_its_channel_only(two: World) -> None:
    """An offer's id is a claim like every other."""
    await offer(two)
    elsewhere = Actor(user("ben"), Place.CHANNEL, "C2", new_id())
    for who in (actor("ben"), elsewhere):
        assert isinstance(await two.dialogue.handle(who, TakeOffer(the_offer(two).id, 0)), Problem)
    for command in (WithdrawOffer(the_offer(two).id), TakeOffer("none", 0), TakeOffer(the_offer(two).id, 7)):
        assert isinstance(await two.dialogue.handle(there("ben"), command), Problem)
    assert bookings(two) == [BookingState.OFFERED, BookingState.OFFERED]


async def test_withdrawing_gives_all_times_back_and_says_so_in_the_channel(two: World) -> None:
    await offer(two)
    shown = await ask(two, WithdrawOffer(the_offer(two).id), OfferCard)
    await two.work()
    assert read(shown.state) == read(in_channel(two).state) == ["The offer was withdrawn. No time is kept any more."]
    assert ELEVEN in await free(two)
    assert bookings(two) == []
    late = await take(two, "ben")
    assert isinstance(late, Line)
    await ask(two, WithdrawOffer(the_offer(two).id), OfferCard)
    assert the_offer(two).state is OfferState.WITHDRAWN


async def test_a_time_is_kept_until_its_notice_begins_and_no_longer_than_a_day(two: World) -> None:
    tomorrow = ELEVEN + timedelta(days=3)
    await offer(two, TWO, tomorrow)
    assert [one.until for one in the_offer(two).times] == [TWO - HOUR, MONDAY + timedelta(hours=24)]
    await two.work(through=TWO - HOUR - two.clock.now())
    shown = in_channel(two)
    assert [one.command for one in shown.times] == [TakeOffer(the_offer(two).id, 1)]
    assert isinstance(await take(two, "ben", 0), Line)
    await two.work(through=timedelta(hours=24))
    assert read(in_channel(two).state) == ["The offer is over: nobody took a time, and none is kept any more."]
    assert bookings(two) == []


async def test_a_time_that_is_over_is_free_even_before_its_job_ran(two: World) -> None:
    await offer(two, TWO)
    two.clock.set(TWO - timedelta(minutes=30))
    assert isinstance(await take(two, "ben"), Line)
    ask_for = BookEarliest(Find(duration_minutes=30, since=MONDAY.date(), until=MONDAY.date(), from_minute=15 * 60))
    assert isinstance(await ask(two, ask_for, BookingAsk, "ben"), BookingAsk)


async def test_a_channel_that_takes_no_message_is_said_on_the_card_with_the_times_to_copy(two: World) -> None:
    two.messenger.shut.add(CHANNEL)
    made = MakeOffer(ELEVEN, 30, TWO, channel=CHANNEL, where="channel", title="Coffee")
    shown = await two.dialogue.submit(actor("ada"), made)
    assert isinstance(shown, OfferCard)
    ref = await two.messenger.show(user("ada"), shown, READER, None)
    await two.dialogue.delivered(actor("ada", ref), shown, ref)
    await two.work()
    edited = two.messenger.last(user("ada"))
    assert isinstance(edited, OfferCard)
    assert "I can't write in that channel" in read(*edited.lines)[-1]
    assert not two.messenger.channels
    await ask(two, WithdrawOffer(the_offer(two).id), OfferCard, card=ref)
    await two.work()
    assert not two.messenger.channels


async def test_the_same_form_sent_twice_makes_one_offer(two: World) -> None:
    made = MakeOffer(ELEVEN, 30, second=TWO, channel=CHANNEL, where="channel", title="Coffee")
    cards = [await two.dialogue.submit(actor("ada", request="r1"), made) for _ in range(2)]
    await two.work()
    assert len({card.offer for card in cards if isinstance(card, OfferCard)}) == 1
    assert len(two.store.transactions.tables.offers) == 1
    assert len(two.messenger.channels) == 1


async def test_times_that_are_taken_overlap_or_begin_too_soon_are_not_offered(two: World) -> None:
    await offer(two, ELEVEN)
    clash = await two.dialogue.submit(actor("ada"), MakeOffer(ELEVEN, 30, title="Tea"))
    assert isinstance(clash, SlotsCard)
    assert clash.taken is not None
    for first, second in ((NOON, NOON + timedelta(minutes=15)), (MONDAY + timedelta(minutes=30), None)):
        assert isinstance(await two.dialogue.submit(actor("ada"), MakeOffer(first, 30, second)), InvalidChoice)
    assert len(two.store.transactions.tables.offers) == 1


async def test_offered_times_count_for_no_daily_limit(two: World) -> None:
    ada = await two.person("ada")
    async with two.store.transactions.write() as tx:
        chosen = await two.store.preferences.get(tx, ada)
        assert chosen is not None
        await two.store.preferences.save(tx, replace(chosen, daily_limit=1))
        await two.store.persons.raise_busy_version(tx, chosen.person)
    await offer(two)
    assert NOON in await free(two)
    assert await take(two, "ben", 0) is None
    await two.work()
    assert bookings(two) == [BookingState.CONFIRMED]
    assert NOON not in await free(two)


async def test_a_tap_that_clashes_with_the_tappers_own_booking_leaves_the_offer_as_it_is(two: World) -> None:
    await offer(two)
    bens = await two.dialogue.submit(actor("ben"), MakeOffer(ELEVEN, 30, title="Ben's"))
    assert isinstance(bens, OfferCard)
    offers = two.store.transactions.tables.offers.values()
    adas = next(one for one in offers if one.channel is not None)
    said = await two.dialogue.handle(there("ben"), TakeOffer(adas.id, 0))
    assert isinstance(said, Line)
    assert "clashes" in read(said.text)[0]
    assert len(bookings(two)) == 3
    assert await two.dialogue.handle(there("ben"), TakeOffer(adas.id, 1)) is None


@pytest.mark.parametrize("where", ["text", "channel"])
async def test_who_offers_books_a_time_themself_for_the_people_they_searched_with(two: World, where: str) -> None:
    card = await offer(two, where=where, people=(BEN,))
    assert len(card.times) == 2
    assert "With Ben Example" in read(*card.lines)
    booked = await ask(two, card.times[0].command, OfferCard)  # type: ignore[arg-type]
    await two.work()
    assert "Ben Example" in read(booked.state)[0]
    assert [one.start for one in two.box("ben").events[DEFAULT]] == [ELEVEN]


async def test_nobody_can_take_a_time_of_somebody_who_disconnected(two: World) -> None:
    await offer(two)
    (connection,) = await two.connections("ada")
    await two.connecting.disconnect(await two.person("ada"), connection.id)
    before = the_offer(two)
    said = await two.dialogue.handle(there("ben"), TakeOffer(before.id, 0))
    assert isinstance(said, Line)
    await two.work()
    assert read(in_channel(two).state) == ["The offer was withdrawn. No time is kept any more."]
    assert not two.store.transactions.tables.offers


async def test_the_other_chat_is_another_workspace(two: World) -> None:
    await offer(two)
    stranger = replace(user("ben"), platform=Platform.TEAMS)
    two.directory.add(replace(two.directory.profiles[user("ben")], user=stranger))
    who = Actor(stranger, Place.CHANNEL, CHANNEL, new_id())
    assert isinstance(await two.dialogue.handle(who, TakeOffer(the_offer(two).id, 0)), Problem)


async def test_why_says_that_a_time_is_offered_to_who_offers_it_and_not_to_others(two: World) -> None:
    await offer(two)
    mine = await ask(two, Why(MONDAY.date(), 11 * 60, 30), WhyCard)
    assert any(line.startswith("You offered this time: “Coffee” keeps") for line in read(*mine.reasons))
    theirs = await ask(two, Why(MONDAY.date(), 11 * 60, 30, (replace(BEN, value="UADA"),)), WhyCard, "ben")
    assert not any("Coffee" in line for line in read(*theirs.reasons))
    assert theirs.reasons
