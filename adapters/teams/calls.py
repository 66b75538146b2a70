"""Every Connector call we make, and what its errors mean to us.

By aiohttp and not by botframework-connector: its client sends each request through `requests` in a thread.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import asyncio
from urllib.parse import quote

from adapters.teams.addresses import ServiceAddresses
from adapters.teams.http import Answer, Http, Json
from adapters.teams.render import Message, TooLarge
from adapters.teams.render.elements import CONTENT_TYPE
from adapters.teams.tokens import BotTokens
from core.shared.errors import ChatUnavailable, ClearhourError, OperatorNeeded

WAIT_MOST_SECONDS = 3.0
_LATER = {408, 412, 429, 500, 502, 503, 504}
_DISABLED = {"BotDisabledByAdmin"}


class MessageGone(ClearhourError):
    """The message or conversation is no longer there."""

    code = "teams_message_gone"


class NotWritable(ClearhourError):
    """Teams doesn't let us write there: not installed, blocked, or removed."""

    code = "teams_not_writable"


class TeamsRefused(ClearhourError):
    """Teams refused for certain. `code` carries Teams' own error code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.code = f"teams_{reason}"


class Calls:
    """The Connector as we use it. A short wait that Teams asks for is waited once; a long one is ChatUnavailable."""

    def __init__(self, http: Http, tokens: BotTokens, addresses: ServiceAddresses, app_id: str) -> None:
        self._http = http
        self._tokens = tokens
        self._addresses = addresses
        self._bot = {"id": f"28:{app_id}"}

    async def sign_in(self) -> None:
        """Raises OperatorNeeded (a wrong id or password), ChatUnavailable."""
        await self._tokens.get()

    async def personal_conversation(self, service_url: str, teams_id: str, tenant: str) -> str:
        """Our conversation with one user. Raises NotWritable."""
        content: Json = {
            "bot": self._bot,
            "members": [{"id": teams_id}],
            "isGroup": False,
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        found = await self._asked("POST", service_url, "v3/conversations", content)
        return str(found.get("id", ""))

    async def post(self, service_url: str, conversation: str, message: Message | str, thread: str | None = None) -> str:
        """Sends a card or a plain line, in a channel under the message `thread`. Raises NotWritable, MessageGone."""
        place = f"{conversation};messageid={thread}" if thread else conversation
        found = await self._asked("POST", service_url, f"{_of(place)}/activities", _activity(message))
        return str(found.get("id", ""))

    async def update(self, service_url: str, conversation: str, activity: str, message: Message) -> None:
        """Raises MessageGone, NotWritable."""
        await self._asked("PUT", service_url, f"{_of(conversation)}/activities/{_quoted(activity)}", _activity(message))

    async def delete(self, service_url: str, conversation: str, activity: str) -> None:
        """Raises MessageGone, NotWritable."""
        await self._asked("DELETE", service_url, f"{_of(conversation)}/activities/{_quoted(activity)}")

    async def member(self, service_url: str, conversation: str, who: str) -> Json | None:
        """A member by Teams id, object id or user principal name; None for anybody else."""
        try:
            return await self._asked("GET", service_url, f"{_of(conversation)}/members/{_quoted(who)}")
        except (MessageGone, NotWritable, TeamsRefused):
            return None

    async def has_at_most(self, service_url: str, conversation: str, most: int) -> bool:
        """Whether a place has so few members; where Teams doesn't say, it is large."""
        path = f"{_of(conversation)}/pagedmembers?pageSize={most + 1}"
        try:
            found = await self._asked("GET", service_url, path)
        except (MessageGone, NotWritable, TeamsRefused, ChatUnavailable):
            return False
        members = found.get("members")
        return isinstance(members, list) and len(members) <= most and not found.get("continuationToken")

    async def _asked(self, method: str, service_url: str, path: str, content: Json | None = None) -> Json:
        """The answer; a short wait is waited for once."""
        try:
            return await self._tried(method, service_url, path, content)
        except ChatUnavailable as busy:
            wait = busy.retry_after_seconds
            if wait is None or wait > WAIT_MOST_SECONDS:
                raise
            await asyncio.sleep(wait)
            return await self._tried(method, service_url, path, content)

    async def _tried(self, method: str, service_url: str, path: str, content: Json | None) -> Json:
        if not self._addresses.allows(service_url):
            raise TeamsRefused("service_address")
        url = f"{service_url.rstrip('/')}/{path}"
        for again in (True, False):
            token = await self._tokens.get()
            answer = await self._http.ask(method, url, content=content, bearer=token)
            if answer.status != 401 or not again:
                break
            self._tokens.forget(token)
        if 200 <= answer.status < 300:
            return answer.body
        raise _meaning(answer)


def _activity(message: Message | str) -> Json:
    if isinstance(message, str):
        return {"type": "message", "text": message, "textFormat": "plain"}
    attachment: Json = {"contentType": CONTENT_TYPE, "content": message.card}
    return {"type": "message", "summary": message.summary, "attachments": [attachment]}


def _meaning(answer: Answer) -> ClearhourError:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages#status-codes"""
    error = answer.body.get("error")
    code = str(error.get("code", "")) if isinstance(error, dict) else ""
    if answer.status in _LATER:
        return ChatUnavailable(answer.retry_after)
    if answer.status == 404:
        return MessageGone(code)
    if answer.status == 413:
        return TooLarge(code)
    if answer.status == 401 or code in _DISABLED:
        return OperatorNeeded(f"teams_{code or answer.status}")
    return NotWritable(code) if answer.status == 403 else TeamsRefused(code or str(answer.status))


def _of(conversation: str) -> str:
    return f"v3/conversations/{_quoted(conversation)}"


def _quoted(value: str) -> str:
    return quote(value, safe="")
