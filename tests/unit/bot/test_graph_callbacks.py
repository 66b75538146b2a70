"""The addresses that Graph calls: what it is answered, and what a stranger can do there."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.graph import BODY_MOST_BYTES, ITEMS_AT_MOST, GraphCallbacks
from core.sync.model import Lifecycle, Notification

ADDRESSES = ["notifications", "lifecycle"]


@dataclass
class Kept:
    """Takes notifications, or can't store them."""

    received: list[Notification] = field(default_factory=list)
    broken: bool = False

    async def receive(self, notifications: tuple[Notification, ...]) -> None:
        if self.broken:
            raise ConnectionError
        self.received += notifications


Post = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
async def post(kept: Kept) -> AsyncIterator[Post]:
    app = web.Application()
    app.add_routes(GraphCallbacks(kept).routes())  # type: ignore[arg-type]
    async with TestServer(app) as server, aiohttp.ClientSession() as http:

        async def send(address: str, body: Any = None, **query: str) -> tuple[int, str]:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            async with http.post(server.make_url(f"/graph/{address}"), data=data, params=query) as answer:
                return answer.status, await answer.text()

        yield send


@pytest.mark.parametrize("address", ADDRESSES)
async def test_the_token_is_sent_back_as_plain_text_and_decoded(post: Post, address: str) -> None:
    token = "Validation: Testing <b>reachability</b> for Request-Id: 1+2"
    assert await post(address, b"", validationToken=token) == (200, token)


async def test_the_answer_to_the_handshake_can_not_become_a_page(kept: Kept) -> None:
    app = web.Application()
    app.add_routes(GraphCallbacks(kept).routes())  # type: ignore[arg-type]
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        address = server.make_url("/graph/lifecycle").with_query(validationToken="<script>")
        async with http.post(address) as answer:
            assert answer.content_type == "text/plain"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_items_are_received_and_answered_with_202(post: Post, kept: Kept) -> None:
    items = [
        {"subscriptionId": "one", "clientState": "secret", "changeType": "updated", "resource": "Users/x/Events/y"},
        {"subscriptionId": "two", "clientState": "secret"},
    ]
    assert (await post("notifications", {"value": items}))[0] == 202
    assert kept.received == [Notification("one", "secret"), Notification("two", "secret")]


async def test_lifecycle_events_are_told_apart_and_an_unknown_one_means_to_look(post: Post, kept: Kept) -> None:
    words = [*Lifecycle, "somethingNew"]
    items = [{"subscriptionId": "one", "clientState": "secret", "lifecycleEvent": word} for word in words]
    assert (await post("lifecycle", {"value": items}))[0] == 202
    assert [item.lifecycle for item in kept.received] == [*Lifecycle, Lifecycle.MISSED]


NO_ITEMS = (
    *(None, 7, "text", [], {}, {"subscriptionId": 7, "clientState": {}}),
    *({"subscriptionId": words, "clientState": words} for words in ("\x00", "\ud800", "sub-1\n", "\u2028")),
)


@pytest.mark.parametrize("item", NO_ITEMS, ids=ascii)
async def test_what_is_no_item_gets_the_same_202_as_a_forged_one(post: Post, kept: Kept, item: object) -> None:
    assert (await post("notifications", {"value": [item]}))[0] == 202
    assert kept.received == [Notification("", "")]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"value": 7}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"value": [{}] * (ITEMS_AT_MOST + 1)}).encode(),
    ],
    ids=range(8),
)
async def test_what_is_no_list_of_items_is_a_bad_request(post: Post, kept: Kept, address: str, body: bytes) -> None:
    assert (await post(address, body))[0] == 400
    assert kept.received == []


async def test_too_large_a_body_is_refused_before_it_is_read(post: Post, kept: Kept) -> None:
    assert (await post("notifications", b"x" * (BODY_MOST_BYTES + 1)))[0] == 413
    assert kept.received == []


async def test_there_is_no_202_when_nothing_could_be_stored(post: Post, kept: Kept) -> None:
    kept.broken = True
    assert (await post("notifications", {"value": [{"subscriptionId": "one", "clientState": "s"}]}))[0] == 500
