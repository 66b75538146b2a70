"""What is typed wrongly gets a card; what isn't Slack's, or isn't well-formed, gets a 4xx and has no effect."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.truth import Truth

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


async def _post(bot: Bot, path: str, body: bytes, *, kind: str = FORM, age: int = 0, secret: str | None = None) -> int:
    """A request as Slack would sign it, `age` seconds ago; the status of the answer."""
    when = str(int(time.time()) - age)
    key = secret if secret is not None else bot.sandbox.settings["CLEARHOUR_SLACK_SIGNING_SECRET"]
    signature = "v0=" + hmac.new(key.encode(), f"v0:{when}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": when, "X-Slack-Signature": signature}
    async with (
        aiohttp.ClientSession(trust_env=False) as web,
        web.post(f"{bot.address}/slack/{path}", data=body, headers=headers) as answer,
    ):
        assert "Traceback" not in await answer.text()
        return answer.status


def _command(trigger: str) -> bytes:
    return urlencode(
        {
            "command": "/schedule",
            "text": "help",
            "user_id": "U0ADA0001",
            "channel_id": "D0ADA",
            "trigger_id": trigger,
            "team_id": "T0CONTOSO",
        }
    ).encode()


@pytest.mark.parametrize(
    "words", ["frobnicate", "find 30m with", "find gestern", "today please now", "code", "🙈 <!channel> &amp;"]
)
async def test_words_that_are_not_understood_are_named_and_help_is_offered(words: str, ada: Person) -> None:
    answer = await ada.types(f"/schedule {words}")
    assert answer["ok"], answer
    card = await ada.sees("")
    assert not card.says("went wrong"), card
    assert card.buttons, card


async def test_a_forged_an_old_and_an_unsigned_request_are_refused(bot: Bot, ada: Person, truth: Truth) -> None:
    before = len(await ada.cards())
    mark = await truth.mark()
    for path in ("commands", "interactivity", "events"):
        assert await _post(bot, path, _command("1"), secret="somebody else's") == 401
        assert await _post(bot, path, _command("1"), age=301) == 401
        assert await _post(bot, path, _command("1"), age=-301) == 401
        async with aiohttp.ClientSession(trust_env=False) as web, web.post(f"{bot.address}/slack/{path}") as answer:
            assert answer.status == 401
    assert len(await ada.cards()) == before
    assert await truth.log(mark) == []


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("commands", FORM, b"text=help"),
        ("commands", FORM, b"%ff=%fe&command"),
        ("interactivity", FORM, b"payload=%7Bnot-json"),
        ("interactivity", FORM, b"payload=%5B%5D"),
        ("interactivity", FORM, b"nothing=1"),
        ("events", JSON, b"{"),
        ("events", JSON, b"[]"),
        ("events", JSON, json.dumps({"type": "event_callback"}).encode()),
    ],
)
async def test_a_signed_but_malformed_request_is_a_400(bot: Bot, path: str, kind: str, body: bytes) -> None:
    assert await _post(bot, path, body, kind=kind) == 400


async def test_a_replayed_request_has_no_second_effect(bot: Bot) -> None:
    async with Person(bot.sandbox.page, "emil") as emil:  # nobody else's test writes to him
        await emil.types("help")
        await emil.sees("What I can do")
        event = {"type": "message", "channel_type": "im", "channel": emil.dm, "user": "U0EMIL001", "text": "bookings"}
        envelope = {"type": "event_callback", "event_id": "Ev0REPLAYED", "team_id": "T0CONTOSO", "event": event}
        body = json.dumps(envelope).encode()
        assert await _post(bot, "events", body, kind=JSON) == 200
        await emil.sees("Connect Outlook")
        for _ in range(3):
            assert await _post(bot, "events", body, kind=JSON) == 200
        await emil.types("help")
        await emil.sees("What I can do")
        assert len(await emil.cards()) == 3


async def test_a_button_that_was_tampered_with_does_nothing(bot: Bot, ada: Person, truth: Truth) -> None:
    mark = await truth.mark()
    payload = {
        "type": "block_actions",
        "user": {"id": "U0ADA0001"},
        "trigger_id": "1.2.tampered",
        "container": {"type": "message", "channel_id": ada.dm, "message_ts": "1.2"},
        "actions": [{"type": "button", "action_id": "button:1", "block_id": "b", "value": '{"do":"DropEverything"}'}],
    }
    assert await _post(bot, "interactivity", urlencode({"payload": json.dumps(payload)}).encode()) == 200
    await ada.sees("older version")
    assert await truth.log(mark, "graph") == []
