"""Requests that Slack did not send, or sent twice."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack import guard
from core.dialogue.commands import ShowAgenda
from core.dialogue.screens import BookingsCard
from tests.scenarios.slack.stage import COMMAND, Stage

FORM = "application/x-www-form-urlencoded"
SLASH = urlencode({**COMMAND, "trigger_id": "t1"}).encode()
EVENT = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}


@pytest.fixture(autouse=True)
def script(stage: Stage) -> None:
    stage.dialogue.cards[ShowAgenda] = BookingsCard((), 0, ())


@pytest.mark.parametrize("path", ["commands", "interactivity", "events"])
@pytest.mark.parametrize(
    "headers",
    [
        {"X_Slack_Signature": "v0=0000"},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v0=\u00e9"},
        {"X_Slack_Request_Timestamp": "soon"},
        {"X_Slack_Request_Timestamp": ""},
        {"seconds": -301},
        {"seconds": 400},
    ],
)
async def test_what_slack_did_not_sign_just_now_is_refused(stage: Stage, path: str, headers: dict[str, Any]) -> None:
    """`seconds`: how far from now the signature is, when the test runs."""
    if "seconds" in headers:
        headers = {"now": str(int(time.time()) + headers["seconds"])}
    status, body = await stage.post(path, SLASH, FORM, **headers)
    assert (status, json.loads(body)) == (401, {"error": "not signed by Slack"})
    assert stage.dialogue.asked == []


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"{", b"ssl_check=1&token=x", b'{"type":"url_verification","challenge":"c"}']
)
async def test_nothing_is_answered_unsigned(stage: Stage, body: bytes) -> None:
    for path in ("commands", "interactivity", "events"):
        async with stage.http.post(f"{stage.url}/slack/{path}", data=body) as response:
            assert response.status == 401


async def test_a_body_larger_than_slacks_is_refused_before_it_is_looked_at(stage: Stage) -> None:
    status, _ = await stage.post("commands", b"text=" + b"x" * guard.BODY_MOST_BYTES, FORM)
    assert status == 413


@pytest.mark.parametrize(
    ("path", "content_type"), [("commands", "application/json"), ("events", FORM), ("interactivity", "text/plain")]
)
async def test_another_content_type_is_refused(stage: Stage, path: str, content_type: str) -> None:
    status, _ = await stage.post(path, SLASH, content_type)
    assert status == 415


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("events", b""),
        ("events", b"[]"),
        ("events", b"{"),
        ("events", b'{"type":"event_callback"}'),
        ("events", b'{"type":"event_callback","event_id":"E","event":[]}'),
        ("events", b'{"type":"url_verification"}'),
        ("commands", b""),
        ("commands", b"command=%2Fschedule"),
        ("commands", b"&".join(b"a%d=1" % n for n in range(200))),
        ("interactivity", b"payload=nonsense"),
        ("interactivity", b"payload=%5B%5D"),
        ("interactivity", b"other=1"),
        ("interactivity", b"payload=" + b'{"type":"block_actions"}'),
        ("interactivity", b"payload=" + b'{"type":"block_actions","user":{"id":"U"},"trigger_id":"t","actions":[]}'),
        ("interactivity", b"payload=" + b'{"type":"view_submission","user":{"id":"U"},"view":{}}'),
        ("interactivity", b'payload={"type":7}'),
    ],
)
async def test_a_signed_but_malformed_request_is_refused_with_a_reason(stage: Stage, path: str, body: bytes) -> None:
    status, answer = await stage.post(path, body, "application/json" if path == "events" else FORM)
    assert status == 400
    assert json.loads(answer)["error"]
    assert "Traceback" not in answer


async def test_the_address_is_verified_when_signed(stage: Stage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"}).encode()
    status, answer = await stage.post("events", body, "application/json")
    assert status == 200
    assert "c0ffee" in answer


async def test_the_certificate_check_is_answered_when_signed(stage: Stage) -> None:
    assert await stage.post("commands", b"ssl_check=1&token=x", FORM) == (200, "")


async def test_an_event_that_slack_sends_again_has_one_effect(stage: Stage) -> None:
    await stage.message("today", "Ev7")
    again = await stage.message("today", "Ev7", X_Slack_Retry_Num="1", X_Slack_Retry_Reason="http_timeout")
    assert again == (200, "")
    assert len(stage.dialogue.asked) == 1
    await stage.message("today", "Ev8")
    assert len(stage.dialogue.asked) == 2


async def test_a_replayed_slash_command_has_one_effect(stage: Stage) -> None:
    for _ in range(2):
        await stage.settled(stage.post("commands", SLASH, FORM))
    assert len(stage.dialogue.asked) == 1


async def test_what_the_database_has_seen_has_no_second_effect_after_a_restart(stage: Stage) -> None:
    stage.dialogue.seen.add("Ev1")
    await stage.message("today", "Ev1")
    assert stage.dialogue.asked == []


@pytest.mark.parametrize("payload", [{"type": "dialog_submission"}, {"type": "view_closed"}])
async def test_interactions_we_did_not_ask_for_are_not_found(stage: Stage, payload: dict[str, str]) -> None:
    status, _ = await stage.interaction(payload)
    assert status in (200, 404)


async def test_deliveries_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    repeats = guard.Repeats()
    assert repeats.first_time("a")
    assert not repeats.first_time("a")
    monkeypatch.setattr(guard, "REMEMBER_SECONDS", -1)
    assert repeats.first_time("a")
    monkeypatch.setattr(guard, "REMEMBER_SECONDS", 60)
    monkeypatch.setattr(guard, "REMEMBER_MOST", 1)
    assert repeats.first_time("b")
    assert repeats.first_time("a")
