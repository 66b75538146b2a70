"""Which rows are a person's: by the foreign keys that lead to them, so that a new table is found by itself."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, false, or_, select

from core.people.model import ChatUser
from core.storage import tables
from core.storage.columns import Instant
from core.storage.crypto import Cell, Keyring

SEALED = "sealed_"
SECRETS: Mapping[str, frozenset[str]] = {
    "connect_link": frozenset(
        {"token_hash", "state", "cookie_hash", "code_hash", "sealed_flow", "sealed_pending_cache"}
    ),
    "connection": frozenset({"claims"}),
    "export_link": frozenset({"token_hash"}),
    "sync_state": frozenset({"client_state_hash", "link"}),
    "token_cache": frozenset({"sealed_cache"}),
}
"""Columns that open something: nobody reads them, also not who they are about."""


HOSTS = frozenset({"connection", "calendar", "outlook_calendar_id", "web_link", "failure_detail", "unchecked"})
"""Of a booking: what is its host's to know, also when somebody else booked. The last two hold names of calendars."""


def mine(table: Table, person: str) -> ColumnElement[bool]:
    """The rows that go when the person goes, as far as foreign keys say so."""
    ways: list[ColumnElement[bool]] = []
    for key in table.foreign_keys:
        target = key.column.table
        if target is tables.person:
            ways.append(key.parent == person)
        else:
            ways.append(key.parent.in_(select(key.column).where(mine(target, person))))
    if table is tables.person:
        ways.append(tables.person.c.id == person)
    return or_(false(), *ways)


def known_of(table: Table, person: str, users: tuple[ChatUser, ...]) -> ColumnElement[bool]:
    """The rows about the person: also those that no foreign key leads to."""
    found = [mine(table, person)]
    if table is tables.audit:
        found.append(tables.audit.c.person == person)
    if table is tables.booking:
        found.append(tables.booking.c.booked_by == person)
    if table is tables.chat_route:
        found += [of_user(table, user) for user in users]
    return or_(*found)


def of_user(table: Table, user: ChatUser) -> ColumnElement[bool]:
    names = table.c
    return and_(names.platform == user.platform.value, names.workspace == user.workspace, names.chat_user == user.user)


def cell_of(table: Table, row: Mapping[str, Any], column: str) -> Cell:
    """Where a sealed value lives, as every repository seals it: by the row's key."""
    keys = "/".join(str(row[one.name]) for one in table.primary_key)
    return Cell(table.name, keys, column.removeprefix(SEALED))


def shown(table: Table, row: Row[Any], keyring: Keyring) -> dict[str, object]:
    """The row as plain values, opened, without secrets and without what is empty."""
    hidden = SECRETS.get(table.name, frozenset())
    found: dict[str, object] = {}
    values = row._asdict()  # by name: a column may be called as a method of rows is
    for column in table.columns:
        value = values[column.name]
        if value is None or column.name in hidden:
            continue
        if column.name.startswith(SEALED):
            value = keyring.open(cell_of(table, values, column.name), value)
        found[column.name.removeprefix(SEALED)] = _plain(value, instant=isinstance(column.type, Instant))
    return found


def told_to(person: str, table: Table, row: Row[Any], keyring: Keyring) -> dict[str, object]:
    """The same for this person: of a booking that somebody else hosts, not which calendars the host has."""
    found = shown(table, row, keyring)
    if table is tables.booking and row.host != person:
        return {name: value for name, value in found.items() if name not in HOSTS}
    return found


def _plain(value: Any, *, instant: bool) -> object:
    if instant and isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def names_in(value: object, exact: frozenset[str]) -> bool:
    """Whether one of these words stands somewhere in this JSON, also in JSON that is a text within it."""
    match value:
        case str():
            return value in exact or (value[:1] in ("{", "[") and names_in(_plain(value, instant=False), exact))
        case list() | tuple():
            return any(names_in(one, exact) for one in value)
        case dict():
            return any(names_in(one, exact) for one in (*value.keys(), *value.values()))
    return False
