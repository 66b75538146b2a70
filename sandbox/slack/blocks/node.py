"""One JSON object under check: every rule names the place it broke, as Slack's json-pointer messages do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


class Problems(list[str]):
    """Messages in the order of discovery, each ending in [json-pointer:…]."""

    def found(self, message: str, pointer: str) -> None:
        self.append(f"{message} [json-pointer:{pointer}]")


class Node:
    """A dict with its pointer; the methods add a problem and never raise."""

    def __init__(self, value: dict[str, Any], pointer: str, problems: Problems) -> None:
        self.value = value
        self.pointer = pointer
        self.problems = problems

    def at(self, key: str) -> str:
        return f"{self.pointer}/{key}"

    def found(self, message: str, key: str | None = None) -> None:
        self.problems.found(message, self.pointer if key is None else self.at(key))

    def only(self, *keys: str) -> None:
        """No property outside these."""
        for key in self.value:
            if key not in keys:
                self.found(f"invalid additional property: {key}")

    def require(self, *keys: str) -> None:
        for key in keys:
            if self.value.get(key) is None:
                self.found(f"missing required field: {key}")

    def string(self, key: str, most: int, *, least: int = 1) -> str | None:
        """The string under key, or None when it is absent or not a string."""
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.found("must provide a string", key)
            return None
        self.length(value, key, most, least)
        return value

    def length(self, value: str, key: str, most: int, least: int = 1) -> None:
        if len(value) < least:
            self.found(f"must be more than {least - 1} characters", key)
        if len(value) > most:
            self.found(f"must be less than {most + 1} characters", key)

    def boolean(self, *keys: str) -> None:
        for key in keys:
            if key in self.value and not isinstance(self.value[key], bool):
                self.found("must provide a boolean", key)

    def number(self, key: str, least: int, most: int | None = None) -> int | None:
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.found("must provide a number", key)
            return None
        if value < least:
            self.found(f"must be greater than {least - 1}", key)
        if most is not None and value > most:
            self.found(f"must be less than {most + 1}", key)
        return value

    def choice(self, key: str, allowed: Collection[str]) -> None:
        value = self.value.get(key)
        if value is not None and value not in allowed:
            self.found(f"must be one of: {', '.join(sorted(allowed))}", key)

    def child(self, key: str) -> Node | None:
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.found("must provide an object", key)
            return None
        return Node(value, self.at(key), self.problems)

    def children(self, key: str, most: int, *, least: int = 1) -> list[Node]:
        """The objects of a list; the wrong number or a non-object is a problem."""
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.found("must provide an array", key)
            return []
        if len(value) < least:
            self.found(f"no fewer than {least} items allowed", key)
        if len(value) > most:
            self.found(f"no more than {most} items allowed", key)
        found = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                found.append(Node(item, f"{self.at(key)}/{index}", self.problems))
            else:
                self.problems.found("must provide an object", f"{self.at(key)}/{index}")
        return found
