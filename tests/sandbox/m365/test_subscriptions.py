"""/subscriptions: the handshake, what is refused, how long one lives."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import Graph, Json, Sandbox, event

Order = Callable[..., Json]


def _minutes(sandbox: Sandbox, made: Json) -> float:
    """How long a subscription still lives by the sandbox clock."""
    left = datetime.fromisoformat(made["expirationDateTime"]) - sandbox.world.clock.now()
    return round(left / timedelta(minutes=1), 1)


def test_a_subscription_is_made_after_both_addresses_sent_the_token_back(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Order
) -> None:
    lifecycle = hook.address.replace("notify", "lifecycle?bot=1")
    made = ada.post("/subscriptions", order(lifecycleNotificationUrl=lifecycle))
    (first, kind, body), (second, _, _) = hook.handshakes
    assert (urlsplit(first).path, urlsplit(second).path) == ("/graph/notify", "/graph/lifecycle")
    assert parse_qs(urlsplit(second).query)["bot"] == ["1"]
    assert (kind, body) == ("text/plain; charset=utf-8", "")
    assert made["resource"] == "me/events"
    assert made["creatorId"] == "a1b2c3d4-0000-4000-8000-000000000001"
    assert made["clientState"] == "quiet"
    assert _minutes(sandbox, made) == pytest.approx(3600, abs=1)
    assert ada.get(f"/subscriptions/{made['id']}")["id"] == made["id"]
    assert [row["id"] for row in ada.get("/subscriptions")["value"]] == [made["id"]]
    assert sandbox.graph("ben@contoso.com").get("/subscriptions")["value"] == []
    assert sandbox.graph("ben@contoso.com").error("GET", f"/subscriptions/{made['id']}") == (404, "ResourceNotFound")


@pytest.mark.parametrize(
    "echo",
    [
        lambda token: (200, "text/html", token),
        lambda token: (200, "text/plain", token.replace(" ", "+")),
        lambda token: (202, "text/plain", token),
        lambda _: (200, "text/plain", ""),
    ],
)
def test_an_address_that_fails_the_handshake_is_refused(
    ada: Graph, hook: Hook, order: Order, echo: Callable[[str], tuple[int, str, str]]
) -> None:
    hook.echo = echo
    answer = ada.send("POST", "/subscriptions", json=order())
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ValidationError")
    assert ada.get("/subscriptions")["value"] == []


def test_a_slow_or_absent_address_is_refused(sandbox: Sandbox, ada: Graph, hook: Hook, order: Order) -> None:
    def asleep(token: str) -> tuple[int, str, str]:
        time.sleep(0.3)
        return 200, "text/plain", token

    sandbox.admin("POST", "notifications", {"validation_seconds": 0.1})
    hook.echo = asleep
    answer = ada.send("POST", "/subscriptions", json=order())
    assert answer.json()["error"]["message"] == "Subscription validation request timed out."
    assert ada.error("POST", "/subscriptions", json=order(notificationUrl="http://127.0.0.1:9/x"))[0] == 400


def test_a_second_one_for_the_same_changes_is_a_conflict(ada: Graph, sandbox: Sandbox, order: Order) -> None:
    made = ada.post("/subscriptions", order())
    same = order(changeType="deleted,created,updated", resource="/me/events", clientState="other")
    answer = ada.send("POST", "/subscriptions", json=same)
    assert answer.status_code == 409
    assert answer.json()["error"]["message"].startswith(f"Subscription Id {made['id']} already exists")
    ada.post("/subscriptions", order(changeType="created"))
    sandbox.graph("ben@contoso.com").post("/subscriptions", order())
    assert ada.send("DELETE", f"/subscriptions/{made['id']}").status_code == 204
    assert ada.error("DELETE", f"/subscriptions/{made['id']}") == (404, "ResourceNotFound")
    ada.post("/subscriptions", same)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"resource": "me/messages"}, 400),
        ({"resource": "me/events/AAMkx"}, 400),
        ({"resource": "me/events?$filter=x"}, 400),
        ({"resource": "me/calendars/AAkAnonsense/events"}, 400),
        ({"resource": "users/ben@contoso.com/events"}, 403),
        ({"resource": "users/nobody@contoso.com/events"}, 403),
        ({"changeType": "created,vanished"}, 400),
        ({"clientState": "x" * 129}, 400),
        ({"clientState": None}, 400),
        ({"notificationUrl": "http://example.com/notify"}, 400),
        ({"notificationUrl": "nowhere"}, 400),
        ({"lifecycleNotificationUrl": "ftp://127.0.0.1/x"}, 400),
        ({"expirationDateTime": "soon"}, 400),
        ({"includeResourceData": True}, 400),
    ],
)
def test_a_senseless_subscription_is_refused_before_the_handshake(
    ada: Graph, hook: Hook, order: Order, more: Json, status: int
) -> None:
    assert ada.error("POST", "/subscriptions", json=order(**more))[0] == status
    assert hook.handshakes == []


def test_shared_calendars_cannot_be_subscribed_and_ones_own_can(ada: Graph, order: Order) -> None:
    calendars = ada.calendars()
    shared = order(resource=f"me/calendars/{calendars['Team launch']['id']}/events")
    assert ada.error("POST", "/subscriptions", json=shared) == (403, "ExtensionError")
    for resource in (
        f"me/calendars/{calendars['Side projects']['id']}/events",
        f"/me/calendars('{calendars['Calendar']['id']}')/events",
        "users/a1b2c3d4-0000-4000-8000-000000000001/events",
    ):
        assert ada.post("/subscriptions", order(resource=resource))["resource"] == resource


def test_reading_calendars_is_the_right_it_needs(sandbox: Sandbox, order: Order) -> None:
    graph = sandbox.graph("ada@contoso.com", ("User.Read", "Calendars.ReadBasic"))
    assert graph.error("POST", "/subscriptions", json=order()) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(("asked", "given"), [(1, 45), (-60, 45), (46, 46), (10_080, 10_080), (10_081, None)])
def test_it_lives_45_minutes_at_least_and_a_week_at_most(
    sandbox: Sandbox, ada: Graph, order: Order, asked: int, given: int | None
) -> None:
    until = sandbox.world.clock.now() + timedelta(minutes=asked)
    answer = ada.send("POST", "/subscriptions", json=order(expirationDateTime=until.isoformat()))
    if given is None:
        assert answer.json()["error"]["message"] == "Subscription expiration can only be 10080 minutes in the future."
        assert answer.status_code == 400
    else:
        assert _minutes(sandbox, answer.json()) == pytest.approx(given, abs=0.4)


def test_it_can_be_renewed_and_moved_to_an_address_that_proves_itself(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Order
) -> None:
    path = f"/subscriptions/{ada.post('/subscriptions', order())['id']}"
    until = (sandbox.world.clock.now() + timedelta(days=7, seconds=-5)).isoformat()
    renewed = ada.send("PATCH", path, json={"expirationDateTime": until})
    assert renewed.status_code == 200
    assert _minutes(sandbox, renewed.json()) == pytest.approx(10_079.9, abs=0.4)
    assert len(hook.handshakes) == 2
    moved = ada.send("PATCH", path, json={"notificationUrl": f"{hook.address}/new"})
    assert moved.json()["notificationUrl"] == f"{hook.address}/new"
    assert len(hook.handshakes) == 3
    assert ada.error("PATCH", path, json={"notificationUrl": "http://127.0.0.1:9/x"}) == (400, "ValidationError")
    assert ada.error("PATCH", path, json={"resource": "me/events"}) == (400, "InvalidRequest")
    assert ada.send("POST", f"{path}/reauthorize").status_code == 204
    assert ada.error("POST", "/subscriptions/nothing/reauthorize") == (404, "ResourceNotFound")


def test_an_expired_one_is_gone_and_says_nothing(sandbox: Sandbox, ada: Graph, hook: Hook, order: Order) -> None:
    made = ada.post("/subscriptions", order())
    sandbox.admin("POST", "clock", {"now": (sandbox.world.clock.now() + timedelta(days=3)).isoformat()})
    assert ada.error("GET", f"/subscriptions/{made['id']}") == (404, "ResourceNotFound")
    ada.post("/subscriptions", order(changeType="created"))
    ada.post("/me/events", event())
    assert {item["subscriptionId"] for item in hook.wait(1)} != {made["id"]}
    assert len(sandbox.admin("GET", "subscriptions")["subscriptions"]) == 1


def test_subscriptions_survive_a_restart_of_the_sandbox(sandbox: Sandbox, ada: Graph, order: Order) -> None:
    made = ada.post("/subscriptions", order())
    part: Any = sandbox.world.subscriptions
    kept = part.dump()
    part.reset()
    assert ada.get("/subscriptions")["value"] == []
    part.load(kept)
    again = ada.get(f"/subscriptions/{made['id']}")
    assert {**again, "@odata.context": ""} == {**made, "@odata.context": ""}
