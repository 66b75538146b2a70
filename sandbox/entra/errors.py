"""Refusals of the token endpoint, in the shape the real service answers them."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an error number stands for: `error` and `suberror` of the answer, its status, and the service's words."""

    error: str
    suberror: str | None
    words: str
    status: int = 400


def _grant(suberror: str | None, words: str) -> Refusal:
    return Refusal("invalid_grant", suberror, words)


# A policy wants more of the person: the answer carries `claims` for the next sign-in.
WITH_CLAIMS = frozenset({50076, 50079, 50158, 53000, 53001, 53003})

REFUSALS: dict[int, Refusal] = {
    50011: Refusal(
        "invalid_request",
        None,
        "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
    ),
    50020: _grant(
        "bad_token", "User account from identity provider does not exist in tenant and cannot access the application."
    ),
    50034: _grant(
        "bad_token",
        "The user account does not exist in the directory. To sign into this application, the "
        "account must be added to the directory.",
    ),
    50057: _grant("bad_token", "The user account is disabled."),
    50058: Refusal("login_required", None, "A silent sign-in request was sent but no user is signed in."),
    50076: _grant(
        "basic_action",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
        "use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
    ),
    50079: _grant(
        "basic_action",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
        "enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
    ),
    50105: _grant(None, "Your administrator has configured the application to block users unless they are assigned."),
    50158: _grant("basic_action", "External security challenge not satisfied."),
    50173: _grant(
        "bad_token",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user "
        "might have changed or reset their password.",
    ),
    53000: _grant(
        "message_only",
        "Device is not in required device state: compliant. Conditional Access policy requires a "
        "compliant device, and the device is not compliant.",
    ),
    53001: _grant("message_only", "Device is not in required device state: domain_joined."),
    53002: _grant("message_only", "The app used is not an approved app for Conditional Access."),
    53003: _grant(
        "message_only",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    ),
    54005: _grant(
        None,
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an "
        "existing refresh token.",
    ),
    65001: _grant(
        "consent_required",
        "The user or administrator has not consented to use the application. Send an interactive "
        "authorization request for this user and resource.",
    ),
    65004: Refusal("access_denied", None, "User declined to consent to access the app."),
    70000: _grant(None, "The provided value for the input parameter 'code' or 'refresh_token' is not valid."),
    70003: Refusal("unsupported_grant_type", None, "The app requested an unsupported grant type."),
    70008: _grant(
        "token_expired",
        "The provided authorization code or refresh token has expired due to inactivity. Send a new "
        "interactive authorization request for this user and resource.",
    ),
    70011: Refusal("invalid_scope", None, "The provided value for the input parameter 'scope' is not valid."),
    70043: _grant(
        "bad_token",
        "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
    ),
    90014: Refusal("invalid_request", None, "A required field is missing from the request."),
    90033: Refusal("temporarily_unavailable", None, "A transient error has occurred. Please try again.", 503),
    90094: Refusal("access_denied", None, "Admin consent is required for the permissions requested by the app."),
    90095: Refusal("access_denied", None, "Admin consent is required: the request for approval was sent."),
    500112: _grant(
        None, "The reply address does not match the reply address provided when requesting the authorization code."
    ),
    501481: _grant(None, "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    700011: Refusal("unauthorized_client", None, "The application with this identifier was not found."),
    700016: Refusal(
        "unauthorized_client", None, "The application with this identifier was not found in the directory."
    ),
    700082: _grant("token_expired", "The refresh token has expired due to inactivity."),
    7000215: Refusal(
        "invalid_client",
        None,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
        "value, not the client secret ID.",
        401,
    ),
    7000218: Refusal(
        "invalid_client",
        None,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        401,
    ),
    7000222: Refusal("invalid_client", None, "The provided client secret keys for the app are expired.", 401),
}
UNKNOWN = _grant(None, "The request was refused.")


def refuse(
    number: int,
    *,
    error: str | None = None,
    suberror: str | None = None,
    description: str | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """The JSON answer with this error number; the other arguments replace what the table says."""
    known = REFUSALS.get(number, UNKNOWN)
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    body: dict[str, Any] = {
        "error": error or known.error,
        "error_description": (
            f"AADSTS{number}: {description or known.words}\r\nTrace ID: {trace}\r\nCorrelation "
            f"ID: {correlation}\r\nTimestamp: {now}"
        ),
        "error_codes": [number],
        "timestamp": now,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }
    if suberror or known.suberror:
        body["suberror"] = suberror or known.suberror
    if number in WITH_CLAIMS:
        policy = {"essential": True, "values": [str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))]}
        body["claims"] = json.dumps({"access_token": {"capolids": policy}}, separators=(",", ":"))
    return web.json_response(
        body, status=status or known.status, headers={"Cache-Control": "no-store", **(headers or {})}
    )
