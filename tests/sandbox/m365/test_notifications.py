"""Notifications: what they say, how they travel, and how badly they may do so."""

import time
from collections.abc import Callable

import pytest

from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import Graph, Json, Sandbox, event, invite

Order = Callable[..., Json]


@pytest.fixture
def subscription(ada: Graph, order: Order) -> Json:
    """Ada's default calendar, with a lifecycle address."""
    return ada.post("/subscriptions", order(), prefer='IdType="ImmutableId"')


def _settled(sandbox: Sandbox, seconds: float = 15) -> Json:
    """The counters once nothing is on its way."""
    until = time.monotonic() + seconds
    while (counters := sandbox.admin("GET", "notifications"))["waiting"] and time.monotonic() < until:
        time.sleep(0.005)
    assert counters["waiting"] == 0
    found: Json = counters
    return found


def test_create_change_and_delete_are_told_in_the_documented_shape(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    made = ada.post("/me/events", event(), prefer='IdType="ImmutableId"')
    (first,) = hook.wait(1)
    assert first["id"]
    assert {**first, "id": ""} == {
        "id": "",
        "subscriptionId": subscription["id"],
        "subscriptionExpirationDateTime": first["subscriptionExpirationDateTime"],
        "changeType": "created",
        "clientState": "quiet",
        "tenantId": "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41",
        "resource": f"Users/{subscription['creatorId']}/Events/{made['id']}",
        "resourceData": {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": f"Users/{subscription['creatorId']}/Events/{made['id']}",
            "@odata.etag": made["@odata.etag"],
            "id": made["id"],
        },
    }
    ada.send("PATCH", f"/me/events/{made['id']}", json={"subject": "New"})
    hook.wait(2)
    ada.send("DELETE", f"/me/events/{made['id']}")
    assert [item["changeType"] for item in hook.wait(3)] == ["created", "updated", "deleted"]
    assert {item["resourceData"]["id"] for item in hook.items} == {made["id"]}


def test_only_the_calendar_and_the_changes_asked_for_are_told(ada: Graph, hook: Hook, order: Order) -> None:
    side = ada.calendars()["Side projects"]["id"]
    of_side = ada.post("/subscriptions", order(resource=f"me/calendars/{side}/events", changeType="deleted"))
    of_default = ada.post("/subscriptions", order(changeType="created"))
    made = ada.post(f"/me/calendars/{side}/events", event())
    ada.send("DELETE", f"/me/events/{made['id']}")
    hook.wait(1)
    ada.post("/me/events", event())
    told = [(item["subscriptionId"], item["changeType"]) for item in hook.wait(2)]
    assert told == [(of_side["id"], "deleted"), (of_default["id"], "created")]


def test_one_day_of_a_series_deleted_is_an_update_of_the_series(ada: Graph, hook: Hook, subscription: Json) -> None:
    (day,) = [row for row in ada.view("2026-12-08", "2026-12-09") if row["subject"] == "Product review"]
    ada.send("DELETE", f"/me/events/{day['id']}")
    (told,) = hook.wait(1)
    master = ada.get(f"/me/events/{day['seriesMasterId']}", prefer='IdType="ImmutableId"')
    assert (told["changeType"], told["resourceData"]["id"]) == ("updated", master["id"])


def test_an_invitation_an_answer_and_a_cancellation_are_told_to_the_other_side(
    sandbox: Sandbox, ada: Graph, ben: Graph, hook: Hook, order: Order
) -> None:
    for graph in (ada, ben):
        graph.post("/subscriptions", order())
    made = ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com")))
    (copy,) = [row for row in ben.view("2026-11-24", "2026-11-25") if row["subject"] == "Ours"]
    ben.send("POST", f"/me/events/{copy['id']}/accept", json={})
    ada.send("DELETE", f"/me/events/{made['id']}")
    _settled(sandbox)
    mine = [
        item["changeType"]
        for item in hook.items
        if item["resource"].startswith("Users/a1b2c3d4-0000-4000-8000-000000000001")
    ]
    his = [
        item["changeType"]
        for item in hook.items
        if item["resource"].startswith("Users/a1b2c3d4-0000-4000-8000-000000000002")
    ]
    assert mine == ["created", "updated", "deleted"]
    assert his == ["created", "updated", "updated"]


def test_changes_of_one_moment_travel_together_and_latency_is_small(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    began = time.monotonic()
    ada.post("/me/events", event("0"))
    hook.wait(1)
    assert hook.arrived[0] - began < 2  # measured below 0.05 on an idle machine
    sandbox.admin("POST", "notifications", {"latency_seconds": 60, "batch_size": 2})
    for number in range(3):
        ada.post("/me/events", event(str(number)))
    assert sandbox.admin("POST", "notifications", {"flush": True})["waiting"] == 0
    assert sorted(len(items) for _, items in hook.posts[1:]) == [1, 2]


def test_a_refused_notification_comes_again_until_it_is_taken(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    sandbox.admin("POST", "notifications", {"retry_seconds": 0.03})
    hook.statuses = [500, 404]
    ada.post("/me/events", event())
    counters = _settled(sandbox)
    assert (counters["attempts"], counters["delivered"]) == (3, 1)
    assert len({item["id"] for item in hook.items}) == 1
    first, second, third = hook.arrived
    assert second - first > 0.03
    assert third - second > 0.06


def test_an_endpoint_that_is_too_slow_gets_it_again_and_is_given_up_in_the_end(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    sandbox.admin(
        "POST",
        "notifications",
        {"first_timeout_seconds": 0.05, "retry_timeout_seconds": 0.05, "retry_seconds": 0.02, "give_up_seconds": 0.07},
    )
    hook.slow_seconds = 0.2
    ada.post("/me/events", event())
    counters = _settled(sandbox)
    assert (counters["delivered"], counters["given_up"], counters["attempts"]) == (0, 1, 3)


def test_notifications_come_twice_late_in_disorder_or_never(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    sandbox.admin("POST", "notifications", {"duplicates": 2})
    ada.post("/me/events", event())
    assert [item["changeType"] for item in hook.wait(3)] == ["created", "updated", "updated"]
    sandbox.admin("POST", "notifications", {"duplicates": 0, "lose": 2})
    for subject in ("a", "b", "c"):
        ada.post("/me/events", event(subject))
    counters = _settled(sandbox)
    assert (counters["lost"], counters["delivered"], counters["switches"]["lose"]) == (2, 4, 0)
    sandbox.admin("POST", "notifications", {"latency_seconds": 60, "reorder": True})
    ids = [ada.post("/me/events", event(subject), prefer='IdType="ImmutableId"')["id"] for subject in ("d", "e")]
    sandbox.admin("POST", "notifications", {"flush": True})
    assert [item["resourceData"]["id"] for item in hook.items[4:]] == ids[::-1]
    sandbox.admin("POST", "notifications", {"latency_seconds": 0, "delay_seconds": 0.3, "reorder": False})
    began = time.monotonic()
    ada.post("/me/events", event())
    hook.wait(7)
    assert hook.arrived[-1] - began >= 0.3
    sandbox.admin("POST", "notifications", {"lose_share": 1.0})
    ada.post("/me/events", event())
    assert _settled(sandbox)["lost"] == 3


def test_the_notification_may_come_before_the_answer_of_the_post(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    sandbox.admin("POST", "notifications", {"before_answer": True, "latency_seconds": 60})
    for number in range(1, 4):
        made = ada.post("/me/events", event(str(number)), prefer='IdType="ImmutableId"')
        assert [item["resourceData"]["id"] for item in hook.items][number - 1 :] == [made["id"]]


def test_a_crash_between_commit_and_answer_is_still_told(
    sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json
) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "lose_answer", "method": "POST", "times": 1})
    with pytest.raises(Exception, match="disconnected"):
        ada.send("POST", "/me/events", json=event("Lost"))
    (told,) = hook.wait(1)
    assert ada.get(f"/me/events/{told['resourceData']['id']}", prefer='IdType="ImmutableId"')["subject"] == "Lost"


def test_lifecycle_events_go_to_their_own_address(sandbox: Sandbox, ada: Graph, hook: Hook, subscription: Json) -> None:
    def tell(what: str, **more: object) -> Json:
        body = {"event": what, "account": "ada@contoso.com", **more}
        found: Json = sandbox.admin("POST", "subscriptions/lifecycle", body)
        return found

    assert tell("missed")["told"] == [subscription["id"]]
    (missed,) = hook.wait(1)
    assert hook.posts[0][0] == "/graph/lifecycle"
    assert (missed["lifecycleEvent"], missed["clientState"], "changeType" in missed) == ("missed", "quiet", False)
    tell("reauthorizationRequired", pause=True)
    hook.wait(2)
    ada.post("/me/events", event())
    assert sandbox.admin("GET", "subscriptions")["subscriptions"][0]["held"] == 1
    ada.send("POST", f"/subscriptions/{subscription['id']}/reauthorize")
    assert hook.wait(3)[2]["changeType"] == "created"
    tell("subscriptionRemoved")
    assert hook.wait(4)[3]["lifecycleEvent"] == "subscriptionRemoved"
    assert ada.error("GET", f"/subscriptions/{subscription['id']}") == (404, "ResourceNotFound")
    ada.post("/me/events", event())
    assert _settled(sandbox)["delivered"] == 4
    assert tell("missed") == {"subscriptions": [], "told": []}


def test_a_switch_that_is_none_is_refused(sandbox: Sandbox) -> None:
    for body in ({"speed": 1}, {"duplicates": "many"}, {"batch_size": 0}, {"reorder": 1}, {"lose": -1}, {"lose": True}):
        assert sandbox.http.post("/admin/notifications", json=body).status_code == 400
    assert sandbox.http.post("/admin/subscriptions/lifecycle", json={"event": "bored"}).status_code == 400
