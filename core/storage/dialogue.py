"""What was told to whom, which command waits, and which deliveries had their effect."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select

from core.dialogue.model import KeptCommand, MessageRef, Notice
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import user_columns, user_of
from core.storage.writing import insert_if_new, upsert

REMEMBER_REQUESTS_FOR = timedelta(days=2)
_SWEPT_AT_ONCE = 50


class SqlNotices:
    """Implements NoticeRepository."""

    async def get(self, tx: Transaction, person: PersonId, subject: str, kind: str) -> Notice | None:
        told = tables.notice.c
        query = select(tables.notice).where(told.person == person, told.subject == subject, told.kind == kind)
        row = (await connection_of(tx).execute(query)).one_or_none()
        return _notice(row) if row else None

    async def of_subject(self, tx: Transaction, subject: str) -> tuple[Notice, ...]:
        """By person and kind."""
        query = select(tables.notice).where(tables.notice.c.subject == subject)
        rows = await connection_of(tx).execute(query.order_by(tables.notice.c.person, tables.notice.c.kind))
        return tuple(_notice(row) for row in rows)

    async def starting_with(self, tx: Transaction, person: PersonId, start: str) -> tuple[Notice, ...]:
        told = tables.notice.c
        query = select(tables.notice).where(told.person == person, told.subject.startswith(start, autoescape=True))
        rows = await connection_of(tx).execute(query.order_by(told.subject, told.kind))
        return tuple(_notice(row) for row in rows)

    async def of_message(self, tx: Transaction, person: PersonId, ref: MessageRef) -> tuple[Notice, ...]:
        told = tables.notice.c
        query = select(tables.notice).where(
            told.person == person, told.channel == ref.channel, told.message == ref.message
        )
        rows = await connection_of(tx).execute(query.order_by(told.subject, told.kind))
        return tuple(_notice(row) for row in rows)

    async def forget_kind(self, tx: Transaction, person: PersonId, kind: str) -> None:
        told = tables.notice.c
        await connection_of(tx).execute(delete(tables.notice).where(told.person == person, told.kind == kind))

    async def save(self, tx: Transaction, notice: Notice) -> None:
        columns = {
            "person": notice.person,
            "subject": notice.subject,
            "kind": notice.kind,
            **user_columns(notice.user),
            **_ref_columns(notice.ref),
        }
        await upsert(connection_of(tx), tables.notice, columns)

    async def forget_subject(self, tx: Transaction, person: PersonId, subject: str) -> None:
        told = tables.notice.c
        await connection_of(tx).execute(delete(tables.notice).where(told.person == person, told.subject == subject))

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(tables.notice).where(tables.notice.c.person == person))


class SqlKeptCommands:
    """Implements KeptCommandRepository. The payload may hold a title, so it is sealed."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def keep(self, tx: Transaction, command: KeptCommand) -> None:
        columns = {
            "person": command.person,
            **user_columns(command.user),
            "sealed_payload": self._keyring.seal(_payload(command.person), command.payload),
            "expires_at": command.expires_at,
        }
        await upsert(connection_of(tx), tables.kept_command, columns)

    async def take(self, tx: Transaction, person: PersonId, now: datetime) -> KeptCommand | None:
        removed = delete(tables.kept_command).where(tables.kept_command.c.person == person)
        row = (await connection_of(tx).execute(removed.returning(tables.kept_command))).one_or_none()
        if row is None or row.expires_at <= now:
            return None
        return KeptCommand(
            person=PersonId(row.person),
            user=user_of(row.platform, row.workspace, row.chat_user),
            payload=self._keyring.open(_payload(person), row.sealed_payload),
            expires_at=row.expires_at,
        )


class SqlSeenRequests:
    """Implements SeenRequests. Forgets requests after two days, which no platform repeats for."""

    async def first_time(self, tx: Transaction, request: str, now: datetime) -> bool:
        database = connection_of(tx)
        seen = tables.seen_request.c
        old = select(seen.request).where(seen.seen_at < now - REMEMBER_REQUESTS_FOR).limit(_SWEPT_AT_ONCE)
        unclaimed = old.with_for_update(skip_locked=True)
        await database.execute(delete(tables.seen_request).where(seen.request.in_(unclaimed)))
        return await insert_if_new(database, tables.seen_request, {"request": request, "seen_at": now})


def _payload(person: PersonId) -> Cell:
    return Cell("kept_command", person, "payload")


def _ref_columns(ref: MessageRef | None) -> dict[str, str | None]:
    return {"channel": ref.channel if ref else None, "message": ref.message if ref else None}


def _ref(row: Row[Any]) -> MessageRef | None:
    return None if row.channel is None else MessageRef(row.channel, row.message)


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        person=PersonId(row.person),
        subject=row.subject,
        kind=row.kind,
        user=user_of(row.platform, row.workspace, row.chat_user),
        ref=_ref(row),
    )
