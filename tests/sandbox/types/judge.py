"""Holds one answer of the sandbox's Graph, or one notification, against the types."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from sandbox.witness import Exchange
from tests.sandbox.types.contract import GUID, WIRE, Json, problems
from tests.sandbox.types.routes import Expected, expected, option

ENVELOPE = frozenset({"@odata.context", "@odata.nextLink", "@odata.deltaLink", "@odata.count", "value"})
STATUS = {"one": {200, 201}, "list": {200}, "delta": {200}, "value": {200}, "batch": {200}, "nothing": {200, 202, 204}}


class Judge:
    """Listens to the sandbox; `wrong` are the complaints so far, `seen` how often each kind of answer was held."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()

    def __call__(self, exchange: Exchange) -> None:
        """Hold one more."""
        self.wrong.extend(f"{exchange.method} {exchange.url}: {one}" for one in self.complaints(exchange))

    def complaints(self, exchange: Exchange) -> Iterator[str]:
        """What is wrong with it."""
        if exchange.kind == "notification":
            self.seen["notification"] += 1
            yield from _notification(json.loads(exchange.body))
            return
        yield from _headers(exchange)
        if exchange.status >= 400:
            self.seen["error"] += 1
            yield from _error(json.loads(exchange.body))
            return
        what = expected(exchange.method, exchange.url)
        if what is None:
            yield "no document speaks of this path"
            return
        self.seen[f"{what.shape} {what.type}".strip()] += 1
        if exchange.status not in STATUS[what.shape]:
            yield f"status {exchange.status}"
        yield from _answer(exchange, what)


def _answer(exchange: Exchange, what: Expected) -> Iterator[str]:
    if what.shape == "nothing":
        if exchange.body:
            yield f"a body where none belongs: {exchange.body[:60]}"
        return
    body = json.loads(exchange.body)
    if what.shape == "batch":
        yield from _batch(body)
        return
    yield from _context(body, what)
    selected = bool(option(exchange.url, "$select"))
    match what.shape:
        case "one":
            told = {key: value for key, value in body.items() if key != "@odata.context"}
            yield from problems(told, f"{what.type}!", selected=selected)
        case "value":
            yield from problems(body.get("value"), f"{what.type}!")
        case "list" | "delta":
            yield from _rows(body, what, selected=selected)


def _rows(body: Json, what: Expected, *, selected: bool) -> Iterator[str]:
    if unknown := set(body) - ENVELOPE:
        yield f"the envelope has {sorted(unknown)}"
    for link in ("@odata.nextLink", "@odata.deltaLink"):
        if link in body and not urlsplit(str(body[link])).netloc:
            yield f"{link} is not absolute"
    if what.shape == "list":
        if "@odata.deltaLink" in body:
            yield "a delta link where none belongs"
        yield from problems(body.get("value"), f"[{what.type}]!", selected=selected)
        return
    if ("@odata.nextLink" in body) == ("@odata.deltaLink" in body):
        yield "a page of delta has one link, next or delta"
    for place, row in enumerate(body["value"]):
        yield from _delta_row(row, f"[{place}]")


def _delta_row(row: Json, where: str) -> Iterator[str]:
    if row.get("@odata.type") != "#microsoft.graph.event":
        yield f"{where}: @odata.type is {row.get('@odata.type')!r}"
    if "@removed" in row:
        if list(row) != WIRE["removed"] or row["@removed"] != {"reason": "deleted"} or not isinstance(row["id"], str):
            yield f"{where}: a removal is {row}"
    elif row.get("type") == "occurrence":
        if list(row) != WIRE["slim"]:
            yield f"{where}: an occurrence has {list(row)}"
        yield from problems(row, "event!", where, selected=True)
    else:
        yield from problems(row, "event!", where)


def _context(body: Json, what: Expected) -> Iterator[str]:
    said = str(body.get("@odata.context"))
    origin, mark, rest = said.partition("/v1.0/$metadata#")
    if not mark or not urlsplit(origin).netloc:
        yield f"@odata.context is {said}"
    elif what.context and rest != what.context:
        yield f"@odata.context ends with {rest}, not {what.context}"


def _headers(exchange: Exchange) -> Iterator[str]:
    for name in ("request-id", "client-request-id"):
        if not GUID.fullmatch(exchange.headers.get(name, "")) and name == "request-id":
            yield f"the header {name} is {exchange.headers.get(name)!r}"
    kind = exchange.headers.get("content-type", "")
    if exchange.body and not kind.startswith("application/json"):
        yield f"Content-Type is {kind}"


def _error(body: Json) -> Iterator[str]:
    if list(body) != ["error"]:
        yield f"an error holds {list(body)}"
        return
    told = {key: value for key, value in body["error"].items() if not key.startswith("@")}
    inner = told.get("innerError") or {}
    yield from problems({**told, "innerError": {}}, "publicError!", "error")
    if not told.get("code") or not isinstance(told.get("message"), str):
        yield "an error without code or message"
    if set(inner) != {"date", "request-id", "client-request-id"}:
        yield f"innerError holds {sorted(inner)}"


def _batch(body: Json) -> Iterator[str]:
    """The envelope only: each part was held on its own."""
    if set(body) != {"responses"}:
        yield f"a batch holds {sorted(body)}"
    for part in body.get("responses", ()):
        if not {"id", "status"} <= set(part) <= {"id", "status", "headers", "body"}:
            yield f"a part of a batch holds {sorted(part)}"
        if not isinstance(part.get("id"), str) or not isinstance(part.get("status"), int):
            yield "a part of a batch needs an id and a status"


def _notification(body: Json) -> Iterator[str]:
    """A collection of change notifications; one about the subscription itself has no change and no resource."""
    if set(body) - {"value", "validationTokens"} or not isinstance(body.get("value"), list):
        yield f"a notification holds {sorted(body)}"
        return
    for place, item in enumerate(body["value"]):
        yield from _item(item, f"[{place}]")


def _item(item: Json, where: str) -> Iterator[str]:
    lacks: dict[str, Any] = {"changeType": "updated", "resource": ""} if "lifecycleEvent" in item else {}
    told = {**lacks, **{key: value for key, value in item.items() if key != "resourceData"}}
    yield from problems(told, "changeNotification!", where)
    for key in ("subscriptionId", "subscriptionExpirationDateTime", "tenantId", "clientState"):
        if key not in item:
            yield f"{where}: {key} missing"
    data = item.get("resourceData")
    if lacks:
        if data is not None:
            yield f"{where}: resource data beside a lifecycle event"
    elif set(data or ()) != {"@odata.type", "@odata.id", "@odata.etag", "id"}:
        yield f"{where}: resourceData holds {sorted(data or ())}"
