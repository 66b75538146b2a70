"""$batch: several requests in one, each answered as if it had come alone."""

import time
from typing import Any

import httpx
import pytest

from tests.sandbox.m365.stage import Graph, Json, Sandbox, event


def _get(key: str, url: str = "/me", **more: Any) -> Json:
    return {"id": key, "method": "GET", "url": url, **more}


def _answers(graph: Graph, *parts: Json) -> dict[str, Json]:
    answer = graph.send("POST", "/$batch", json={"requests": list(parts)})
    assert answer.status_code == 200, answer.text
    return {row["id"]: row for row in answer.json()["responses"]}


def test_each_part_is_answered_by_itself(sandbox: Sandbox, ada: Graph) -> None:
    made = event("Batched")
    answers = _answers(
        ada,
        _get("1", "/me/calendars?$top=2", headers={"Prefer": 'IdType="ImmutableId"'}),
        {
            "id": "2",
            "method": "POST",
            "url": "me/events",
            "body": made,
            "headers": {"Content-Type": "application/json"},
        },
        _get("3", "/me/events/none"),
        _get("4", f"{sandbox.origin}/v1.0/me/mailboxSettings"),
    )
    assert {key: row["status"] for key, row in answers.items()} == {"1": 200, "2": 201, "3": 400, "4": 200}
    assert answers["1"]["body"]["@odata.nextLink"].startswith(f"{sandbox.origin}/v1.0/me/calendars?")
    assert answers["2"]["body"]["subject"] == "Batched"
    assert answers["3"]["body"]["error"]["code"] == "ErrorInvalidIdMalformed"
    deleted = _answers(ada, {"id": "x", "method": "DELETE", "url": f"/me/events/{answers['2']['body']['id']}"})["x"]
    assert (deleted["status"], "body" in deleted) == (204, False)


def test_what_depends_on_another_comes_after_it_and_fails_with_it(ada: Graph) -> None:
    parts = [
        {"id": "make", "method": "POST", "url": "/me/events", "body": event("First")},
        _get("look", "/me/events?$filter=subject eq 'First'", dependsOn=["make"]),
        _get("none", "/me/events/none", dependsOn=["look"]),
        _get("late", dependsOn=["none"]),
        _get("later", depends_on=["late"]),
    ]
    answers = _answers(ada, *parts)
    assert len(answers["look"]["body"]["value"]) == 1
    assert [answers[key]["status"] for key in ("none", "late", "later")] == [400, 424, 424]
    assert answers["late"]["body"]["error"]["code"] == "FailedDependency"


@pytest.mark.parametrize(
    "requests",
    [
        [_get(str(n)) for n in range(21)],
        [_get("1"), _get("1")],
        [_get("1", dependsOn=["2"]), _get("2")],
        [{"id": "1", "method": "GET"}],
        [{"id": "1", "method": "JUMP", "url": "/me"}],
        [],
        "nothing",
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_whole(ada: Graph, requests: Any) -> None:
    assert ada.error("POST", "/$batch", json={"requests": requests}) == (400, "BadRequest")


def test_twenty_parts_are_taken(ada: Graph) -> None:
    assert {row["status"] for row in _answers(ada, *(_get(str(n)) for n in range(20))).values()} == {200}


def test_four_parts_are_worked_on_at_once(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "slow", "delay_seconds": 0.1})
    began = time.monotonic()
    _answers(ada, *(_get(str(n)) for n in range(8)))
    assert time.monotonic() - began >= 0.2
    assert sandbox.admin("GET", "graph")["seen_at_once"]["ada@contoso.com"] == 4


def test_a_single_part_can_be_throttled_while_the_batch_is_200(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "path": "calendars", "status": 429, "retry_after": 6})
    answers = _answers(ada, _get("1"), _get("2", "/me/calendars"))
    assert (answers["1"]["status"], answers["2"]["status"]) == (200, 429)
    assert answers["2"]["headers"]["Retry-After"] == "6"
    sandbox.admin("DELETE", "faults")
    sandbox.admin("POST", "graph", {"most_at_once": 2})
    sandbox.admin("POST", "faults", {"kind": "graph", "answer": "slow", "delay_seconds": 0.1})
    statuses = [row["status"] for row in _answers(ada, *(_get(str(n)) for n in range(4))).values()]
    assert sorted(statuses) == [200, 200, 429, 429]


def test_parts_stand_in_the_request_log_and_a_batch_needs_a_token(sandbox: Sandbox, ada: Graph) -> None:
    since = sandbox.admin("GET", "log")["next"]
    _answers(ada, _get("1"), _get("2", "/me/calendars"))
    entries = sandbox.admin("GET", f"log?since={since}")["entries"]
    assert sorted(entry["path"] for entry in entries) == ["/v1.0/$batch", "/v1.0/me", "/v1.0/me/calendars"]
    assert {entry["account"] for entry in entries} == {"ada@contoso.com"}
    assert sandbox.http.post("/v1.0/$batch", json={"requests": [_get("1")]}).status_code == 401


def test_a_batch_can_be_lost(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "faults", {"kind": "graph", "path": "$batch", "answer": "drop", "times": 1})
    with pytest.raises(httpx.TransportError):
        ada.send("POST", "/$batch", json={"requests": [_get("1")]})
