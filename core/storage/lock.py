"""One process per embedded database."""

import fcntl
import os
from pathlib import Path

from core.storage.errors import StorageBusy


class FileLock:
    """A lock on a file next to the database; the kernel frees it when the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def take(self) -> None:
        """Raises StorageBusy when another process (or another Database of this one) holds it."""
        if self._handle is not None:
            return
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise StorageBusy(
                f"Another Clearhour process uses {self._path.with_suffix('')}. "
                "Stop it first; several processes need PostgreSQL."
            ) from None
        self._handle = handle

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
