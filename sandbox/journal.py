"""The request log: every Graph, login and Slack API request the sandbox answered, never bodies or tokens."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.bus import Bus
from sandbox.people import person_of

KEPT = 20_000


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

    def add(self, side: str, method: str, path: str, status: int, ms: int, marks: Callable[[str], Any]) -> None:
        """Keep one request; `marks` gives account, grant, person and note as the handler left them, or None."""
        account = marks("account")
        self._entries.append(Entry(self._next, side, method, path, status, ms, account, marks("grant")))
        self._next += 1
        del self._entries[:-KEPT]
        person = person_of(account) if account else None
        self._bus.publish(
            {
                "type": "trace",
                "pane": "slack" if side == "slack" else "outlook",
                "person": marks("person") or (person.key if person else None),
                "method": method,
                "path": path,
                "status": status,
                "ms": ms,
                "note": marks("note") or side,
            }
        )

    def since(self, n: int) -> dict[str, Any]:
        """Entries with a number of at least `n`, and the number the next one will get."""
        return {"entries": [asdict(entry) for entry in self._entries if entry.n >= n], "next": self._next}
