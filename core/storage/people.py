"""Persons and their chat identities."""

import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from core.people.model import ChatProfile, ChatUser, Person, PersonId, Platform
from core.shared.errors import Gone
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.crypto import Keyring
from core.storage.database import connection_of, opened
from core.storage.documents import user_columns, user_of
from core.storage.errors import StorageConflict
from core.storage.joining import join_rows
from core.storage.teams import teams_of
from core.storage.writing import upsert


class SqlPersons:
    """Implements PersonRepository. The keyring is for what is sealed for one person and joins another."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def by_user(self, tx: Transaction, user: ChatUser) -> Person | None:
        """On PostgreSQL a write that finds nobody makes the others who look for this user wait until its end, so that
        two first commands at once don't make two persons."""
        found = await self._by_user(tx, user)
        open_tx = opened(tx)
        if found is None and open_tx.writes and open_tx.connection.dialect.name == "postgresql":
            key = zlib.crc32("\x1f".join(user_columns(user).values()).encode())
            await open_tx.connection.execute(select(func.pg_advisory_xact_lock(key)))
            found = await self._by_user(tx, user)
        return found

    async def _by_user(self, tx: Transaction, user: ChatUser) -> Person | None:
        joined = (
            select(tables.person)
            .join(tables.chat_identity, tables.chat_identity.c.person == tables.person.c.id)
            .where(_is(user))
        )
        row = (await connection_of(tx).execute(joined)).one_or_none()
        return _person(row) if row else None

    async def get(self, tx: Transaction, person: PersonId) -> Person | None:
        row = (await connection_of(tx).execute(select(tables.person).where(tables.person.c.id == person))).one_or_none()
        return _person(row) if row else None

    async def add(self, tx: Transaction, person: Person, profile: ChatProfile, now: datetime) -> None:
        connection = connection_of(tx)
        try:
            async with connection.begin_nested():
                await connection.execute(
                    insert(tables.person).values(
                        id=person.id,
                        **_home_columns(person.home),
                        created_at=person.created_at,
                        busy_version=0,
                        language=person.language,
                    )
                )
                await connection.execute(insert(tables.chat_identity).values(_profile_columns(person.id, profile, now)))
        except IntegrityError:
            raise StorageConflict("this person or chat user exists already") from None

    async def profile(self, tx: Transaction, user: ChatUser) -> tuple[ChatProfile, datetime] | None:
        row = (await connection_of(tx).execute(select(tables.chat_identity).where(_is(user)))).one_or_none()
        return (_profile(row), row.read_at) if row else None

    async def known(
        self, tx: Transaction, users: Collection[ChatUser]
    ) -> Mapping[ChatUser, tuple[PersonId, ChatProfile, datetime]]:
        if not users:
            return {}
        wanted = select(tables.chat_identity).where(or_(*map(_is, users)))
        profiles = [(row, _profile(row)) for row in await connection_of(tx).execute(wanted)]
        return {profile.user: (PersonId(row.person), profile, row.read_at) for row, profile in profiles}

    async def save_profile(self, tx: Transaction, person: PersonId, profile: ChatProfile, now: datetime) -> None:
        await upsert(connection_of(tx), tables.chat_identity, _profile_columns(person, profile, now))

    async def identities(self, tx: Transaction, person: PersonId) -> tuple[ChatProfile, ...]:
        owner = await self.get(tx, person)
        found = select(tables.chat_identity).where(tables.chat_identity.c.person == person)
        profiles = [_profile(row) for row in await connection_of(tx).execute(found)]
        home = owner.home if owner else None
        profiles.sort(key=lambda each: (each.user != home, each.user.platform, each.user.workspace, each.user.user))
        return tuple(profiles)

    async def of_workspace(self, tx: Transaction, platform: Platform, workspace: str) -> Mapping[ChatUser, PersonId]:
        columns = tables.chat_identity.c
        found = select(tables.chat_identity).where(columns.platform == platform.value, columns.workspace == workspace)
        rows = await connection_of(tx).execute(found)
        return {user_of(row.platform, row.workspace, row.chat_user): PersonId(row.person) for row in rows}

    async def lock(self, tx: Transaction, persons: frozenset[PersonId]) -> None:
        wanted = (
            select(tables.person.c.id)
            .where(tables.person.c.id.in_(persons))
            .order_by(tables.person.c.id)
            .with_for_update()
        )
        locked = (await connection_of(tx).execute(wanted)).all()
        if len(locked) != len(persons):
            raise Gone("a person to lock does not exist any more")

    async def move_home(self, tx: Transaction, person: PersonId, home: ChatUser) -> None:
        moved = update(tables.person).where(tables.person.c.id == person)
        await connection_of(tx).execute(moved.values(_home_columns(home)))

    async def choose_language(self, tx: Transaction, person: PersonId, language: str) -> None:
        chosen = update(tables.person).where(tables.person.c.id == person).values(language=language)
        await connection_of(tx).execute(chosen)

    async def join(self, tx: Transaction, person: PersonId, joined: PersonId) -> None:
        await join_rows(tx, self._keyring, person, joined)
        await self.raise_busy_version(tx, person)

    async def raise_busy_version(self, tx: Transaction, person: PersonId) -> None:
        raised = (
            update(tables.person)
            .where(or_(tables.person.c.id == person, tables.person.c.id.in_(teams_of(person))))
            .values(busy_version=tables.person.c.busy_version + 1)
        )
        await connection_of(tx).execute(raised)

    async def busy_versions(self, tx: Transaction, persons: Collection[PersonId]) -> Mapping[PersonId, int]:
        wanted = select(tables.person.c.id, tables.person.c.busy_version).where(tables.person.c.id.in_(list(persons)))
        return {PersonId(row.id): row.busy_version for row in await connection_of(tx).execute(wanted)}


def _is(user: ChatUser) -> ColumnElement[bool]:
    return and_(
        tables.chat_identity.c.platform == user.platform.value,
        tables.chat_identity.c.workspace == user.workspace,
        tables.chat_identity.c.chat_user == user.user,
    )


def _home_columns(home: ChatUser) -> dict[str, str]:
    return {"home_platform": home.platform.value, "home_workspace": home.workspace, "home_user": home.user}


def _person(row: Row[Any]) -> Person:
    home = user_of(row.home_platform, row.home_workspace, row.home_user)
    return Person(PersonId(row.id), home, row.created_at, row.language)


def _profile(row: Row[Any]) -> ChatProfile:
    return ChatProfile(
        user=user_of(row.platform, row.workspace, row.chat_user),
        name=row.name,
        email=row.email,
        zone=row.zone,
        locale=row.locale,
        outsider=row.outsider,
        active=row.active,
    )


def _profile_columns(person: PersonId, profile: ChatProfile, now: datetime) -> dict[str, Any]:
    return {
        **user_columns(profile.user),
        "person": person,
        "name": profile.name,
        "email": profile.email,
        "zone": profile.zone,
        "locale": profile.locale,
        "outsider": profile.outsider,
        "active": profile.active,
        "read_at": now,
    }
