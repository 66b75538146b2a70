"""In front of Bolt: size, signature and shape of every request, before anything else looks at it.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from adapters.edge.body import limited
from adapters.edge.log import Log
from adapters.slack.parse import payloads
from adapters.slack.parse.payloads import Malformed

BODY_MOST_BYTES = 1024 * 1024
REMEMBER_SECONDS = 15 * 60
REMEMBER_MOST = 10_000

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Kind(StrEnum):
    """Our three endpoints, each with its content type."""

    COMMANDS = "application/x-www-form-urlencoded;commands"
    INTERACTIVITY = "application/x-www-form-urlencoded;interactivity"
    EVENTS = "application/json"

    @property
    def content_type(self) -> str:
        return self.value.split(";")[0]


class Repeats:
    """Deliveries of the last 15 minutes, in memory: stops a parallel redelivery before it is started twice."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()

    def forget(self, delivery: str) -> None:
        self._seen.pop(delivery, None)

    def first_time(self, delivery: str) -> bool:
        now = time.monotonic()
        while self._seen and (
            len(self._seen) >= REMEMBER_MOST or next(iter(self._seen.values())) < now - REMEMBER_SECONDS
        ):
            self._seen.popitem(last=False)
        if delivery in self._seen:
            return False
        self._seen[delivery] = now
        return True


class Guard:
    """Lets only well-formed requests that Slack signed within 5 minutes of real time through to `dispatch`."""

    def __init__(self, signing_secret: str, dispatch: Dispatch, log: Log) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._dispatch = dispatch
        self._log = log
        self._repeats = Repeats()

    def handler(self, kind: Kind) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            body = await limited(request, BODY_MOST_BYTES)
            if body is None:
                return self._refused(413, "body too large")
            if not self._signed(body, request):
                return self._refused(401, "not signed by Slack")
            if request.content_type != kind.content_type:
                return self._refused(415, f"expected {kind.content_type}")
            try:
                return await self._checked(kind, body.decode(), request)
            except Malformed as wrong:
                return self._refused(400, str(wrong))

        return handle

    async def _checked(self, kind: Kind, body: str, request: web.Request) -> web.Response:
        """Raises Malformed."""
        if kind is Kind.EVENTS:
            content = payloads.json_object(body)
        else:
            content = {**payloads.form_fields(body)}
        if kind is Kind.INTERACTIVITY:
            content = payloads.json_object(content.get("payload", ""))
        elif kind is Kind.COMMANDS and content.get("ssl_check") == "1":
            return web.Response()
        return _response(await self._once(kind, content, AsyncBoltRequest(body=body, headers=dict(request.headers))))

    async def received(self, kind: Kind, content: dict[str, Any]) -> BoltResponse:
        """The same for what came over a connection that we opened ourselves: there is nothing to verify, but deliveries
        repeat there as well."""
        try:
            return await self._once(kind, content, AsyncBoltRequest(mode="socket_mode", body=content))
        except Malformed as wrong:
            self._refused(400, str(wrong))
            return BoltResponse(status=400)

    async def _once(self, kind: Kind, content: dict[str, Any], request: AsyncBoltRequest) -> BoltResponse:
        """Raises Malformed."""
        delivery = _delivery(kind, content)
        if delivery and not self._repeats.first_time(delivery):
            self._log.info("slack.repeated_delivery")
            return BoltResponse(status=200)
        answer = await self._dispatch(request)
        if answer.status >= 500:
            self._repeats.forget(delivery)
        return answer

    def _signed(self, body: bytes, request: web.Request) -> bool:
        """False also for timestamps that are no number and bodies that are no text."""
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):
            return False

    def _refused(self, status: int, reason: str) -> web.Response:
        self._log.warning("slack.request_refused", status=status, reason=reason)
        return web.json_response({"error": reason}, status=status)


def _delivery(kind: Kind, content: dict[str, Any]) -> str:
    """What is the same when Slack delivers again ("" where nothing is). Raises Malformed.

    A corrected form is submitted with the id of the refused one, so forms have no such name here.
    """
    if kind is Kind.EVENTS:
        event = payloads.event(content)
        return event.event_id if isinstance(event, payloads.EventCallback) else ""
    if kind is Kind.COMMANDS:
        return payloads.slash_command(content).trigger_id
    interaction = payloads.interaction(content)
    pressed = payloads.BlockActions | payloads.Shortcut | payloads.MessageShortcut
    return interaction.trigger_id if isinstance(interaction, pressed) else ""


def _response(found: BoltResponse) -> web.Response:
    """Bolt's answer with its one content type."""
    content_type = found.first_headers().get("content-type", "text/plain").split(";")[0]
    return web.Response(status=found.status, text=found.body, content_type=content_type)
