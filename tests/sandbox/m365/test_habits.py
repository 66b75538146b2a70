"""What the service does by itself: touch a new event, and refuse too many requests at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import Graph, Json, Sandbox, event, invite


def test_a_new_event_gets_another_change_key_by_itself(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    sandbox.admin("POST", "graph", {"bump_seconds": 0.1})
    ada.post("/subscriptions", order())
    made = ada.post("/me/events", event())
    assert [item["changeType"] for item in hook.wait(2)] == ["created", "updated"]
    stale = {"If-Match": made["@odata.etag"]}
    path = f"/me/events/{made['id']}"
    assert ada.error("PATCH", path, json={"subject": "x"}, headers=stale) == (412, "ErrorIrresolvableConflict")
    gone = ada.post("/me/events", event())
    ada.send("DELETE", f"/me/events/{gone['id']}")
    time.sleep(0.15)
    assert [item["changeType"] for item in hook.wait(4)][-1] == "deleted"


def test_requests_at_once_are_counted_and_refused_beyond_the_limit(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "graph", {"most_at_once": 2})
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "slow", "delay_seconds": 0.6})
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: ada.send("GET", "/me"), range(3)))
    (refused,) = [answer for answer in answers if answer.status_code != 200]
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "ApplicationThrottled")
    assert refused.headers["Retry-After"] == "1"
    assert sandbox.admin("GET", "graph")["seen_at_once"] == {"ada@contoso.com": 3}
    sandbox.admin("DELETE", "faults")
    assert ada.send("GET", "/me").status_code == 200
    assert sandbox.http.post("/admin/graph", json={"most_at_once": -1}).status_code == 400


def test_a_join_link_can_come_after_the_event_and_reach_the_attendees(
    sandbox: Sandbox, ada: Graph, ben: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    sandbox.admin("POST", "graph", {"join_link_seconds": 0.1})
    ada.post("/subscriptions", order())
    made = ada.post("/me/events", event(isOnlineMeeting=True, attendees=invite("ben@contoso.com")))
    assert (made["isOnlineMeeting"], made["onlineMeetingProvider"]) == (True, "teamsForBusiness")
    assert made["onlineMeeting"] is None
    assert "Join the meeting" not in made["body"]["content"]
    hook.wait(2)
    later = ada.get(f"/me/events/{made['id']}")
    assert later["onlineMeeting"]["joinUrl"].startswith("https://teams.microsoft.com/")
    assert later["onlineMeeting"]["joinUrl"] in later["body"]["content"]
    (copy,) = [row for row in ben.view("2026-11-24", "2026-11-25") if row["iCalUId"] == made["iCalUId"]]
    assert copy["onlineMeeting"] == later["onlineMeeting"]


def test_requests_of_ten_minutes_are_counted_also_the_refused_ones(sandbox: Sandbox, ada: Graph, ben: Graph) -> None:
    sandbox.admin("POST", "graph", {"most_in_ten_minutes": 3})
    answers = [ada.send("GET", "/me") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 590 < int(answers[3].headers["Retry-After"]) <= 600
    assert ben.send("GET", "/me").status_code == 200
    assert sandbox.admin("GET", "graph")["seen_in_ten_minutes"] == {"ada@contoso.com": 5, "ben@contoso.com": 1}
    sandbox.admin("POST", "graph", {"most_in_ten_minutes": 0})
    assert ada.send("GET", "/me").status_code == 200


def test_a_mailbox_has_so_many_subscriptions_and_no_more(
    sandbox: Sandbox, ada: Graph, ben: Graph, order: Callable[..., Json]
) -> None:
    assert sandbox.admin("GET", "graph")["most_subscriptions"] == 1000
    sandbox.admin("POST", "graph", {"most_subscriptions": 1})
    first = ada.post("/subscriptions", order())
    assert ada.error("POST", "/subscriptions", json=order(changeType="deleted")) == (403, "ExtensionError")
    ben.post("/subscriptions", order())
    ada.send("DELETE", f"/subscriptions/{first['id']}")
    ada.post("/subscriptions", order(changeType="deleted"))


def test_an_event_can_be_touched_so_that_a_known_etag_conflicts(sandbox: Sandbox, ada: Graph) -> None:
    made = ada.post("/me/events", event())
    sandbox.admin("POST", f"mailboxes/ada@contoso.com/events/{made['id']}/touch")
    path, stale = f"/me/events/{made['id']}", {"If-Match": made["@odata.etag"]}
    assert ada.error("PATCH", path, json={"subject": "x"}, headers=stale) == (412, "ErrorIrresolvableConflict")
    again = ada.get(path)
    assert (again["subject"], again["@odata.etag"] != made["@odata.etag"]) == (made["subject"], True)
