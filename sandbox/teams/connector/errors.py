"""How the Connector refuses. Source: Teams platform docs, "Messages in bot conversations", status code responses."""

from __future__ import annotations

import json

from aiohttp import web


class ConnectorError(Exception):
    """Ends a call with {"error": {"code", "message"}} and this status."""

    def __init__(self, status: int, code: str, text: str, *, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def response(self) -> web.Response:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        content = {"error": {"code": self.code, "message": str(self)}}
        return web.json_response(content, status=self.status, headers=headers)


class WritesBlockedError(ConnectorError):
    """The person removed the app: Teams says so in another shape. Source: docs, "Send proactive messages"."""

    def __init__(self) -> None:
        super().__init__(403, "MessageWritesBlocked", "Thread is blocked from message writes.")

    def response(self) -> web.Response:
        inner = {"subCode": self.code, "details": str(self), "errorCode": None, "errorSubCode": None}
        return web.json_response({"errorCode": 209, "message": json.dumps(inner)}, status=self.status)


def bad_syntax(text: str) -> ConnectorError:
    return ConnectorError(400, "BadSyntax", text)


def not_installed() -> ConnectorError:
    return ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def no_conversation() -> ConnectorError:
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def no_activity() -> ConnectorError:
    return ConnectorError(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.")


def throttled(seconds: int) -> ConnectorError:
    return ConnectorError(429, "Throttled", "Too many requests.", retry_after=seconds)


def too_big() -> ConnectorError:
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
