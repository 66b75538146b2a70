"""The ports that the adapter implements: Messenger and ChatDirectory, and its start and end."""

import asyncio

import pytest
from aiohttp import web

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.calls import SlackRefused
from adapters.slack.workspaces import NotInstalled
from core.dialogue.commands import ShowAgenda
from core.dialogue.model import MessageRef
from core.dialogue.screens import Line, say
from core.people.model import ChatProfile, ChatUser, Platform, Reader
from core.shared.errors import ChatUnavailable, OperatorNeeded
from tests.fakes.clock import FakeClock
from tests.scenarios.slack.stage import SECRET, KeptLog, ScriptedDialogue, Stage, read

ADA = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
READER = Reader("Europe/Berlin", "en-GB")
SCREEN = Line(say("calendars.saved"))


async def test_a_screen_is_sent_then_edited_in_place(stage: Stage) -> None:
    ref = await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, None)
    assert ref == MessageRef("DU0ADA0001", "17.1")
    assert await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, ref) == ref
    assert stage.slack.methods() == ["conversations.open", "chat.postMessage", "chat.update"]


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "channel_not_found"])
async def test_a_message_that_cannot_be_edited_is_sent_anew(stage: Stage, error: str) -> None:
    stage.slack.plant("chat.update", error)
    ref = await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, MessageRef("DU0ADA0001", "1.1"))
    assert ref == MessageRef("DU0ADA0001", "17.1")


async def test_a_long_wait_is_left_to_the_caller(stage: Stage) -> None:
    stage.slack.plant("chat.postMessage", "ratelimited", 429, "30")
    with pytest.raises(ChatUnavailable) as busy:
        await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, None)
    assert busy.value.retry_after_seconds == 30


@pytest.mark.parametrize(
    ("text", "content_type"),
    [("<html>", "text/html"), ("{", "application/json"), ("[]", "application/json"), ("", "text/plain")],
)
async def test_an_answer_that_is_not_slacks_is_an_unavailable_slack(stage: Stage, text: str, content_type: str) -> None:
    stage.slack.planted["chat.postMessage"].append(web.Response(status=502, text=text, content_type=content_type))
    with pytest.raises(ChatUnavailable):
        await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, None)


@pytest.mark.parametrize(("error", "status"), [("internal_error", 200), ("fatal_error", 500)])
async def test_a_slack_in_trouble_is_unavailable(stage: Stage, error: str, status: int) -> None:
    stage.slack.plant("chat.postMessage", error, status)
    with pytest.raises(ChatUnavailable):
        await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, None)


async def test_a_refusal_is_not_tried_again(stage: Stage) -> None:
    stage.slack.plant("chat.postMessage", "restricted_action")
    with pytest.raises(SlackRefused) as refused:
        await stage.adapter.workspace.messenger.show(ADA, SCREEN, READER, None)
    assert refused.value.code == "slack_restricted_action"


async def test_a_person_is_read_from_the_workspace(stage: Stage) -> None:
    assert await stage.adapter.workspace.directory.profile(ADA) == ChatProfile(
        ADA, "Ada Lindqvist", "ada@contoso.com", "Europe/Berlin", "en-GB"
    )
    assert await stage.adapter.workspace.directory.by_email("T0CONTOSO", "ada@contoso.com") == (
        await stage.adapter.workspace.directory.profile(ADA)
    )


async def test_guests_and_people_of_other_workspaces_are_outsiders(stage: Stage) -> None:
    guest = await stage.adapter.workspace.directory.profile(ChatUser(Platform.SLACK, "T0CONTOSO", "U0GUEST01"))
    other = await stage.adapter.workspace.directory.profile(ChatUser(Platform.SLACK, "T0CONTOSO", "U0OTHER01"))
    assert guest is not None
    assert other is not None
    assert (guest.outsider, guest.active, guest.email, guest.zone) == (True, False, None, "Etc/UTC")
    assert (other.outsider, other.active, other.name) == (True, True, "Oda")


async def test_nobody_is_nobody(stage: Stage) -> None:
    assert await stage.adapter.workspace.directory.profile(ChatUser(Platform.SLACK, "T0CONTOSO", "U0NOBODY1")) is None
    assert await stage.adapter.workspace.directory.by_email("T0CONTOSO", "nobody@contoso.com") is None


async def test_a_start_with_a_wrong_token_says_why(stage: Stage) -> None:
    stage.slack.plant("auth.test", "invalid_auth")
    log = KeptLog()
    settings = SlackSettings("xoxb-test", SECRET, f"{stage.slack.origin}/api/")
    with pytest.raises(OperatorNeeded):
        await SlackAdapter(SlackWorkspace(settings, FakeClock()), ScriptedDialogue(), FakeClock(), log, read).start()
    assert log.lines == [("slack.start_failed", {"reason": "invalid_auth"})]


async def test_a_start_without_slack_says_why(stage: Stage) -> None:
    settings = SlackSettings("xoxb-test", SECRET, "http://127.0.0.1:9/api/")
    with pytest.raises(ChatUnavailable):
        await SlackAdapter(
            SlackWorkspace(settings, FakeClock()), ScriptedDialogue(), FakeClock(), stage.log, read
        ).start()


def test_settings_never_show_their_secrets() -> None:
    assert "xoxb" not in repr(SlackSettings("xoxb-test", SECRET))
    assert SECRET not in repr(SlackSettings("xoxb-test", SECRET))


async def test_draining_waits_for_answers_and_says_how_many_were_cut_off(stage: Stage) -> None:
    stage.dialogue.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stage.dialogue.gate.set)
    stage.dialogue.cards[ShowAgenda] = SCREEN
    posted = asyncio.ensure_future(stage.message("today"))
    await posted
    assert len(stage.slack.direct()) == 1
    stage.adapter._tasks.start(asyncio.sleep(60))
    await stage.adapter.drain(0.01)
    assert ("slack.answers_cut_off", {"count": 1}) in stage.log.lines


@pytest.mark.parametrize(
    ("event", "is_out"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0CLEARHR"]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U0ADA0001"]}}, False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U0ANOTHER"]}}, False),
    ],
)
async def test_a_workspace_that_took_the_app_out_is_a_certain_refusal_and_told(
    stage: Stage, event: dict[str, object], *, is_out: bool
) -> None:
    """Nothing is tried again there: what others are told of it must not wait for it."""
    assert await stage.event(event) == (200, "")
    assert stage.dialogue.removed == (["T0CONTOSO"] if is_out else [])
    messenger = stage.adapter.workspace.messenger
    if not is_out:
        await messenger.show(ADA, SCREEN, READER, None)
        return
    with pytest.raises(NotInstalled):
        await messenger.show(ADA, SCREEN, READER, None)
    assert await stage.adapter.workspace.directory.profile(ADA) is None
    before = len(stage.dialogue.asked)
    await stage.message("today", "Ev2")
    assert len(stage.dialogue.asked) == before
