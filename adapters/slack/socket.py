"""Socket Mode: Slack's requests come over a connection that we open, so Slack needs no address of ours.

https://docs.slack.dev/apis/events-api/using-socket-mode. An envelope is acknowledged by its id, with what a request
over HTTP would be answered with; one that isn't comes again. Slack closes connections now and then and says so before.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMessage, WSMsgType
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.edge.log import Log, facts
from adapters.slack.calls import TIMEOUT_SECONDS, socket_url
from adapters.slack.guard import Kind

KINDS = {"slash_commands": Kind.COMMANDS, "interactive": Kind.INTERACTIVITY, "events_api": Kind.EVENTS}

DISABLED = '"link_disabled"'
"""Why Slack closes a connection of an app whose Socket Mode is off."""

Receive = Callable[[Kind, dict[str, Any]], Awaitable[BoltResponse]]


class Socket:
    """One connection, opened anew whenever it breaks or Slack asks for it."""

    def __init__(self, app_token: str, api_url: str, receive: Receive, log: Log) -> None:
        self._app_token = app_token
        self._api_url = api_url
        self._receive = receive
        self._log = log
        self._client: SocketModeClient | None = None

    async def open(self) -> None:
        """Raises OperatorNeeded (the app-level token is refused), ChatUnavailable."""
        web_client = AsyncWebClient(base_url=self._api_url, timeout=TIMEOUT_SECONDS)
        first = await socket_url(web_client, self._app_token)
        client = SocketModeClient(self._app_token, logging.getLogger("adapters.slack.socket"), web_client)
        client.wss_uri = first
        client.socket_mode_request_listeners.append(self._received)
        client.on_message_listeners.append(self._heard)
        self._client = client
        await client.connect()  # type: ignore[no-untyped-call]
        self._log.info("slack.socket_opened")

    async def close(self) -> None:
        """Nothing comes any more; what was not acknowledged comes to whoever connects next."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()  # type: ignore[no-untyped-call]

    async def _heard(self, message: WSMessage) -> None:
        """Slack closes every connection while Socket Mode is off in the app's settings; only the operator can help."""
        if message.type is WSMsgType.TEXT and DISABLED in str(message.data)[:200]:
            self._log.error("slack.socket_mode_is_off")

    async def _received(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """The wrapper of this edge. Without an acknowledgement Slack sends it again."""
        kind = KINDS.get(request.type)
        if kind is None:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
            return
        try:
            answer = await self._receive(kind, request.payload)
            if answer.status < 500:
                await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, _content(answer)))
        except Exception as error:  # noqa: BLE001 the top of a task: nothing may be lost silently
            self._log.error("slack.socket_failed", **facts(error))


def _content(answer: BoltResponse) -> dict[str, Any] | None:
    """What the acknowledgement carries: nothing, or the JSON that HTTP would answer with."""
    if not answer.body:
        return None
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    found: dict[str, Any] = json.loads(answer.body) if is_json else {"text": answer.body}
    return found
