"""Refusals as Graph gives them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

Json = dict[str, Any]
NOT_FOUND = "The specified object was not found in the store."
ACCESS_DENIED = "Access is denied. Check credentials and try again."


class GraphError(Exception):
    """A refused request: HTTP status, Graph's code and message, and what else the error object carries."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message
        self.extra, self.headers = dict(extra or {}), dict(headers or {})

    def body(self, request_id: str, client_request_id: str) -> Json:
        """The error envelope."""
        inner = {
            "date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}",
            "request-id": request_id,
            "client-request-id": client_request_id,
        }
        return {"error": {"code": self.code, "message": self.message, **self.extra, "innerError": inner}}


def not_found() -> GraphError:
    """The item does not exist, not any more, or not in this mailbox."""
    return GraphError(404, "ErrorItemNotFound", NOT_FOUND)


def denied() -> GraphError:
    """A scope is missing, or the calendar may not be read or written."""
    return GraphError(403, "ErrorAccessDenied", ACCESS_DENIED)


def invalid(code: str, message: str) -> GraphError:
    """The request makes no sense: 400 with this code."""
    return GraphError(400, code, message)


def unknown_zone(name: str) -> GraphError:
    """No time zone has this name."""
    return invalid(
        "TimeZoneNotSupportedException",
        f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.",
    )


def refuse(code: str, message: str) -> NoReturn:
    """Raise `invalid`, where an expression is wanted."""
    raise invalid(code, message)
