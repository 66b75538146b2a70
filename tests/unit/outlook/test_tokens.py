"""Access tokens of a connection: from the cache, renewed, saved, lost."""

import asyncio
import json
from functools import partial

import httpx
import pytest

from core.connection.health import Why
from core.connection.model import ConnectionHealed, ConnectionLost, ConnectionState
from core.outlook.tokens import TokenSource
from core.shared.errors import NotConnected, OperatorNeeded, OutlookUnavailable, PermissionMissing, ReconnectNeeded
from core.shared.transaction import NetworkInsideTransaction
from tests.fakes.memory import TransactionMisuse
from tests.unit.outlook.entra_script import SETTINGS, ScriptedEntra, refused, tokens
from tests.unit.outlook.fakes import ADA, START, JumpingClock, Storage
from tests.unit.outlook.test_sign_in import finished, whole_me


class House:
    """A connection that just signed in."""

    def __init__(self) -> None:
        self.entra = ScriptedEntra()
        self.store = Storage()
        entra = self.entra.entra()
        self.alarm = entra.alarm
        self.source = TokenSource(
            SETTINGS,
            entra,
            transactions=self.store.transactions,
            vault=self.store.store.tokens,
            connections=self.store.store.connections,
            clock=JumpingClock(),
        )

    async def connected(self) -> "House":
        done = await finished(self.entra, whole_me())
        self.store.connect(done.account, done.cache)
        self.entra.requests.clear()
        return self


@pytest.fixture
async def house() -> House:
    return await House().connected()


async def test_a_fresh_token_comes_from_the_cache_without_asking_or_writing(house: House) -> None:
    before = house.store.cache
    assert await house.source.token(ADA) == "at-1"
    assert house.entra.forms == []
    assert house.store.cache == before


async def test_a_rejected_token_is_renewed_and_the_cache_saved(house: House) -> None:
    house.entra.script = [tokens(access_token="at-2", refresh_token="rt-2")]
    assert await house.source.token(ADA, rejected="at-1") == "at-2"
    assert house.entra.forms[0]["refresh_token"] == ["rt-1"]
    assert "rt-2" in house.store.cache[0]
    assert await house.source.token(ADA) == "at-2"


async def test_many_that_saw_the_same_token_rejected_renew_it_once(house: House) -> None:
    house.entra.script = [tokens(access_token="at-2")]
    found = await asyncio.gather(*(house.source.token(ADA, rejected="at-1") for _ in range(5)))
    assert found == ["at-2"] * 5
    assert len(house.entra.forms) == 1


async def test_a_save_that_lost_the_race_is_dropped(house: House) -> None:
    faster = house.store.cache[0] + " "
    house.entra.meanwhile = partial(house.store.connect, house.store.account, faster)
    house.entra.script = [tokens(access_token="at-2")]
    assert await house.source.token(ADA, rejected="at-1") == "at-2"
    assert house.store.cache == (faster, 2)


@pytest.mark.parametrize(
    "answer",
    [
        refused("invalid_grant", 50173, "bad_token"),
        refused("invalid_grant", 700082, "token_expired"),
        refused("invalid_grant", 65001, "consent_required"),
        refused("interaction_required", 50076, "basic_action"),
    ],
)
async def test_a_dead_sign_in_is_told_once_and_asked_no_more(house: House, answer: httpx.Response) -> None:
    house.entra.script = [answer]
    for _ in range(3):
        with pytest.raises(ReconnectNeeded):
            await house.source.token(ADA, rejected="at-1")
    assert house.store.state is ConnectionState.NEEDS_RECONNECT
    assert house.store.published == [ConnectionLost(person="ada", connection=ADA)]
    assert len(house.entra.forms) == 1


async def test_a_repaired_account_works_at_once(house: House) -> None:
    """MSAL would replay the refusal for 60 seconds from one application object."""
    house.entra.script = [refused("invalid_grant", 50173, "bad_token"), tokens(access_token="at-2")]
    with pytest.raises(ReconnectNeeded):
        await house.source.token(ADA, rejected="at-1")
    house.store.connect(house.store.account, house.store.cache[0])
    assert await house.source.token(ADA, rejected="at-1") == "at-2"


async def test_a_refusal_of_old_tokens_does_not_undo_a_new_sign_in(house: House) -> None:
    house.entra.meanwhile = partial(house.store.connect, house.store.account, house.store.cache[0])
    house.entra.script = [refused("invalid_grant", 50173, "bad_token")]
    with pytest.raises(ReconnectNeeded):
        await house.source.token(ADA, rejected="at-1")
    assert house.store.state is ConnectionState.OK
    assert house.store.published == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused("temporarily_unavailable", 0), OutlookUnavailable),
        (httpx.Response(502, html="<html>"), OutlookUnavailable),
        (httpx.ConnectError("no"), OutlookUnavailable),
    ],
)
async def test_trouble_that_is_not_the_persons_keeps_the_connection(
    house: House, answer: httpx.Response | Exception, expected: type[Exception]
) -> None:
    house.entra.script = [answer]
    with pytest.raises(expected):
        await house.source.token(ADA, rejected="at-1")
    assert house.store.state is ConnectionState.OK
    assert house.store.published == []


@pytest.mark.parametrize(
    ("answer", "error", "state", "why"),
    [
        (refused("invalid_client", 7000222, status=401), OperatorNeeded, ConnectionState.NEEDS_OPERATOR, Why.APP),
        (refused("unauthorized_client", 700016), OperatorNeeded, ConnectionState.NEEDS_OPERATOR, Why.APP),
        (refused("invalid_grant", 90094), PermissionMissing, ConnectionState.NEEDS_ADMIN, Why.ADMIN),
    ],
)
async def test_what_somebody_else_has_to_repair_is_told_once_and_heals_by_itself(
    house: House, answer: httpx.Response, error: type[Exception], state: ConnectionState, why: Why
) -> None:
    house.entra.script = [answer, answer, tokens(access_token="at-2")]
    for _ in range(2):
        with pytest.raises(error):
            await house.source.token(ADA, rejected="at-1")
    lost = house.store.transactions.tables.connections[ADA]
    assert (lost.state, lost.why, lost.since) == (state, why, START)
    assert house.store.published == [ConnectionLost(person="ada", connection=ADA)]
    assert await house.source.token(ADA) == "at-2", "the token that Graph refused is not taken for a sign of health"
    well = house.store.transactions.tables.connections[ADA]
    assert (well.state, well.why, well.since) == (ConnectionState.OK, None, None)
    assert house.store.published[1:] == [ConnectionHealed(person="ada", connection=ADA)]


async def test_the_operator_is_told_once_and_that_it_is_over(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    expired = refused("invalid_client", 7000222, status=401)
    house.entra.script = [expired, expired, tokens(access_token="at-2")]
    for _ in range(2):
        with pytest.raises(OperatorNeeded):
            await house.source.token(ADA, rejected="at-1")
    assert house.alarm.ringing == "invalid_client 7000222"
    await house.source.token(ADA)
    assert house.alarm.ringing is None
    said = capsys.readouterr().out
    assert said.count("microsoft_refuses_this_installation") == 1
    assert said.count("microsoft_takes_this_installation_again") == 1


async def test_a_dead_sign_in_keeps_why_since_when_and_what_the_next_one_has_to_prove(house: House) -> None:
    claims = '{"access_token":{"capolids":{"essential":true,"values":["c1"]}}}'
    body = {"error": "interaction_required", "suberror": "basic_action", "error_codes": [50076], "claims": claims}
    house.entra.script = [httpx.Response(400, json=body)]
    with pytest.raises(ReconnectNeeded):
        await house.source.token(ADA, rejected="at-1")
    lost = house.store.transactions.tables.connections[ADA]
    assert (lost.state, lost.why, lost.since) == (ConnectionState.NEEDS_RECONNECT, Why.PROOF, START)
    assert lost.claims == claims


async def test_a_sign_in_that_died_with_its_last_token_over_is_noticed_too(house: House) -> None:
    """MSAL drops the token that is over, which changes the cache; that is no newer sign-in."""
    cache = json.loads(house.store.cache[0])
    for token in cache["AccessToken"].values():
        token |= {"expires_on": "1000", "cached_at": "900", "extended_expires_on": "1000"}
    house.store.connect(house.store.account, json.dumps(cache))
    house.entra.script = [refused("invalid_grant", 700082, "token_expired")]
    with pytest.raises(ReconnectNeeded):
        await house.source.token(ADA)
    assert house.store.state is ConnectionState.NEEDS_RECONNECT
    assert "1000" not in house.store.cache[0]


async def test_a_renewal_asks_only_for_what_was_granted(house: House) -> None:
    house.store.connect(house.store.account, house.store.cache[0], scopes=frozenset({"User.Read", "Calendars.Read"}))
    house.entra.script = [tokens(access_token="at-2")]
    await house.source.token(ADA, rejected="at-1")
    asked = set(house.entra.forms[0]["scope"][0].split())
    assert asked == {"User.Read", "Calendars.Read", "openid", "profile", "offline_access"}


async def test_an_empty_cache_needs_a_new_sign_in(house: House) -> None:
    house.store.connect(house.store.account, "{}")
    with pytest.raises(ReconnectNeeded):
        await house.source.token(ADA)
    assert house.store.state is ConnectionState.NEEDS_RECONNECT


async def test_a_disconnected_person_is_not_connected(house: House) -> None:
    house.store.disconnect()
    with pytest.raises(NotConnected):
        await house.source.token(ADA)


async def test_no_token_is_sought_inside_a_transaction(house: House) -> None:
    async with house.store.transactions.write():
        with pytest.raises((NetworkInsideTransaction, TransactionMisuse)):
            await house.source.token(ADA)
