"""Refusals of the token endpoint, in the shape the real service answers them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

# number: (error, suberror, status, words)
REFUSALS: dict[int, tuple[str, str | None, int, str]] = {
    50011: (
        "invalid_request",
        None,
        400,
        "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
    ),
    50173: (
        "invalid_grant",
        "bad_token",
        400,
        (
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user "
            "might have changed or reset their password."
        ),
    ),
    54005: (
        "invalid_grant",
        None,
        400,
        (
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an "
            "existing refresh token."
        ),
    ),
    65001: (
        "invalid_grant",
        "consent_required",
        400,
        (
            "The user or administrator has not consented to use the application. Send an interactive "
            "authorization request for this user and resource."
        ),
    ),
    70000: (
        "invalid_grant",
        None,
        400,
        "The provided value for the input parameter 'code' or 'refresh_token' is not valid.",
    ),
    70008: (
        "invalid_grant",
        "token_expired",
        400,
        (
            "The provided authorization code or refresh token has expired due to inactivity. Send a new "
            "interactive authorization request for this user and resource."
        ),
    ),
    70011: ("invalid_scope", None, 400, "The provided value for the input parameter 'scope' is not valid."),
    70003: ("unsupported_grant_type", None, 400, "The app requested an unsupported grant type."),
    90014: ("invalid_request", None, 400, "A required field is missing from the request."),
    500112: (
        "invalid_grant",
        None,
        400,
        "The reply address does not match the reply address provided when requesting the authorization code.",
    ),
    501481: (
        "invalid_grant",
        None,
        400,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    ),
    700016: ("unauthorized_client", None, 400, "The application with this identifier was not found in the directory."),
    700082: ("invalid_grant", "token_expired", 400, "The refresh token has expired due to inactivity."),
    7000215: (
        "invalid_client",
        None,
        401,
        (
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
            "value, not the client secret ID."
        ),
    ),
    7000218: (
        "invalid_client",
        None,
        401,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
}


def refuse(
    number: int,
    *,
    error: str | None = None,
    suberror: str | None = None,
    description: str | None = None,
    status: int | None = None,
) -> web.Response:
    """The JSON answer with this error number; the other arguments replace what the table says."""
    known = REFUSALS.get(number, ("invalid_grant", None, 400, "The request was refused."))
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    body: dict[str, Any] = {
        "error": error or known[0],
        "error_description": (
            f"AADSTS{number}: {description or known[3]}\r\nTrace ID: {trace}\r\nCorrelation "
            f"ID: {correlation}\r\nTimestamp: {now}"
        ),
        "error_codes": [number],
        "timestamp": now,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }
    if suberror or known[1]:
        body["suberror"] = suberror or known[1]
    return web.json_response(body, status=status or known[2], headers={"Cache-Control": "no-store"})
