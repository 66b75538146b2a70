"""msgraph-sdk for Python judges the sandbox: several requests in one, and subscriptions."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from msgraph import GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem

from tests.clients.msgraph import asking, client, meeting
from tests.clients.program import Sandbox
from tests.clients.week import ADA, MONDAY, WEDNESDAY

TEN = MONDAY + timedelta(hours=10)


@pytest.fixture
def ada(sandbox: Sandbox) -> GraphServiceClient:
    return client(sandbox.graph, sandbox.token(ADA))


class Receiver:
    """An address that proves itself, and takes notifications."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[Any] = asyncio.Queue()
        self.proofs = 0

    async def __call__(self, request: web.Request) -> web.Response:
        if token := request.query.get("validationToken"):
            self.proofs += 1
            return web.Response(text=token)
        for one in (await request.json())["value"]:
            self.told.put_nowait(one)
        return web.Response(status=202)


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[str, Receiver]]:
    """Where it listens, and what it heard."""
    receiver = Receiver()
    app = web.Application()
    app.add_routes([web.post("/notify", receiver)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/notify", receiver
    await runner.cleanup()


async def test_a_batch_is_answered_part_by_part(ada: GraphServiceClient) -> None:
    """By status only: this version of the SDK loses the bodies. The JavaScript client looks at them."""
    batch = BatchRequestContent()
    batch.requests = [
        BatchRequestItem(ada.me.calendars.to_get_request_information(), id="list"),
        BatchRequestItem(ada.me.events.by_event_id("nonsense").to_get_request_information(), id="missing"),
        BatchRequestItem(ada.me.events.to_post_request_information(meeting("In a batch", TEN, TEN)), id="make"),
    ]
    answer = await BatchRequestBuilder(ada.request_adapter).post(batch)
    statuses = answer.get_response_status_codes()
    assert (statuses["list"], statuses["make"]) == (200, 201)
    assert 400 <= statuses["missing"] < 500
    wanted = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters(filter="subject eq 'In a batch'")
    assert len((await ada.me.events.get(asking(wanted))).value) == 1


async def test_a_subscription_tells_what_changed(ada: GraphServiceClient, receiver: tuple[str, Receiver]) -> None:
    address, heard = receiver
    asked = Subscription(
        change_type="created,updated,deleted",
        notification_url=address,
        resource="me/events",
        expiration_date_time=WEDNESDAY + timedelta(days=6),
        client_state="a secret",
    )
    made = await ada.subscriptions.post(asked)
    assert heard.proofs == 1
    assert (made.resource, made.client_state) == ("me/events", "a secret")
    assert made.expiration_date_time == WEDNESDAY + timedelta(days=6)
    event = await ada.me.events.post(meeting("Told", TEN, TEN + timedelta(hours=1)))
    told = await asyncio.wait_for(heard.told.get(), 20)
    assert (told["subscriptionId"], told["clientState"], told["changeType"]) == (made.id, "a secret", "created")
    assert told["resourceData"]["id"] == event.id
    with pytest.raises(ODataError) as caught:
        await ada.subscriptions.post(asked)
    assert caught.value.response_status_code == 409
    later = WEDNESDAY + timedelta(days=6, hours=12)
    renewed = await ada.subscriptions.by_subscription_id(made.id).patch(Subscription(expiration_date_time=later))
    assert renewed.expiration_date_time == later
    assert [one.id for one in (await ada.subscriptions.get()).value] == [made.id]
    await ada.subscriptions.by_subscription_id(made.id).delete()
    with pytest.raises(ODataError) as gone:
        await ada.subscriptions.by_subscription_id(made.id).get()
    assert gone.value.response_status_code == 404
