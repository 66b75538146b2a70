"""How Alembic runs our migrations: on the connection that schema.py hands over, in one transaction."""

from typing import Any

from alembic import context

from core.storage.tables import metadata


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Only our tables; a database shared with something else is left alone."""
    return kind != "table" or name in metadata.tables


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    include_name=include_name,
)
with context.begin_transaction():
    context.run_migrations()
