"""What a refused token means.

Decided by `error`, as Microsoft asks; the AADSTS numbers only tell administrators' consent apart and say why.
https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.connection.health import Way, Why

OPERATOR_ERRORS = frozenset(
    {"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request", "unsupported_grant_type"}
)
"""The app registration or its secret is wrong; no person can repair that by signing in."""

PERSON_ERRORS = frozenset(
    {"invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied"}
)
"""Only an interactive sign-in helps."""

ADMIN_CODES = frozenset({90094, 90095, 50105})
"""The organisation lets only administrators consent, or assign people to the app."""

WHY_BY_CODE: Mapping[int, Why] = {
    65001: Why.CONSENT,
    65004: Why.CONSENT,
    90094: Why.ADMIN,
    90095: Why.ADMIN,
    50105: Why.ADMIN,
    50076: Why.PROOF,
    50079: Why.PROOF,
    50158: Why.PROOF,
    53000: Why.POLICY,
    53001: Why.POLICY,
    53002: Why.POLICY,
    53003: Why.POLICY,
    50173: Why.REVOKED,
    70008: Why.EXPIRED,
    700082: Why.EXPIRED,
    70043: Why.FREQUENCY,
    50057: Why.DISABLED,
    50034: Why.UNKNOWN_ACCOUNT,
    50020: Why.UNKNOWN_ACCOUNT,
}
WHY_BY_SUBERROR: Mapping[str, Why] = {
    "consent_required": Why.CONSENT,
    "basic_action": Why.PROOF,
    "additional_action": Why.PROOF,
    "token_expired": Why.EXPIRED,
    "bad_token": Why.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What has to happen, and why. `claims`: what the next sign-in has to prove, in Microsoft's own words."""

    way: Way
    why: Why
    claims: str | None = None


def refusal_of(answer: Mapping[str, Any]) -> Refusal:
    """The meaning of a token error or of a callback with an error; of nothing at all (the cache held no tokens) too."""
    error, codes = answer.get("error"), error_codes(answer)
    if error in OPERATOR_ERRORS:
        return Refusal(Way.OPERATOR, Why.APP)
    if error is not None and error not in PERSON_ERRORS:
        return Refusal(Way.RETRY, Why.OTHER)  # temporarily_unavailable, server_error and what may come
    if ADMIN_CODES.intersection(codes):
        return Refusal(Way.ASK_ADMIN, Why.ADMIN)
    named = (WHY_BY_CODE[code] for code in codes if code in WHY_BY_CODE)
    why = next(named, WHY_BY_SUBERROR.get(str(answer.get("suberror")), Why.OTHER))
    claims = answer.get("claims")
    return Refusal(Way.RECONNECT, why, claims if isinstance(claims, str) and claims else None)


def error_codes(answer: Mapping[str, Any]) -> tuple[int, ...]:
    """The AADSTS numbers of a token error (`error_codes`) or of a callback (`error_uri`, ...error?code=65004)."""
    codes = answer.get("error_codes")
    if isinstance(codes, list):
        return tuple(code for code in codes if isinstance(code, int))
    _, _, number = str(answer.get("error_uri") or "").rpartition("code=")
    return (int(number),) if number.isascii() and number.isdigit() else ()
