"""The sandbox as a program of its own, on the checkout's Python: the judges share nothing with it but HTTP."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.sandbox.types.recording import hold

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv/bin/python"
REDIRECT = "http://127.0.0.1:9/connect/callback"
SCOPES = ("Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "User.Read")


class Sandbox:
    """Its addresses, its admin API, and a person's browser on its sign-in pages."""

    def __init__(self, said: Json) -> None:
        self.graph = str(said["graph"])
        self.login = str(said["login"])
        self.client_id = str(said["settings"]["CLEARHOUR_MICROSOFT_CLIENT_ID"])
        self.client_secret = str(said["settings"]["CLEARHOUR_MICROSOFT_CLIENT_SECRET"])
        self.admin_url = str(said["admin"])
        self._http = httpx.Client(timeout=20, trust_env=False)

    def close(self) -> None:
        self._http.close()

    @property
    def port(self) -> int:
        port = urlsplit(self.graph).port
        assert port is not None
        return port

    def admin(self, method: str, path: str, body: Json | None = None) -> Json:
        """One call of the admin API."""
        answer = self._http.request(method, f"{self.admin_url}/{path}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json()) if answer.content else {}

    def reset(self, now: datetime) -> None:
        """The seeded world, at this time; no faults."""
        self.admin("DELETE", "faults")
        self.admin("POST", "reset", {"now": now.isoformat()})
        self.admin("POST", "entra/app", {"redirect_uris": [REDIRECT]})

    def token(self, account: str, *scopes: str) -> str:
        """An access token as the sign-in would give it."""
        body = {"account": account, "scopes": list(scopes or SCOPES)}
        return str(self.admin("POST", "token", body)["access_token"])

    def throttle(self, path: str, *, seconds: int = 1, times: int = 1) -> None:
        """The next requests to this path are answered 429, with Retry-After."""
        rule = {"kind": "graph", "path": path, "status": 429, "retry_after": seconds, "times": times}
        self.admin("POST", "faults", rule)

    def mark(self) -> int:
        """The number that the next logged request will get."""
        return int(self.admin("GET", "log?since=0")["next"])

    def answered_since(self, mark: int, part: str) -> list[tuple[str, int]]:
        """Method and status of the requests since then whose path holds this part, compared without case."""
        entries = self.admin("GET", f"log?since={mark}")["entries"]
        return [(one["method"], one["status"]) for one in entries if part.casefold() in one["path"].casefold()]

    def sign_in(self, url: str, account: str) -> str:
        """Opens the sign-in address in a browser, picks the account and consents; gives the callback's address."""
        here = urlsplit(self.login)
        url = urlsplit(url)._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        with httpx.Client(timeout=20, trust_env=False) as browser:
            page = browser.get(url)
            assert page.status_code == 200, page.text
            page = browser.post(url, data={"account": account})
            if page.status_code == 200:
                page = browser.post(url, data={"account": account, "decision": "accept"})
        assert page.is_redirect, page.text
        return str(page.headers["location"])


def node() -> str:
    """Node: the machine's, or the one from a wheel that the Makefile fetches where there is none."""
    found = shutil.which("node", path=f"{os.environ['PATH']}{os.pathsep}{ROOT / '.venv/bin'}")
    assert found, "Node is missing. Run: make clients"
    return found


@contextmanager
def running(folder: Path) -> Iterator[Sandbox]:
    """Starts `python -m sandbox`, ends it afterwards and holds what it answered against the documented types."""
    answers = folder / "answers.jsonl"
    command = [str(PYTHON), "-m", "sandbox", "--port", "0", "--answers", str(answers)]
    with (
        (folder / "sandbox.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log) as child,
    ):
        assert child.stdout is not None
        try:
            line = child.stdout.readline()
            assert line, (folder / "sandbox.log").read_text()
            sandbox = Sandbox(json.loads(line))
            yield sandbox
            sandbox.close()
        finally:
            child.terminate()
    hold(answers)
