"""Whether anybody waits for what the current task does. Somebody does, unless it says otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_upkeep: ContextVar[bool] = ContextVar("clearhour_upkeep", default=False)


@contextmanager
def as_upkeep(*, really: bool = True) -> Iterator[None]:
    """Nobody waits for what is done in here, and by tasks that begin in here."""
    token = _upkeep.set(really)
    try:
        yield
    finally:
        _upkeep.reset(token)


def is_upkeep() -> bool:
    return _upkeep.get()
