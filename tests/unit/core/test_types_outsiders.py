"""A shared meeting type shows no times to outsiders, and nobody draws a calendar by asking on and on."""

from dataclasses import replace

import pytest

from core.dialogue.commands import Find, Why
from core.dialogue.screens import BookingForm, Problem, SlotsCard, WhyCard
from core.people.searching import SEARCHES_MOST
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.types_scene import booked, scene, slots, terms
from tests.unit.world import ELSEWHERE, MONDAY, World, user

BY_TYPE = (Find(terms=terms()), Why(MONDAY.date(), 13 * 60, terms=terms()))


async def guest(world: World) -> None:
    """Gus is a guest of the workspace, who reads the channel in which the type was shared."""
    world.join("gus", outsider=True)


@pytest.mark.parametrize("command", BY_TYPE)
async def test_a_guest_of_the_workspace_is_shown_no_time(command: Find | Why) -> None:
    world = await scene()
    await guest(world)
    assert isinstance(await world.dialogue.handle(actor("gus"), command), Problem)


async def test_a_guest_books_nothing_with_a_button_that_stood_in_the_channel() -> None:
    world = await scene()
    offered = (await slots(world, "ben"))[0]
    form = await world.dialogue.form(actor("ben"), offered)
    assert isinstance(form, BookingForm)
    await guest(world)
    for found in (
        await world.dialogue.form(actor("gus"), offered),
        await world.dialogue.submit(actor("gus"), form.submit),
    ):
        assert isinstance(found, Problem)
    assert world.store.transactions.tables.bookings == {}


async def test_a_colleague_who_is_a_guest_in_the_chat_alone_books() -> None:
    world = await scene()
    world.directory.change(next(one for one in world.directory.profiles if one.user == "UBEN"), outsider=True)
    assert await slots(world, "ben")


async def test_who_never_connected_is_invited_by_their_own_address_whoever_claims_it() -> None:
    """Another tenant's directory may say any address."""
    world = await scene()
    world.join("gus", email="gus@fabrikam.com")
    world.mailbox("gus@fabrikam.com", ELSEWHERE)
    known = world.sign_in.accounts["gus@fabrikam.com"]
    world.sign_in.add(replace(known, addresses=known.addresses | {"cleo@contoso.com"}))
    await world.sign("gus", "gus@fabrikam.com")
    made = await booked(world, "cleo")
    assert [(item.address, item.person) for item in made.plan.invitees] == [
        ("cleo@contoso.com", await world.person("cleo"))
    ]
    named = await world.inviting.by_address(user("cleo"), "cleo@contoso.com")
    assert named.address == "cleo@contoso.com"


async def test_questions_by_a_type_count_among_those_about_others() -> None:
    world = await scene()
    for _ in range(SEARCHES_MOST - 1):
        await ask(world, Find(terms=terms()), SlotsCard, "ben")
    await ask(world, BY_TYPE[1], WhyCard, "ben")
    for command in BY_TYPE:
        refused = await ask(world, command, Problem, "ben")
        assert "60 an hour" in read(refused.means)[0]
