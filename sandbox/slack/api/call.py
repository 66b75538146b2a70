"""One call of a Web API method: its arguments, read the way Slack reads them, and the errors it can end in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.people import SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.ids import dm_of
from sandbox.slack.model import Channel, Json
from sandbox.slack.state import Slack


class ApiError(Exception):
    """Ends a call with {"ok": false, "error": code, …}."""

    def __init__(self, code: str, *, status: int = 200, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = headers or {}
        self.extra = extra


def refused(code: str, problems: list[str]) -> ApiError:
    """An error with the messages of a validation, as invalid_blocks and invalid_arguments carry them."""
    return ApiError(code, errors=problems, response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})


@dataclass(frozen=True, slots=True)
class Call:
    """A method call with its raw arguments; `team` is whose token it carried."""

    slack: Slack
    method: str
    arguments: Json
    authorization: str = ""
    team: str = SLACK_TEAM

    def text(self, name: str) -> str | None:
        """A string argument; None when absent or empty. Raises invalid_arguments for anything else."""
        value = self.arguments.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool | int | float):
            return str(value)
        if not isinstance(value, str):
            raise refused("invalid_arguments", [f"must provide a string [json-pointer:/{name}]"])
        return value

    def needed(self, name: str, code: str = "invalid_arguments") -> str:
        """A string argument; raises `code` when it is absent."""
        value = self.text(name)
        if value is None:
            extra = [f"missing required field: {name} [json-pointer:/]"]
            raise refused(code, extra) if code == "invalid_arguments" else ApiError(code)
        return value

    def flag(self, name: str) -> bool:
        """True for true, "true" and 1."""
        return str(self.arguments.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            raise refused("invalid_arguments", [f"must provide a number [json-pointer:/{name}]"]) from None

    def json(self, name: str, code: str) -> Any:
        """An argument that is JSON or a string of JSON; None when absent. Raises `code` when it cannot be read."""
        value = self.arguments.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise ApiError(code) from None
        return value

    def channel(self) -> Channel:
        """The channel named by id, by #name, or a person's id (their direct message)."""
        name = self.needed("channel", "channel_not_found")
        if self.slack.person_by_id(name) is not None:
            name = dm_of(name)
        named = next((c for c in self.slack.channels.values() if c.kind == "channel" and f"#{c.name}" == name), None)
        channel = self.slack.channels.get(name) or named
        if channel is None:
            raise ApiError("channel_not_found")
        return channel

    def person_hint(self, name: str) -> str:
        """The user id an argument points to, for the trace; "" when it points to none."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return ""
        return next((c.members[0] for c in self.slack.channels.values() if c.id == value and c.kind == "dm"), value)


@dataclass(frozen=True, slots=True)
class Method:
    """How a method runs and the scope it needs; None needs only the token. `app_level`: that of the app
    itself (xapp-), which speaks in no workspace."""

    run: Callable[[Call], Awaitable[Json]]
    scope: str | None = None
    needs_token: bool = True
    app_level: bool = False


def is_member(channel: Channel, user: str = SLACK_BOT_USER) -> bool:
    return user in channel.members


def page_of(call: Call, items: list[Any]) -> tuple[list[Any], Json]:
    """One page by `limit` and `cursor`, with the response_metadata that names the next."""
    limit = max(1, min(call.number("limit", 100), 1000))
    start = call.number("cursor", 0)
    following = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"next_cursor": following}
