"""Microsoft Entra through MSAL: one confidential client, made afresh for each use."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msal

from core.outlook.http import LoginHttp
from core.outlook.settings import OutlookSettings
from core.shared.errors import OperatorNeeded, OutlookUnavailable
from core.shared.transaction import forbid_network_in_write

T = TypeVar("T")
THREADS = 8

OPERATOR_ERRORS = frozenset({"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"})
"""The app registration or its secret is wrong; no person can repair that by signing in."""
PERSON_ERRORS = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
"""Only an interactive sign-in helps. https://learn.microsoft.com/entra/identity-platform/reference-error-codes"""


class Entra:
    """Runs MSAL, which is synchronous, in threads of its own, so that a slow Entra does not take everybody's threads.

    A fresh application object for each use: MSAL replays a 400 of the token endpoint for 60 s from the memory of the
    object, so an account that has just been repaired would still seem broken.
    """

    def __init__(self, settings: OutlookSettings, http: LoginHttp | None = None) -> None:
        self._settings = settings
        self._http = http or LoginHttp(settings.login_url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="entra")

    async def client(self, cache: msal.SerializableTokenCache | None = None) -> msal.ConfidentialClientApplication:
        """An application over this token cache. Raises OutlookUnavailable, OperatorNeeded (no such tenant)."""
        return await self.run(lambda: self._build(cache))

    async def run(self, call: Callable[[], T]) -> T:
        """Runs something of MSAL's in a thread."""
        forbid_network_in_write()
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._http.close()

    def _build(self, cache: msal.SerializableTokenCache | None) -> msal.ConfidentialClientApplication:
        try:
            return msal.ConfidentialClientApplication(
                self._settings.client_id,
                client_credential=self._settings.client_secret,
                authority=self._settings.authority,
                instance_discovery=False,  # the host is Microsoft's own; spares a request after each failed refresh
                token_cache=cache,
                http_client=self._http,
            )
        except ValueError as error:  # the discovery document was refused: the tenant in the settings doesn't exist
            raise OperatorNeeded("tenant") from error


def raise_for_app_trouble(result: Mapping[str, Any]) -> None:
    """Raises OperatorNeeded or OutlookUnavailable for token errors that are nobody's sign-in; returns for the others.

    Decided by `error` alone, as Microsoft asks; the AADSTS number goes along for the operator's log.
    """
    error = result.get("error")
    if error in OPERATOR_ERRORS:
        raise OperatorNeeded(str(error), *error_codes(result))
    if error is not None and error not in PERSON_ERRORS and error != "access_denied":
        raise OutlookUnavailable  # temporarily_unavailable, server_error and what may come


def error_codes(answer: Mapping[str, Any]) -> tuple[int, ...]:
    """The AADSTS numbers of a token error (`error_codes`) or of a callback (`error_uri`, ...error?code=65004)."""
    codes = answer.get("error_codes")
    if isinstance(codes, list):
        return tuple(code for code in codes if isinstance(code, int))
    _, _, number = str(answer.get("error_uri") or "").rpartition("code=")
    return (int(number),) if number.isascii() and number.isdigit() else ()
