"""Taking a person out of words and lists that are others'."""

import json
import re
from typing import Any

from core.administration.model import Traces

ERASED = "(erased)"
"""Stands where the person was named."""


class Scrubber:
    """Takes one person out of texts, which may be JSON. Who merely has the same name stays where an address says that
    it is somebody else."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces
        self._ids = frozenset({str(traces.person), *(user.user for user in traces.users)})
        full = [name for name in sorted(traces.names) if len(name.split()) > 1]
        words = [*map(re.escape, full), *(f"(?i:{re.escape(one)})" for one in sorted(traces.addresses))]
        self._named = re.compile(rf"(?<![\w.@-])(?:{'|'.join(words)})(?![\w@-])") if words else None

    def text(self, value: str) -> str:
        if value in self._ids:
            return ERASED
        if value[:1] in ("{", "["):
            try:
                known = json.loads(value)
            except ValueError:
                return self._words(value)
            changed = self._walk(known)
            return value if changed == known else json.dumps(changed, ensure_ascii=False)
        return self._words(value)

    def _words(self, value: str) -> str:
        return self._named.sub(ERASED, value) if self._named else value

    def _walk(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case list():
                return [self._walk(one) for one in value]
            case {"address": str() | None, "name": str()}:
                return self._somebody(value)
            case dict():
                return {self.text(key): self._walk(one) for key, one in value.items()}
        return value

    def _somebody(self, value: dict[str, Any]) -> dict[str, Any]:
        """One of a list of people, who is the person or somebody else."""
        user = value.get("user")
        is_meant = (
            (value["address"] or "").casefold() in self._traces.addresses
            or value.get("person") == self._traces.person
            or (isinstance(user, list) and user[-1:] and user[-1] in self._ids)
        )
        if not is_meant:
            return value
        gone = {"name": ERASED, "address": None if "person" in value else ERASED}
        return {**value, **gone, **{key: None for key in ("person", "user") if key in value}}
