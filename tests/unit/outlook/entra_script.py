"""An Entra that answers discovery itself and token requests from a script."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from core.outlook.entra import Entra
from core.outlook.http import LoginHttp, tls
from core.outlook.settings import ENTRA_URL, OutlookSettings

SETTINGS = OutlookSettings(
    client_id="client",
    client_secret="secret",
    redirect_uri="https://bot.example/connect/callback",
    tenant="common",
    login_url="http://127.0.0.1:9",
    sign_in_url="http://localhost:9",
)
TID, OID = "6f0c2a34-0000-4000-8000-000000000001", "a1b2c3d4-0000-4000-8000-000000000001"
SCOPES = "Calendars.Read Calendars.ReadWrite MailboxSettings.Read User.Read profile openid email"


def _encoded(value: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def tokens(nonce: str = "", access_token: str = "at-1", refresh_token: str = "rt-1") -> dict[str, object]:
    """A successful token answer; `nonce` is the hashed one of the authorize address."""
    claims = {"aud": "client", "exp": time.time() + 3600, "iat": time.time(), "oid": OID, "tid": TID, "sub": "s"}
    return {
        "token_type": "Bearer",
        "scope": SCOPES,
        "expires_in": 3599,
        "access_token": access_token,
        "refresh_token": refresh_token,
        "client_info": _encoded({"uid": OID, "utid": TID}),
        "id_token": f"{_encoded({'alg': 'none'})}.{_encoded(claims | {'nonce': nonce})}.",
    }


def refused(error: str, code: int, suberror: str = "", status: int = 400) -> httpx.Response:
    body = {"error": error, "suberror": suberror, "error_codes": [code], "error_description": "AADSTS99: words"}
    return httpx.Response(status, json=body)


@dataclass
class ScriptedEntra:
    """`script` answers token requests: a response, an exception or the tokens. `meanwhile` happens before an answer."""

    script: list[httpx.Response | Exception | dict[str, object]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    requests: list[httpx.Request] = field(default_factory=list)
    discovery: httpx.Response | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path.endswith("/.well-known/openid-configuration"):
            return self.discovery or httpx.Response(200, json=_document(request))
        self.meanwhile()
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(200, json=answer) if isinstance(answer, dict) else answer

    def entra(self, settings: OutlookSettings = SETTINGS) -> Entra:
        client = httpx.Client(verify=tls(), transport=httpx.MockTransport(self.answer))
        return Entra(settings, LoginHttp(settings.login_url, client))

    @property
    def forms(self) -> list[dict[str, list[str]]]:
        """The token requests' fields."""
        return [parse_qs(request.content.decode()) for request in self.requests if request.method == "POST"]


def _document(request: httpx.Request) -> dict[str, object]:
    base = ENTRA_URL + request.url.path.split("/v2.0/")[0]
    return {
        "issuer": f"{ENTRA_URL}/{{tenantid}}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
    }


def query_of(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
