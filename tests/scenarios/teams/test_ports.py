"""The ports that the adapter implements: Messenger and ChatDirectory, its tokens, its start and end."""

import asyncio
from typing import Any

import pytest

from adapters.teams.calls import TeamsRefused
from adapters.teams.http import Answer, Http
from adapters.teams.tokens import BotTokens
from core.dialogue.commands import ShowAgenda
from core.dialogue.model import MessageRef
from core.dialogue.screens import Line, say
from core.people.model import ChatUser, Platform, Reader
from core.shared.errors import ChatUnavailable, OperatorNeeded
from sandbox.people import CONTOSO_TENANT
from tests.scenarios.teams.stage import Stage, user
from tests.scenarios.teams.stage import stage as open_stage

READER = Reader("Europe/Berlin", "en-GB")
SCREEN = Line(say("calendars.saved"))


async def show(stage: Stage, ref: MessageRef | None = None) -> MessageRef:
    return await stage.adapter.workspace.messenger.show(user("ada"), SCREEN, READER, ref)


async def test_a_screen_is_sent_then_edited_in_place(stage: Stage) -> None:
    ref = await show(stage)
    assert await show(stage, ref) == ref
    (message,) = await stage.said()
    assert (message["id"], message["edited"]) == (ref.message, True)


async def test_a_message_that_cannot_be_edited_is_sent_anew(stage: Stage) -> None:
    ref = await show(stage)
    assert await show(stage, MessageRef(ref.channel, "1")) != ref
    assert len(await stage.said()) == 2


async def test_a_long_wait_is_left_to_the_caller(stage: Stage) -> None:
    await stage.admin("faults", call="send", status=429, retry_after=30, times=1)
    with pytest.raises(ChatUnavailable) as busy:
        await show(stage)
    assert busy.value.retry_after_seconds == 30


@pytest.mark.parametrize("status", [500, 502, 503, 504, 412])
async def test_a_teams_in_trouble_is_unavailable(stage: Stage, status: int) -> None:
    await stage.admin("faults", call="send", status=status, times=1)
    with pytest.raises(ChatUnavailable):
        await show(stage)


async def test_a_refusal_is_not_tried_again(stage: Stage) -> None:
    await stage.admin("faults", call="send", status=400, code="BadArgument", times=1)
    with pytest.raises(TeamsRefused) as refused:
        await show(stage)
    assert refused.value.code == "teams_BadArgument"


async def test_a_token_that_is_refused_is_replaced_once(stage: Stage) -> None:
    await stage.admin("faults", call="send", status=401, times=1)
    await show(stage)
    assert len(await stage.said()) == 1
    await stage.admin("faults", call="send", status=401, times=2)
    with pytest.raises(OperatorNeeded):
        await show(stage)


async def test_our_token_goes_to_no_address_off_the_list(stage: Stage) -> None:
    await stage.adapter.workspace.routes.learn(user("ada"), service_url="http://127.0.0.1:9/evil/")
    with pytest.raises(TeamsRefused):
        await show(stage)


async def test_a_person_is_read_from_the_roster_and_their_client(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = None
    await stage.send("today")
    profile = await stage.adapter.workspace.directory.profile(user("ada"))
    assert profile is not None
    assert (profile.name, profile.email, profile.zone, profile.locale) == (
        "Ada Lindqvist",
        "ada@contoso.com",
        "Europe/Berlin",
        "en-GB",
    )
    assert (profile.outsider, profile.active) == (False, True)


async def test_somebody_of_the_team_is_found_by_address_and_by_id_before_they_ever_wrote(stage: Stage) -> None:
    directory = stage.adapter.workspace.directory
    found = await directory.by_email(CONTOSO_TENANT, "ben@contoso.com")
    assert found is not None
    assert found.user == user("ben")
    assert await directory.profile(user("ben")) == found


async def test_nobody_is_nobody(stage: Stage) -> None:
    directory = stage.adapter.workspace.directory
    assert await directory.by_email(CONTOSO_TENANT, "nobody@contoso.com") is None
    assert await directory.profile(ChatUser(Platform.TEAMS, CONTOSO_TENANT, "nobody")) is None


async def test_a_clients_new_zone_counts_with_the_next_word(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = None
    await stage.admin("person", person="ada", tz="America/New_York", locale="en-US")
    await stage.send("today")
    assert stage.dialogue.asked[-1][0].reads == Reader("America/New_York", "en-US")
    profile = await stage.adapter.workspace.directory.profile(user("ada"))
    assert profile is not None
    assert (profile.zone, profile.locale) == ("America/New_York", "en-US")


async def test_a_start_with_a_wrong_password_says_why() -> None:
    with pytest.raises(OperatorNeeded, match="teams_invalid_client"):
        async with open_stage(app_password="wrong"):
            pass


async def test_a_start_without_microsoft_says_why() -> None:
    with pytest.raises(ChatUnavailable):
        async with open_stage(login_url="http://127.0.0.1:9"):
            pass


@pytest.mark.parametrize("missing", ["app_id", "app_password", "tenant"])
async def test_without_an_id_a_password_or_a_tenant_there_is_no_adapter(missing: str) -> None:
    with pytest.raises(ValueError, match="app id"):
        async with open_stage(**{missing: ""}):
            pass


async def test_settings_never_show_their_secrets(stage: Stage) -> None:
    assert "sandbox~bot" not in repr(stage.adapter.workspace.settings)


async def test_draining_waits_for_answers_and_says_how_many_were_cut_off(stage: Stage) -> None:
    stage.dialogue.gate = asyncio.Event()
    stage.dialogue.cards[ShowAgenda] = SCREEN
    asyncio.get_running_loop().call_later(0.05, stage.dialogue.gate.set)
    await stage.send("today")
    assert len(await stage.said()) == 1
    stage.adapter._tasks.start(asyncio.sleep(60))
    await stage.adapter.drain(0.01)
    assert ("teams.answers_cut_off", {"count": 1}) in stage.log.lines


class ScriptedHttp(Http):
    """Answers token requests with the next number; remembers how many there were."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def ask(self, *_: Any, **__: Any) -> Answer:
        self.asked += 1
        await asyncio.sleep(0)
        return Answer(200, {"access_token": f"token-{self.asked}", "expires_in": 3600})


async def test_our_token_is_asked_for_once_and_again_before_it_ends() -> None:
    now, http = 0.0, ScriptedHttp()
    tokens = BotTokens(http, "http://login", "app", "password", lambda: now)
    assert await asyncio.gather(*(tokens.get() for _ in range(5))) == ["token-1"] * 5
    now = 3000.0
    assert await tokens.get() == "token-1"
    now = 3400.0
    assert await tokens.get() == "token-2"
    assert "token-2" not in repr(tokens)
    assert "password" not in repr(tokens)
