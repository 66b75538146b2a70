"""People whom their chat deactivated: nothing of theirs is read any more, and others are told."""

from dataclasses import replace
from datetime import timedelta

from core.connection.model import Access
from core.dialogue.commands import Book, Find, Named
from core.dialogue.screens import Line
from core.people.installations.model import Installation
from core.people.model import ChatProfile, ChatUser, PersonLeft, Platform
from core.shared.errors import ChatUnavailable, InvalidChoice
from tests.fakes.chat import FakeDirectory
from tests.unit.core.asking import BEN, actor, read
from tests.unit.world import CONTOSO, MONDAY, World, build, user

NOON = MONDAY + timedelta(hours=3)
ADA_IN_TEAMS = ChatUser(Platform.TEAMS, CONTOSO, "oid-ada")


async def deactivated(world: World, key: str = "ada") -> None:
    world.directory.change(user(key), active=False)
    await world.dialogue.left(user(key))
    await world.work()


async def test_who_is_deactivated_is_disconnected_with_tokens_and_subscriptions(two: World) -> None:
    await deactivated(two)
    person = await two.person("ada")
    tables = two.store.transactions.tables
    assert not [one for one in tables.connections.values() if one.person == person]
    assert person not in tables.preferences
    assert len(two.facts(PersonLeft)) == 1
    assert [action for who, action, _ in tables.audit.values() if who == person][-2:] == ["left", "disconnected"]
    assert await two.person("ben") in tables.preferences


async def test_their_subscriptions_end_in_outlook_while_there_are_tokens() -> None:
    world = build(copied=True)
    for key in ("ada", "ben"):
        await world.connected(key)
    accounts = {one.id for one in await world.connections("ada")}
    assert accounts & {one.connection for one in world.subscriptions.living.values()}
    await deactivated(world)
    assert not accounts & {one.connection for one in world.subscriptions.living.values()}
    assert world.subscriptions.living, "Ben's stay"


async def test_a_rumour_changes_nothing(two: World) -> None:
    """What an event says is checked with the directory; who never spoke to us is nobody's matter."""
    await two.dialogue.left(user("ada"))
    two.join("zoe", active=False)
    await two.dialogue.left(user("zoe"))
    await two.work()
    assert len(two.store.transactions.tables.connections) == 2
    assert two.facts(PersonLeft) == []


async def test_who_still_speaks_from_another_chat_stays_connected(two: World) -> None:
    two.directory.add(ChatProfile(ADA_IN_TEAMS, "Ada Example", None, "Europe/Berlin", "en-GB"))
    profile, ada = two.directory.profiles[ADA_IN_TEAMS], await two.person("ada")
    async with two.store.transactions.write() as tx:
        await two.store.persons.save_profile(tx, ada, profile, two.clock.now())
    await deactivated(two)
    assert len(await two.connections("ada")) == 1
    two.directory.change(ADA_IN_TEAMS, active=False)
    await two.dialogue.left(ADA_IN_TEAMS)
    await two.work()
    assert await two.connections("ada") == ()


async def test_a_lost_event_is_made_good_at_night(two: World) -> None:
    two.directory.change(user("ada"), active=False)
    await two.rooms.listeners.leaving.nightly(await two.person("ada"))
    await two.rooms.listeners.leaving.nightly(await two.person("ben"))
    await two.work()
    assert await two.connections("ada") == ()
    assert len(await two.connections("ben")) == 1


async def test_a_chat_that_does_not_answer_at_night_is_asked_the_next(two: World) -> None:
    class Silent(FakeDirectory):
        async def profile(self, user: ChatUser) -> ChatProfile | None:
            raise ChatUnavailable

    quiet = Silent(two.directory.profiles)
    two.meeting._directories[Platform.SLACK] = quiet
    await two.rooms.listeners.leaving.nightly(await two.person("ada"))
    await two.work()
    assert len(await two.connections("ada")) == 1


async def test_guests_who_use_the_bot_see_on_their_card_that_the_host_left(two: World) -> None:
    await two.dialogue.submit(actor("ada"), Book(NOON, 30, (BEN,), "Coffee"))
    await two.work(through=timedelta(minutes=5))
    before = [ref for ref, shown in two.messenger.messages.items() if shown.user == user("ben")]
    await deactivated(two)
    shown = [two.messenger.messages[ref].screen for ref in before]
    lines = [read(one.text)[0] for one in shown if isinstance(one, Line)]
    assert any("“Coffee” stays in Outlook" in line and "Ada Example" in line for line in lines)


async def test_who_left_can_no_longer_be_named(two: World) -> None:
    await deactivated(two)
    for named in (replace(BEN, value="UADA"), Named("user", "UADA", optional=True)):
        wrong = await two.dialogue.submit(actor("ben"), Find((named,), 30))
        assert isinstance(wrong, InvalidChoice)
        assert wrong.reason == "choice.person_left"


async def test_access_comes_back_only_by_a_new_sign_in(two: World) -> None:
    await deactivated(two)
    two.directory.change(user("ada"), active=True)
    await two.dialogue.left(user("ada"))
    await two.work()
    assert await two.connections("ada") == ()
    await two.sign("ada", "ada@contoso.com", Access.READ)
    await two.work()
    assert len(await two.connections("ada")) == 1


async def removed(world: World, workspace: str = "T1") -> None:
    await world.dialogue.app_removed(Platform.SLACK, workspace)
    await world.work()


def installed(world: World) -> Installation:
    return Installation("T1", "UBOT", "https://t1.slack.example/", "xoxb-1", frozenset(), world.clock.now())


async def test_a_workspace_that_takes_the_app_out_ends_its_token_and_everybody_who_spoke_from_there(two: World) -> None:
    async with two.store.transactions.write() as tx:
        await two.store.installations.save(tx, installed(two))
    two.messenger.closed |= {user("ada"), user("ben")}
    await removed(two)
    tables = two.store.transactions.tables
    assert (tables.installations, tables.connections, tables.caches, tables.calendars) == ({}, {}, {}, {})
    assert {person for person, *_ in tables.audit.values()} == {await two.person("ada"), await two.person("ben")}


async def test_another_workspace_goes_on(two: World) -> None:
    await removed(two, "T2")
    assert len(two.store.transactions.tables.connections) == 2


async def test_who_speaks_from_another_chat_too_is_told_there_when_the_app_goes(two: World) -> None:
    two.directory.add(ChatProfile(ADA_IN_TEAMS, "Ada Example", None, "Europe/Berlin", "en-GB"))
    profile, ada = two.directory.profiles[ADA_IN_TEAMS], await two.person("ada")
    async with two.store.transactions.write() as tx:
        await two.store.persons.save_profile(tx, ada, profile, two.clock.now())
    await removed(two)
    assert len(await two.connections("ada")) == 1
    assert await two.connections("ben") == ()
    assert (await two.meeting.person(user("ada"))).home == ADA_IN_TEAMS


async def test_an_app_that_came_back_before_its_going_was_handled_stays(two: World) -> None:
    await two.dialogue.app_removed(Platform.SLACK, "T1")
    two.clock.set(two.clock.now() + timedelta(seconds=1))
    async with two.store.transactions.write() as tx:
        await two.store.installations.save(tx, installed(two))
    await two.work()
    assert len(two.store.transactions.tables.connections) == 2
    assert list(two.store.transactions.tables.installations) == ["T1"]
