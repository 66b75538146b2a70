"""Everything the sandbox knows, in one place, with reset and persistence."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from sandbox.bus import Bus
from sandbox.clock import SandboxClock
from sandbox.entra.state import Entra
from sandbox.faults import Faults
from sandbox.graph.delta.state import Delta
from sandbox.graph.habits import Habits
from sandbox.journal import Journal
from sandbox.mailbox.store import Mailboxes
from sandbox.people import PEOPLE, Person
from sandbox.seed import seed
from sandbox.subscriptions.state import Subscriptions
from sandbox.witness import Exchange, Witness

Json = dict[str, Any]


class Part(Protocol):
    """One part of the world with state of its own; `dump` gives JSON that `load` takes back."""

    def reset(self) -> None: ...
    def dump(self) -> Json: ...
    def load(self, data: Json) -> None: ...


@dataclass
class World:
    """The parts, and what holds them together. `register` adds a part (the Slack one) to reset and persistence."""

    data_dir: Path | None = None
    clock: SandboxClock = field(default_factory=SandboxClock)
    bus: Bus = field(default_factory=Bus)
    people: tuple[Person, ...] = PEOPLE
    faults: Faults = field(default_factory=Faults)
    slack: Any = None
    port: int = 0
    resets: int = 0
    public_login: str = "https://login.microsoftonline.com"  # what MSAL insists on; a client's transport leads it here
    public_graph: str | None = None
    witnesses: list[Witness] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.bus)
        self.entra = Entra()
        self.mailboxes = Mailboxes(self.clock, self.bus)
        self.delta = Delta()
        self.subscriptions = Subscriptions(self.clock, self.bus)
        self.mailboxes.listeners.append(self.subscriptions.heard)
        self.subscriptions.outbox.on_sent = self._sent
        self.habits = Habits(self.mailboxes)
        self.parts: dict[str, Part] = {}
        self._saved = ""
        self.register("entra", self.entra)
        self.register("mailboxes", self.mailboxes)
        self.register("delta", self.delta)
        self.register("subscriptions", self.subscriptions)
        self.register("habits", self.habits)
        if not self.mailboxes.boxes:
            seed(self.mailboxes, self.clock.now())

    def register(self, name: str, part: Part) -> None:
        """Make a part follow reset and persistence, and load what an earlier run with the same directory left of it."""
        self.parts[name] = part
        stored = self._read()
        if name == "entra" and "clock_offset_seconds" in stored:
            self.clock.set_offset(timedelta(seconds=stored["clock_offset_seconds"]))
        if name in stored:
            part.load(stored[name])

    def reset(self) -> None:
        """Everything as freshly seeded for the clock's present; app registrations stay, the request log goes on."""
        self.resets += 1
        for part in self.parts.values():
            part.reset()
        self.faults.clear()
        seed(self.mailboxes, self.clock.now())
        self.bus.publish({"type": "reset"})

    def _sent(self, url: str, body: Json, status: int) -> None:
        """A notification went out: shown to whoever watches."""
        for witness in self.witnesses:
            witness(Exchange("notification", "POST", url, status, {}, json.dumps(body)))

    def save(self) -> None:
        """Write the state to the data directory when it changed; nothing without a directory."""
        if self.data_dir is None:
            return
        state: Json = {name: part.dump() for name, part in self.parts.items()}
        state["clock_offset_seconds"] = self.clock.offset.total_seconds()
        text = json.dumps(state)
        if text == self._saved:
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        draft = self.data_dir / "sandbox.json.new"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.data_dir / "sandbox.json")
        self._saved = text

    def _read(self) -> Json:
        if self.data_dir is None or not (self.data_dir / "sandbox.json").exists():
            return {}
        stored: Json = json.loads((self.data_dir / "sandbox.json").read_text(encoding="utf-8"))
        return stored
