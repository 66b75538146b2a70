"""Joining two persons: who is asked, what the answer does, and the hands in which nothing happens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from core.connection.model import JOIN_LIFETIME, Access, Connected, ConnectionState, LinkState
from core.connection.usecases import ChatName, Finished, IdentityPolicy, Outcome, Question
from core.people.model import ChatProfile, ChatUser, PersonId, PersonsJoined, Platform
from core.shared.errors import Gone, InvalidChoice, NotYours
from tests.unit.world import CONTOSO, World, build, user

READ, WRITE = Access.READ, Access.READ_WRITE
ADDRESS = "ada@contoso.com"


def speaks_in_teams(world: World, oid: str = f"oid-{ADDRESS}", name: str = "Ada in Teams") -> ChatUser:
    known = ChatUser(Platform.TEAMS, CONTOSO, oid)
    world.directory.add(ChatProfile(known, name, None, "Europe/Berlin", "en-GB"))
    return known


async def signs(world: World, who: ChatUser, address: str = ADDRESS, access: Access = WRITE) -> Finished:
    person = (await world.meeting.person(who)).id
    return await world.follow(await world.connecting.offer(person, who, access), address)


@dataclass
class Scene:
    """Ada has connected in Slack; the same account, or somebody, speaks in Teams."""

    world: World
    slack: PersonId

    async def person(self, who: ChatUser) -> PersonId:
        return (await self.world.meeting.person(who)).id

    def stored(self) -> object:
        """What joining would change. Links come and go."""
        tables = self.world.store.transactions.tables
        return (tables.persons, tables.profiles, tables.connections, tables.caches, tables.preferences)

    def pending(self) -> list[str]:
        links = self.world.store.transactions.tables.links.values()
        return [link.pending_cache for link in links if link.pending_cache is not None]


@pytest.fixture
async def scene(world: World) -> Scene:
    world.join("ada")
    world.mailbox(ADDRESS)
    person = await world.connected("ada")
    world.clock.advance(timedelta(hours=1))
    return Scene(world, person)


async def test_the_account_of_another_person_asks_and_changes_nothing_yet(scene: Scene) -> None:
    teams = speaks_in_teams(scene.world)
    await scene.person(teams)
    before = scene.stored()
    finished = await signs(scene.world, teams)
    assert finished.outcome is Outcome.JOIN
    holder, asker = ChatName("Ada Example", Platform.SLACK), ChatName("Ada in Teams", Platform.TEAMS)
    assert finished.question == Question(ADDRESS, holder, asker)
    assert scene.stored() == before
    assert scene.world.facts(PersonsJoined) == []
    assert scene.pending() == [f"tokens-of-oid-{ADDRESS}"]
    assert finished.cookie not in repr(scene.world.store.transactions.tables)
    for _ in range(2):
        assert await scene.world.connecting.joining.question(finished.cookie, finished.state) == finished.question


async def test_yes_makes_the_older_person_the_one_that_is_left(scene: Scene) -> None:
    teams = speaks_in_teams(scene.world)
    younger = await scene.person(teams)
    asked = await signs(scene.world, teams)
    joined = await scene.world.connecting.joining.join(asked.cookie, asked.state)
    assert (joined.outcome, joined.address) == (Outcome.JOINED, ADDRESS)
    assert await scene.person(teams) == scene.slack
    assert [chat.user for chat in await scene.world.connecting.chats(scene.slack)] == [user("ada"), teams]
    assert scene.world.facts(PersonsJoined) == [PersonsJoined(scene.slack, younger)]
    assert PersonsJoined(scene.slack, younger).lock_key == f"person:{scene.slack}"
    assert len(await scene.world.connections("ada")) == 1
    assert scene.pending() == []
    assert younger not in scene.world.store.transactions.tables.persons
    (entry,) = [one for one in scene.world.store.transactions.tables.audit.values() if one[1] == "joined"]
    assert (entry[0], entry[2]["joined"]) == (scene.slack, younger)


async def test_who_asks_may_be_the_older_one(world: World) -> None:
    world.mailbox(ADDRESS)
    teams = speaks_in_teams(world)
    older = (await world.meeting.person(teams)).id
    world.clock.advance(timedelta(hours=1))
    younger = await world.connected("ada")
    asked = await signs(world, teams)
    await world.connecting.joining.join(asked.cookie, asked.state)
    assert (await world.meeting.person(user("ada"))).id == older
    (connection,) = await world.connections("ada")
    assert world.facts(Connected)[-1] == Connected(older, connection.id)
    assert world.facts(PersonsJoined) == [PersonsJoined(older, younger)]
    await world.work()
    assert (await world.setup("ada")).linked is not None


async def test_no_throws_the_sign_in_away(scene: Scene) -> None:
    teams = speaks_in_teams(scene.world)
    asked = await signs(scene.world, teams)
    before = scene.stored()
    await scene.world.connecting.joining.cancel(asked.cookie, asked.state)
    assert scene.stored() == before
    assert scene.pending() == []
    await _refused(scene, asked.cookie, asked.state)


async def _refused(scene: Scene, cookie: str | None, state: str) -> None:
    """Neither the question nor an answer, and nothing changes."""
    before = scene.stored()
    joining = scene.world.connecting.joining
    uses: list[Callable[[str | None, str], Awaitable[object]]] = [joining.question, joining.join, joining.cancel]
    for use in uses:
        with pytest.raises(Gone):
            await use(cookie, state)
    assert scene.stored() == before


@pytest.mark.parametrize("wrong", ["no cookie", "other cookie", "other question's cookie", "no state", "other state"])
async def test_only_the_browser_that_signed_in_may_answer(scene: Scene, wrong: str) -> None:
    teams = speaks_in_teams(scene.world)
    asked, other = await signs(scene.world, teams), await signs(scene.world, teams)
    cookies = {"no cookie": None, "other cookie": "x" * 43, "other question's cookie": other.cookie}
    states = {"no state": "", "other state": "x" * 36}
    await _refused(scene, cookies.get(wrong, asked.cookie), states.get(wrong, asked.state))
    assert (await scene.world.connecting.joining.join(asked.cookie, asked.state)).outcome is Outcome.JOINED


async def test_the_cookie_of_the_sign_in_does_not_answer_the_question(scene: Scene) -> None:
    teams = speaks_in_teams(scene.world)
    url = await scene.world.connecting.offer(await scene.person(teams), teams, WRITE)
    begun = await scene.world.connecting.begin(url.rsplit("/", 1)[1])
    state = begun.url.split("state=")[1]
    await scene.world.connecting.finish(begun.cookie, {"state": state, "code": ADDRESS})
    await _refused(scene, begun.cookie, state)


async def test_an_answer_counts_once(scene: Scene) -> None:
    asked = await signs(scene.world, speaks_in_teams(scene.world))
    await scene.world.connecting.joining.join(asked.cookie, asked.state)
    await _refused(scene, asked.cookie, asked.state)
    assert len(scene.world.facts(PersonsJoined)) == 1


async def test_a_question_lives_for_ten_minutes(scene: Scene) -> None:
    asked = await signs(scene.world, speaks_in_teams(scene.world))
    scene.world.clock.advance(JOIN_LIFETIME)
    await _refused(scene, asked.cookie, asked.state)


async def test_a_question_about_a_connection_that_went_away_is_void(scene: Scene) -> None:
    """Even if the account is somebody's again: that is another question."""
    asked = await signs(scene.world, speaks_in_teams(scene.world))
    (connection,) = await scene.world.connections("ada")
    await scene.world.connecting.disconnect(scene.slack, connection.id)
    await scene.world.connected("ada")
    joining = scene.world.connecting.joining
    for use in (joining.question, joining.join):
        with pytest.raises(Gone):
            await use(asked.cookie, asked.state)
    assert scene.world.facts(PersonsJoined) == []


async def test_mallorys_link_in_victors_browser_asks_nothing_before_mallory_knows_the_code(scene: Scene) -> None:
    """The browser is Victor's, the chat user is not: no question, so there is nothing to press by mistake."""
    mallory = speaks_in_teams(scene.world, "oid-mallory", "Mallory")
    finished = await signs(scene.world, mallory)
    assert (finished.outcome, finished.question) == (Outcome.CODE, None)
    joining = scene.world.connecting.joining
    assert await joining.question(finished.cookie, finished.state) is None
    before = scene.stored()
    with pytest.raises(Gone):
        await joining.join(finished.cookie, finished.state)
    with pytest.raises(InvalidChoice, match="wrong"):
        await scene.world.connecting.type_code(await scene.person(mallory), "WRONG2")
    assert scene.stored() == before
    assert await joining.question(finished.cookie, finished.state) is None


async def test_mallory_in_mallorys_own_browser_never_reaches_victors_account(scene: Scene) -> None:
    scene.world.mailbox("mallory@contoso.com")
    mallory = speaks_in_teams(scene.world, "oid-mallory@contoso.com", "Mallory")
    assert (await signs(scene.world, mallory, "mallory@contoso.com")).outcome is Outcome.CONNECTED
    assert await scene.person(mallory) != scene.slack
    assert scene.world.facts(PersonsJoined) == []


async def test_the_code_proves_the_chat_user_and_then_the_browser_is_asked(scene: Scene) -> None:
    other = speaks_in_teams(scene.world, "oid-of-my-second-account", "Ada at home")
    finished = await signs(scene.world, other)
    assert await scene.world.connecting.type_code(await scene.person(other), finished.code) is None
    assert await scene.person(other) != scene.slack, "the code alone joins nobody"
    joining = scene.world.connecting.joining
    question = await joining.question(finished.cookie, finished.state)
    assert question is not None
    assert question.asker == ChatName("Ada at home", Platform.TEAMS)
    assert (await joining.join(finished.cookie, finished.state)).outcome is Outcome.JOINED
    assert await scene.person(other) == scene.slack


async def test_after_three_wrong_codes_nobody_is_asked(scene: Scene) -> None:
    other = speaks_in_teams(scene.world, "oid-other", "Mallory")
    finished = await signs(scene.world, other)
    for _ in range(3):
        with pytest.raises(InvalidChoice):
            await scene.world.connecting.type_code(await scene.person(other), "WRONG2")
    await _refused(scene, finished.cookie, finished.state)
    assert scene.pending() == []


async def test_the_policy_strict_refuses_without_a_question() -> None:
    world = build(policy=IdentityPolicy.STRICT)
    world.join("ada")
    world.mailbox(ADDRESS)
    await world.connected("ada")
    finished = await signs(world, speaks_in_teams(world, "oid-other"))
    assert (finished.outcome, finished.cookie) == (Outcome.MISMATCH, "")
    assert (await signs(world, speaks_in_teams(world))).outcome is Outcome.JOIN, "the match is proof enough"


async def test_two_users_of_one_workspace_are_two_persons_whatever_they_prove(scene: Scene) -> None:
    scene.world.join("twin", email=ADDRESS)
    assert (await signs(scene.world, user("twin"))).outcome is Outcome.TAKEN
    assert scene.pending() == []


async def test_two_that_came_into_one_workspace_while_the_question_stood_are_not_joined(scene: Scene) -> None:
    teams = speaks_in_teams(scene.world)
    asked = await signs(scene.world, teams)
    twin = ChatProfile(ChatUser(Platform.SLACK, "T1", "UTWIN"), "Twin", None, "Europe/Berlin", "en-GB")
    person = await scene.person(teams)
    async with scene.world.store.transactions.write() as tx:
        await scene.world.store.persons.save_profile(tx, person, twin, scene.world.clock.now())
    assert (await scene.world.connecting.joining.join(asked.cookie, asked.state)).outcome is Outcome.TAKEN
    assert await scene.person(teams) != scene.slack


async def test_reconnecting_never_joins(scene: Scene) -> None:
    """Who repairs one account and signs in with another person's is told so, as before."""
    scene.world.mailbox("other@contoso.com")
    teams = speaks_in_teams(scene.world, "oid-other@contoso.com")
    await signs(scene.world, teams, "other@contoso.com")
    person = await scene.person(teams)
    (mine,) = await scene.world.connecting.of_person(person)
    url = await scene.world.connecting.offer(person, teams, WRITE, mine.id)
    assert (await scene.world.follow(url, ADDRESS)).outcome is Outcome.OTHER_ACCOUNT


@pytest.mark.parametrize(("had", "asked", "has"), [(WRITE, READ, WRITE), (READ, WRITE, WRITE), (READ, READ, READ)])
async def test_joining_never_takes_rights_away(world: World, had: Access, asked: Access, has: Access) -> None:
    await world.connected("ada", had)
    question = await signs(world, speaks_in_teams(world), access=asked)
    await world.connecting.joining.join(question.cookie, question.state)
    assert [one.access for one in await world.connections("ada")] == [has]


async def test_joining_repairs_a_sign_in_that_was_lost(scene: Scene) -> None:
    (broken,) = await scene.world.connections("ada")
    async with scene.world.store.transactions.write() as tx:
        lost = replace(broken, state=ConnectionState.NEEDS_RECONNECT)
        await scene.world.store.connections.save(tx, lost)
    asked = await signs(scene.world, speaks_in_teams(scene.world))
    await scene.world.connecting.joining.join(asked.cookie, asked.state)
    assert [one.state for one in await scene.world.connections("ada")] == [ConnectionState.OK]


async def test_an_account_connected_while_the_code_waited_is_refused_as_before(world: World) -> None:
    """The page has not been told that it goes on, so there is no browser to ask."""
    world.mailbox(ADDRESS)
    other = speaks_in_teams(world, "oid-other")
    finished = await signs(world, other)
    await world.connected("ada")
    with pytest.raises(NotYours):
        await world.connecting.type_code((await world.meeting.person(other)).id, finished.code)
    statuses = {link.status for link in world.store.transactions.tables.links.values()}
    assert LinkState.JOIN not in statuses
