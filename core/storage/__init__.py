"""The database: tables, repositories, migrations, the job table. The only room that knows SQL."""

from core.storage.crypto import Keyring
from core.storage.errors import StorageBusy, StorageConflict, StorageOutdated, Undecipherable
from core.storage.schema import at_head, migrate
from core.storage.store import Store, open_store

__all__ = [
    "Keyring",
    "StorageBusy",
    "StorageConflict",
    "StorageOutdated",
    "Store",
    "Undecipherable",
    "at_head",
    "migrate",
    "open_store",
]
