"""The page behind the link to one's own data, over HTTP."""

import html
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.mydata import FILE_NAME, MyDataPages
from bot.settings import load
from tests.unit.bot.test_settings import AT_HOME
from tests.unit.world import World, build, user

pytestmark = pytest.mark.usefixtures("quiet")
Client = TestClient[web.Request, web.Application]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
async def world() -> World:
    world = build()
    await world.connected("ada")
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(MyDataPages(world.rooms.exporting, load(AT_HOME)).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def link(world: World) -> str:
    url = await world.rooms.exporting.offer(await world.person("ada"), user("ada"))
    return url.removeprefix("https://clearhour.example")


async def opened(client: Client, path: str) -> dict[str, str]:
    """The form of the page."""
    page = await (await client.get(path)).text()
    return {"csrf": html.unescape(page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0])}


async def test_looking_uses_nothing_up_and_the_button_gives_the_file_once(world: World, client: Client) -> None:
    path = await link(world)
    for _ in range(3):  # link previews look too
        answer = await client.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Ada Example" in await answer.text()
    given = await client.post(path, data=await opened(client, path))
    assert given.status == 200
    assert given.headers["Cache-Control"] == "no-store"
    assert FILE_NAME in given.headers["Content-Disposition"]
    assert "connections" in json.loads(await given.text())
    for again in (await client.get(path), await client.post(path, data={"csrf": "x"}, headers={"Cookie": "x=y"})):
        assert again.status in (403, 410)


async def test_another_page_can_not_press_the_button(world: World, client: Client) -> None:
    path = await link(world)
    assert (await client.post(path, data={"csrf": ""})).status == 403
    await opened(client, path)
    assert (await client.post(path, data={"csrf": "guessed"})).status == 403
    assert (await client.get(path)).status == 200


async def test_a_name_is_no_markup(world: World, client: Client) -> None:
    world.directory.change(user("ada"), name=HOSTILE)
    await world.meeting.profile(user("ada"), fresh=True)
    page = await (await client.get(await link(world))).text()
    assert HOSTILE not in page
    assert html.escape(HOSTILE) in page


async def test_what_never_was_a_link_is_none(client: Client) -> None:
    for path in ("/mydata/x", "/mydata/" + "x" * 5000):
        assert (await client.get(path)).status in (404, 410)
