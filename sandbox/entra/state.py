"""What the sign-in service remembers."""

from typing import Any


class Entra:
    """Registered app, consents, codes and grants."""

    def reset(self) -> None:
        """Forget."""

    def dump(self) -> dict[str, Any]:
        """JSON."""
        return {}

    def load(self, data: dict[str, Any]) -> None:
        """Back from JSON."""
