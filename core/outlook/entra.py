"""Microsoft Entra through MSAL: one confidential client, made afresh for each use."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msal

from core.outlook.http import LoginHttp
from core.outlook.operator_alarm import OperatorAlarm
from core.outlook.refusals import error_codes
from core.outlook.settings import OutlookSettings
from core.shared.errors import OperatorNeeded
from core.shared.transaction import forbid_network_in_transaction

T = TypeVar("T")
THREADS = 8


class Entra:
    """Runs MSAL, which is synchronous, in threads of its own, so that a slow Entra does not take everybody's threads.

    A fresh application object for each use: MSAL replays a 400 of the token endpoint for 60 s from the memory of the
    object, so an account that has just been repaired would still seem broken.
    """

    def __init__(self, settings: OutlookSettings, http: LoginHttp | None = None) -> None:
        self._settings = settings
        self._http = http or LoginHttp(settings.login_url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="entra")
        self.alarm = OperatorAlarm()

    async def client(self, cache: msal.SerializableTokenCache | None = None) -> msal.ConfidentialClientApplication:
        """An application over this token cache. Raises OutlookUnavailable, OperatorNeeded (no such tenant)."""
        return await self.run(lambda: self._build(cache))

    async def run(self, call: Callable[[], T]) -> T:
        """Runs something of MSAL's in a thread."""
        forbid_network_in_transaction()
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def refused(self, answer: Mapping[str, Any]) -> OperatorNeeded:
        """Microsoft refuses this installation: the operator is told, once; the error says it to whoever asked."""
        error, codes = str(answer.get("error")), error_codes(answer)
        self.alarm.ring(error, codes)
        return OperatorNeeded(error, *codes)

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
            self.alarm.ring("tenant", ())
            raise OperatorNeeded("tenant") from error
