"""The page that asks whether two chats are one person: what it says, who may answer, and how."""

import html
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import load
from core.people.model import ChatProfile, ChatUser, PersonsJoined, Platform
from tests.unit.bot.test_connect_pages import HOSTILE, app, begin, csrf, strict
from tests.unit.bot.test_settings import AT_HOME, WHOLE
from tests.unit.world import CONTOSO, PUBLIC_URL, World, build, user

pytestmark = pytest.mark.usefixtures("quiet")
Client = TestClient[web.Request, web.Application]
ADDRESS = "ada@contoso.com"


@pytest.fixture
async def world() -> World:
    """Ada is connected in Slack."""
    world = build()
    world.join("ada")
    world.mailbox(ADDRESS)
    await world.connected("ada")
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with TestClient(TestServer(app(world, load(AT_HOME)))) as client:
        yield client


async def signs_in(world: World, client: Client, oid: str = f"oid-{ADDRESS}", name: str = "Ada in Teams") -> str:
    """Follows a link from Teams and comes back from Microsoft; the page."""
    teams = ChatUser(Platform.TEAMS, CONTOSO, oid)
    world.directory.add(ChatProfile(teams, name, None, "Europe/Berlin", "en-GB"))
    person = (await world.meeting.person(teams)).id
    offered = await world.connecting.offer(person, teams, (await world.connections("ada"))[0].access)
    state = await begin(client, offered.removeprefix(PUBLIC_URL))
    answer = await client.get("/connect/callback", params={"state": state, "code": ADDRESS})
    assert answer.status == 200
    assert strict(answer.headers)
    return await answer.text()


def action(page: str) -> str:
    return html.unescape(page.split('action="')[1].split('"', maxsplit=1)[0])


async def answers(client: Client, page: str, answer: str, **others: str) -> ClientResponse:
    return await client.post(action(page), data={"csrf": csrf(page), "answer": answer, **others})


async def test_the_page_names_both_and_yes_joins_them(world: World, client: Client) -> None:
    page = await signs_in(world, client)
    for words in ("Already connected from Slack", "Ada Example in Slack", "Ada in Teams", ADDRESS):
        assert words in page
    assert world.facts(PersonsJoined) == []
    answer = await answers(client, page, "join")
    assert answer.status == 200
    assert strict(answer.headers)
    assert f"{ADDRESS} is used from both chats now" in await answer.text()
    assert len(world.facts(PersonsJoined)) == 1
    assert (await answers(client, page, "join")).status == 403, "its cookies are gone"


async def test_no_leaves_everything_as_it_was(world: World, client: Client) -> None:
    page = await signs_in(world, client)
    answer = await answers(client, page, "cancel")
    assert "Nothing was joined" in await answer.text()
    assert world.facts(PersonsJoined) == []
    assert all(link.pending_cache is None for link in world.store.transactions.tables.links.values())


@pytest.mark.parametrize("given", [{}, {"csrf": ""}, {"csrf": "x"}, {"csrf": "ä"}])
async def test_without_the_pages_own_value_nothing_is_joined(
    world: World, client: Client, given: dict[str, str]
) -> None:
    page = await signs_in(world, client)
    answer = await client.post(action(page), data={"answer": "join", **given})
    assert answer.status == 403
    assert world.facts(PersonsJoined) == []
    assert (await answers(client, page, "join")).status == 200, "the page itself still works"


@pytest.mark.parametrize("left", ["none", "csrf", "connect"])
async def test_without_both_cookies_nothing_is_joined(world: World, client: Client, left: str) -> None:
    page = await signs_in(world, client)
    jar = client.session.cookie_jar
    kept = {cookie.key: cookie.value for cookie in jar if left in cookie.key}
    assert len(kept) == (left != "none")
    jar.clear()
    jar.update_cookies(kept, client.make_url("/"))
    answer = await answers(client, page, "join")
    assert answer.status == (410 if left == "csrf" else 403)
    assert (await client.get(action(page))).status == (200 if left == "connect" else 410)
    assert world.facts(PersonsJoined) == []


async def test_an_answer_sent_again_with_all_it_had_counts_once(world: World, client: Client) -> None:
    page = await signs_in(world, client)
    held = {cookie.key: cookie.value for cookie in client.session.cookie_jar}
    await answers(client, page, "join")
    client.session.cookie_jar.update_cookies(held, client.make_url("/"))
    assert (await answers(client, page, "join")).status == 410
    assert len(world.facts(PersonsJoined)) == 1


async def test_looking_again_asks_again_and_the_new_page_works(world: World, client: Client) -> None:
    page = await signs_in(world, client)
    for _ in range(2):
        answer = await client.get(action(page))
        assert answer.status == 200
        assert strict(answer.headers)
        page = await answer.text()
    assert (await answers(client, page, "join")).status == 200
    assert len(world.facts(PersonsJoined)) == 1


async def test_an_answer_that_is_neither_joins_nothing(world: World, client: Client) -> None:
    page = await signs_in(world, client)
    assert "Nothing was joined" in await (await answers(client, page, "perhaps")).text()
    assert world.facts(PersonsJoined) == []


async def test_with_the_code_the_page_waits_for_the_chat_and_then_asks(world: World, client: Client) -> None:
    page = await signs_in(world, client, "oid-second", "Ada at home")
    assert "One more step" in page
    assert "Ada Example" not in page, "who holds the account is not said before the code is typed"
    go_on = html.unescape(page.split('data-testid="go_on"')[0].rsplit('href="', 1)[1].split('"')[0])
    early = await (await client.get(go_on)).text()
    assert "typed yet" in early
    assert "Ada Example" not in early
    typed = page.split('data-testid="code">code ')[1].split("<")[0]
    teams = ChatUser(Platform.TEAMS, CONTOSO, "oid-second")
    await world.connecting.type_code((await world.meeting.person(teams)).id, typed)
    assert world.facts(PersonsJoined) == []
    asked = await (await client.get(go_on)).text()
    assert "Ada at home" in asked
    await answers(client, asked, "join")
    assert len(world.facts(PersonsJoined)) == 1


async def test_posting_before_the_code_is_typed_joins_nothing(world: World, client: Client) -> None:
    """A page of another sign-in lends its value; the question isn't open all the same."""
    page = await signs_in(world, client, "oid-second", "Mallory")
    path = html.unescape(page.split('data-testid="go_on"')[0].rsplit('href="', 1)[1].split('"')[0])
    client.session.cookie_jar.update_cookies({"clearhour-csrf": "known"}, client.make_url("/"))
    answer = await client.post(path, data={"csrf": "known", "answer": "join"})
    assert answer.status == 410
    assert world.facts(PersonsJoined) == []


async def test_an_ordinary_code_page_has_no_further_question(client: Client, world: World) -> None:
    world.mailbox("free@contoso.com")
    world.join("carol", email=None)
    url = await world.connecting.offer(
        await world.person("carol"), user("carol"), (await world.connections("ada"))[0].access
    )
    state = await begin(client, url.removeprefix(PUBLIC_URL))
    page = await (await client.get("/connect/callback", params={"state": state, "code": "free@contoso.com"})).text()
    assert "One more step" in page
    assert "go_on" not in page


@pytest.mark.parametrize("path", ["/connect/join/nothing", "/connect/join/%3Cscript%3E"])
async def test_an_address_made_up_is_dead(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert answer.status == 410
    assert strict(answer.headers)
    assert "<script" not in await answer.text()


async def test_hostile_names_are_words_on_the_question_too(world: World, client: Client) -> None:
    page = await signs_in(world, client, name=HOSTILE)
    assert html.escape(HOSTILE) in page
    assert "<script" not in page


async def test_over_https_the_cookies_of_the_question_are_for_this_host_only(world: World) -> None:
    async with TestClient(TestServer(app(world, load(WHOLE)))) as client:
        teams = ChatUser(Platform.TEAMS, CONTOSO, f"oid-{ADDRESS}")
        world.directory.add(ChatProfile(teams, "Ada", None, "Europe/Berlin", "en-GB"))
        url = await world.connecting.offer(
            (await world.meeting.person(teams)).id, teams, (await world.connections("ada"))[0].access
        )
        begun = await world.connecting.begin(url.rsplit("/", 1)[1])
        sent = {"Cookie": f"__Host-clearhour-connect={begun.cookie}"}
        params = {"state": begun.url.split("state=")[1], "code": ADDRESS}
        answer = await client.get("/connect/callback", params=params, headers=sent)
        found = answer.headers.getall("Set-Cookie")
    assert len(found) == 2
    for header, site in zip(sorted(found), ("lax", "strict"), strict=True):
        parts = {part.strip().casefold() for part in header.split(";")}
        assert header.startswith("__Host-")
        assert {"httponly", "secure", "path=/", f"samesite={site}"} <= parts
