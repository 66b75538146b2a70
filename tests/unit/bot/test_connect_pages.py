"""The pages between the chat and Microsoft, over HTTP."""

import html
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from multidict import CIMultiDictProxy

from bot.connect import ConnectPages
from bot.settings import Settings, load
from bot.web import Health, _last_resort
from core.connection.model import Access
from core.dialogue.commands import TypeCode
from core.dialogue.reading import read_command
from core.outlook.operator_alarm import OperatorAlarm
from tests.unit.bot.test_settings import AT_HOME, WHOLE
from tests.unit.world import MONDAY, World, build, user

pytestmark = pytest.mark.usefixtures("quiet")
Client = TestClient[web.Request, web.Application]
HOSTILE = "<script>alert(1)</script>\"'&{{x}}"


def app(world: World, settings: Settings) -> web.Application:
    found = web.Application(middlewares=[_last_resort])
    found.add_routes(ConnectPages(world.connecting, settings).routes())
    return found


@pytest.fixture
async def world() -> World:
    world = build()
    world.join("ada")
    world.mailbox("ada@contoso.com")
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with TestClient(TestServer(app(world, load(AT_HOME)))) as client:
        yield client


async def link(world: World, key: str = "ada") -> str:
    url = await world.connecting.offer(await world.person(key), user(key), Access.READ_WRITE)
    return url.removeprefix("https://clearhour.example")


def csrf(page: str) -> str:
    return html.unescape(page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0])


async def begin(client: Client, path: str) -> str:
    """Opens the link and presses Continue; the state that Microsoft would bring back."""
    page = await (await client.get(path)).text()
    answer = await client.post(path, data={"csrf": csrf(page)}, allow_redirects=False)
    assert answer.status == 303
    return answer.headers["Location"].split("state=")[1]


def strict(headers: CIMultiDictProxy[str]) -> bool:
    policy = headers["Content-Security-Policy"]
    return (
        "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "base-uri 'none'" in policy
        and "unsafe" not in policy
        and headers["Cache-Control"] == "no-store"
        and headers["Referrer-Policy"] == "no-referrer"
        and headers["X-Content-Type-Options"] == "nosniff"
    )


async def test_the_page_names_the_chat_user_and_what_is_allowed_and_changes_nothing(
    world: World, client: Client
) -> None:
    path = await link(world)
    for method in ("GET", "HEAD", "GET"):
        answer = await client.request(method, path)
        assert answer.status == 200
        assert strict(answer.headers)
    text = await answer.text()
    assert "Ada Example" in text
    assert "write the meetings" in text
    await begin(client, path)


async def test_the_whole_way_ends_connected(world: World, client: Client) -> None:
    state = await begin(client, await link(world))
    answer = await client.get("/connect/callback", params={"state": state, "code": "ada@contoso.com"})
    assert answer.status == 200
    assert strict(answer.headers)
    assert "Connected as ada@contoso.com" in await answer.text()
    assert len(await world.connections("ada")) == 1


async def test_continue_without_the_pages_own_cookie_and_value_goes_nowhere(world: World, client: Client) -> None:
    path = await link(world)
    for value in ("x", ""):  # an empty cookie is none
        assert (await client.post(path, data={"csrf": value}, allow_redirects=False)).status == 403
    page = await (await client.get(path)).text()
    for data in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": "ä"}):
        answer = await client.post(path, data=data, allow_redirects=False)
        assert answer.status == 403
        assert strict(answer.headers)
    client.session.cookie_jar.clear()
    assert (await client.post(path, data={"csrf": csrf(page)}, allow_redirects=False)).status == 403
    await begin(client, path)


@pytest.mark.parametrize(("settings", "secure"), [(AT_HOME, False), (WHOLE, True)])
async def test_cookies_are_for_this_host_over_https_and_out_of_reach_of_scripts(
    world: World, settings: dict[str, str], secure: bool
) -> None:
    async with TestClient(TestServer(app(world, load(settings)))) as client:
        path = await link(world)
        first = await client.get(path)
        (cookie,) = first.headers.getall("Set-Cookie")
        value = cookie.split(";")[0].split("=", 1)[1]
        sent = {"Cookie": cookie.split(";")[0]}
        second = await client.post(path, data={"csrf": value}, headers=sent, allow_redirects=False)
    set_now = [one for one in second.headers.getall("Set-Cookie") if "Max-Age=600" in one]
    for header, same_site in ((cookie, "Strict"), (set_now[0], "Lax")):
        parts = {part.strip().casefold() for part in header.split(";")}
        assert {"httponly", "path=/", f"samesite={same_site.casefold()}"} <= parts
        assert ("secure" in parts) is secure
        assert header.startswith("__Host-") is secure
        assert not any(part.startswith("domain") for part in parts)


async def test_a_callback_in_another_browser_connects_nothing(world: World, client: Client) -> None:
    state = await begin(client, await link(world))
    client.session.cookie_jar.clear()
    answer = await client.get("/connect/callback", params={"state": state, "code": "ada@contoso.com"})
    assert answer.status == 410
    assert await world.connections("ada") == ()


@pytest.mark.parametrize("path", ["/connect/nothing", "/connect/callback", "/connect/callback?state=x&code=y"])
async def test_a_dead_link_says_so_and_how_to_get_a_fresh_one(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert answer.status == 410
    assert strict(answer.headers)
    assert "/schedule connect" in await answer.text()


async def test_a_link_used_twice_is_dead(world: World, client: Client) -> None:
    path = await link(world)
    await begin(client, path)
    assert (await client.get(path)).status == 410


async def test_hostile_names_are_words_on_every_page(world: World, client: Client) -> None:
    world.directory.change(user("ada"), name=HOSTILE, email=None)
    path = await link(world)
    page = await (await client.get(path)).text()
    assert html.escape(HOSTILE) in page
    assert "<script" not in page
    state = await begin(client, path)
    error = {"state": state, "error": "access_denied", "error_description": HOSTILE}
    page = await (await client.get("/connect/callback", params=error)).text()
    assert "<script" not in page


async def test_after_a_no_the_page_offers_a_fresh_link_that_works(world: World, client: Client) -> None:
    state = await begin(client, await link(world))
    page = await (await client.get("/connect/callback", params={"state": state, "error": "access_denied"})).text()
    again = page.split('href="https://clearhour.example')[1].split('"')[0]
    state = await begin(client, again)
    answer = await client.get("/connect/callback", params={"state": state, "code": "ada@contoso.com"})
    assert "Connected as" in await answer.text()


async def test_what_the_code_page_says_to_type_is_understood_in_the_chat(world: World, client: Client) -> None:
    world.directory.change(user("ada"), email="other@slackmail.example")
    state = await begin(client, await link(world))
    answer = await client.get("/connect/callback", params={"state": state, "code": "ada@contoso.com"})
    typed = (await answer.text()).split('data-testid="code">')[1].split("<")[0]
    command = read_command(typed, MONDAY.date(), "/schedule")
    assert isinstance(command, TypeCode)
    await world.connecting.type_code(await world.person("ada"), command.code)
    assert len(await world.connections("ada")) == 1


async def test_microsoft_away_is_said_with_a_reference_and_the_link_still_works(world: World, client: Client) -> None:
    path = await link(world)
    page = await (await client.get(path)).text()
    world.sign_in.down = True
    answer = await client.post(path, data={"csrf": csrf(page)}, allow_redirects=False)
    assert answer.status == 502
    assert "Reference:" in await answer.text()
    world.sign_in.down = False
    await begin(client, path)


async def test_a_fault_of_ours_is_a_page_with_a_reference_and_no_details(world: World, client: Client) -> None:
    async def broken(_: str) -> None:
        raise RuntimeError("POISON")

    world.connecting.look = broken  # type: ignore[method-assign, assignment]
    answer = await client.get("/connect/anything")
    text = await answer.text()
    assert answer.status == 500
    assert "Reference:" in text
    assert "POISON" not in text


@pytest.mark.parametrize(("database", "since", "status"), [(True, 0, 200), (False, 0, 503), (True, 31, 503)])
async def test_ready_means_the_database_can_be_written_and_jobs_go_on(database: bool, since: int, status: int) -> None:
    from datetime import timedelta

    async def ready() -> bool:
        return database

    world = build()
    program = SimpleNamespace(
        clock=world.clock,
        runner=SimpleNamespace(turned_at=world.clock.now() - timedelta(seconds=since)),
        store=SimpleNamespace(ready=ready),
        outlook=SimpleNamespace(entra=SimpleNamespace(alarm=OperatorAlarm())),
    )
    found = web.Application()
    found.add_routes(Health(program).routes())  # type: ignore[arg-type]
    async with TestClient(TestServer(found)) as client:
        answer = await client.get("/readyz")
        assert answer.status == status
        assert (await answer.json())["ok"] is (status == 200)
        assert (await client.get("/healthz")).status == 200
        assert "microsoft" not in await answer.json()
        program.outlook.entra.alarm.ring("invalid_client", (7000222,))
        again = await client.get("/readyz")
        assert again.status == status, "a restart wouldn't help"
        assert (await again.json())["microsoft"] == "refuses this installation: invalid_client 7000222"


async def test_the_pages_speak_the_browsers_language(world: World, client: Client) -> None:
    german = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}
    page = await (await client.get(await link(world), headers=german)).text()
    assert '<html lang="de">' in page
    assert "Outlook verbinden" in page
    assert "Weiter zu Microsoft" in page
    gone = await client.get("/connect/unknown", headers=german)
    assert (gone.status, "Dieser Link ist verbraucht" in await gone.text()) == (410, True)
