"""All mailboxes."""

from typing import Any

from sandbox.bus import Bus
from sandbox.clock import SandboxClock


class Mailboxes:
    """Mailboxes by address."""

    def __init__(self, clock: SandboxClock, bus: Bus) -> None:
        self.clock, self.bus = clock, bus
        self.boxes: dict[str, Any] = {}

    def reset(self) -> None:
        """Empty."""
        self.boxes.clear()

    def dump(self) -> dict[str, Any]:
        """JSON."""
        return {}

    def load(self, data: dict[str, Any]) -> None:
        """Back from JSON."""
