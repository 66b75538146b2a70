"""What a sentence of the catalogue may be besides a plain string."""

from typing import Self

COUNTS = ("n", "count", "all", "days", "minutes", "k")
"""The gaps that can decide between one and many, the first that a sentence has."""


class Counted(str):
    """A sentence that counts. As a string it is the form for many; `one` is that for 1, `by` the gap that decides."""

    __slots__ = ("by", "one")
    one: str
    by: str

    def __new__(cls, one: str, other: str, by: str) -> Self:
        made = super().__new__(cls, other)
        made.one, made.by = one, by
        return made


def counted(one: str, other: str, *, by: str = "") -> Counted:
    """A sentence with its form for 1 and its form for any other number, decided by the gap `by` ({n} if it has one)."""
    return Counted(one, other, by or next(gap for gap in COUNTS if f"{{{gap}}}" in other))
