"""O365, the Python client, pointed at the sandbox: its own sign-in through msal, with a shim for the login host."""

from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from O365 import Account, MSGraphProtocol
from O365.utils.token import MemoryTokenBackend

from tests.clients.program import REDIRECT, Sandbox

LOGIN = "https://login.microsoftonline.com"
SCOPES = ["Calendars.ReadWrite", "User.Read", "MailboxSettings.Read"]


class _Shim(requests.Session):
    """Carries what is meant for Microsoft's login host to the sandbox, which msal would refuse as it isn't https."""

    def __init__(self, login: str) -> None:
        super().__init__()
        self.trust_env = False
        self._login = login

    def request(self, method: str, url: str, *args: Any, **more: Any) -> requests.Response:
        there = urlsplit(url)
        headers = {**(more.pop("headers", None) or {}), "X-Forwarded-Host": there.netloc, "X-Forwarded-Proto": "https"}
        return super().request(method, url.replace(LOGIN, self._login, 1), *args, headers=headers, **more)


def signed_in(sandbox: Sandbox, address: str, **more: Any) -> Account:
    """An account of O365 after its whole sign-in: address, account picker, consent, code, tokens."""

    class Local(MSGraphProtocol):
        _protocol_url = sandbox.graph.removesuffix("v1.0")

    account = Account(
        (sandbox.client_id, sandbox.client_secret),
        protocol=Local(timezone="UTC"),
        auth_flow_type="authorization",
        tenant_id="common",
        token_backend=MemoryTokenBackend(),
        requests_delay=0,
        **more,
    )
    account.con._msal_client = msal.ConfidentialClientApplication(
        sandbox.client_id,
        client_credential=sandbox.client_secret,
        authority=f"{LOGIN}/common",
        token_cache=account.con.token_backend,
        http_client=_Shim(sandbox.login),
    )
    url, flow = account.con.get_authorization_url(requested_scopes=SCOPES, redirect_uri=REDIRECT)
    assert account.con.request_token(sandbox.sign_in(url, address), flow=flow, redirect_uri=REDIRECT)
    return account
