"""$batch: up to 20 requests in one, each answered as if it had come alone; Outlook works on four of them at once."""

import asyncio
import json
import time
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy, MultiMapping
from yarl import URL

from sandbox.entra.tokens import Bearer
from sandbox.graph.answering import answer, refusal, witnessed
from sandbox.graph.errors import GraphError, invalid
from sandbox.journal import ACCOUNT, GRANT, NOTE
from sandbox.misbehaving import dropped

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]
MOST = 20
AT_ONCE = 4
METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a batch, with as much of a request's face as answering needs. It has no connection of its own."""

    key: str
    method: str
    rel_url: URL
    headers: CIMultiDictProxy[str]
    host: str
    scheme: str
    said: str
    needs: tuple[str, ...]
    marks: MutableMapping[Any, Any] = field(default_factory=dict)
    transport: None = None

    @property
    def path(self) -> str:
        """The decoded path."""
        return self.rel_url.path

    @property
    def query(self) -> MultiMapping[str]:
        """The decoded query."""
        return self.rel_url.query

    @property
    def content_type(self) -> str:
        """The type of the body without its parameters."""
        return self.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip().lower()

    async def text(self) -> str:
        """The body."""
        return self.said

    def get(self, key: Any, default: Any = None) -> Any:
        """A mark left on the request."""
        return self.marks.get(key, default)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.marks[key] = value


def is_batch(request: web.Request) -> bool:
    """Whether the request is one."""
    return request.method == "POST" and request.path.rstrip("/").lower() == "/v1.0/$batch"


async def batch(request: web.Request, world: "World", bearer: Bearer) -> web.StreamResponse:
    """200 with an answer for each part, in the order of their ends; 400 when it cannot be read."""
    rule = world.faults.take("graph", bearer.account.address, "POST", "/v1.0/$batch", bearer.grant)
    if rule is not None and rule.get("answer") == "drop":
        return dropped(request)
    try:
        parts = list(_parts(request, await request.text(), bearer))
        _check(parts)
    except GraphError as error:
        return refusal(request, world, error)
    answers = await _Batch(world, bearer, parts).run()
    return witnessed(request, world, web.json_response({"responses": answers}))


class _Batch:
    """The parts of one batch under way."""

    def __init__(self, world: "World", bearer: Bearer, parts: list[Part]) -> None:
        self._world, self._bearer, self._parts = world, bearer, parts
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._ended = {part.key: asyncio.Event() for part in parts}
        self._answers: dict[str, Json] = {}

    async def run(self) -> list[Json]:
        """All answers, the earliest first."""
        await asyncio.gather(*(self._one(part) for part in self._parts))
        return list(self._answers.values())

    async def _one(self, part: Part) -> None:
        for key in part.needs:
            await self._ended[key].wait()
        if any(self._answers[key]["status"] >= 400 for key in part.needs):
            words = "The request was not made: one that it depends on failed."
            answered: web.StreamResponse = refusal(
                _as_request(part), self._world, GraphError(424, "FailedDependency", words)
            )
        else:
            async with self._turn:
                began = time.monotonic()
                answered = await answer(_as_request(part), self._world, self._bearer)
                took = round((time.monotonic() - began) * 1000)
            self._world.journal.add("graph", _as_request(part), answered.status, took)
        self._answers[part.key] = _shown(part, answered)
        self._ended[part.key].set()


def _parts(request: web.Request, text: str, bearer: Bearer) -> Iterator[Part]:
    try:
        rows = json.loads(text)["requests"]
    except (ValueError, KeyError, TypeError) as error:
        raise invalid("BadRequest", "Invalid batch payload format.") from error
    if not isinstance(rows, list) or not rows:
        raise invalid("BadRequest", "Invalid batch payload format.")
    if len(rows) > MOST:
        raise invalid("BadRequest", f"Number of batch request steps exceeds the maximum value of {MOST}.")
    for row in rows:
        try:
            yield _part(request, row, bearer)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise invalid("BadRequest", f"Invalid batch request step: {error!r}.") from error


def _part(request: web.Request, row: Json, bearer: Bearer) -> Part:
    url = URL(row["url"], encoded=True)
    path = url.raw_path if url.raw_path.lower().startswith("/v1.0/") else f"/v1.0/{url.raw_path.lstrip('/')}"
    headers = CIMultiDict({str(name): str(value) for name, value in (row.get("headers") or {}).items()})
    body = row.get("body")
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    needs = row.get("dependsOn") or row.get("depends_on") or ()
    marks: dict[Any, Any] = {ACCOUNT: bearer.account.address, NOTE: "in a batch"}
    if bearer.grant:
        marks[GRANT] = bearer.grant
    if row["method"].upper() not in METHODS:
        raise ValueError(row["method"])
    return Part(
        key=row["id"],
        method=row["method"].upper(),
        rel_url=URL(path + (f"?{url.raw_query_string}" if url.raw_query_string else ""), encoded=True),
        headers=CIMultiDictProxy(headers),
        host=request.headers.get("X-Forwarded-Host") or request.host,
        scheme=request.headers.get("X-Forwarded-Proto") or request.scheme,
        said="" if body is None else body if isinstance(body, str) else json.dumps(body),
        needs=tuple(needs),
        marks=marks,
    )


def _check(parts: list[Part]) -> None:
    """Ids are texts and different, and what a part depends on comes before it; raises GraphError 400."""
    seen: set[str] = set()
    for part in parts:
        if not isinstance(part.key, str) or not part.key or part.key in seen:
            raise invalid("BadRequest", f"Request id '{part.key}' is missing or used twice.")
        if missing := [key for key in part.needs if key not in seen]:
            raise invalid(
                "BadRequest", f"Request '{part.key}' depends on '{missing[0]}', which does not come before it."
            )
        seen.add(part.key)


def _shown(part: Part, answered: web.StreamResponse) -> Json:
    kept = ("Cache-Control", "Content-Type", "Location", "Preference-Applied", "Retry-After", "WWW-Authenticate")
    headers = {name: answered.headers[name] for name in kept if name in answered.headers}
    text = answered.text if isinstance(answered, web.Response) else ""
    shown: Json = {"id": part.key, "status": answered.status, "headers": headers}
    if text:
        shown["body"] = json.loads(text) if answered.content_type == "application/json" else text
    return shown


def _as_request(part: Part) -> web.Request:
    return cast("web.Request", part)
