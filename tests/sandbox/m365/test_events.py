"""Writing events: create with and without a transaction id, change, delete, series, and what is refused."""

from typing import Any

import pytest

from tests.sandbox.m365.stage import Graph, Json, Sandbox, event, invite, span

DAILY: Json = {
    "pattern": {"type": "daily", "interval": 1},
    "range": {"type": "numbered", "startDate": "2026-12-14", "numberOfOccurrences": 5},
}


def _series(ada: Graph) -> tuple[Json, list[Json]]:
    master = ada.post("/me/events", event("Series", "2026-12-14T09:00:00", "2026-12-14T10:00:00", recurrence=DAILY))
    return master, _days(ada)


def _days(ada: Graph) -> list[Json]:
    return [row for row in ada.view("2026-12-14", "2026-12-20") if row["subject"] in {"Series", "Moved"}]


def test_a_created_event_is_in_the_calendar_it_was_posted_to(ada: Graph) -> None:
    side = ada.calendars()["Side projects"]["id"]
    made = ada.post(f"/me/calendars/{side}/events", event("Mine", zone="Europe/Berlin"))
    assert (made["subject"], made["showAs"], made["responseStatus"]["response"]) == ("Mine", "busy", "organizer")
    assert (span(made)[0], made["originalStartTimeZone"]) == ("2026-11-24T08:00", "Europe/Berlin")
    assert made["@odata.etag"] == f'W/"{made["changeKey"]}"'
    assert "Mine" in {row["subject"] for row in ada.view("2026-11-24", "2026-11-25", of=f"/me/calendars/{side}")}
    assert "Mine" not in {row["subject"] for row in ada.view("2026-11-24", "2026-11-25")}


def test_the_same_transaction_with_the_same_body_gives_the_same_event(ada: Graph) -> None:
    body = event("Once", transactionId="t-1")
    first, again = ada.post("/me/events", body), ada.post("/me/events", body)
    assert first["id"] == again["id"]
    assert [row["subject"] for row in ada.view("2026-11-24", "2026-11-25")].count("Once") == 1


def test_the_same_transaction_with_another_body_names_the_event_there_is(ada: Graph) -> None:
    first = ada.post("/me/events", event("Once", transactionId="t-2"))
    answer = ada.send("POST", "/me/events", json=event("Other", transactionId="t-2"))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "ErrorDuplicateTransactionId")
    assert error["@event.existingEventId"] == first["id"]


def test_a_change_gives_a_new_etag_and_an_old_one_is_refused(ada: Graph) -> None:
    made = ada.post("/me/events", event())
    path = f"/me/events/{made['id']}"
    changed = ada.send("PATCH", path, json={"subject": "New"}, headers={"If-Match": made["@odata.etag"]}).json()
    assert (changed["subject"], changed["id"]) == ("New", made["id"])
    assert changed["@odata.etag"] != made["@odata.etag"]
    stale = ada.error("PATCH", path, json={"subject": "Newer"}, headers={"If-Match": made["@odata.etag"]})
    assert stale == (412, "ErrorIrresolvableConflict")


def test_a_deleted_event_is_gone_and_a_second_delete_finds_nothing(ada: Graph) -> None:
    path = f"/me/events/{ada.post('/me/events', event())['id']}"
    assert ada.send("DELETE", path).status_code == 204
    assert ada.error("DELETE", path) == (404, "ErrorItemNotFound")
    assert ada.error("GET", path) == (404, "ErrorItemNotFound")


def test_a_changed_occurrence_becomes_an_exception_with_the_same_id(ada: Graph) -> None:
    master, days = _series(ada)
    changed = ada.send(
        "PATCH", f"/me/events/{days[1]['id']}", json=event("Moved", "2026-12-15T13:00:00", "2026-12-15T14:00:00")
    ).json()
    assert (changed["type"], changed["id"], changed["seriesMasterId"]) == ("exception", days[1]["id"], master["id"])
    after = _days(ada)
    assert [row["type"] for row in after] == ["occurrence", "exception", "occurrence", "occurrence", "occurrence"]
    original = ada.get(f"/me/events/{days[1]['id']}?$select=originalStart")["originalStart"]
    assert original == "2026-12-15T09:00:00Z"


def test_a_deleted_occurrence_leaves_the_others(ada: Graph) -> None:
    master, days = _series(ada)
    assert ada.send("DELETE", f"/me/events/{days[2]['id']}").status_code == 204
    assert [row["id"] for row in _days(ada)] == [row["id"] for n, row in enumerate(days) if n != 2]
    assert ada.error("GET", f"/me/events/{days[2]['id']}") == (404, "ErrorItemNotFound")
    ada.send("DELETE", f"/me/events/{master['id']}")
    assert _days(ada) == []


def test_an_occurrence_cannot_jump_over_its_neighbour(ada: Graph) -> None:
    _, days = _series(ada)
    body = event("Far", "2026-12-17T13:00:00", "2026-12-17T14:00:00")
    assert ada.error("PATCH", f"/me/events/{days[1]['id']}", json=body) == (400, "ErrorOccurrenceCrossingBoundary")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"nonsense": 1}, "RequestBodyRead"),
        ({"showAs": "sleeping"}, "RequestBodyRead"),
        ({"subject": 5}, "RequestBodyRead"),
        ({"end": {"dateTime": "2026-11-24T08:00:00", "timeZone": "UTC"}}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"start": {"dateTime": "2026-11-24T08:00:00", "timeZone": "Moon/Base"}}, "TimeZoneNotSupportedException"),
        ({"start": {"dateTime": "soon", "timeZone": "UTC"}}, "RequestBodyRead"),
        ({"isAllDay": True}, "ErrorInvalidRequest"),
        ({"attendees": [{"emailAddress": {"address": "nobody"}}]}, "ErrorInvalidRecipients"),
        ({"recurrence": {"pattern": {"type": "hourly"}, "range": {}}}, "ErrorInvalidRequest"),
    ],
)
def test_a_senseless_event_is_refused(ada: Graph, more: Json, code: str) -> None:
    assert ada.error("POST", "/me/events", json={**event(), **more}) == (400, code)


def test_teams_comes_where_the_calendar_has_it_and_silently_not_elsewhere(sandbox: Sandbox, ada: Graph) -> None:
    asked: dict[str, Any] = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    made = ada.post("/me/events", event(**asked))
    home = sandbox.graph("dina.haddad@outlook.example").post("/me/events", event(**asked))
    assert made["onlineMeeting"]["joinUrl"].startswith("https://teams.microsoft.com/")
    assert made["onlineMeeting"]["joinUrl"] in made["body"]["content"]
    assert (home["isOnlineMeeting"], home["onlineMeetingProvider"], home["onlineMeeting"]) == (False, "unknown", None)
    spoiled = ada.send(
        "PATCH", f"/me/events/{made['id']}", json={"body": {"contentType": "text", "content": "new"}}
    ).json()
    assert spoiled["isOnlineMeeting"] is False


def test_one_finds_its_own_events_by_an_extended_property(ada: Graph) -> None:
    mark = {"id": "String {6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41} Name BookingId", "value": "b-1"}
    made = ada.post("/me/events", event(singleValueExtendedProperties=[mark]))
    ask = f"singleValueExtendedProperties/Any(ep: ep/id eq '{mark['id']}' and ep/value eq 'b-1')"
    rows = ada.send("GET", "/me/events", params={"$filter": ask}).json()["value"]
    assert [row["id"] for row in rows] == [made["id"]]


def test_a_body_of_text_comes_back_as_html_unless_text_is_preferred(ada: Graph) -> None:
    made = ada.post("/me/events", event(body={"contentType": "text", "content": "1 < 2"}))
    text = ada.get(f"/me/events/{made['id']}", prefer='outlook.body-content-type="text"')
    assert (made["body"]["contentType"], made["bodyPreview"]) == ("html", "1 < 2")
    assert "1 &lt; 2" in made["body"]["content"]
    assert text["body"] == {"contentType": "text", "content": "1 < 2"}


def test_only_the_organizer_can_cancel(ada: Graph, ben: Graph) -> None:
    ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com")))
    (copy,) = [row for row in ben.view("2026-11-24", "2026-11-25") if row["subject"] == "Ours"]
    assert ben.error("POST", f"/me/events/{copy['id']}/cancel", json={"comment": ""}) == (400, "ErrorInvalidRequest")
