"""Signing in with the real MSAL, and what the pages show."""

import time
from typing import Any
from urllib.parse import urlencode

import msal
import pytest

from sandbox.entra.keys import SigningKey
from sandbox.people import CLIENT_ID, CLIENT_SECRET
from tests.sandbox.m365.stage import REDIRECT, Graph, Sandbox, carried, marks

# MSAL advises form_post; the app uses the query, as the bot does.
pytestmark = pytest.mark.filterwarnings("ignore:response_mode=:UserWarning")


def _flow(app: msal.ConfidentialClientApplication, *scopes: str, **more: Any) -> dict[str, Any]:
    flow: dict[str, Any] = app.initiate_auth_code_flow(
        list(scopes or ("Calendars.Read",)), redirect_uri=REDIRECT, response_mode="query", **more
    )
    return flow


def _token(sandbox: Sandbox, **form: str) -> dict[str, Any]:
    body = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **form}
    answer = sandbox.http.post("/common/oauth2/v2.0/token", data=body)
    return {"status": answer.status_code, **answer.json()}


def _refresh_token(app: msal.ConfidentialClientApplication) -> str:
    (entry,) = app.token_cache.search(msal.TokenCache.CredentialType.REFRESH_TOKEN)
    return str(entry["secret"])


def test_msal_signs_in_and_reads_the_calendar_with_what_it_got(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app, "Calendars.Read", "User.Read")
    result = app.acquire_token_by_auth_code_flow(
        flow, carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept"))
    )
    assert set(result["scope"].split()) == {"Calendars.Read", "User.Read", "profile", "openid", "email"}
    assert result["id_token_claims"]["preferred_username"] == "ada@contoso.com"
    assert Graph(sandbox.http, result["access_token"]).get("/me")["mail"] == "ada@contoso.com"
    silent = app.acquire_token_silent(["Calendars.Read"], account=app.get_accounts()[0])
    assert silent["access_token"] == result["access_token"]


def test_a_refresh_gives_new_tokens_and_the_old_refresh_token_goes_on_working(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    app.acquire_token_by_auth_code_flow(flow, carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept")))
    account = app.get_accounts()[0]
    old = _refresh_token(app)
    renewed = app.acquire_token_silent(["Calendars.Read"], account=account, force_refresh=True)
    new = _refresh_token(app)
    assert renewed["access_token"]
    assert new != old
    again = _token(sandbox, grant_type="refresh_token", refresh_token=old, scope="Calendars.Read")
    assert again["status"] == 200
    grants = sandbox.admin("GET", "grants?account=ada@contoso.com")["grants"]
    assert len(grants) == 1


def test_a_code_works_once(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    back = carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept"))
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": REDIRECT}
    first = _token(sandbox, **form, code_verifier=flow["code_verifier"])
    second = _token(sandbox, **form, code_verifier=flow["code_verifier"])
    assert first["status"] == 200
    assert (second["status"], second["error"], second["error_codes"]) == (400, "invalid_grant", [54005])


@pytest.mark.parametrize("verifier", ["x" * 43, None])
def test_a_wrong_or_missing_pkce_verifier_is_refused(sandbox: Sandbox, verifier: str | None) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    back = carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept"))
    extra = {"code_verifier": verifier} if verifier else {}
    answer = _token(sandbox, grant_type="authorization_code", code=back["code"], redirect_uri=REDIRECT, **extra)
    assert (answer["error"], answer["error_codes"]) == ("invalid_grant", [501481])


def test_an_old_code_is_refused(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    back = carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept"))
    sandbox.world.entra.codes[back["code"]].issued = time.time() - 601
    assert app.acquire_token_by_auth_code_flow(flow, back)["error_codes"] == [70008]


def test_consent_is_remembered_for_the_account_and_asked_again_only_for_more(sandbox: Sandbox) -> None:
    sandbox.sign_in(scopes=("Calendars.Read",))
    app = sandbox.msal()
    same = sandbox.browse(_flow(app)["auth_uri"], "ada@contoso.com")
    more = sandbox.browse(_flow(app, "Calendars.ReadWrite", "Calendars.Read")["auth_uri"], "ada@contoso.com")
    forced = sandbox.browse(_flow(app, prompt="consent")["auth_uri"], "ada@contoso.com")
    other = sandbox.browse(_flow(app)["auth_uri"], "ben@contoso.com")
    assert "code" in carried(same)
    assert [name for name in marks(more) if name.startswith("scope-")] == [
        "scope-Calendars.ReadWrite",
        "scope-offline_access",
    ]
    assert "scope-Calendars.Read" in marks(forced)
    assert "scope-Calendars.Read" in marks(other)


def test_a_later_token_carries_all_scopes_ever_allowed(sandbox: Sandbox) -> None:
    sandbox.sign_in(scopes=("Calendars.Read",))
    result = sandbox.sign_in(scopes=("Calendars.ReadWrite",))
    assert {"Calendars.Read", "Calendars.ReadWrite"} <= set(result["scope"].split())


def test_cancelling_brings_access_denied_back_with_the_state(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    back = carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "cancel"))
    assert (back["error"], back["error_subcode"], back["state"]) == ("access_denied", "cancel", flow["state"])
    assert app.acquire_token_by_auth_code_flow(flow, back)["error"] == "access_denied"


def test_the_picker_shows_all_accounts_and_the_hinted_one_first(sandbox: Sandbox) -> None:
    page = sandbox.http.get(
        _flow(sandbox.msal(), login_hint="dina@contoso.com")["auth_uri"].split("microsoftonline.com")[1]
    )
    names = [name for name in marks(page) if "@" in name]
    assert names[0] == "account-dina@contoso.com"
    assert len(names) == 6
    assert "account-dina.haddad@outlook.example" in names


def test_a_work_only_endpoint_offers_no_personal_account(sandbox: Sandbox) -> None:
    uri = _flow(sandbox.msal("organizations"))["auth_uri"]
    page = sandbox.http.get(uri.split("microsoftonline.com")[1])
    refused = sandbox.browse(uri, "dina.haddad@outlook.example")
    assert "account-dina.haddad@outlook.example" not in marks(page)
    assert "AADSTS50020" in refused.text


def test_an_unregistered_redirect_address_is_shown_and_never_followed(sandbox: Sandbox) -> None:
    query = {"client_id": CLIENT_ID, "response_type": "code", "scope": "openid", "redirect_uri": "http://evil.example/"}
    page = sandbox.http.get(f"/common/oauth2/v2.0/authorize?{urlencode(query)}")
    assert page.status_code == 400
    assert "AADSTS50011" in page.text


def test_the_id_token_is_signed_with_the_published_key_and_carries_the_nonce(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = _flow(app)
    result = app.acquire_token_by_auth_code_flow(
        flow, carried(sandbox.browse(flow["auth_uri"], "ada@contoso.com", "accept"))
    )
    keys = sandbox.http.get("/common/discovery/v2.0/keys").json()["keys"]
    assert sandbox.world.entra.key.claims(result["id_token"])["nonce"]
    assert keys == [sandbox.world.entra.key.public_jwk]
    with pytest.raises(ValueError, match="signature"):
        SigningKey().claims(result["id_token"])


@pytest.mark.parametrize(
    ("form", "status", "error", "code"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, 400, "unauthorized_client", 700016),
        ({"refresh_token": "1.AXnone"}, 400, "invalid_grant", 70000),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
    ],
)
def test_a_bad_token_request_is_refused_in_the_recorded_shape(
    sandbox: Sandbox, form: dict[str, str], status: int, error: str, code: int
) -> None:
    answer = _token(sandbox, **{"grant_type": "refresh_token", "refresh_token": "x", "scope": "Calendars.Read", **form})
    assert (answer["status"], answer["error"], answer["error_codes"]) == (status, error, [code])
    assert answer["error_description"].startswith(f"AADSTS{code}: ")
    assert {"timestamp", "trace_id", "correlation_id", "error_uri"} <= set(answer)


def test_a_scope_never_allowed_needs_consent_on_refresh(sandbox: Sandbox) -> None:
    result = sandbox.sign_in(scopes=("Calendars.Read",))
    answer = _token(
        sandbox, grant_type="refresh_token", refresh_token=result["refresh_token"], scope="Calendars.ReadWrite"
    )
    assert (answer["error"], answer["suberror"], answer["error_codes"]) == (
        "invalid_grant",
        "consent_required",
        [65001],
    )


def test_a_revoked_session_cannot_be_refreshed(sandbox: Sandbox) -> None:
    result = sandbox.sign_in()
    assert sandbox.admin("POST", "entra/revoke", {"account": "ada@contoso.com"}) == {"revoked": 1}
    answer = _token(sandbox, grant_type="refresh_token", refresh_token=result["refresh_token"], scope="Calendars.Read")
    assert answer["error_codes"] == [50173]
    assert sandbox.admin("GET", "grants")["grants"] == []


def test_planted_faults_reach_the_token_and_the_authorize_endpoint(sandbox: Sandbox) -> None:
    result = sandbox.sign_in()
    sandbox.admin("POST", "faults", {"kind": "token", "error": "invalid_grant", "code": 700082, "times": 1})
    sandbox.admin("POST", "faults", {"kind": "authorize", "error": "admin_approval", "account": "ben@contoso.com"})
    form = {"grant_type": "refresh_token", "refresh_token": result["refresh_token"], "scope": "Calendars.Read"}
    assert _token(sandbox, **form)["error_codes"] == [700082]
    assert _token(sandbox, **form)["status"] == 200
    app = sandbox.msal()
    wall = sandbox.browse(_flow(app)["auth_uri"], "ben@contoso.com")
    assert "Need admin approval" in wall.text
    assert carried(sandbox.browse(_flow(app)["auth_uri"], "ben@contoso.com", "cancel"))["error"] == "access_denied"
