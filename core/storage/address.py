"""Database addresses: which driver, which file."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {"sqlite": ("sqlite+aiosqlite", "sqlite"), "postgresql": ("postgresql+psycopg", "postgresql+psycopg")}
_FORM = "Use sqlite:////absolute/path/clearhour.db or postgresql://user:password@host/database."


def async_url(address: str) -> URL:
    """The address with the driver we use. ValueError for anything but a SQLite file or PostgreSQL."""
    return _parsed(address, 0)


def sync_url(address: str) -> URL:
    """The same database with a driver for migrations, which run in a thread."""
    return _parsed(address, 1)


def sqlite_file(address: str) -> Path | None:
    """The database's file; None for PostgreSQL."""
    url = _parsed(address, 0)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _parsed(address: str, driver: int) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise ValueError(f"The database address can't be read. {_FORM}") from None
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise ValueError(f"{backend} is not a database Clearhour works with. {_FORM}")
    if backend == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError(f"SQLite needs a file: a database in memory would lose bookings. {_FORM}")
    return url.set(drivername=_DRIVERS[backend][driver])
