"""Graph's answers: JSON, or one of our errors. Nothing here looks at the text of a message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from core.outlook.retry import retry_after_seconds
from core.shared.errors import ClearhourError, OutlookRejected, OutlookUnavailable, PermissionMissing

Json = Mapping[str, Any]
READING = frozenset({"GET"})


@dataclass(eq=False)
class GraphRejected(OutlookRejected):
    """A refusal with what Graph adds to it: the id of the event that already has this transactionId."""

    existing_event_id: str | None = None


class Throttled(OutlookUnavailable):
    """429: this mailbox was asked too much."""


class TokenRefused(Exception):
    """401: this access token no longer opens the mailbox."""


def json_of(response: httpx.Response) -> Json:
    """The object in a successful answer. Raises OutlookUnavailable for a proxy's HTML, nothing, half an object."""
    try:
        value = json.loads(response.content)
    except ValueError as error:
        raise OutlookUnavailable from error
    if not isinstance(value, dict):
        raise OutlookUnavailable
    return value


def check(response: httpx.Response, *, reads: bool) -> None:
    """Returns for 2xx, else raises what the status and Graph's error code mean.

    A refusal counts as certain only in Graph's own envelope: a proxy's 403 page says nothing about the request.
    https://learn.microsoft.com/graph/errors
    """
    if response.is_success:
        return
    status = response.status_code
    if status == httpx.codes.UNAUTHORIZED:
        raise TokenRefused
    if response.is_client_error and status not in {httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS}:
        raise _refusal(status, _error_of(response), reads=reads)
    if status in {httpx.codes.INSUFFICIENT_STORAGE, httpx.codes.NOT_IMPLEMENTED}:  # the mailbox is full; never will be
        raise _refusal(status, _error_of(response), reads=reads)
    asked = retry_after_seconds(response.headers)
    raise Throttled(asked) if status == httpx.codes.TOO_MANY_REQUESTS else OutlookUnavailable(asked)


def _error_of(response: httpx.Response) -> Json | None:
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return None
    return error if isinstance(error, dict) and isinstance(error.get("code"), str) else None


def _refusal(status: int, error: Json | None, *, reads: bool) -> ClearhourError:
    if error is None:
        return OutlookUnavailable()
    if status == httpx.codes.FORBIDDEN and reads:
        return PermissionMissing("calendar")
    existing = error.get("@event.existingEventId")
    return GraphRejected(status, error["code"], existing if isinstance(existing, str) else None)
