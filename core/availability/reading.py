"""Reading JSON strictly: every wrong value is refused with its path and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from re import ASCII
from re import compile as pattern
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

Code = TypeVar("Code", bound=StrEnum)

_YEARS = range(1900, 2200)
_DATE = r"\d{4}-\d{2}-\d{2}"
_INSTANT = pattern(_DATE + r"T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})", ASCII)
_NAIVE = pattern(_DATE + r"([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?", ASCII)
_HALF = pattern("[\ud800-\udfff]")
_DAY = pattern(_DATE + r"(T00:00(:00(\.0{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?", ASCII)


class RequestError(ValueError):
    """A request can't be answered; says which key is wrong (like `busy[0].start`) and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the JSON text and the path that leads to it."""

    path: str
    value: object

    def wrong(self, reason: str) -> NoReturn:
        raise RequestError(self.path, reason)

    def fields(self, *known: str) -> Mapping[str, Node]:
        """The keys of an object, all of which must be known; a null counts as left out."""
        if not isinstance(self.value, dict):
            self.wrong("must be an object")
        for key in self.value:
            if key not in known:
                self._below(key).wrong("unknown key")
        return {key: self._below(key) for key, value in self.value.items() if value is not None}

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys and values of an object whose keys are data."""
        if not isinstance(self.value, dict):
            self.wrong("must be an object")
        for key in self.value:
            yield key, self._below(key)

    def items(self) -> list[Node]:
        """The elements of an array."""
        if not isinstance(self.value, list):
            self.wrong("must be an array")
        return [Node(f"{self.path}[{number}]", value) for number, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.wrong("must be a text")
        if not self.value.isascii() and _HALF.search(self.value):
            self.wrong("holds half a character (a lone surrogate)")
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            self.wrong("must be true or false")
        return self.value

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("must be a whole number")
        if not low <= self.value <= high:
            self.wrong(f"must be from {low} to {high}")
        return self.value

    def code(self, kind: type[Code]) -> Code:
        """One of an enumeration's values."""
        text = self.text()
        if text not in set(kind):
            self.wrong("must be one of " + ", ".join(kind))
        return kind(text)

    def zone(self) -> str:
        """The name of a time zone of the IANA database."""
        name = self.text()
        try:
            ZoneInfo(name)
        except (ValueError, KeyError, OSError):
            self.wrong("is not the name of a time zone, like Europe/Berlin")
        return name

    def instant(self) -> datetime:
        """A date and time with its offset from UTC."""
        text = self.text()
        if not _INSTANT.fullmatch(text):
            if _NAIVE.fullmatch(text):
                self.wrong("has no offset from UTC, like Z or +01:00")
            self.wrong("is not an instant, like 2026-12-01T09:00:00Z")
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            self.wrong(f"is not an instant: {error}")
        self._check_year(instant.year)
        return instant

    def day(self) -> date:
        """A date, or a midnight (its offset is ignored: an all-day event is about dates)."""
        text = self.text()
        if not _DAY.fullmatch(text):
            self.wrong("is not a date, like 2026-12-01")
        try:
            day = date.fromisoformat(text[:10])
        except ValueError as error:
            self.wrong(f"is not a date: {error}")
        self._check_year(day.year)
        return day

    def _check_year(self, year: int) -> None:
        if year not in _YEARS:
            self.wrong(f"must lie in the years {_YEARS.start} to {_YEARS.stop - 1}")

    def _below(self, key: str) -> Node:
        assert isinstance(self.value, dict)
        return Node(f"{self.path}.{key}" if self.path else key, self.value[key])
