"""The request log: every Graph, login and Slack API request the sandbox answered, never bodies or tokens."""

from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from sandbox.bus import Bus
from sandbox.people import person_of

KEPT = 20_000

# what a handler leaves on its request for the log
ACCOUNT = web.RequestKey("account", str)  # whose token it was
GRANT = web.RequestKey("grant", str)  # the sign-in that token came from
PERSON = web.RequestKey("person", str)  # key of the person it concerns, where the account does not tell
NOTE = web.RequestKey("note", str)  # a few words for the trace
DROPPED = web.RequestKey("dropped", bool)  # the connection was closed without an answer


@dataclass(frozen=True, slots=True)
class Entry:
    """One answered request; `account` is whose token it carried, `grant` the sign-in that token came from."""

    n: int
    side: str
    method: str
    path: str
    status: int
    ms: int
    account: str | None
    grant: str | None


class Journal:
    """Numbers the entries from 1 and publishes each as a trace on the bus."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._entries: list[Entry] = []
        self._next = 1

    def add(self, side: str, request: web.Request, status: int, ms: int) -> None:
        """Keep one request with what the handler left on it; status 0 when it was dropped."""
        method, path = request.method, request.path
        account, grant = request.get(ACCOUNT), request.get(GRANT)
        status = 0 if request.get(DROPPED) else status
        self._entries.append(Entry(self._next, side, method, path, status, ms, account, grant))
        self._next += 1
        del self._entries[:-KEPT]
        person = person_of(account) if account else None
        self._bus.publish(
            {
                "type": "trace",
                "pane": "slack" if side == "slack" else "outlook",
                "person": request.get(PERSON) or (person.key if person else None),
                "method": method,
                "path": path,
                "status": status,
                "ms": ms,
                "note": request.get(NOTE) or side,
            }
        )

    def since(self, n: int) -> dict[str, Any]:
        """Entries with a number of at least `n`, and the number the next one will get."""
        return {"entries": [asdict(entry) for entry in self._entries if entry.n >= n], "next": self._next}
