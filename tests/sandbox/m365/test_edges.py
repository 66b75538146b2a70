"""Tokens, scopes, planted faults, the request log, the admin API, and keeping the state."""

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from sandbox.seed.desk import next_monday
from sandbox.world import World
from tests.sandbox.m365.stage import MONDAY, REDIRECT, WEDNESDAY, Graph, Sandbox, event, served

pytestmark = pytest.mark.filterwarnings("ignore:response_mode=:UserWarning")


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer opaque", "Bearer a.b.c"])
def test_a_token_that_is_none_of_ours_is_refused(sandbox: Sandbox, header: str) -> None:
    answer = sandbox.http.get("/v1.0/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")
    assert answer.headers["request-id"] == answer.json()["error"]["innerError"]["request-id"]


def test_an_expired_token_is_refused_although_the_sandbox_clock_says_otherwise(sandbox: Sandbox) -> None:
    body = {"account": "ada@contoso.com", "expires_in": 0}
    token = sandbox.admin("POST", "token", body)["access_token"]
    sandbox.admin("POST", "clock", {"offset_seconds": -86400})
    answer = Graph(sandbox.http, token).send("GET", "/me")
    assert answer.json()["error"]["message"] == "Lifetime validation failed, the token is expired."


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/me", "Calendars.Read"),
        ("GET", "/me/mailboxSettings", "User.Read"),
        ("GET", "/me/calendars", "User.Read"),
        ("POST", "/me/events", "Calendars.Read"),
        ("POST", "/me/calendar/getSchedule", "User.Read"),
        ("GET", "/me/events", "Calendars.ReadBasic"),
    ],
)
def test_a_missing_scope_is_refused(sandbox: Sandbox, method: str, path: str, scope: str) -> None:
    graph = sandbox.graph("ada@contoso.com", (scope,))
    assert graph.error(method, path, json=event() if method == "POST" else None) == (403, "ErrorAccessDenied")


def test_mailbox_settings_tell_zone_and_hours_in_windows_names(sandbox: Sandbox) -> None:
    settings = sandbox.graph("emil@contoso.com").get("/me/mailboxSettings")
    assert settings["timeZone"] == "India Standard Time"
    assert settings["workingHours"]["startTime"] == "10:00:00.0000000"
    assert sandbox.graph("ben@contoso.com").get("/me/mailboxSettings/timeZone")["value"] == "GMT Standard Time"


def test_planted_graph_faults_strike_as_often_as_said(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "status": 429, "retry_after": 7, "times": 1, "path": "calendars"})
    assert ada.send("GET", "/me").status_code == 200
    struck = ada.send("GET", "/me/calendars")
    assert (struck.status_code, struck.headers["Retry-After"]) == (429, "7")
    assert struck.json()["error"]["code"] == "ApplicationThrottled"
    assert ada.send("GET", "/me/calendars").status_code == 200
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "html", "account": "ben@contoso.com"})
    assert ada.send("GET", "/me").status_code == 200
    page = sandbox.graph("ben@contoso.com").send("GET", "/me")
    assert (page.status_code, page.headers["Content-Type"].split(";")[0]) == (502, "text/html")
    sandbox.admin("DELETE", "faults")
    assert sandbox.graph("ben@contoso.com").send("GET", "/me").status_code == 200


def test_a_lost_answer_has_done_its_work_and_a_dropped_request_has_not(sandbox: Sandbox, ada: Graph) -> None:
    for answer in ("drop", "lose_answer"):
        sandbox.admin("POST", "faults", {"kind": "graph", "answer": answer, "method": "POST", "times": 1})
        with pytest.raises(httpx.TransportError):  # the end of the connection, or its reset
            ada.send("POST", "/me/events", json=event(answer, transactionId=answer))
    subjects = {row["subject"] for row in ada.view("2026-11-24", "2026-11-25")}
    assert "lose_answer" in subjects
    assert "drop" not in subjects
    assert ada.post("/me/events", event("lose_answer", transactionId="lose_answer"))["subject"] == "lose_answer"


def test_the_log_names_account_and_grant_of_every_answered_request(sandbox: Sandbox) -> None:
    since = sandbox.admin("GET", "log")["next"]
    result = sandbox.sign_in(scopes=("User.Read",))
    Graph(sandbox.http, result["access_token"]).get("/me")
    entries = sandbox.admin("GET", f"log?since={since}")["entries"]
    (grant,) = sandbox.admin("GET", "grants")["grants"]
    assert (entries[-1]["side"], entries[-1]["path"], entries[-1]["status"]) == ("graph", "/v1.0/me", 200)
    assert (entries[-1]["account"], entries[-1]["grant"]) == ("ada@contoso.com", grant["grant"])
    token_entry = next(entry for entry in entries if entry["path"].endswith("/token"))
    assert (token_entry["side"], token_entry["grant"]) == ("login", grant["grant"])
    assert result["access_token"] not in json.dumps(entries)


def test_the_admin_edits_a_mailbox_as_its_owner_would(sandbox: Sandbox, ada: Graph) -> None:
    made = sandbox.admin("POST", "mailboxes/ada@contoso.com/events", {**event("Planted"), "calendar": "Side projects"})
    side = f"/me/calendars/{ada.calendars()['Side projects']['id']}"
    sandbox.admin("PATCH", f"mailboxes/ada@contoso.com/events/{made['id']}", {"showAs": "free"})
    (row,) = [row for row in ada.view("2026-11-24", "2026-11-25", of=side) if row["subject"] == "Planted"]
    assert row["showAs"] == "free"
    sandbox.admin("DELETE", f"mailboxes/ada@contoso.com/events/{made['id']}")
    assert not ada.view("2026-11-24", "2026-11-25", of=side)
    refused = sandbox.http.post("/admin/mailboxes/ada@contoso.com/events", json={"nonsense": 1})
    assert (refused.status_code, "nonsense" in refused.json()["error"]) == (400, True)


def test_reset_takes_everything_back_to_the_seed(sandbox: Sandbox, ada: Graph) -> None:
    before = ada.view(MONDAY, "2026-11-28")
    sandbox.sign_in()
    ada.post("/me/events", event("Extra"))
    sandbox.admin("POST", "reset", {"now": WEDNESDAY.isoformat()})
    assert len(ada.view(MONDAY, "2026-11-28")) == len(before)
    assert sandbox.admin("GET", "grants")["grants"] == []


def test_a_change_is_told_on_the_bus_to_the_owner_and_to_sharees() -> None:
    async def run() -> list[str]:
        world = World()
        async with world.bus.subscribe() as queue:
            box = world.mailboxes.boxes["ben@contoso.com"]
            calendar = box.calendar_named("Team launch")
            assert calendar is not None
            shared = next(one for one in box.events.values() if one.calendar == calendar.key)
            world.mailboxes.changed(box, shared, "updated")
            return [queue.get_nowait()["address"] for _ in range(queue.qsize())]

    assert asyncio.run(run()) == ["ben@contoso.com", "ada@contoso.com", "emil@contoso.com"]


def test_the_state_survives_a_restart_with_a_data_directory(tmp_path: Path) -> None:
    first = World(data_dir=tmp_path)
    first.clock.set_offset(timedelta(days=3))
    with served(first) as origin:
        sandbox = Sandbox(origin, first)
        sandbox.admin("POST", "entra/app", {"redirect_uris": [REDIRECT]})
        result = sandbox.sign_in()
        ada = sandbox.graph()
        ada.post("/me/events", event("Kept", "2030-01-01T09:00:00", "2030-01-01T10:00:00"))
        before = ada.get("/me/events?$top=200&$orderby=subject")["value"]
        sandbox.close()
    second = World(data_dir=tmp_path)
    with served(second) as origin:
        sandbox = Sandbox(origin, second)
        again = Graph(sandbox.http, result["access_token"])
        assert again.get("/me/events?$top=200&$orderby=subject")["value"] == before
        assert second.clock.offset == timedelta(days=3)
        assert len(sandbox.admin("GET", "grants")["grants"]) == 1
        sandbox.close()


def test_the_program_prints_one_line_and_answers_on_both_names() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stdout is not None
        printed = json.loads(program.stdout.readline())
        try:
            for base in (printed["settings"]["CLEARHOUR_LOGIN_URL"], printed["login"]):
                answer = httpx.get(f"{base}/common/v2.0/.well-known/openid-configuration", timeout=5)
                assert answer.json()["token_endpoint"] == "https://login.microsoftonline.com/common/oauth2/v2.0/token"
        finally:
            program.terminate()
        assert program.wait(10) == 0
        assert program.stdout.read() == ""


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-20T22:50:00Z",
        "2027-03-28T01:30:00Z",
        "2026-10-25T00:30:00Z",
        "2026-12-31T23:59:00Z",
        "2028-02-29T12:00:00Z",
    ],
)
def test_the_week_is_seeded_on_any_day_of_the_year(sandbox: Sandbox, now: str) -> None:
    sandbox.admin("POST", "reset", {"now": now})
    monday = next_monday(sandbox.world.clock.now())
    assert (monday.weekday(), 0 < (monday - sandbox.world.clock.now().date()).days <= 7) == (0, True)
    rows = sandbox.graph().view(f"{monday}", f"{monday + timedelta(days=5)}")
    assert {row["type"] for row in rows} == {"singleInstance", "exception"}
    assert {row["showAs"] for row in rows} == {"busy", "free", "tentative"}


def test_an_event_is_found_through_its_own_calendar_only(ada: Graph) -> None:
    calendars = ada.calendars()
    made = ada.post(f"/me/calendars/{calendars['Side projects']['id']}/events", event())
    assert ada.get(f"/me/events/{made['id']}")["id"] == made["id"]
    assert ada.get(f"/me/calendars/{calendars['Side projects']['id']}/events/{made['id']}")["id"] == made["id"]
    elsewhere = f"/me/calendars/{calendars['Calendar']['id']}/events/{made['id']}"
    assert ada.error("GET", elsewhere) == (404, "ErrorItemNotFound")


def test_a_colleague_without_a_mailbox_takes_the_shared_calendar_along(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("DELETE", "mailboxes/ben@contoso.com")
    assert "Team launch" not in ada.calendars()
    assert ada.view(MONDAY, "2026-11-28")
    nowhere = Graph(sandbox.http, sandbox.admin("POST", "token", {"account": "ben@contoso.com"})["access_token"])
    assert nowhere.error("GET", "/me/calendars") == (404, "MailboxNotEnabledForRESTAPI")


def test_another_sites_page_cannot_use_the_admin_api(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/admin/reset", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_slow_answer_comes_late_and_whole(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "slow", "delay_seconds": 0.2, "times": 1})
    answer = ada.send("GET", "/me")
    assert (answer.status_code, answer.elapsed >= timedelta(seconds=0.2)) == (200, True)


def test_links_and_discovery_name_the_addresses_that_the_sandbox_was_told() -> None:
    world = World(public_login="https://login.test", public_graph="https://graph.test")
    with served(world) as origin:
        sandbox = Sandbox(origin, world)
        page = sandbox.graph().get("/me/calendars?$top=1")
        assert page["@odata.nextLink"].startswith("https://graph.test/v1.0/me/calendars?")
        assert page["@odata.context"].startswith("https://graph.test/v1.0/$metadata#")
        forwarded = {"X-Forwarded-Host": "graph.microsoft.com", "X-Forwarded-Proto": "https"}
        page = sandbox.graph().get("/me/calendars?$top=1", headers=forwarded)
        assert page["@odata.nextLink"].startswith("https://graph.microsoft.com/v1.0/me/calendars?")
        found = sandbox.http.get("/common/v2.0/.well-known/openid-configuration").json()
        assert found["token_endpoint"] == "https://login.test/common/oauth2/v2.0/token"
        sandbox.close()
