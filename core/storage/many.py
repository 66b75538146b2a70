"""Statements about many values. One parameter carries them all: the statement is made and compiled once, however many
there are, and a crowd costs the driver as little as one value."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ARRAY, CursorResult, Executable, Select, Text, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

_GIVEN = "given"
_VALUES: Mapping[str, Select[Any]] = {
    "sqlite": select(func.json_each(bindparam(_GIVEN, type_=Text())).table_valued("value").c.value),
    "postgresql": select(func.unnest(bindparam(_GIVEN, type_=ARRAY(Text())))),
}
Statements = Mapping[str, Executable]


def for_many(made: Callable[[Select[Any]], Executable]) -> Statements:
    """The statement for each database; `made` gets what stands for the values, to be used with `in_`."""
    return {dialect: made(values) for dialect, values in _VALUES.items()}


async def execute_for(
    connection: AsyncConnection, statements: Statements, values: Iterable[str], **others: Any
) -> CursorResult[*tuple[Any, ...]]:
    """Runs it for these values; `others` are its further parameters."""
    dialect, listed = connection.dialect.name, list(values)
    given = json.dumps(listed) if dialect == "sqlite" else listed
    return await connection.execute(statements[dialect], {_GIVEN: given, **others})
