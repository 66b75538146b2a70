"""Tokens of a tenant that isn't allowed are used for nothing, whether they come now or were stored before."""

from dataclasses import replace

import pytest

from core.connection.model import Access
from core.connection.ports import SignInRefused
from core.connection.usecases import AllowedTenants
from core.outlook.tokens import TokenSource
from core.shared.clock import SystemClock
from core.shared.errors import PermissionMissing
from tests.unit.outlook.entra_script import SETTINGS, TID, ScriptedEntra, query_of, tokens
from tests.unit.outlook.fakes import Storage
from tests.unit.outlook.test_sign_in import finished, sign_in, whole_me

ELSEWHERE = replace(SETTINGS, tenants=AllowedTenants(frozenset({"11111111-5b1d-4e0f-9a77-0c1f3d2b8e41"})))
HERE = replace(SETTINGS, tenants=AllowedTenants(frozenset({TID.casefold()})))


async def test_a_sign_in_of_another_tenant_is_refused_before_its_token_reads_anything() -> None:
    entra, server = ScriptedEntra(), whole_me()
    port = sign_in(entra, server, ELSEWHERE)
    flow = await port.begin(Access.READ, None)
    entra.script = [tokens(query_of(flow.url)["nonce"])]
    with pytest.raises(SignInRefused) as caught:
        await port.finish(flow.flow, {"code": "c", "state": flow.state})
    assert caught.value.reason == "tenant_refused"
    assert server.paths == [], "Graph was never asked"


async def test_a_sign_in_of_an_allowed_tenant_goes_on() -> None:
    entra = ScriptedEntra()
    port = sign_in(entra, whole_me(), HERE)
    flow = await port.begin(Access.READ, None)
    entra.script = [tokens(query_of(flow.url)["nonce"])]
    assert (await port.finish(flow.flow, {"code": "c", "state": flow.state})).account.tid == TID


@pytest.mark.parametrize("settings", [HERE, ELSEWHERE])
async def test_stored_tokens_are_not_used_once_their_tenant_is_no_longer_allowed(settings: object) -> None:
    entra, store = ScriptedEntra(), Storage()
    done = await finished(entra, whole_me())
    connection = store.connect(done.account, done.cache)
    entra.requests.clear()
    source = TokenSource(
        settings,  # type: ignore[arg-type]
        entra.entra(),
        transactions=store.transactions,
        vault=store.store.tokens,
        connections=store.store.connections,
        clock=SystemClock(),
    )
    if settings is HERE:
        assert await source.token(connection)
        return
    with pytest.raises(PermissionMissing) as caught:
        await source.token(connection)
    assert caught.value.what == "tenant"
    assert entra.requests == []
