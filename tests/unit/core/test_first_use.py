"""First use: a command is kept over the sign-in, and what was asked goes on by itself."""

import pytest

from core.connection.model import Access
from core.dialogue.commands import (
    AddAccount,
    Book,
    ChooseCalendars,
    Command,
    Connect,
    Disconnect,
    Find,
    OpenAdvanced,
    OpenBookingForm,
    OpenFindForm,
    SaveAdvanced,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
    TypeCode,
)
from core.dialogue.model import KEEP_COMMAND_FOR
from core.dialogue.screens import (
    AgendaCard,
    CodeAsked,
    ConnectDone,
    ConnectOffer,
    Line,
    Problem,
    SlotsCard,
)
from core.people.model import Reader
from tests.fakes.chat import Shown
from tests.unit.core.asking import CARD, actor, ask, read
from tests.unit.core.booking_scene import TEN
from tests.unit.world import World, build, user


async def test_a_command_before_connecting_is_kept_and_goes_on_by_itself(world: World) -> None:
    world.join("ada")
    world.mailbox("ada@contoso.com")
    offer = await ask(world, Find(duration_minutes=45), ConnectOffer)
    assert offer.kept is not None
    assert offer.kept.key == "kept.find"
    await world.dialogue.delivered(actor(), offer, CARD)
    world.messenger.messages[CARD] = Shown(user("ada"), offer, Reader("Europe/Berlin", "en-GB"))
    await world.follow(str(offer.actions[0].url), "ada@contoso.com")
    await world.work()
    done, slots = world.messenger.to(user("ada"))
    assert isinstance(done, ConnectDone)
    assert world.messenger.messages[CARD].screen == done  # the offer itself turned into it
    assert isinstance(slots, SlotsCard)
    assert read(slots.heading) == ["45 min"]
    assert slots.days


async def test_a_kept_command_is_forgotten_after_fifteen_minutes_and_used_once(world: World) -> None:
    world.join("ada")
    world.mailbox("ada@contoso.com")
    await ask(world, ShowAgenda(), ConnectOffer)
    world.clock.advance(KEEP_COMMAND_FOR)
    await world.sign("ada", "ada@contoso.com")
    await world.work()
    assert [type(screen) for screen in world.messenger.to(user("ada"))] == [ConnectDone]


async def test_a_newer_kept_command_takes_the_place_of_the_older(world: World) -> None:
    world.join("ada")
    world.mailbox("ada@contoso.com")
    await ask(world, Find(), ConnectOffer)
    await ask(world, ShowAgenda(), ConnectOffer)
    await world.sign("ada", "ada@contoso.com")
    await world.work()
    assert [type(screen) for screen in world.messenger.to(user("ada"))] == [ConnectDone, AgendaCard]


@pytest.mark.parametrize("command", [Connect(), ShowHelp(), Disconnect(), AddAccount()])
async def test_words_that_mean_nothing_later_are_not_kept(world: World, command: Command) -> None:
    world.join("ada")
    await world.dialogue.handle(actor(), command)
    assert world.store.transactions.tables.kept_commands == {}


async def test_every_command_of_a_stranger_ends_in_an_offer_help_or_a_next_step(world: World) -> None:
    world.join("ada")
    commands = [
        ShowConnections(), ShowCalendars(), OpenAdvanced(), SaveAdvanced(), Find(), OpenFindForm(), ShowAgenda(),
        ShowBookings(), OpenBookingForm(TEN, 30), Book(TEN, 30), Disconnect(), ChooseCalendars(), TypeCode("ABC234"),
    ]  # fmt: skip
    for command in commands:
        found = await world.dialogue.handle(actor(), command)
        assert isinstance(found, ConnectOffer | Problem), command
        if isinstance(found, Problem):
            assert found.next_step is not None


async def test_the_offer_is_two_one_time_links_and_for_a_read_only_installation_one() -> None:
    for highest, labels in (
        (Access.READ_WRITE, ["Connect", "Connect read-only"]),
        (Access.READ, ["Connect read-only"]),
    ):
        world = build(highest=highest)
        world.join("ada")
        offer = await ask(world, Connect(), ConnectOffer)
        assert read(*(action.label for action in offer.actions)) == labels
        assert len({action.url for action in offer.actions}) == len(labels)
        assert offer.actions[0].style == "primary"


async def test_first_slots_take_no_more_than_three_cards_and_four_clicks_of_ours(world: World) -> None:
    """connect typed, Connect, Continue, then Find 30 minutes on the card that says Connected."""
    world.join("ada")
    world.mailbox("ada@contoso.com")
    offer = await ask(world, Connect(), ConnectOffer)
    await world.follow(str(offer.actions[0].url), "ada@contoso.com")
    await world.work()
    done = world.messenger.last(user("ada"))
    assert isinstance(done, ConnectDone)
    first = done.actions[0].command
    assert first is not None
    assert (await ask(world, first, SlotsCard)).days


async def test_the_right_code_answers_without_anything_personal(world: World) -> None:
    world.join("carol", email="carol@slackmail.example")
    world.mailbox("carol@contoso.com")
    finished = await world.sign("carol", "carol@contoso.com")
    await world.work()
    asked = world.messenger.last(user("carol"))
    assert asked == CodeAsked("/schedule")
    wrong = await ask(world, TypeCode("WRONG2"), Problem, "carol")
    assert wrong.means.key == "code.wrong"
    assert isinstance(await ask(world, TypeCode(finished.code), Line, "carol"), Line)
    await world.work()
    assert isinstance(world.messenger.last(user("carol")), ConnectDone)
