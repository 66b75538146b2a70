"""Who is meant: by mention and address, in either chat; and guests, apps, and people who left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.connection.model import Access
from core.dialogue.commands import Book, Find, Named, ShowBookings, Why
from core.dialogue.model import Actor, Place
from core.dialogue.screens import BookingsCard, Problem, SlotsCard, WhyCard
from core.people.model import ChatProfile, ChatUser, Platform
from core.people.searching import COUNTED_FOR, SEARCHES_MOST
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import CONTOSO, ELSEWHERE, MONDAY, World, user

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
DAY = MONDAY.date()
CLEO_IN_TEAMS = ChatUser(Platform.TEAMS, CONTOSO, "oid-cleo@contoso.com")
BEN_BY_MAIL, CLEO_BY_MAIL = Named("address", "ben@contoso.com"), Named("address", "Cleo@Contoso.com")


def from_teams() -> Actor:
    return Actor(CLEO_IN_TEAMS, Place.DIRECT, "A1", new_id())


@pytest.fixture
async def both(two: World) -> World:
    """Ada and Ben speak from Slack, Cleo from Teams; all are of one tenant and connected."""
    two.directory.add(ChatProfile(CLEO_IN_TEAMS, "Cleo Example", None, "Europe/Berlin", "en-GB"))
    two.mailbox("cleo@contoso.com")
    cleo = await two.meeting.person(CLEO_IN_TEAMS)
    await two.follow(await two.connecting.offer(cleo.id, CLEO_IN_TEAMS, Access.READ_WRITE), "cleo@contoso.com")
    await two.work()
    return two


async def starts(world: World, who: Actor, *people: Named) -> list[object]:
    card = await world.dialogue.handle(who, Find(people, 30, DAY, DAY))
    assert isinstance(card, SlotsCard), card
    return [slot.command.start for day in card.days for slot in day.slots]  # type: ignore[union-attr]


async def booked(world: World, who: Actor, *people: Named) -> Booking:
    await world.dialogue.submit(who, Book(NOON, 30, people, "Coffee"))
    await world.work()
    (booking,) = world.store.transactions.tables.bookings.values()
    assert booking.state is BookingState.CONFIRMED
    return booking


async def test_a_slack_person_finds_and_books_a_teams_person_by_address(both: World) -> None:
    both.box("cleo").add(NOON + HOUR, NOON + 2 * HOUR)
    found = await starts(both, actor("ada"), CLEO_BY_MAIL)
    assert NOON in found
    assert NOON + HOUR not in found
    booking = await booked(both, actor("ada"), CLEO_BY_MAIL)
    assert booking.protected == {await both.person("ada"), (await both.meeting.person(CLEO_IN_TEAMS)).id}


async def test_a_teams_person_finds_and_books_a_slack_person_by_address(both: World) -> None:
    both.box("ben").add(NOON + HOUR, NOON + 2 * HOUR)
    found = await starts(both, from_teams(), BEN_BY_MAIL)
    assert NOON in found
    assert NOON + HOUR not in found
    booking = await booked(both, from_teams(), BEN_BY_MAIL)
    assert booking.protected == {await both.person("ben"), (await both.meeting.person(CLEO_IN_TEAMS)).id}


async def test_somebody_picked_in_slack_is_who_connected_from_teams_with_that_address(both: World) -> None:
    both.join("cleo")
    both.box("cleo").add(NOON, NOON + HOUR)
    assert NOON not in await starts(both, actor("ada"), Named("user", "UCLEO"))


@pytest.mark.parametrize("named", [BEN, BEN_BY_MAIL])
async def test_another_tenant_that_claims_a_colleagues_address_takes_nobodys_place(world: World, named: Named) -> None:
    """Its directory may say any address; Gus, who connected before Ben did, is neither read nor named for him."""
    await world.connected("ada")
    world.join("ben")
    world.join("gus", email="gus@fabrikam.com")
    world.mailbox("gus@fabrikam.com", ELSEWHERE)
    known = world.sign_in.accounts["gus@fabrikam.com"]
    world.sign_in.add(replace(known, addresses=known.addresses | {"ben@contoso.com"}))
    await world.sign("gus", "gus@fabrikam.com")
    world.clock.advance(timedelta(minutes=1))
    ben = await world.connected("ben")
    world.box("ben").add(NOON, NOON + HOUR)
    assert NOON not in await starts(world, actor("ada"), named)
    invited = await world.inviting.by_address(user("ada"), "ben@contoso.com")
    assert (invited.person, invited.outsider) == (ben, False)


async def test_somebody_connected_in_another_tenant_is_not_read_or_named(two: World) -> None:
    two.join("gus", email="gus@fabrikam.com")
    two.mailbox("gus@fabrikam.com", ELSEWHERE)
    await two.sign("gus", "gus@fabrikam.com")
    await two.work()
    two.outlook.mailboxes["oid-gus@fabrikam.com"].add(NOON, NOON + HOUR)
    for named in (Named("address", "gus@fabrikam.com"), Named("user", "UGUS")):
        card = await ask(two, Find((named,), 30, DAY, DAY), SlotsCard)
        assert NOON in [slot.command.start for day in card.days for slot in day.slots]  # type: ignore[union-attr]
        assert len(card.unknown) == 1
        assert "doesn't share" not in read(*card.unknown)[0]
    booking = await booked(two, actor("ada"), Named("address", "gus@fabrikam.com"))
    assert booking.protected == {await two.person("ada")}
    assert booking.plan.invitees[0].person is None


async def test_a_guest_is_never_read_even_with_an_account_of_the_organisation(two: World) -> None:
    """Multi-channel and single-channel guests, and people who share a channel from elsewhere."""
    await two.connected("gina")
    two.directory.change(next(one for one in two.directory.profiles if one.user == "UGINA"), outsider=True)
    two.clock.advance(timedelta(hours=7))
    two.clock.set(MONDAY + timedelta(days=1))
    tomorrow = MONDAY + timedelta(days=1, hours=3)
    two.box("gina").add(tomorrow, tomorrow + HOUR)
    card = await ask(two, Find((Named("user", "UGINA"),), 30, tomorrow.date(), tomorrow.date()), SlotsCard)
    assert tomorrow in [slot.command.start for day in card.days for slot in day.slots]  # type: ignore[union-attr]
    assert len(card.unknown) == 1
    await two.dialogue.submit(actor("ada"), Book(tomorrow, 30, (Named("user", "UGINA"),), "Coffee"))
    await two.work()
    (booking,) = two.store.transactions.tables.bookings.values()
    assert booking.state is BookingState.CONFIRMED
    assert booking.protected == {await two.person("ada")}
    assert booking.plan.invitees[0].address == "gina@contoso.com"


async def test_an_app_and_somebody_who_left_cannot_be_invited_and_it_is_said(two: World) -> None:
    two.join("robo", bot=True)
    two.join("leah", active=False)
    for value, reason in (
        ("UROBO", "choice.person_bot"),
        ("ULEAH", "choice.person_left"),
        ("U0", "choice.person_unknown"),
    ):
        wrong = await two.dialogue.submit(actor("ada"), Find((Named("user", value),), 30))
        assert isinstance(wrong, InvalidChoice)
        assert (wrong.field, wrong.reason) == ("people", reason)
        assert isinstance(await two.dialogue.handle(actor("ada"), Find((Named("user", value),), 30)), Problem)


async def test_questions_about_others_are_limited_by_the_hour_and_own_ones_are_not(two: World) -> None:
    for _ in range(SEARCHES_MOST - 1):
        await ask(two, Find((BEN,), 30, DAY, DAY), SlotsCard)
    await ask(two, Why(DAY, 13 * 60, 30, (BEN,)), WhyCard)
    for command in (Find((BEN,), 30), Why(DAY, 13 * 60, 30, (BEN,))):
        refused = await ask(two, command, Problem)
        assert "60 an hour. It goes on at 10:00." in read(refused.means)[0]
        assert refused.next_step is not None
    await ask(two, Find((), 30, DAY, DAY), SlotsCard)
    await ask(two, ShowBookings(), BookingsCard)
    await ask(two, Find((Named("user", "UADA"),), 30, DAY, DAY), SlotsCard, "ben")
    two.clock.advance(COUNTED_FOR)
    await ask(two, Find((BEN,), 30, DAY, DAY), SlotsCard)
