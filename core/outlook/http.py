"""HTTP below the vendor code: timeouts, proxies, and the way MSAL's requests take."""

import ipaddress
import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from core.outlook.retry import retry_after_seconds
from core.outlook.settings import ENTRA_URL
from core.shared.errors import OutlookUnavailable

TIMEOUT = httpx.Timeout(30.0, connect=5.0)
DISCOVERY_KEPT_SECONDS = 24 * 3600


@cache
def tls() -> ssl.SSLContext:
    """The trust store for all clients: loading it takes 60 ms, and httpx would do so for each client and proxy."""
    return httpx.create_ssl_context()


def is_loopback(url: str) -> bool:
    """True for an address on this machine; requests to it never take the proxy of the environment."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LoginHttp:
    """The HTTP client MSAL uses: sends what is meant for Entra to `login_url`, unless that is Entra itself.

    Raises OutlookUnavailable where MSAL would retry, block or fail in its own ways: no answer, 429, 5xx, no JSON.
    Remembers the discovery documents for a day, because each MSAL application object reads one. Used from threads.
    """

    def __init__(self, login_url: str, client: httpx.Client | None = None) -> None:
        self._login_url = login_url.rstrip("/")
        self._client = client or httpx.Client(timeout=TIMEOUT, verify=tls(), trust_env=not is_loopback(login_url))
        self._documents: dict[str, tuple[float, httpx.Response]] = {}

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        key = str(httpx.URL(url, params=params)) if params else url
        kept_at, document = self._documents.get(key, (0.0, None))
        if document is not None and time.monotonic() - kept_at < DISCOVERY_KEPT_SECONDS:
            return document
        response = self._send("GET", key, headers=headers)
        if response.is_success:
            self._documents[key] = (time.monotonic(), response)
        return response

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return self._send("POST", str(httpx.URL(url, params=params)) if params else url, headers=headers, data=data)

    def close(self) -> None:
        self._client.close()

    def _send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None, data: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        target, extra = self._route(url)
        try:
            response = self._client.request(method, target, headers={**(headers or {}), **extra}, data=data)
        except httpx.RequestError as error:
            raise OutlookUnavailable from error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise OutlookUnavailable(retry_after_seconds(response.headers))
        try:
            json.loads(response.text)
        except ValueError as error:
            raise OutlookUnavailable from error
        return response

    def _route(self, url: str) -> tuple[str, dict[str, str]]:
        if self._login_url == ENTRA_URL or not url.startswith(f"{ENTRA_URL}/"):
            return url, {}
        forwarded = {"X-Forwarded-Host": urlsplit(ENTRA_URL).netloc, "X-Forwarded-Proto": "https"}
        return self._login_url + url.removeprefix(ENTRA_URL), forwarded
