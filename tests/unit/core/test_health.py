"""What can't be read is told at once, then after one, three and seven days, never more; and edited when it is over."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from core.connection.health import Why
from core.connection.model import ConnectionState
from core.dialogue.commands import AddAccount, Find, ShowConnections
from core.dialogue.screens import ConnectionsCard, ConnectOffer, SlotsCard, Style
from core.dialogue.settings_commands import SaveWarnings
from core.shared.errors import ReconnectNeeded
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.crashing import Crash, CrashingMemory
from tests.unit.core.sickness import (
    DAY,
    buttons,
    cards,
    clinic,
    days,
    headings,
    heal,
    lose,
    polled,
    shown,
    words,
)
from tests.unit.world import ELSEWHERE, World, account, build

UNREADABLE = "ada@contoso.com can't be read any more"
WELL = "ada@contoso.com can be read and used again"
PERSONS = [why for why in Why if why not in (Why.APP, Why.ADMIN)]


@pytest.mark.parametrize("why", [Why.REVOKED, Why.CONSENT, Why.DISABLED])
async def test_p2_a_dead_sign_in_is_told_at_once_then_after_one_three_and_seven_days_never_more(why: Why) -> None:
    world = await clinic("ada", "ben", "carol")
    world.mailbox("dan@elsewhere.com", tid=ELSEWHERE)
    world.join("dan", email="dan@elsewhere.com")
    await world.sign("dan", "dan@elsewhere.com")
    await world.work()
    began = world.clock.now()
    await lose(world, why=why)
    assert headings(world) == [UNREADABLE]
    came = await days(world, 40)
    assert [round((at - began) / DAY) for at in came] == [1, 3, 7]
    assert set(headings(world)) == {UNREADABLE}
    for other in ("ben", "carol", "dan"):
        assert cards(world, other) == []
        assert (await ask(world, Find(), SlotsCard, other)).days
    assert (await ask(world, Find(), SlotsCard)).days == ()


@pytest.mark.parametrize("why", PERSONS)
async def test_the_card_says_which_why_what_it_means_and_one_next_step(why: Why) -> None:
    world = await clinic()
    connection = await lose(world, why=why)
    (card,) = cards(world)
    said = read(*card.lines)
    assert said[1:] == [
        "You use it for: Calendar.",
        "No times are offered and nothing is booked while this is so, because unknown is not free.",
    ]
    assert said[0] != ""
    assert [action.style for action in card.actions].count(Style.PRIMARY) == 1
    assert (card.actions[0].command, buttons(card)[0]) == (AddAccount(connection.id), "Reconnect")


async def test_every_reason_has_words_of_its_own() -> None:
    said = set()
    for why in Why:
        world = await clinic("ada")
        await lose(world, why=why)
        said.add(read(cards(world)[0].lines[0])[0])
    assert len(said) == len(Why)


async def test_a_reconnect_edits_every_card_and_the_next_loss_is_a_new_one() -> None:
    world = await clinic()
    connection = await lose(world)
    await days(world, 1.5)
    assert headings(world) == [UNREADABLE] * 2
    await world.sign("ada", "ada@contoso.com", reconnects=connection.id)
    await polled(world)
    assert headings(world) == [WELL] * 2
    assert (await ask(world, Find(), SlotsCard)).days
    assert await days(world, 10) == []
    await lose(world)
    assert headings(world) == [WELL, WELL, UNREADABLE]


async def test_it_reads_again_is_said_only_when_something_was_read_again() -> None:
    world = await clinic()
    connection = await lose(world)
    await polled(world)
    world.box("ada").unreadable["Calendar"] = ReconnectNeeded()
    await world.sign("ada", "ada@contoso.com", reconnects=connection.id)
    await world.work()
    assert headings(world) == [UNREADABLE]
    world.box("ada").unreadable.clear()
    await days(world, 0.1)
    assert headings(world) == [WELL]


async def test_a_program_that_was_down_for_days_tells_once_what_it_missed() -> None:
    world = await clinic()
    await lose(world)
    await world.restart()
    world.clock.advance(5 * DAY)
    await world.work()
    assert len(cards(world)) == 2
    came = await days(world, 30)
    assert len(came) == 1


@pytest.mark.parametrize("by", [timedelta(days=-30), timedelta(hours=-1), timedelta(days=400)])
async def test_a_clock_that_is_moved_never_tells_more_than_four_times(by: timedelta) -> None:
    world = await clinic()
    await lose(world)
    await days(world, 1.2)
    assert len(cards(world)) == 2
    world.clock.set(world.clock.now() + by)
    await world.work()
    await days(world, 45)
    assert 3 <= len(cards(world)) <= 4


async def test_the_first_one_breaks_quiet_hours_and_the_others_wait_for_the_morning() -> None:
    world = await clinic()
    world.clock.advance(timedelta(hours=13))  # 22:00 in Berlin
    await lose(world)
    assert len(cards(world)) == 1
    came = await days(world, 8, timedelta(hours=1))
    local = [(at.hour + 1) % 24 for at in came]
    assert (len(came), set(local)) == (3, {7})


async def test_without_warnings_it_is_told_all_the_same() -> None:
    """It isn't a double booking: without it nothing can be booked."""
    world = await clinic()
    await ask(world, SaveWarnings(warnings=False, quiet=""), object)  # type: ignore[type-var]
    await lose(world)
    assert len(cards(world)) == 1


async def test_a_chat_that_is_away_gets_it_once_when_it_is_back() -> None:
    world = await clinic()
    world.messenger.fails = 2
    await lose(world)
    assert cards(world) == []
    await world.work(through=timedelta(minutes=1))
    assert headings(world) == [UNREADABLE]


async def test_looking_again_and_again_tells_nothing_new() -> None:
    world = await clinic()
    await lose(world)
    health = world.listeners.telling.health
    for _ in range(5):
        await health.changed(await world.person("ada"))
        await world.work()
    assert len(cards(world)) == 1


async def test_an_installation_that_microsoft_refuses_asks_the_person_for_nothing() -> None:
    world = await clinic()
    await lose(world, why=Why.APP, state=ConnectionState.NEEDS_OPERATOR)
    (card,) = cards(world)
    assert "Clearhour itself is misconfigured" in words(card)
    assert "Its operator was told" in words(card)
    assert "Reconnect" not in buttons(card)
    (shown_there,) = (await ask(world, ShowConnections(), ConnectionsCard)).accounts
    assert "Clearhour itself is misconfigured" in read(shown_there.state)[0]
    assert "Reconnect" not in read(*(action.label for action in shown_there.actions))
    await heal(world)
    assert headings(world) == [WELL]


async def test_an_admins_consent_is_asked_for_by_its_name() -> None:
    world = await clinic()
    await lose(world, why=Why.ADMIN, state=ConnectionState.NEEDS_ADMIN)
    (card,) = cards(world)
    assert buttons(card)[0] == "Ask my admin"
    await heal(world)
    assert headings(world) == [WELL]


async def test_reconnecting_keeps_choices_and_copies_and_reads_on_from_where_it_was() -> None:
    world = await clinic()
    setup = await world.setup("ada")
    async with world.store.transactions.read() as tx:
        before = await world.store.sync_states.of_person(tx, setup.preferences.person)
    connection = await lose(world)
    await polled(world)
    link = {one.link for one in before.values()}
    told = len(world.delta.told)
    await world.sign("ada", "ada@contoso.com", reconnects=connection.id)
    await polled(world)
    again = await world.setup("ada")
    assert (again.preferences, again.calendars) == (setup.preferences, setup.calendars)
    async with world.store.transactions.read() as tx:
        after = await world.store.sync_states.of_person(tx, setup.preferences.person)
    assert after.keys() == before.keys()
    assert all(after[key].window == before[key].window for key in before), "no full round: the window is the old one"
    assert len(world.delta.told) > told
    assert link <= world.delta.told.keys()


async def test_reconnecting_with_another_account_changes_nothing() -> None:
    world = await clinic()
    other = account("ada.private@outlook.com")
    world.sign_in.add(other)
    connection = await lose(world)
    finished = await world.sign("ada", other.address, reconnects=connection.id)
    await world.work()
    assert finished.outcome == "other_account"
    assert headings(world) == [UNREADABLE]
    assert [one.state for one in await world.connections("ada")] == [ConnectionState.NEEDS_RECONNECT]


async def test_the_next_sign_in_proves_what_microsoft_asked_for() -> None:
    world = await clinic()
    connection = await lose(world, why=Why.PROOF)
    table = world.store.transactions.tables.connections
    table[connection.id] = replace(connection, claims='{"access_token":{}}')
    await world.sign("ada", "ada@contoso.com", reconnects=connection.id)
    assert world.sign_in.claims[-1] == '{"access_token":{}}'
    (healed,) = await world.connections("ada")
    assert (healed.state, healed.why, healed.since, healed.claims) == (ConnectionState.OK, None, None, None)


async def test_a_card_that_became_the_offer_to_reconnect_is_left_to_it_until_it_is_taken() -> None:
    world = await clinic()
    connection = await lose(world)
    (ref,) = shown(world)
    offer = await ask(world, AddAccount(connection.id), ConnectOffer, card=ref)
    world.messenger.messages[ref] = replace(world.messenger.messages[ref], screen=offer)
    await world.dialogue.delivered(actor("ada", ref), offer, ref)
    await days(world, 1.2)
    assert world.messenger.messages[ref].screen == offer
    assert headings(world) == [UNREADABLE], "the reminder"
    await world.sign("ada", "ada@contoso.com", reconnects=connection.id)
    await polled(world)
    assert headings(world) == [WELL] * 2


async def test_disconnecting_ends_it() -> None:
    world = await clinic()
    connection = await lose(world)
    await world.connecting.disconnect(await world.person("ada"), connection.id)
    await world.work()
    assert headings(world) == ["ada@contoso.com stops nothing any more"]
    assert await days(world, 10) == []
    assert world.store.transactions.tables.troubles == {}


@pytest.mark.parametrize("point", range(0, 24, 2))
async def test_killed_at_any_step_it_is_told_once_and_healed_everywhere(point: int) -> None:
    """The row is there before its message; a message whose place nobody wrote down is sent once more."""
    memory = CrashingMemory()
    world = build(copied=True, memory=memory)
    await world.connected("ada")
    memory.crashes.countdown = point
    with suppress(Crash):
        await lose(world)
    await _restarted(world, memory)
    (known,) = await world.connections("ada")
    if known.state is ConnectionState.OK:
        known = await lose(world)
    assert set(headings(world)) == {UNREADABLE}
    memory.crashes.countdown = point
    with suppress(Crash):
        await world.sign("ada", "ada@contoso.com", reconnects=known.id)
        await polled(world)
    await _restarted(world, memory)
    (known,) = await world.connections("ada")
    if known.state is not ConnectionState.OK:
        await world.sign("ada", "ada@contoso.com", reconnects=known.id)
    await polled(world)
    assert headings(world)[-1] == WELL
    assert len(headings(world)) <= 2
    assert world.store.transactions.tables.troubles == {}


async def _restarted(world: World, memory: CrashingMemory) -> None:
    memory.crashes.countdown = None
    await world.restart()
    await world.work()
