"""Column types of our own, and the columns that most tables have."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Dialect, ForeignKey, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, in UTC when read; ValueError for naive ones.

    PostgreSQL: timestamptz. SQLite: whole microseconds since 1970, which compare and sort as they should.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return (value - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's own
        if value is None:
            return None
        if isinstance(value, int):
            return _EPOCH + value * _MICROSECOND
        instant: datetime = value
        return instant.astimezone(UTC)


def filled(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def maybe(name: str) -> Column[str | None]:
    return Column(name, Text, nullable=True)


def whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def key(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def owned(name: str, target: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target, ondelete="CASCADE"), primary_key=primary_key, nullable=False)
