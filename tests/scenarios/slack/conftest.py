"""One stage per test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from tests.fakes.clock import FakeClock
from tests.scenarios.slack.fake_slack import FakeSlack
from tests.scenarios.slack.stage import SECRET, KeptLog, ScriptedDialogue, Stage, read


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    slack = FakeSlack()
    async with TestServer(slack.app()) as remote, aiohttp.ClientSession() as http:
        slack.origin = str(remote.make_url("")).rstrip("/")
        settings = SlackSettings("xoxb-test", SECRET, f"{slack.origin}/api/")
        dialogue, log = ScriptedDialogue(), KeptLog()
        adapter = SlackAdapter(SlackWorkspace(settings, FakeClock()), dialogue, FakeClock(), log, read)
        await adapter.start()
        slack.calls.clear()
        app = web.Application()
        app.add_routes(adapter.routes())
        async with TestServer(app) as server:
            yield Stage(adapter, dialogue, slack, log, http, str(server.make_url("")).rstrip("/"))
            await adapter.drain(5)
