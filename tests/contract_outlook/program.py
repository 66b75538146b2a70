"""The sandbox as a program of its own, and what a person's browser does on its sign-in pages."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from core.outlook.http import tls
from core.outlook.settings import OutlookSettings
from tests.sandbox.types.recording import hold

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
REDIRECT = "http://127.0.0.1:9/connect/callback"


class Sandbox:
    """The admin API, and a browser."""

    def __init__(self, addresses: Json) -> None:
        given = addresses["settings"]
        self.settings = OutlookSettings(
            client_id=given["CLEARHOUR_MICROSOFT_CLIENT_ID"],
            client_secret=given["CLEARHOUR_MICROSOFT_CLIENT_SECRET"],
            tenant=given["CLEARHOUR_MICROSOFT_TENANT"],
            redirect_uri=REDIRECT,
            login_url=given["CLEARHOUR_LOGIN_URL"],
            sign_in_url=given["CLEARHOUR_SIGN_IN_URL"],
            graph_url=given["CLEARHOUR_GRAPH_URL"],
        )
        self._admin = addresses["admin"]
        self._http = httpx.Client(timeout=10, trust_env=False, verify=tls())

    def close(self) -> None:
        self._http.close()

    def admin(self, method: str, path: str, body: Json | None = None) -> Json:
        answer = self._http.request(method, f"{self._admin}/{path}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    def reset(self, now: datetime) -> None:
        self.admin("DELETE", "faults")
        self.admin("POST", "reset", {"now": now.isoformat()})
        self.admin("POST", "entra/app", {"redirect_uris": [REDIRECT]})

    def fault(self, **rule: object) -> None:
        self.admin("POST", "faults", rule)

    def requests(self) -> int:
        """The number that the next logged request will get."""
        return int(self.admin("GET", "log?since=0")["next"])

    def paths_since(self, number: int) -> list[str]:
        return [entry["path"] for entry in self.admin("GET", f"log?since={number}")["entries"]]

    def seen(self, account: str) -> "Outside":
        """The mailbox as its owner sees it, with a token of their own."""
        scopes = ["Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"]
        token = self.admin("POST", "token", {"account": account, "scopes": scopes})["access_token"]
        return Outside(self._http, self.settings.graph_url, token)

    def browse(self, url: str, account: str, decision: str = "accept") -> dict[str, str]:
        """Opens the sign-in address, picks the account, decides about consent if asked; gives the callback's query."""
        with httpx.Client(timeout=10, trust_env=False, verify=tls()) as browser:
            page = browser.get(url)
            assert page.status_code == 200, page.text
            page = browser.post(url, data={"account": account})
            if page.status_code == 200:
                page = browser.post(url, data={"account": account, "decision": decision})
        assert page.is_redirect, page.text
        assert page.headers["location"].startswith(f"{REDIRECT}?")
        return dict(parse_qsl(urlsplit(page.headers["location"]).query))


class Outside:
    """Graph without our code in between."""

    def __init__(self, http: httpx.Client, graph: str, token: str) -> None:
        self._http, self._graph = http, graph
        self._headers = {"Authorization": f"Bearer {token}", "Prefer": 'IdType="ImmutableId"'}

    def get(self, path: str, **params: str) -> Json:
        answer = self._http.get(self._graph + path, params=params or None, headers=self._headers)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def send(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        """Any request, whatever the answer."""
        return self._http.request(method, self._graph + path, json=body, headers=self._headers)

    def events(self, subject: str) -> list[Json]:
        """All events of the mailbox with this subject."""
        params = {"$top": "500", "$filter": f"subject eq '{subject}'"}
        return list(self.get("/me/events", **params)["value"])


@contextmanager
def running() -> Iterator[Sandbox]:
    """Starts `python -m sandbox`, ends it afterwards and holds what it answered against the documented types."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        with _serving(answers) as sandbox:
            yield sandbox
        hold(answers)


@contextmanager
def _serving(answers: Path) -> Iterator[Sandbox]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--answers", str(answers)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
    ) as child:
        assert child.stdout is not None
        try:
            sandbox = Sandbox(json.loads(child.stdout.readline()))
            yield sandbox
            sandbox.close()
        finally:
            child.terminate()
