"""What the Graph client does with every kind of answer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from core.connection.model import ConnectionId
from core.outlook.graph import GraphClient
from core.outlook.http import tls
from core.outlook.routes import route
from core.shared.errors import ClearhourError, OutlookRejected, OutlookUnavailable, PermissionMissing, ReconnectNeeded
from core.shared.transaction import NetworkInsideTransaction
from tests.unit.outlook.fakes import ADA, Storage, error, graph

ME = route("/me")
EVENT = route("/me/events/{event}", event="AAk/x==")


def ok() -> httpx.Response:
    return httpx.Response(200, json={"id": "1"})


async def test_every_request_asks_for_immutable_ids_and_carries_its_own_id() -> None:
    server = graph(ok(), ok())
    client = server.client()
    await client.get(ADA, ME, {"$select": "id"})
    await client.get(ADA, ME)
    first, second = server.requests
    assert 'IdType="ImmutableId"' in first.headers["prefer"]
    assert first.headers["authorization"] == "Bearer token-1"
    assert first.headers["client-request-id"] != second.headers["client-request-id"]


async def test_the_observer_sees_templates_and_no_ids() -> None:
    server = graph(ok(), httpx.ConnectError("no"), ok())
    await server.client().get(ADA, EVENT)
    await server.client().get(ADA, EVENT)
    assert server.paths[0] == "GET /v1.0/me/events/AAk%2Fx%3D%3D"
    assert [seen[1:] for seen in server.observed] == [
        ("/me/events/{event}", 200),
        ("/me/events/{event}", None),
        ("/me/events/{event}", 200),
    ]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_reading_request_is_repeated_after_a_failing_server(status: int) -> None:
    server = graph(error(status, "serviceNotAvailable"), error(status, "x"), ok())
    assert await server.client().get(ADA, ME) == {"id": "1"}
    assert server.clock.sleeps == [1.0, 2.0]


@pytest.mark.parametrize(
    "broken",
    [
        httpx.Response(200, html="<html>Sign in to the hotel's network</html>"),
        httpx.Response(200, content=b'{"value": [{"id": "1"'),
        httpx.Response(200, content=b""),
        httpx.Response(200, json=["no", "object"]),
        httpx.Response(403, html="<html>Blocked by your proxy</html>"),
        httpx.Response(302, headers={"location": "https://elsewhere.example/"}),
        httpx.ReadTimeout("silence"),
        httpx.ConnectError("no route"),
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
    ],
    ids=lambda answer: type(answer).__name__ if isinstance(answer, Exception) else str(answer.status_code),
)
async def test_what_graph_did_not_say_is_outlook_unavailable(broken: httpx.Response | Exception) -> None:
    server = graph(broken, broken, broken)
    with pytest.raises(OutlookUnavailable):
        await server.client().get(ADA, ME)
    assert len(server.requests) == 3


async def test_retry_after_in_seconds_is_never_cut_short() -> None:
    server = graph(error(429, "ApplicationThrottled", {"retry-after": "7"}), ok())
    await server.client().get(ADA, ME)
    assert server.clock.sleeps == [7.0]


async def test_retry_after_as_a_date_is_measured_by_the_answers_own_date() -> None:
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:05 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"}
    server = graph(error(503, "ErrorServerBusy", headers), ok())
    await server.client().get(ADA, ME)
    assert server.clock.sleeps == [5.0]


async def test_a_date_without_the_servers_own_date_is_waited_for_long_rather_than_short() -> None:
    server = graph(error(503, "ErrorServerBusy", {"retry-after": "Wed, 21 Oct 2015 07:28:05 GMT"}))
    with pytest.raises(OutlookUnavailable) as caught:
        await server.client().get(ADA, ME)
    assert caught.value.retry_after_seconds == 60


@pytest.mark.parametrize("strange", ["soon", "-5", "1.5e9", ""])
async def test_a_retry_after_that_means_nothing_is_as_good_as_none(strange: str) -> None:
    server = graph(error(503, "ErrorServerBusy", {"retry-after": strange}), ok())
    await server.client().get(ADA, ME)
    assert server.clock.sleeps == [1.0]


async def test_the_quiet_of_one_mailbox_is_not_anothers() -> None:
    server = graph(error(429, "ApplicationThrottled", {"retry-after": "60"}), ok())
    client = server.client()
    with pytest.raises(OutlookUnavailable):
        await client.get(ADA, ME)
    assert await client.get(ConnectionId("another"), ME) == {"id": "1"}


async def test_an_attempt_that_took_all_the_patience_is_the_last() -> None:
    server = graph(httpx.ReadTimeout("silence"), ok())

    def slowly(request: httpx.Request) -> httpx.Response:
        server.clock.time += timedelta(seconds=30)
        return server.answer(request)

    client = server.client()
    client._wire._client = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(slowly))
    with pytest.raises(OutlookUnavailable):
        await client.get(ADA, ME)
    assert len(server.requests) == 1


async def test_a_longer_wait_than_the_patience_is_told_and_not_slept() -> None:
    server = graph(error(429, "ApplicationThrottled", {"retry-after": "60"}))
    with pytest.raises(OutlookUnavailable) as caught:
        await server.client().get(ADA, ME)
    assert caught.value.retry_after_seconds == 60
    assert server.clock.sleeps == []


async def test_a_mailbox_that_asked_for_quiet_gets_it_from_every_call() -> None:
    server = graph(error(429, "ApplicationThrottled", {"retry-after": "60"}), ok())
    client = server.client()
    with pytest.raises(OutlookUnavailable):
        await client.post(ADA, ME, {})
    with pytest.raises(OutlookUnavailable) as caught:
        await client.get(ADA, ME)
    assert caught.value.retry_after_seconds == 60
    assert len(server.requests) == 1
    await server.clock.sleep(55)
    await client.get(ADA, ME)
    assert server.clock.sleeps == [55, 5]


@pytest.mark.parametrize("answer", [error(429, "x", {"retry-after": "1"}), error(503, "x"), httpx.ReadTimeout("late")])
async def test_a_writing_request_is_sent_once(answer: httpx.Response | Exception) -> None:
    server = graph(answer)
    with pytest.raises(OutlookUnavailable):
        await server.client().post(ADA, ME, {"subject": "x"})
    assert len(server.requests) == 1


async def test_a_question_by_post_is_repeated_like_a_get() -> None:
    server = graph(error(503, "x"), ok())
    assert await server.client().ask(ADA, route("/me/calendar/getSchedule"), {}) == {"id": "1"}


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_refused_token_is_renewed_once_and_the_request_repeated(method: str) -> None:
    server = graph(error(401, "InvalidAuthenticationToken"), ok())
    client = server.client()
    await (client.get(ADA, ME) if method == "get" else client.post(ADA, ME, {}))
    assert [request.headers["authorization"] for request in server.requests] == ["Bearer token-1", "Bearer token-2"]


async def test_a_second_refusal_needs_the_person() -> None:
    server = graph(error(401, "InvalidAuthenticationToken"), error(401, "InvalidAuthenticationToken"))
    with pytest.raises(ReconnectNeeded):
        await server.client().get(ADA, ME)


Call = Callable[[GraphClient], Awaitable[object]]


@pytest.mark.parametrize(
    ("answer", "call", "expected"),
    [
        (error(403, "ErrorAccessDenied"), lambda c: c.get(ADA, EVENT), PermissionMissing("calendar")),
        (error(403, "ErrorAccessDenied"), lambda c: c.post(ADA, EVENT, {}), (403, "ErrorAccessDenied")),
        (error(404, "ErrorItemNotFound"), lambda c: c.get(ADA, EVENT), (404, "ErrorItemNotFound")),
        (error(400, "ErrorInvalidRequest"), lambda c: c.patch(ADA, EVENT, {}), (400, "ErrorInvalidRequest")),
        (error(409, "ErrorFolderExists"), lambda c: c.post(ADA, EVENT, {}), (409, "ErrorFolderExists")),
        (error(412, "ErrorIrresolvableConflict"), lambda c: c.delete(ADA, EVENT), (412, "ErrorIrresolvableConflict")),
        (error(413, "ErrorMessageSizeExceeded"), lambda c: c.act(ADA, EVENT, {}), (413, "ErrorMessageSizeExceeded")),
        (error(507, "ErrorQuotaExceeded"), lambda c: c.post(ADA, EVENT, {}), (507, "ErrorQuotaExceeded")),
    ],
)
async def test_certain_refusals_have_their_class(
    answer: httpx.Response, call: Call, expected: ClearhourError | tuple[int, str]
) -> None:
    server = graph(answer)
    with pytest.raises(ClearhourError) as caught:
        await call(server.client())
    if isinstance(expected, tuple):
        assert isinstance(caught.value, OutlookRejected)
        assert (caught.value.status, caught.value.reason) == expected
    else:
        assert caught.value == expected
    assert len(server.requests) == 1


async def test_no_request_leaves_while_a_write_transaction_is_open() -> None:
    server, store = graph(ok()), Storage()
    async with store.transactions.write():
        with pytest.raises(NetworkInsideTransaction):
            await server.client().get(ADA, ME)
    assert server.requests == []


async def test_at_most_three_requests_of_one_mailbox_are_in_flight() -> None:
    running, most = 0, 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1
        return ok()

    server = graph()
    client = server.client()
    client._wire._client = httpx.AsyncClient(verify=tls(), transport=httpx.MockTransport(slow))
    await asyncio.gather(*(client.get(ADA, ME) for _ in range(10)))
    assert most == 3
