"""What the storage refuses, beyond the errors of the rooms."""

from core.shared.errors import ClearhourError, OperatorNeeded


class StorageBusy(ClearhourError):
    """Another process uses this embedded database; stop it first, or use PostgreSQL."""

    code = "storage_busy"


class StorageOutdated(ClearhourError):
    """The database's tables are not those of this version; run `clearhour migrate`."""

    code = "storage_outdated"


class StorageConflict(ClearhourError):
    """A row with the same identity exists already."""

    code = "storage_conflict"


class Undecipherable(OperatorNeeded):
    """An encrypted value doesn't belong to its row, was changed, or its key is not in the keyring."""

    code = "undecipherable"


class TransactionMisuse(RuntimeError):
    """A programming error: publishing in a read, opening one inside a write, or using a transaction that is over."""
