"""Every Web API method we call, with the bot scope it needs, and what its errors mean to us."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.parse.ask import Here
from adapters.slack.render import Json, Message
from core.dialogue.model import MessageRef
from core.shared.errors import ChatUnavailable, ClearhourError, OperatorNeeded

SCOPES: dict[str, tuple[str, ...]] = {
    "auth_test": (),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "conversations_open": ("im:write",),
    "users_info": ("users:read", "users:read.email"),
    "users_list": ("users:read",),
    "users_lookupByEmail": ("users:read.email",),
    "views_open": (),
    "views_publish": (),
}
"""Bot scopes by method of slack_sdk's client; the manifest asks for these and no more."""

WAIT_MOST_SECONDS = 3.0
TIMEOUT_SECONDS = 10
USERS_LISTED = 200
_UNKNOWN = {"user_not_found", "users_not_found", "user_not_visible"}
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_archived"}
_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}
_OPERATOR = {
    "not_allowed_token_type",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
}
_LATER = {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class MessageGone(ClearhourError):
    """The message or conversation can't be edited any more."""

    code = "slack_message_gone"


class TriggerLate(ClearhourError):
    """The click is too old to open a form."""

    code = "slack_trigger_late"


class SlackRefused(ClearhourError):
    """Slack refused for certain. `code` carries Slack's own error code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.code = f"slack_{reason}"


class Calls:
    """The Web API as we use it. Waits once when Slack asks for a short wait; raises ChatUnavailable for a long one."""

    def __init__(self, token: str, api_url: str) -> None:
        self.token = token
        retries = [AsyncConnectionErrorRetryHandler()]
        self.client = AsyncWebClient(token, api_url, timeout=TIMEOUT_SECONDS, retry_handlers=list(retries))

    async def here(self) -> Here:
        found = await _asked(self.client.auth_test)
        return Here(str(found["team_id"]), str(found["user_id"]), str(found["url"]))

    async def direct_channel(self, user: str) -> str:
        found = await _asked(lambda: self.client.conversations_open(users=[user]))
        return str(found["channel"]["id"])

    async def post(self, channel: str, message: Message) -> MessageRef:
        found = await _asked(
            lambda: self.client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return MessageRef(str(found["channel"]), str(found["ts"]))

    async def update(self, ref: MessageRef, message: Message) -> None:
        """Raises MessageGone."""
        await _asked(
            lambda: self.client.chat_update(
                channel=ref.channel,
                ts=ref.message,
                text=message.text,
                blocks=message.blocks,
                parse="none",
                link_names=False,
            )
        )

    async def post_ephemeral(self, channel: str, user: str, thread: str | None, message: Message) -> None:
        await _asked(
            lambda: self.client.chat_postEphemeral(
                channel=channel,
                user=user,
                thread_ts=thread,
                text=message.text,
                blocks=message.blocks,
                parse="none",
                link_names=False,
            )
        )

    async def open_view(self, trigger: str, view: Json) -> None:
        """Raises TriggerLate."""
        await _asked(lambda: self.client.views_open(trigger_id=trigger, view=view))

    async def publish_view(self, user: str, view: Json) -> None:
        """What the user's Home tab shows from now on."""
        await _asked(lambda: self.client.views_publish(user_id=user, view=view))

    async def user(self, user: str) -> Json | None:
        """None when the workspace doesn't know or show the user."""
        return await _known(lambda: self.client.users_info(user=user, include_locale=True))

    async def users(self) -> list[Json]:
        """The first of the workspace."""
        found = await _asked(lambda: self.client.users_list(limit=USERS_LISTED))
        return list(found.get("members") or ())

    async def user_by_email(self, address: str) -> Json | None:
        return await _known(lambda: self.client.users_lookupByEmail(email=address))


async def socket_url(client: AsyncWebClient, app_token: str) -> str:
    """Where the next connection of Socket Mode goes; good once. Raises OperatorNeeded, ChatUnavailable."""
    found = await _tried(lambda: client.apps_connections_open(app_token=app_token))
    return str(found["url"])


@dataclass(frozen=True, slots=True)
class Granted:
    """What a workspace granted. `organisation`: not one workspace, but all of an organisation."""

    token: str = field(repr=False)
    scopes: frozenset[str]
    name: str
    app: str
    enterprise: str | None
    organisation: bool


class InstallCalls:
    """The one method that is called before there is a token."""

    def __init__(self, api_url: str) -> None:
        self._web = AsyncWebClient(base_url=api_url, timeout=TIMEOUT_SECONDS)

    async def token(self, client_id: str, client_secret: str, code: str, redirect_uri: str) -> Granted:
        """https://docs.slack.dev/reference/methods/oauth.v2.access. Raises ChatUnavailable, SlackRefused.

        The SDK's own method goes by a way of aiohttp that ends with its version 4.
        """
        proof = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        given = {"code": code, "redirect_uri": redirect_uri}
        headers = {"Authorization": f"Basic {proof}"}
        found = await _tried(lambda: self._web.api_call("oauth.v2.access", data=given, headers=headers))
        team, enterprise = found.get("team") or {}, found.get("enterprise") or {}
        return Granted(
            token=str(found["access_token"]),
            scopes=frozenset(str(found.get("scope") or "").split(",")) - {""},
            name=str(team.get("name") or ""),
            app=str(found.get("app_id") or ""),
            enterprise=enterprise.get("id"),
            organisation=bool(found.get("is_enterprise_install")),
        )


async def respond(response_url: str, message: Message, *, replaces: bool) -> bool:
    """Answers through a response URL; False when it is spent or can't be reached."""
    try:
        answer = await AsyncWebhookClient(response_url, timeout=TIMEOUT_SECONDS).send(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=replaces,
            unfurl_links=False,
            unfurl_media=False,
        )
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
    return answer.status_code == 200


async def _known(call: Callable[[], Awaitable[Any]]) -> Json | None:
    try:
        found: Json = (await _asked(call))["user"]
    except SlackRefused as refused:
        if refused.args[0] in _UNKNOWN:
            return None
        raise
    return found


async def _asked(call: Callable[[], Awaitable[Any]]) -> Any:
    """The answer; a short wait is waited for once."""
    try:
        return await _tried(call)
    except ChatUnavailable as busy:
        wait = busy.retry_after_seconds
        if wait is None or wait > WAIT_MOST_SECONDS:
            raise
        await asyncio.sleep(wait)
        return await _tried(call)


async def _tried(call: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await call()
    except SlackApiError as error:
        raise _meaning(error) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ChatUnavailable from error


def _meaning(error: SlackApiError) -> ClearhourError:
    """Slack's error code as the error of ours that says what to do."""
    headers = error.response.headers or {}
    data = getattr(error.response, "data", None)  # an answer that is no JSON comes as aiohttp's own response
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if code in _LATER or not code:
        return ChatUnavailable(_seconds(headers.get("Retry-After") or headers.get("retry-after")))
    if code in _GONE:
        return MessageGone(code)
    if code in _LATE:
        return TriggerLate(code)
    return OperatorNeeded(code) if code in _OPERATOR else SlackRefused(code)


def _seconds(value: str | None) -> float | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None
