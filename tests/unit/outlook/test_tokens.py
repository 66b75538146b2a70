"""Access tokens of a connection: from the cache, renewed, saved, lost."""

import asyncio
from functools import partial

import httpx
import pytest

from core.connection.model import ConnectionLost, ConnectionState
from core.outlook.tokens import TokenSource
from core.shared.errors import NotConnected, OperatorNeeded, OutlookUnavailable, ReconnectNeeded
from core.shared.transaction import NetworkInsideTransaction
from tests.unit.outlook.entra_script import SETTINGS, ScriptedEntra, refused, tokens
from tests.unit.outlook.fakes import ADA, Storage
from tests.unit.outlook.test_sign_in import finished, whole_me


class House:
    """A connection that just signed in."""

    def __init__(self) -> None:
        self.entra = ScriptedEntra()
        self.store = Storage()
        self.source = TokenSource(
            SETTINGS,
            self.entra.entra(),
            transactions=self.store.transactions,
            vault=self.store.store.tokens,
            connections=self.store.store.connections,
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
        (refused("invalid_client", 7000222, status=401), OperatorNeeded),
        (refused("unauthorized_client", 700016), OperatorNeeded),
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


async def test_no_token_is_sought_inside_a_write_transaction(house: House) -> None:
    async with house.store.transactions.write():
        with pytest.raises(NetworkInsideTransaction):
            await house.source.token(ADA)
