"""Interactive sign-in: what the browser is sent to, and what every way back means."""

import httpx
import pytest

from core.connection.model import Access
from core.connection.ports import SignedIn, SignInFlow, SignInRefused
from core.outlook.http import tls
from core.outlook.settings import ENTRA_URL, OutlookSettings
from core.outlook.sign_in import EntraSignIn
from core.outlook.wire import GraphWire
from core.shared.errors import OperatorNeeded, OutlookUnavailable
from core.shared.transaction import NetworkInsideTransaction
from tests.unit.outlook.entra_script import OID, SETTINGS, TID, ScriptedEntra, query_of, refused, tokens
from tests.unit.outlook.fakes import GRAPH, ScriptedGraph, Storage, error, graph

ME = {
    "displayName": "Ada",
    "mail": "Ada@Contoso.com",
    "userPrincipalName": "al@contoso.com",
    "proxyAddresses": ["SMTP:Ada@Contoso.com", "smtp:Old@contoso.com", "X500:/o=x", "sip:ada@contoso.com"],
}


def sign_in(entra: ScriptedEntra, server: ScriptedGraph, settings: OutlookSettings = SETTINGS) -> EntraSignIn:
    http = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(server.answer))
    return EntraSignIn(settings, entra.entra(settings), GraphWire(GRAPH, client=http))


async def begun(entra: ScriptedEntra, server: ScriptedGraph) -> tuple[EntraSignIn, SignInFlow]:
    port = sign_in(entra, server)
    return port, await port.begin(Access.READ_WRITE, None)


async def finished(entra: ScriptedEntra, server: ScriptedGraph) -> SignedIn:
    """Signs in, with the first token answer made from the flow's own nonce."""
    port, flow = await begun(entra, server)
    entra.script = [tokens(query_of(flow.url)["nonce"])]
    return await port.finish(flow.flow, {"code": "c", "state": flow.state})


def whole_me() -> ScriptedGraph:
    return graph(httpx.Response(200, json=ME))


async def test_the_browser_goes_to_the_sign_in_address_with_pkce_state_and_nonce() -> None:
    _, flow = await begun(ScriptedEntra(), graph())
    asked = query_of(flow.url)
    assert flow.url.startswith("http://localhost:9/common/oauth2/v2.0/authorize?")
    assert asked["response_mode"] == "query"
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"] == flow.state
    assert asked["nonce"]
    assert asked["prompt"] == "select_account"
    assert set(asked["scope"].split()) == {
        "User.Read", "Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "openid", "profile",
        "offline_access",
    }  # fmt: skip


async def test_a_hint_replaces_the_account_picker() -> None:
    flow = await sign_in(ScriptedEntra(), graph()).begin(Access.READ, "ada@contoso.com")
    assert query_of(flow.url)["login_hint"] == "ada@contoso.com"
    assert "prompt" not in query_of(flow.url)


@pytest.mark.parametrize(("access", "allowed"), [(Access.READ, Access.READ_WRITE), (Access.READ_WRITE, Access.READ)])
async def test_no_write_right_is_asked_unless_wanted_and_allowed(access: Access, allowed: Access) -> None:
    settings = OutlookSettings("client", "secret", "https://bot.example/cb", allowed_access=allowed)
    flow = await sign_in(ScriptedEntra(), graph(), settings).begin(access, None)
    assert "Calendars.ReadWrite" not in query_of(flow.url)["scope"]


async def test_real_addresses_are_not_rewritten() -> None:
    entra = ScriptedEntra()
    settings = OutlookSettings("client", "secret", "https://bot.example/cb")
    flow = await sign_in(entra, graph(), settings).begin(Access.READ, None)
    assert flow.url.startswith(f"{ENTRA_URL}/common/oauth2/v2.0/authorize?")
    assert str(entra.requests[0].url).startswith(f"{ENTRA_URL}/common/v2.0/")
    assert "x-forwarded-host" not in entra.requests[0].headers


async def test_requests_to_a_stand_in_say_whom_they_were_meant_for() -> None:
    entra = ScriptedEntra()
    await begun(entra, graph())
    assert str(entra.requests[0].url).startswith("http://127.0.0.1:9/common/v2.0/")
    assert entra.requests[0].headers["x-forwarded-host"] == "login.microsoftonline.com"
    assert entra.requests[0].headers["x-forwarded-proto"] == "https"


async def test_the_discovery_document_is_read_once() -> None:
    entra = ScriptedEntra()
    port, _ = await begun(entra, graph())
    await port.begin(Access.READ, None)
    assert len(entra.requests) == 1


async def test_a_finished_sign_in_knows_the_account_with_all_its_addresses() -> None:
    entra = ScriptedEntra()
    done = await finished(entra, whole_me())
    assert (done.account.tid, done.account.oid) == (TID, OID)
    assert (done.account.name, done.account.address) == ("Ada", "Ada@Contoso.com")
    assert done.account.addresses == {"ada@contoso.com", "al@contoso.com", "old@contoso.com"}
    assert done.scopes == {"Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"}
    assert "rt-1" in done.cache
    assert entra.forms[0]["code_verifier"]


async def test_a_directory_without_proxy_addresses_is_asked_without_them() -> None:
    server = graph(error(400, "Request_BadRequest"), httpx.Response(200, json={"userPrincipalName": "al@contoso.com"}))
    done = await finished(ScriptedEntra(), server)
    assert done.account.name == done.account.address == "al@contoso.com"
    assert "proxyAddresses" not in server.paths[1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"error": "access_denied", "error_subcode": "cancel"}, "declined"),
        ({"error": "access_denied", "error_uri": "https://login.microsoftonline.com/error?code=65004"}, "declined"),
        ({"error": "access_denied", "error_uri": "https://login.microsoftonline.com/error?code=90094"}, "admin_needed"),
        ({"error": "consent_required", "error_uri": "https://x.example/error?code=90095"}, "admin_needed"),
        ({"error": "invalid_scope", "error_description": "AADSTS70011: words"}, "failed"),
        ({"error": "access_denied", "error_description": "AADSTS90094: words are never read"}, "declined"),
    ],
)
async def test_a_refusal_in_the_callback_has_its_reason(answer: dict[str, str], reason: str) -> None:
    entra = ScriptedEntra()
    port, flow = await begun(entra, graph())
    with pytest.raises(SignInRefused) as caught:
        await port.finish(flow.flow, answer | {"state": flow.state})
    assert caught.value.reason == reason
    assert entra.forms == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused("invalid_grant", 54005), SignInRefused("expired")),
        (refused("invalid_grant", 70008, "token_expired"), SignInRefused("expired")),
        (refused("invalid_grant", 50076, "basic_action"), SignInRefused("failed")),
        (refused("interaction_required", 50079), SignInRefused("failed")),
        (refused("invalid_grant", 90094), SignInRefused("admin_needed")),
        (refused("invalid_client", 7000215, status=401), OperatorNeeded),
        (refused("unauthorized_client", 700016), OperatorNeeded),
        (refused("temporarily_unavailable", 0), OutlookUnavailable),
        (httpx.Response(503, json={}), OutlookUnavailable),
        (httpx.Response(200, html="<html>"), OutlookUnavailable),
        (httpx.ConnectTimeout("silence"), OutlookUnavailable),
    ],
)
async def test_a_refusal_of_the_code_has_its_reason(
    answer: httpx.Response | Exception, expected: SignInRefused | type[Exception]
) -> None:
    entra = ScriptedEntra()
    port, flow = await begun(entra, graph())
    entra.script = [answer]
    with pytest.raises(expected if isinstance(expected, type) else SignInRefused) as caught:
        await port.finish(flow.flow, {"code": "c", "state": flow.state})
    if isinstance(expected, SignInRefused):
        assert caught.value == expected


async def test_a_throttled_code_says_how_long_to_wait() -> None:
    entra = ScriptedEntra()
    port, flow = await begun(entra, graph())
    entra.script = [httpx.Response(429, json={}, headers={"retry-after": "12"})]
    with pytest.raises(OutlookUnavailable) as caught:
        await port.finish(flow.flow, {"code": "c", "state": flow.state})
    assert caught.value.retry_after_seconds == 12


async def test_another_state_or_nonce_is_refused() -> None:
    entra = ScriptedEntra()
    port, flow = await begun(entra, graph())
    with pytest.raises(SignInRefused):
        await port.finish(flow.flow, {"code": "c", "state": "another"})
    assert entra.forms == []
    entra.script = [tokens("another nonce")]
    with pytest.raises(SignInRefused):
        await port.finish(flow.flow, {"code": "c", "state": flow.state})


async def test_a_tenant_that_does_not_exist_is_the_operators_business() -> None:
    entra = ScriptedEntra(discovery=httpx.Response(400, json={"error": "invalid_tenant"}))
    with pytest.raises(OperatorNeeded):
        await sign_in(entra, graph()).begin(Access.READ, None)


async def test_no_sign_in_begins_inside_a_write_transaction() -> None:
    async with Storage().transactions.write():
        with pytest.raises(NetworkInsideTransaction):
            await sign_in(ScriptedEntra(), graph()).begin(Access.READ, None)


def test_the_client_secret_is_not_shown_by_the_settings() -> None:
    assert "secret" not in repr(SETTINGS).replace("client_secret", "")
