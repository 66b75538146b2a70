"""Organisations where only administrators may consent, and the page on which they do."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from sandbox.people import CLIENT_ID, CONSUMER_TENANT, CONTOSO_TENANT
from tests.sandbox.m365.stage import REDIRECT, Graph, Sandbox, carried, marks

pytestmark = pytest.mark.filterwarnings("ignore:response_mode=:UserWarning")
WANTED = ("Calendars.Read", "User.Read")


def closed(sandbox: Sandbox, **more: object) -> Any:
    return sandbox.admin("POST", "entra/consent", {"user_consent": False, **more})


def signing_in(sandbox: Sandbox, account: str = "ada@contoso.com", *decisions: str) -> httpx.Response:
    flow = sandbox.msal().initiate_auth_code_flow(list(WANTED), redirect_uri=REDIRECT, response_mode="query")
    return sandbox.browse(flow["auth_uri"], account, *decisions)


def approval(tenant: str = "organizations", version: str = "/v2.0", change: dict[str, str | None] | None = None) -> str:
    scope = " ".join(f"https://graph.microsoft.com/{name}" for name in WANTED)
    asked: dict[str, str | None] = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "state": "s1", "scope": scope}
    query = {key: value for key, value in (asked | (change or {})).items() if value is not None}
    return f"/{tenant}{version}/adminconsent?{urlencode(query)}"


def decided(sandbox: Sandbox, address: str, account: str, decision: str) -> httpx.Response:
    return sandbox.http.post(address, data={"account": account, "decision": decision})


def test_where_people_may_not_consent_they_see_a_wall_and_nothing_comes_back(sandbox: Sandbox) -> None:
    closed(sandbox)
    for decisions in ((), ("accept",)):
        wall = signing_in(sandbox, "ada@contoso.com", *decisions)
        assert wall.status_code == 200
        assert "Need admin approval" in wall.text
        assert "AADSTS90094" in wall.text
    assert sandbox.world.entra.consents == {}


def test_after_an_administrators_approval_everybody_signs_in_without_being_asked(sandbox: Sandbox) -> None:
    closed(sandbox)
    address = approval()
    assert "account-emil@contoso.com" in marks(sandbox.http.get(address))
    page = sandbox.http.post(address, data={"account": "emil@contoso.com"})
    assert "for your organization" in page.text
    assert [one for one in marks(page) if one.startswith("scope-")] == [f"scope-{name}" for name in WANTED]
    back = carried(decided(sandbox, address, "emil@contoso.com", "accept"))
    assert back == {"admin_consent": "True", "tenant": CONTOSO_TENANT, "scope": " ".join(WANTED), "state": "s1"}
    assert "code" in carried(signing_in(sandbox))
    result = sandbox.sign_in(scopes=WANTED)
    assert Graph(sandbox.http, result["access_token"]).get("/me")["mail"] == "ada@contoso.com"


def test_an_administrator_who_refuses_is_sent_back_with_an_error_and_nothing_is_allowed(sandbox: Sandbox) -> None:
    closed(sandbox)
    back = carried(decided(sandbox, approval(), "emil@contoso.com", "cancel"))
    assert (back["error"], back["state"]) == ("access_denied", "s1")
    assert "Need admin approval" in signing_in(sandbox).text


def test_who_is_no_administrator_or_of_another_organisation_approves_nothing(sandbox: Sandbox) -> None:
    assert "AADSTS90093" in decided(sandbox, approval(), "ben@contoso.com", "accept").text
    assert "AADSTS50020" in decided(sandbox, approval(), "dina.haddad@outlook.example", "accept").text
    assert sandbox.admin("GET", "entra/consent")["approved"] == {}


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"client_id": "other"}, 700016),
        ({"redirect_uri": "http://127.0.0.1:9/elsewhere"}, 50011),
        ({"scope": None}, 900144),
        ({"scope": "https://graph.microsoft.com/Nonsense"}, 650053),
    ],
)
def test_a_wrong_request_is_shown_on_the_page_and_not_sent_back(
    sandbox: Sandbox, change: dict[str, str | None], number: int
) -> None:
    answer = sandbox.http.get(approval(change=change))
    assert answer.status_code == 400
    assert f"AADSTS{number}" in answer.text


def test_both_versions_and_ways_to_name_the_tenant_work_and_the_first_asks_for_all_rights(sandbox: Sandbox) -> None:
    for tenant in (CONTOSO_TENANT, "contoso.com", "organizations"):
        assert sandbox.http.get(approval(tenant)).status_code == 200
    first = decided(sandbox, approval(CONTOSO_TENANT, "", {"scope": None}), "emil@contoso.com", "accept")
    assert len(carried(first)["scope"].split()) > len(WANTED)
    assert sandbox.http.get(approval("nowhere")).status_code == 400
    assert "account-ada@contoso.com" not in marks(sandbox.http.get(approval(CONSUMER_TENANT)))


def test_an_approval_can_be_taken_back_and_the_organisation_opened_again(sandbox: Sandbox) -> None:
    closed(sandbox)
    decided(sandbox, approval(), "emil@contoso.com", "accept")
    assert closed(sandbox, withdraw=True)["approved"] == {}
    assert "Need admin approval" in signing_in(sandbox).text
    assert sandbox.admin("POST", "entra/consent", {"user_consent": True})["closed_tenants"] == []
    assert "consent-accept" in marks(signing_in(sandbox))
    answer = sandbox.http.post("/admin/entra/consent", json={"tenant": "x", "user_consent": False})
    assert answer.status_code == 400


def test_private_accounts_and_administrators_consent_for_themselves_all_the_same(sandbox: Sandbox) -> None:
    closed(sandbox)
    for account in ("emil@contoso.com", "dina.haddad@outlook.example"):
        assert "code" in carried(signing_in(sandbox, account, "accept"))


def test_the_switches_survive_a_restart_and_not_a_reset(sandbox: Sandbox) -> None:
    closed(sandbox)
    sandbox.world.entra.consent_for_all(CONTOSO_TENANT, WANTED)
    kept = json.loads(json.dumps(sandbox.world.entra.dump()))
    sandbox.world.entra.reset()
    assert sandbox.admin("GET", "entra/consent")["closed_tenants"] == []
    sandbox.world.entra.load(kept)
    assert sandbox.admin("GET", "entra/consent")["approved"] == {CONTOSO_TENANT: list(WANTED)}
