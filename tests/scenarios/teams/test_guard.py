"""Forged activities: every bad token is 401, everything malformed 400, and no handler ran."""

from typing import Any

import pytest

from adapters.teams.http import Answer, Http
from adapters.teams.keys import SigningKeys
from core.dialogue.commands import ShowAgenda
from core.dialogue.screens import Line, say
from core.shared.errors import ChatUnavailable
from tests.scenarios.teams.stage import Stage
from tests.scenarios.teams.stage import stage as open_stage

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def script(teams: Stage) -> None:
    teams.dialogue.cards = {ShowAgenda: Line(say("calendars.saved"))}


async def activity(stage: Stage, **changes: Any) -> Json:
    """A message of Ada's as Teams writes it, of its own id."""
    await stage.send("today")
    found = (await stage.last_request())["activity"]
    stage.dialogue.asked.clear()
    return {**found, "id": "1", **changes}


async def token(stage: Stage, **content: Any) -> str:
    return f"Bearer {(await stage.admin('token', **content))['token']}"


async def test_a_good_token_is_let_in(stage: Stage) -> None:
    assert await stage.post(await activity(stage), Authorization=await token(stage)) == 200
    assert await stage.adapter._tasks.drain(5) == 0
    assert len(stage.dialogue.asked) == 1


FORGED: list[tuple[str, Json, str]] = [
    ("issuer", {"claims": {"iss": "https://evil.example"}}, "InvalidIssuerError"),
    ("no issuer", {"claims": {"iss": None}}, "MissingRequiredClaimError"),
    ("audience", {"claims": {"aud": "another-app"}}, "InvalidAudienceError"),
    ("no audience", {"claims": {"aud": None}}, "MissingRequiredClaimError"),
    ("expired", {"claims": {"exp": 1_700_000_000}}, "ExpiredSignatureError"),
    ("no expiry", {"claims": {"exp": None}}, "MissingRequiredClaimError"),
    ("not yet valid", {"claims": {"nbf": 4_000_000_000}}, "ImmatureSignatureError"),
    ("service address", {"claims": {"serviceurl": "https://smba.trafficmanager.net/emea/"}}, "another service address"),
    ("no service address", {"claims": {"serviceurl": None}}, "another service address"),
    ("endorsement", {"key": "unendorsed"}, "the key is not endorsed for this channel"),
    ("key", {"key": "unknown"}, "unknown key"),
]


@pytest.mark.parametrize(("what", "content", "why"), FORGED, ids=[what for what, _, _ in FORGED])
async def test_a_forged_token_is_401_for_what_is_wrong_with_it_and_nobody_is_asked(
    stage: Stage, what: str, content: Json, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.keys.REFRESH_AT_MOST_EVERY_SECONDS", 0.0)
    body = await activity(stage)
    assert await stage.post(body, Authorization=await token(stage, **content)) == 401
    assert stage.log.lines[-1][1]["reason"] == why
    await _nothing_ran(stage)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic abc", "Bearer eyJhbGciOiJub25lIn0.e30."],
)
async def test_no_token_or_garbage_is_401(stage: Stage, header: str) -> None:
    body = await activity(stage)
    assert await stage.post(body, **({"Authorization": header} if header else {})) == 401
    await _nothing_ran(stage)


async def test_a_token_signed_with_our_public_key_as_a_secret_is_401(stage: Stage) -> None:
    import jwt

    good = (await token(stage)).removeprefix("Bearer ")
    claims = jwt.decode(good, options={"verify_signature": False})
    key = stage.world.parts["teams"].key.public_jwk  # type: ignore[attr-defined]
    forged = jwt.encode(claims, key["n"], algorithm="HS256", headers={"kid": key["kid"]})
    assert await stage.post(await activity(stage), Authorization=f"Bearer {forged}") == 401
    await _nothing_ran(stage)


NOBODYS = "no tenant, or several"
OTHER: list[tuple[str, Json, str]] = [
    ("tenant", {"channelData": {"tenant": {"id": "d0000000-0000-4000-8000-00000000000d"}}}, NOBODYS),
    ("no tenant", {"channelData": {}, "conversation": {"id": "a:1", "conversationType": "personal"}}, NOBODYS),
    ("tenant of the conversation", {"conversation": {"id": "a:1", "tenantId": "elsewhere"}}, NOBODYS),
    ("channel", {"channelId": "webchat"}, "the key is not endorsed for this channel"),
    ("service address", {"serviceUrl": "http://127.0.0.1:9/teams/"}, "another service address"),
]


@pytest.mark.parametrize(("what", "changes", "why"), OTHER, ids=[what for what, _, _ in OTHER])
async def test_a_good_token_for_another_activity_is_401(stage: Stage, what: str, changes: Json, why: str) -> None:
    assert await stage.post(await activity(stage, **changes), Authorization=await token(stage)) == 401
    assert stage.log.lines[-1][1]["reason"] == why
    await _nothing_ran(stage)


async def test_another_organisation_is_refused_kindly_where_it_asked(stage: Stage) -> None:
    """It was never allowed: nobody is asked anything, and the text names what would help."""
    body = await activity(stage)
    elsewhere = "d0000000-0000-4000-8000-00000000000d"
    body["channelData"]["tenant"]["id"] = body["conversation"]["tenantId"] = elsewhere
    before = len(await stage.said())
    assert await stage.post(body, Authorization=await token(stage)) == 200
    assert await stage.adapter._tasks.drain(5) == 0
    (line,) = (await stage.said())[before:]
    assert elsewhere in line["text"]
    assert stage.dialogue.asked == []


async def test_a_signed_service_address_that_is_not_allowed_is_401(stage: Stage) -> None:
    evil = "https://evil.example/teams/"
    body = await activity(stage, serviceUrl=evil)
    assert await stage.post(body, Authorization=await token(stage, claims={"serviceurl": evil})) == 401
    await _nothing_ran(stage)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"type": "message"}', b"[" * 5000, b"\xff"]
)
async def test_what_is_no_activity_is_400(stage: Stage, body: bytes) -> None:
    assert await stage.post(body, Authorization=await token(stage)) == 400
    await _nothing_ran(stage)


async def test_wrong_shapes_are_400(stage: Stage) -> None:
    good = await activity(stage)
    for name, value in (("from", "ada"), ("conversation", []), ("id", 7), ("entities", {}), ("channelData", "x")):
        assert await stage.post({**good, name: value}, Authorization=await token(stage)) == 400
    await _nothing_ran(stage)


async def test_a_body_that_is_too_large_is_413_and_other_types_are_415(stage: Stage) -> None:
    header = await token(stage)
    assert await stage.post(b'{"text": "' + b"x" * 300_000 + b'"}', Authorization=header) == 413
    assert await stage.post(b"x", **{"Authorization": header, "Content-Type": "text/plain"}) == 415
    await _nothing_ran(stage)


async def test_a_new_key_is_read_when_it_is_first_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.teams.keys.REFRESH_AT_MOST_EVERY_SECONDS", 0.0)
    await stage.send("today")
    await stage.admin("rotate")
    assert (await stage.send("today"))["ok"]


async def test_unknown_keys_make_us_ask_once_a_minute_only(stage: Stage) -> None:
    await stage.send("today")
    body = await activity(stage)
    for _ in range(5):
        assert await stage.post(body, Authorization=await token(stage, key="unknown")) == 401
    reads = [one for one in stage.world.parts["teams"].log if one["note"] == "the bot reads the keys"]  # type: ignore[attr-defined]
    assert len(reads) <= 1 + 1  # at the first activity, and for the first unknown key


async def test_while_the_keys_cannot_be_read_nobody_is_let_in_and_teams_may_try_again() -> None:
    async with open_stage(openid_url="http://127.0.0.1:9/openid") as stage:
        answer = await stage.hand("send", conversation="personal", text="today")
        assert not answer["ok"]
        await stage.hand("install", conversation="personal")
        request = await stage.last_request()
        assert await stage.post(request["activity"], Authorization=request["headers"]["Authorization"]) == 503
        await _nothing_ran(stage)


async def test_after_a_failed_first_read_nobody_waits_for_another_one_so_soon() -> None:
    now, http = 0.0, SilentHttp()
    keys = SigningKeys(http, "https://keys.example", lambda: now)
    for seconds, asked in ((0.0, 1), (1.0, 1), (5.0, 2)):
        now = seconds
        with pytest.raises(ChatUnavailable):
            await keys.get("any")
        assert http.asked == asked


class SilentHttp(Http):
    """Nobody answers; counts how often they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def ask(self, *_: Any, **__: Any) -> Answer:
        self.asked += 1
        raise ChatUnavailable


async def test_keys_once_read_are_kept_while_they_cannot_be_read() -> None:
    now = 0.0

    async with open_stage() as stage:
        keys = SigningKeys(stage.adapter.workspace.http, stage.adapter.workspace.settings.openid_url, lambda: now)
        kid = stage.world.parts["teams"].key.public_jwk["kid"]  # type: ignore[attr-defined]
        assert await keys.get(kid) is not None
        keys._metadata_url = "http://127.0.0.1:9/openid"
        now = 30 * 3600.0
        assert await keys.get(kid) is not None
        assert await keys.get("unknown") is None


async def _nothing_ran(stage: Stage) -> None:
    assert await stage.adapter._tasks.drain(5) == 0
    assert stage.dialogue.asked == []
