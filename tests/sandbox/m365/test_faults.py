"""Answers that go wrong in every way that graph.md names, each planted through the admin API."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.sandbox.m365.stage import MONDAY, Graph, Sandbox, event

WINDOW = f"startDateTime={MONDAY}&endDateTime=2026-11-28"
DELTA = f"/me/calendarView/delta?{WINDOW}"


def test_a_truncated_answer_is_whole_to_http_and_broken_to_json(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "truncated", "path": "calendarView", "times": 1})
    answer = ada.send("GET", f"/me/calendarView?{WINDOW}")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert ada.view(MONDAY, "2026-11-28")


def test_a_connection_can_end_in_the_middle_of_an_answer(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "cut", "times": 1})
    with pytest.raises(httpx.TransportError):
        ada.send("GET", f"/me/calendarView?{WINDOW}")
    assert ada.view(MONDAY, "2026-11-28")


def test_a_page_of_html_can_come_with_200(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "html", "status": 200, "times": 1})
    answer = ada.send("GET", "/me/calendars")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "text/html")


@pytest.mark.parametrize("path", [DELTA, f"/me/calendarView?{WINDOW}&$top=5"])
def test_a_next_link_can_lead_to_the_page_it_stands_on(sandbox: Sandbox, ada: Graph, path: str) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "loop", "path": "calendarView"})
    first = ada.get(path)
    second = ada.get(first["@odata.nextLink"])
    assert second["@odata.nextLink"] == first["@odata.nextLink"]
    assert second["value"] == first["value"]
    assert "@odata.deltaLink" not in first
    sandbox.admin("DELETE", "faults")
    assert "@odata.nextLink" not in ada.get(f"/me/calendarView?{WINDOW}&$top=500")


def test_a_fault_may_let_requests_through_before_it_strikes_and_look_at_the_query(sandbox: Sandbox, ada: Graph) -> None:
    fault = {"kind": "graph", "status": 504, "query": "$deltatoken", "after": 1, "times": 1}
    sandbox.admin("POST", "faults", fault)
    first = ada.get(DELTA, prefer="odata.maxpagesize=200")["@odata.deltaLink"]
    second = ada.get(first)["@odata.deltaLink"]
    assert ada.send("GET", second).status_code == 504
    assert ada.send("GET", second).status_code == 200


def test_retry_after_can_be_an_http_date(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "status": 503, "retry_after_date": 90, "times": 1})
    answer = ada.send("GET", "/me/calendars")
    wait = parsedate_to_datetime(answer.headers["Retry-After"]) - datetime.now(UTC)
    assert answer.json()["error"]["code"] == "serviceNotAvailable"
    assert timedelta(seconds=60) < wait <= timedelta(seconds=90)


def test_delta_links_given_out_so_far_can_count_as_malformed(sandbox: Sandbox, ada: Graph, ben: Graph) -> None:
    link, other = (graph.get(DELTA, prefer="odata.maxpagesize=200")["@odata.deltaLink"] for graph in (ada, ben))
    sandbox.admin("POST", "delta", {"malform": "ada@contoso.com"})
    assert ada.error("GET", link) == (400, "BadRequest")
    assert ben.send("GET", other).status_code == 200
    again = ada.get(DELTA, prefer="odata.maxpagesize=200")["@odata.deltaLink"]
    assert ada.send("GET", again).status_code == 200


def test_a_shared_calendar_can_be_taken_away_and_given_back(sandbox: Sandbox, ada: Graph) -> None:
    shares = "mailboxes/ben@contoso.com/calendars/Team launch/shares/ada@contoso.com"
    place = f"/me/calendars/{ada.calendars()['Team launch']['id']}"
    assert ada.view(MONDAY, "2026-11-28", of=place)
    sandbox.admin("DELETE", shares)
    assert "Team launch" in ada.calendars()
    assert ada.error("GET", f"{place}/calendarView?{WINDOW}") == (403, "ErrorAccessDenied")
    assert ada.error("GET", f"{place}/calendarView/delta?{WINDOW}") == (403, "ErrorAccessDenied")
    sandbox.admin("PUT", shares, {"role": "write"})
    assert ada.calendars()["Team launch"]["canEdit"] is True
    ada.post(f"{place}/events", event("Mine"))
    sandbox.admin("PUT", shares, {"role": "read"})
    assert ada.error("POST", f"{place}/events", json=event()) == (403, "ErrorAccessDenied")
    sandbox.admin("DELETE", f"{shares}?listed=false")
    assert "Team launch" not in ada.calendars()
    assert ada.error("GET", f"{place}/calendarView?{WINDOW}") == (404, "ErrorItemNotFound")


def test_ones_own_calendar_can_turn_read_only_lose_teams_and_change_its_name(sandbox: Sandbox, ada: Graph) -> None:
    own = "mailboxes/ada@contoso.com/calendars/Calendar"
    sandbox.admin("PATCH", own, {"read_only": True})
    assert (ada.calendars()["Calendar"]["canEdit"], ada.error("POST", "/me/events", json=event())[0]) == (False, 403)
    sandbox.admin("PATCH", own, {"read_only": False, "online_meetings": False})
    row = ada.calendars()["Calendar"]
    assert (row["allowedOnlineMeetingProviders"], row["defaultOnlineMeetingProvider"]) == ([], "unknown")
    made = ada.post("/me/events", event(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness"))
    assert (made["isOnlineMeeting"], made["onlineMeetingProvider"], made["onlineMeeting"]) == (False, "unknown", None)
    sandbox.admin("PATCH", "mailboxes/ada@contoso.com/calendars/Side projects", {"name": "Clay"})
    assert "Clay" in ada.calendars()
    assert sandbox.http.patch(f"/admin/{own}", json={"colour": "red"}).status_code == 400


def test_a_mailbox_can_be_switched_off_and_on_with_all_that_is_in_it(sandbox: Sandbox, ada: Graph, ben: Graph) -> None:
    before = ben.view(MONDAY, "2026-11-28")
    sandbox.admin("PATCH", "mailboxes/ben@contoso.com", {"off": True})
    assert ben.error("GET", "/me/calendars") == (404, "MailboxNotEnabledForRESTAPI")
    asked = {"schedules": ["ben@contoso.com"], "startTime": _at("09"), "endTime": _at("17")}
    (row,) = ada.send("POST", "/me/calendar/getSchedule", json=asked).json()["value"]
    assert row["error"]["responseCode"] == "5016"
    sandbox.admin("PATCH", "mailboxes/ben@contoso.com", {"off": False})
    assert ben.view(MONDAY, "2026-11-28") == before


def test_somebody_can_have_three_hundred_calendars(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "mailboxes/ada@contoso.com/calendars", {"name": "Project", "count": 300})
    found, link = set(), "/me/calendars?$top=100"
    while link:
        page = ada.get(link)
        found |= {row["name"] for row in page["value"]}
        link = page.get("@odata.nextLink", "")
    assert {"Project 1", "Project 300", "Calendar"} <= found


def _at(hour: str) -> dict[str, str]:
    return {"dateTime": f"2026-11-24T{hour}:00:00", "timeZone": "UTC"}


def test_a_mailbox_can_move_to_another_zone_and_keep_its_hours_in_one_of_their_own(
    sandbox: Sandbox, ada: Graph
) -> None:
    sandbox.admin("PATCH", "mailboxes/ada@contoso.com", {"zone": "Asia/Tokyo", "custom_hours_zone": True})
    settings = ada.get("/me/mailboxSettings")
    assert settings["timeZone"] == "Asia/Tokyo"
    zone = settings["workingHours"]["timeZone"]
    assert (zone["name"], zone["bias"]) == ("Customized Time Zone", -540)
    assert sandbox.http.patch("/admin/mailboxes/ada@contoso.com", json={"zone": "Mars"}).status_code == 400


def test_what_is_deleted_twice_is_refused_in_the_words_of_the_service(sandbox: Sandbox, ada: Graph) -> None:
    for graph, refusal in (
        (ada, (404, "ErrorItemNotFound")),
        (sandbox.graph("dina.haddad@outlook.example", ("Calendars.ReadWrite",)), (400, "ErrorInvalidRequest")),
    ):
        made = graph.post("/me/events", event())
        assert graph.send("DELETE", f"/me/events/{made['id']}").status_code == 204
        assert graph.error("DELETE", f"/me/events/{made['id']}") == refusal


def test_a_meeting_link_is_told_to_who_also_asks_whether_there_is_one(ada: Graph) -> None:
    made = ada.post("/me/events", event(isOnlineMeeting=True))
    path = f"/me/events/{made['id']}?$select="
    assert ada.get(f"{path}onlineMeeting")["onlineMeeting"] is None
    assert ada.get(f"{path}onlineMeeting,isOnlineMeeting")["onlineMeeting"]["joinUrl"]
    assert "calendar@odata.navigationLink" in ada.get(f"/me/events/{made['id']}")
