"""Every way a token dies, planted for one account, in the shape that the real service answers."""

import base64
import json
from typing import Any

import msal
import pytest

from sandbox.people import CLIENT_ID, CLIENT_SECRET
from tests.sandbox.m365.stage import REDIRECT, Graph, Json, Sandbox, carried

pytestmark = pytest.mark.filterwarnings("ignore:response_mode=:UserWarning")
ADA, BEN = "ada@contoso.com", "ben@contoso.com"

# number, error, suberror, HTTP status
DEATHS = [
    (50020, "invalid_grant", "bad_token", 400),
    (50034, "invalid_grant", "bad_token", 400),
    (50057, "invalid_grant", "bad_token", 400),
    (50076, "invalid_grant", "basic_action", 400),
    (50079, "invalid_grant", "basic_action", 400),
    (50158, "invalid_grant", "basic_action", 400),
    (50173, "invalid_grant", "bad_token", 400),
    (53000, "invalid_grant", "message_only", 400),
    (53001, "invalid_grant", "message_only", 400),
    (53002, "invalid_grant", "message_only", 400),
    (53003, "invalid_grant", "message_only", 400),
    (54005, "invalid_grant", None, 400),
    (65001, "invalid_grant", "consent_required", 400),
    (70000, "invalid_grant", None, 400),
    (70008, "invalid_grant", "token_expired", 400),
    (70043, "invalid_grant", "bad_token", 400),
    (700082, "invalid_grant", "token_expired", 400),
    (700011, "unauthorized_client", None, 400),
    (700016, "unauthorized_client", None, 400),
    (7000215, "invalid_client", None, 401),
    (7000222, "invalid_client", None, 401),
]


def _refresh(sandbox: Sandbox, signed_in: Json, **more: str) -> dict[str, Any]:
    body = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token", **more}
    body |= {"refresh_token": signed_in["refresh_token"], "scope": "Calendars.Read"}
    answer = sandbox.http.post("/common/oauth2/v2.0/token", data=body)
    return {"status": answer.status_code, "headers": answer.headers, **answer.json()}


@pytest.mark.parametrize(("code", "error", "suberror", "status"), DEATHS)
def test_a_token_dies_as_the_service_says_it(
    sandbox: Sandbox, code: int, error: str, suberror: str | None, status: int
) -> None:
    signed_in = sandbox.sign_in()
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": code})
    answer = _refresh(sandbox, signed_in)
    assert (answer["status"], answer["error"], answer.get("suberror")) == (status, error, suberror)
    assert answer["error_codes"] == [code]
    assert answer["error_description"].startswith(f"AADSTS{code}: ")
    assert "\r\nTrace ID: " in answer["error_description"]
    assert answer["error_uri"] == f"https://login.microsoftonline.com/error?code={code}"
    assert {"timestamp", "trace_id", "correlation_id"} <= set(answer)


def test_trouble_of_one_account_leaves_the_others_alone_and_trouble_of_the_app_strikes_all(sandbox: Sandbox) -> None:
    ada, ben = sandbox.sign_in(), sandbox.sign_in(account=BEN)
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": 70043})
    assert _refresh(sandbox, ada)["status"] == 400
    assert _refresh(sandbox, ben)["status"] == 200
    assert [row["account"] for row in sandbox.admin("GET", "grants")["grants"]] == [BEN]
    sandbox.admin("POST", "entra/trouble", {"code": 7000222})
    assert _refresh(sandbox, ben)["status"] == 401


@pytest.mark.parametrize("code", [50173, 700082, 50076, 65001])
def test_a_new_sign_in_mends_what_a_sign_in_can_mend(sandbox: Sandbox, code: int) -> None:
    old = sandbox.sign_in()
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": code})
    new = sandbox.sign_in()
    assert _refresh(sandbox, new)["status"] == 200
    assert _refresh(sandbox, old)["status"] == (200 if code == 65001 else 400)


def test_a_disabled_account_cannot_sign_in_until_it_is_repaired(sandbox: Sandbox) -> None:
    old = sandbox.sign_in()
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": 50057})
    assert sandbox.sign_in()["error_codes"] == [50057]
    assert sandbox.admin("GET", "entra/trouble")["accounts"]
    sandbox.admin("DELETE", f"entra/trouble?account={ADA}")
    assert _refresh(sandbox, old)["status"] == 200


def test_a_rule_taken_back_lets_the_old_sign_in_live_and_a_revoked_one_stays_dead(sandbox: Sandbox) -> None:
    signed_in = sandbox.sign_in()
    for code, then in ((50076, 200), (50173, 400)):
        sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": code})
        sandbox.admin("DELETE", "entra/trouble")
        assert _refresh(sandbox, signed_in)["status"] == then


def test_a_policy_sends_the_claims_that_the_next_sign_in_must_carry(sandbox: Sandbox) -> None:
    signed_in = sandbox.sign_in()
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": 50076})
    claims = json.loads(_refresh(sandbox, signed_in)["claims"])
    assert claims["access_token"]["capolids"]["essential"] is True
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": 50173})
    assert "claims" not in _refresh(sandbox, signed_in)


def test_access_tokens_can_end_with_the_sign_in(sandbox: Sandbox) -> None:
    graph = Graph(sandbox.http, sandbox.sign_in(scopes=("User.Read",))["access_token"])
    assert graph.send("GET", "/me").status_code == 200
    sandbox.admin("POST", "entra/trouble", {"account": ADA, "code": 50173, "access": True})
    assert graph.error("GET", "/me") == (401, "InvalidAuthenticationToken")
    assert sandbox.graph().send("GET", "/me").status_code == 200
    fresh = Graph(sandbox.http, sandbox.sign_in(scopes=("User.Read",))["access_token"])
    assert fresh.send("GET", "/me").status_code == 200


def _signed_in_app(sandbox: Sandbox, **more: Any) -> tuple[msal.ConfidentialClientApplication, Graph]:
    app = sandbox.msal(**more)
    flow = app.initiate_auth_code_flow(["User.Read"], redirect_uri=REDIRECT, response_mode="query")
    back = carried(sandbox.browse(flow["auth_uri"], ADA, "accept"))
    return app, Graph(sandbox.http, app.acquire_token_by_auth_code_flow(flow, back)["access_token"])


def test_a_client_that_can_answer_a_challenge_gets_one_and_its_answer_is_taken(sandbox: Sandbox) -> None:
    app, graph = _signed_in_app(sandbox, client_capabilities=["CP1"])
    _, plain = _signed_in_app(sandbox)
    sandbox.admin("POST", "entra/access", {"account": ADA, "how": "challenge"})
    assert plain.send("GET", "/me").status_code == 200
    refused = graph.send("GET", "/me")
    header = refused.headers["WWW-Authenticate"]
    assert (refused.status_code, 'error="insufficient_claims"' in header) == (401, True)
    claims = base64.b64decode(header.split('claims="')[1].split('"')[0]).decode()
    assert json.loads(claims)["access_token"]["nbf"]["essential"] is True
    account = app.get_accounts()[0]
    again = app.acquire_token_silent(["User.Read"], account=account, claims_challenge=claims)
    assert Graph(sandbox.http, again["access_token"]).send("GET", "/me").status_code == 200


def test_the_token_endpoint_can_be_busy_down_or_no_service_at_all(sandbox: Sandbox) -> None:
    signed_in = sandbox.sign_in()
    sandbox.admin("POST", "faults", {"kind": "token", "status": 429, "retry_after": 4, "times": 1})
    busy = _refresh(sandbox, signed_in)
    assert (busy["status"], busy["headers"]["Retry-After"], busy["error"]) == (429, "4", "temporarily_unavailable")
    sandbox.admin("POST", "faults", {"kind": "token", "status": 503, "account": ADA, "times": 1})
    assert _refresh(sandbox, signed_in)["status"] == 503
    sandbox.admin("POST", "faults", {"kind": "token", "answer": "html", "status": 200, "times": 1})
    with pytest.raises(json.JSONDecodeError):
        _refresh(sandbox, signed_in)
    assert _refresh(sandbox, signed_in)["status"] == 200


def test_somebody_may_pick_another_account_than_the_one_hinted_at(sandbox: Sandbox) -> None:
    app = sandbox.msal()
    flow = app.initiate_auth_code_flow(["User.Read"], redirect_uri=REDIRECT, response_mode="query", login_hint=ADA)
    back = carried(sandbox.browse(flow["auth_uri"], BEN, "accept"))
    assert app.acquire_token_by_auth_code_flow(flow, back)["id_token_claims"]["preferred_username"] == BEN


def test_a_number_that_kills_no_token_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.http.post("/admin/entra/trouble", json={"account": ADA, "code": 1}).status_code == 400
    assert sandbox.http.post("/admin/entra/trouble", json={"account": "x@y", "code": 50173}).status_code == 400
