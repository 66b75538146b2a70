"""What the service does by itself: touch a new event, and refuse too many requests at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import Graph, Json, Sandbox, event


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
