"""Transactions: opaque to the rooms, known only to the storage.

Repository methods take the transaction first. No network call may run while a write transaction is open in the same
task: a lock held across a call to Outlook would stop everybody else; `forbid_network_in_write` is what the Outlook port
calls first.
"""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from core.shared.facts import Fact

_writing: ContextVar[bool] = ContextVar("clearhour_write_transaction_open", default=False)


class Transaction(Protocol):
    """One unit of work: everything in it becomes true together, or nothing does."""

    def publish(self, fact: Fact) -> None:
        """Tells the higher rooms, once this transaction is committed and not otherwise."""


class Transactions(Protocol):
    """Opens transactions."""

    def write(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back when the block raises. On SQLite one writer at a time (BEGIN IMMEDIATE)."""

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """One consistent view; publishing in it is an error, and so is opening it inside a write of the same task: what
        is read for a decision is read in the transaction that decides."""


class NetworkInsideTransaction(RuntimeError):
    """A programming error: Outlook or a chat was called while a write transaction was open."""


@contextmanager
def write_open() -> Iterator[None]:
    """Marks the current task as holding a write transaction. Used by the storage only."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def forbid_network_in_write() -> None:
    """Raises NetworkInsideTransaction when the current task holds a write transaction."""
    if _writing.get():
        raise NetworkInsideTransaction("a network call was made inside a write transaction")
