"""How the service treats addresses that answer slowly, and subscriptions whose token ran out."""

from collections.abc import Callable
from datetime import timedelta

from sandbox.subscriptions.measure import Measure
from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import Graph, Json, Sandbox, event

URL, OTHER = "https://bot.example/graph/notify", "https://else.example/notify"


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _measured(*seconds: float) -> tuple[Measure, Clock]:
    clock = Clock()
    measure = Measure(clock)
    for took in seconds:
        measure.note(URL, took, 600)
    return measure, clock


def test_a_tenth_of_slow_answers_is_borne_and_more_makes_an_address_slow_for_ten_minutes() -> None:
    borne, _ = _measured(*[0.1] * 9, 4.0)
    slow, clock = _measured(*[0.1] * 8, 4.0)
    assert (borne.pace(URL), slow.pace(URL), slow.pace(OTHER)) == ("good", "slow", "good")
    assert slow.listing() == {"bot.example": "slow"}
    clock.now += 601
    assert (slow.pace(URL), slow.listing()) == ("good", {})


def test_more_than_15_percent_over_ten_seconds_drops_what_is_new() -> None:
    slow, _ = _measured(*[0.1] * 17, *[10.0] * 3)
    dropped, _ = _measured(*[0.1] * 16, *[10.0] * 3)
    assert (slow.pace(URL), dropped.pace(URL)) == ("slow", "drop")


def test_old_answers_do_not_count() -> None:
    measure, clock = _measured(4.0)
    clock.now += 1300
    assert measure.pace(URL) == "good"
    measure.note(URL, 0.1, 600)
    assert measure.pace(URL) == "good"


def test_an_address_that_never_answers_in_time_loses_what_comes_then(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    ada.post("/subscriptions", order())
    sandbox.admin("POST", "notifications", {"measure_seconds": 600})
    sandbox.world.subscriptions.outbox.measure.note(hook.address, 11.0, 600)
    assert list(sandbox.admin("GET", "notifications")["paces"].values()) == ["drop"]
    ada.post("/me/events", event())
    told = sandbox.admin("POST", "notifications", {"flush": True})
    assert (told["lost"], told["delivered"], hook.items) == (1, 0, [])
    sandbox.admin("POST", "notifications", {"measure_seconds": 0})
    ada.post("/me/events", event())
    assert len(hook.wait(1)) == 1


def test_a_slow_address_gets_what_is_new_after_the_window(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    ada.post("/subscriptions", order())
    sandbox.admin("POST", "notifications", {"measure_seconds": 0.2})
    sandbox.world.subscriptions.outbox.measure.note(hook.address, 4.0, 0.2)
    ada.post("/me/events", event())
    assert hook.items == []
    assert len(hook.wait(1)) == 1


def test_a_subscription_pauses_when_its_token_runs_out_and_goes_on_when_it_is_renewed(
    sandbox: Sandbox, ada: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    made = ada.post("/subscriptions", order())
    sandbox.admin("POST", "notifications", {"token_expiry": True})
    ada.post("/me/events", event())
    assert hook.wait(1)[-1]["changeType"] == "created"
    sandbox.admin("POST", "clock", {"now": (sandbox.world.clock.now() + timedelta(hours=2)).isoformat()})
    ada.post("/me/events", event())
    assert hook.wait(2)[-1]["lifecycleEvent"] == "reauthorizationRequired"
    (row,) = sandbox.admin("GET", "subscriptions")["subscriptions"]
    assert (row["paused"], row["held"]) == (True, 1)
    assert ada.send("POST", f"/subscriptions/{made['id']}/reauthorize").status_code == 204
    assert hook.wait(3)[-1]["changeType"] == "created"
