"""A bot's notification endpoint, as small as can be: it answers the handshake and keeps what it gets."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sandbox.m365.stage import Json


@dataclass
class Hook:
    """What came, and how to answer: `statuses` are used up first, then 202; `echo` answers the handshake."""

    address: str = ""
    posts: list[tuple[str, list[Json]]] = field(default_factory=list)
    handshakes: list[tuple[str, str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    echo: Callable[[str], tuple[int, str, str]] = lambda token: (200, "text/plain", token)
    slow_seconds: float = 0

    @property
    def items(self) -> list[Json]:
        """Every notification of every POST, in order of arrival."""
        return [item for _, items in self.posts for item in items]

    def wait(self, count: int, seconds: float = 15) -> list[Json]:
        """The notifications once there are so many."""
        until = time.monotonic() + seconds
        while len(self.items) < count and time.monotonic() < until:
            time.sleep(0.005)
        assert len(self.items) >= count, f"{len(self.items)} of {count} notifications came"
        return self.items


@contextmanager
def listening() -> Iterator[Hook]:
    """Serve a hook on a free port of this machine."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body, asked = self.rfile.read(length), parse_qs(urlsplit(self.path).query)
            if "validationToken" in asked:
                hook.handshakes.append((self.path, self.headers["Content-Type"], body.decode()))
                self._answer(*hook.echo(asked["validationToken"][0]))
                return
            time.sleep(hook.slow_seconds)
            hook.arrived.append(time.monotonic())
            hook.posts.append((self.path, json.loads(body)["value"]))
            self._answer(hook.statuses.pop(0) if hook.statuses else 202, "text/plain", "")

        def _answer(self, status: int, kind: str, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(text.encode())))
            with suppress(BrokenPipeError):  # the sandbox no longer waits
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.address = f"http://127.0.0.1:{server.server_address[1]}/graph/notify"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
