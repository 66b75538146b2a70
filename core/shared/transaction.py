"""Transactions: opaque to the rooms, known only to the storage.

Repository methods take the transaction first. No network call may run while a transaction is open in the same task: a
lock or a connection held across a call to Outlook would stop everybody else; `forbid_network_in_transaction` is what
the Outlook port calls first. For the same reason no task opens one inside another: ten who each hold a connection and
want a second would wait for one another.
"""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

from core.shared.facts import Fact

_open: ContextVar[bool] = ContextVar("clearhour_transaction_open", default=False)


class Transaction(Protocol):
    """One unit of work: everything in it becomes true together, or nothing does."""

    def publish(self, fact: Fact) -> None:
        """Tells the higher rooms, once this transaction is committed and not otherwise."""


class Transactions(Protocol):
    """Opens transactions."""

    def write(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits on leaving, rolls back when the block raises. On SQLite one writer at a time (BEGIN IMMEDIATE)."""

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """One consistent view; publishing in it is an error, and so is opening it inside another of the same task: what
        is read for a decision is read in the transaction that decides."""


class NetworkInsideTransaction(RuntimeError):
    """A programming error: Outlook or a chat was called while a transaction was open."""


@contextmanager
def transaction_open() -> Iterator[None]:
    """Marks the current task as holding a transaction. Used by the storage only."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def forbid_network_in_transaction() -> None:
    """Raises NetworkInsideTransaction when the current task holds a transaction."""
    if _open.get():
        raise NetworkInsideTransaction("a network call was made inside a transaction")
