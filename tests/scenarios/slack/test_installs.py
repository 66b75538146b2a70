"""Many workspaces against the sandbox's Slack: installed by OAuth, spoken to with their own tokens, and taken out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.installing import Installed, Installing, InstallSettings, Refusal
from adapters.slack.manifest import INSTALLED_PATH, slack_manifest
from adapters.slack.workspaces import NotInstalled
from bot.slack_install import InstallPages
from core.dialogue.screens import Line, say
from core.people.installations.model import INSTALL_WITHIN
from core.people.model import ChatUser, Platform, Reader
from sandbox.people import SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET
from sandbox.server import start
from sandbox.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore, fake_store
from tests.scenarios.slack.stage import KeptLog, ScriptedDialogue, read

ADA = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
READER = Reader("Europe/Berlin", "en-GB")
LINE = Line(say("calendars.saved"))


@dataclass
class Office:
    """The adapter with the pages by which it is installed, and the browser of whoever does."""

    adapter: SlackAdapter
    dialogue: ScriptedDialogue
    installing: Installing
    store: FakeStore
    clock: FakeClock
    log: KeptLog
    http: aiohttp.ClientSession
    origin: str
    url: str

    async def allow(self, team: str = "T0CONTOSO", answer: str = "allow") -> tuple[int, str]:
        """Presses Add to Slack, answers Slack's question, and comes back."""
        async with self.http.post(f"{self.url}/slack/install", allow_redirects=False) as begun:
            assert begun.status == 303
            asked = begun.headers["Location"]
        async with self.http.post(asked, data={"answer": answer, "team": team}) as back:
            return back.status, await back.text()

    async def command(self) -> str:
        """Ada types a command; what she is told."""
        content = {"person": "ada", "channel": "D0ADA0001", "text": "/schedule help"}
        async with self.http.post(f"{self.origin}/page/api/slack/send", json=content) as response:
            assert (await response.json())["ok"]
        assert await self.adapter._tasks.drain(5) == 0
        async with self.http.get(f"{self.origin}/page/api/slack/state", params={"person": "ada"}) as response:
            messages = (await response.json())["messages"]["D0ADA0001"]
        return str(messages[-1]["text"]) if messages else ""

    async def stored(self, team: str = "T0CONTOSO") -> str:
        async with self.store.transactions.read() as tx:
            found = await self.store.installations.get(tx, team)
        return "" if found is None else found.token


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
async def office(world: World) -> AsyncIterator[Office]:
    runner, port = await start(world)
    origin = f"http://127.0.0.1:{port}"
    dialogue, log, store, clock = ScriptedDialogue(), KeptLog(), fake_store(), FakeClock()
    api = f"{origin}/slack/api/"
    workspace = SlackWorkspace(
        SlackSettings("", SLACK_SIGNING_SECRET, api), clock, store.installations, store.transactions
    )
    adapter = SlackAdapter(workspace, dialogue, clock, log, read)
    app = web.Application()
    app.add_routes(adapter.routes())
    server = TestServer(app)
    settings = InstallSettings(SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, "", api, f"{origin}/slack/oauth/v2/authorize")
    installing = Installing(
        settings, installations=store.installations, transactions=store.transactions, clock=clock, log=log
    )
    app.add_routes(InstallPages(installing, "http://127.0.0.1", f"{origin}/x").routes())
    jar = aiohttp.CookieJar(unsafe=True)
    async with server, aiohttp.ClientSession(cookie_jar=jar) as http:
        url = str(server.make_url("")).rstrip("/")
        installing._settings = replace(settings, redirect_uri=f"{url}{INSTALLED_PATH}")
        await adapter.start()
        content = {"manifest": slack_manifest(url, "/schedule", installs=True)}
        async with http.post(f"{origin}/admin/slack/app", json=content) as registered:
            assert (await registered.json())["ok"], await registered.text()
        yield Office(adapter, dialogue, installing, store, clock, log, http, origin, url)
        await adapter.drain(5)
    world.slack.reset()
    await runner.cleanup()


async def test_a_workspace_installs_and_is_answered_with_its_own_token(office: Office) -> None:
    status, page = await office.allow()
    assert (status, "Contoso has Clearhour now" in page) == (200, True)
    assert "https://contoso.slack.com/app_redirect?app=A0CLEARHR&amp;team=T0CONTOSO" in page
    assert (await office.stored()).startswith("xoxb-")
    await office.adapter.workspace.messenger.show(ADA, LINE, READER, None)
    assert await office.command() == "What I can do"


async def test_a_workspace_without_a_token_is_refused_with_a_line_in_the_log(office: Office) -> None:
    await office.allow("T0FABRIKM")
    said = await office.command()
    assert said.startswith("Clearhour isn't installed in this workspace any more.")
    assert ("slack.not_installed", {"team": "T0CONTOSO"}) in office.log.lines
    assert office.dialogue.asked == []
    with pytest.raises(NotInstalled):
        await office.adapter.workspace.messenger.show(ADA, LINE, READER, None)
    assert await office.adapter.workspace.directory.profile(ADA) is None


async def test_installing_again_replaces_the_token(office: Office) -> None:
    await office.allow()
    before = await office.stored()
    await office.adapter.workspace.messenger.show(ADA, LINE, READER, None)
    await office.allow()
    assert await office.stored() not in ("", before)
    await office.adapter.workspace.messenger.show(ADA, LINE, READER, None)


async def test_each_workspace_has_a_token_of_its_own(office: Office) -> None:
    await office.allow()
    await office.allow("T0FABRIKM")
    assert await office.stored() != await office.stored("T0FABRIKM") != ""
    theirs = (await office.adapter.workspace.workspaces.of("T0FABRIKM")).here
    assert (theirs.team, theirs.url) == ("T0FABRIKM", "https://fabrikam.slack.com/")


async def test_who_says_no_installs_nothing(office: Office) -> None:
    status, page = await office.allow(answer="cancel")
    assert (status, "Nothing was installed" in page, await office.stored()) == (400, True, "")


async def test_a_state_counts_once_in_its_own_browser_and_in_time(office: Office) -> None:
    """Else somebody could have a token stored by another one's browser, or play an answer again."""
    begun = await office.installing.begin()
    state = dict(parse_qsl(urlsplit(begun.url).query))["state"]
    answer = {"state": state, "error": "access_denied"}
    assert await office.installing.finish(None, answer) is Refusal.EXPIRED
    assert await office.installing.finish("another", answer) is Refusal.EXPIRED
    assert await office.installing.finish(begun.cookie, {"error": "access_denied"}) is Refusal.EXPIRED
    assert await office.installing.finish(begun.cookie, answer) is Refusal.DECLINED
    assert await office.installing.finish(begun.cookie, answer) is Refusal.EXPIRED
    late = await office.installing.begin()
    office.clock.set(office.clock.now() + INSTALL_WITHIN + timedelta(seconds=1))
    state = dict(parse_qsl(urlsplit(late.url).query))["state"]
    assert await office.installing.finish(late.cookie, {"state": state, "code": "x"}) is Refusal.EXPIRED


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        ({"error": "invalid_code"}, Refusal.FAILED),
        ({"error": "bad_client_secret"}, Refusal.FAILED),
        ({"status": 503}, Refusal.UNAVAILABLE),
    ],
)
async def test_a_slack_that_refuses_or_is_away_installs_nothing(
    office: Office, fault: dict[str, object], refusal: Refusal
) -> None:
    async with office.http.post(f"{office.origin}/admin/slack/faults", json={"method": "oauth.v2.access", **fault}):
        pass
    begun = await office.installing.begin()
    state = dict(parse_qsl(urlsplit(begun.url).query))["state"]
    found = await office.installing.finish(begun.cookie, {"state": state, "code": "1.2.3"})
    assert not isinstance(found, Installed)
    assert (found, await office.stored()) == (refusal, "")


async def test_the_state_and_its_cookie_are_stored_as_hashes(office: Office) -> None:
    begun = await office.installing.begin()
    kept = repr(office.store.transactions.tables.install_attempts)
    assert begun.cookie not in kept
    assert dict(parse_qsl(urlsplit(begun.url).query))["state"] not in kept


@pytest.mark.parametrize("only", [True, False])
async def test_a_workspace_that_takes_the_app_out_is_told_to_the_dialogue(office: Office, *, only: bool) -> None:
    await office.allow()
    content = {"team": "T0CONTOSO", "revoked_only": only}
    async with office.http.post(f"{office.origin}/admin/slack/uninstall", json=content) as response:
        assert (await response.json())["ok"]
    assert set(office.dialogue.removed) == {"T0CONTOSO"}
