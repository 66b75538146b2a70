"""A sandbox served in this process, and small clients for its sign-in and Graph."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msal

from sandbox.people import CLIENT_ID, CLIENT_SECRET
from sandbox.server import start
from sandbox.world import World
from tests.sandbox.types.judge import Judge

Json = dict[str, Any]
WEDNESDAY = datetime(2026, 11, 18, 8, tzinfo=UTC)  # the seeded week then begins on Monday 2026-11-23
MONDAY = "2026-11-23"
REDIRECT = "http://127.0.0.1:9/connect/callback"
FULL = ("Calendars.ReadWrite", "Calendars.Read.Shared", "MailboxSettings.Read", "User.Read")


@contextmanager
def served(world: World) -> Iterator[str]:
    """Serve a world in a thread; gives the origin."""
    loop, ready, port = asyncio.new_event_loop(), threading.Event(), [0]

    async def run() -> None:
        stop = asyncio.Event()
        stops.append(stop)
        runner, port[0] = await start(world)
        ready.set()
        await stop.wait()
        await runner.cleanup()
        world.subscriptions.outbox.clear()
        await asyncio.sleep(0)

    stops: list[asyncio.Event] = []
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    ready.wait(10)
    try:
        yield f"http://127.0.0.1:{port[0]}"
    finally:
        loop.call_soon_threadsafe(stops[0].set)
        thread.join(10)
        loop.close()


class Reroute(httpx.BaseTransport):
    """Leads requests for Microsoft's login host to the sandbox, and tells it whom they were for."""

    def __init__(self, origin: str) -> None:
        self._origin, self._inner = httpx.URL(origin), httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "login.microsoftonline.com":
            request.headers["X-Forwarded-Host"] = request.url.host
            request.headers["X-Forwarded-Proto"] = "https"
            request.url = request.url.copy_with(scheme="http", host=self._origin.host, port=self._origin.port)
            request.headers["Host"] = f"{self._origin.host}:{self._origin.port}"
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class Sandbox:
    """What a test does with the sandbox."""

    def __init__(self, origin: str, world: World, judge: Judge | None = None) -> None:
        self.origin, self.world, self.judge = origin, world, judge or Judge()
        self.http = httpx.Client(base_url=origin, timeout=5)
        self._msal_http = httpx.Client(transport=Reroute(origin), timeout=5)

    def close(self) -> None:
        self.http.close()
        self._msal_http.close()

    def admin(self, method: str, path: str, body: Json | None = None) -> Any:
        answer = self.http.request(method, f"/admin/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def graph(self, account: str = "ada@contoso.com", scopes: tuple[str, ...] = FULL) -> "Graph":
        token = self.admin("POST", "token", {"account": account, "scopes": list(scopes)})["access_token"]
        return Graph(self.http, token)

    def msal(self, tenant: str = "common", **more: Any) -> msal.ConfidentialClientApplication:
        return msal.ConfidentialClientApplication(
            CLIENT_ID,
            client_credential=CLIENT_SECRET,
            authority=f"https://login.microsoftonline.com/{tenant}",
            http_client=self._msal_http,
            **more,
        )

    def browse(self, auth_uri: str, account: str, *decisions: str) -> httpx.Response:
        """Open a sign-in address, pick an account and answer what comes; gives the last page or redirect."""
        parts = urlsplit(auth_uri)
        address = f"{parts.path}?{parts.query}"
        page = self.http.get(address)
        if page.status_code == 200 and "account-" in page.text:
            page = self.http.post(address, data={"account": account})
        for decision in decisions:
            if page.status_code == 200:
                page = self.http.post(address, data={"account": account, "decision": decision})
        return page

    def sign_in(self, *, scopes: tuple[str, ...] = ("Calendars.Read",), account: str = "ada@contoso.com") -> Json:
        """The whole sign-in through MSAL; gives MSAL's result."""
        app = self.msal()
        flow = app.initiate_auth_code_flow(list(scopes), redirect_uri=REDIRECT, response_mode="query")
        back = self.browse(flow["auth_uri"], account, "accept")
        result: Json = app.acquire_token_by_auth_code_flow(flow, carried(back))
        return result


class Graph:
    """A token's view of Graph."""

    def __init__(self, http: httpx.Client, token: str) -> None:
        self._http, self.token = http, token

    def send(
        self, method: str, path: str, *, json: Json | None = None, prefer: str = "", **more: Any
    ) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.token}",
            **({"Prefer": prefer} if prefer else {}),
            **more.pop("headers", {}),
        }
        url = path if path.startswith("http") else f"/v1.0{path}"
        return self._http.request(method, url, json=json, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Json:
        answer = self.send("GET", path, **more)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    def post(self, path: str, json: Json, **more: Any) -> Json:
        answer = self.send("POST", path, json=json, **more)
        assert answer.status_code == 201, answer.text
        body: Json = answer.json()
        return body

    def error(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        answer = self.send(method, path, **more)
        return answer.status_code, answer.json()["error"]["code"]

    def view(self, start: str, end: str, *, of: str = "/me", query: str = "&$top=100", **more: Any) -> list[Json]:
        rows: list[Json] = self.get(f"{of}/calendarView?startDateTime={start}&endDateTime={end}{query}", **more)[
            "value"
        ]
        return rows

    def calendars(self, **more: Any) -> dict[str, Json]:
        return {row["name"]: row for row in self.get("/me/calendars?$top=50", **more)["value"]}


def event(
    subject: str = "Talk",
    start: str = "2026-11-24T09:00:00",
    end: str = "2026-11-24T10:00:00",
    zone: str = "UTC",
    **more: Any,
) -> Json:
    """An event as a client posts it."""
    span = {"start": {"dateTime": start, "timeZone": zone}, "end": {"dateTime": end, "timeZone": zone}}
    return {"subject": subject, **span, **more}


def invite(*addresses: str) -> list[Json]:
    """Required attendees."""
    return [{"type": "required", "emailAddress": {"address": address}} for address in addresses]


def carried(answer: httpx.Response) -> dict[str, str]:
    """What a redirect carries back to the app."""
    assert answer.status_code == 302, answer.text
    return {key: values[0] for key, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def marks(page: httpx.Response) -> list[str]:
    """The test ids on a page, in order."""
    return [unescape(found) for found in re.findall(r'data-testid="([^"]+)"', page.text)]


def span(row: Json) -> tuple[str, str]:
    """Begin and end of an event to the minute."""
    return row["start"]["dateTime"][:16], row["end"]["dateTime"][:16]
