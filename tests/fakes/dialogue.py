"""Notices, kept commands and seen requests, in memory."""

from datetime import datetime

from core.dialogue.model import KeptCommand, MessageRef, Notice
from core.people.model import PersonId
from core.shared.transaction import Transaction
from tests.fakes.memory import tables_of, writable


class FakeNotices:
    """Implements NoticeRepository."""

    async def get(self, tx: Transaction, person: PersonId, subject: str, kind: str) -> Notice | None:
        return tables_of(tx).notices.get((person, subject, kind))

    async def of_subject(self, tx: Transaction, subject: str) -> tuple[Notice, ...]:
        rows = sorted(tables_of(tx).notices.items())
        return tuple(notice for key, notice in rows if key[1] == subject)

    async def starting_with(self, tx: Transaction, person: PersonId, start: str) -> tuple[Notice, ...]:
        rows = sorted(tables_of(tx).notices.items())
        return tuple(notice for key, notice in rows if key[0] == person and key[1].startswith(start))

    async def of_message(self, tx: Transaction, person: PersonId, ref: MessageRef) -> tuple[Notice, ...]:
        rows = sorted(tables_of(tx).notices.items())
        return tuple(notice for key, notice in rows if (key[0], notice.ref) == (person, ref))

    async def forget_kind(self, tx: Transaction, person: PersonId, kind: str) -> None:
        tables = writable(tx)
        kept = {key: notice for key, notice in tables.notices.items() if (key[0], key[2]) != (person, kind)}
        tables.notices = kept

    async def save(self, tx: Transaction, notice: Notice) -> None:
        writable(tx).notices[notice.person, notice.subject, notice.kind] = notice

    async def forget_subject(self, tx: Transaction, person: PersonId, subject: str) -> None:
        tables = writable(tx)
        tables.notices = {key: notice for key, notice in tables.notices.items() if key[:2] != (person, subject)}

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        tables = writable(tx)
        tables.notices = {key: notice for key, notice in tables.notices.items() if notice.person != person}


class FakeKeptCommands:
    """Implements KeptCommandRepository."""

    async def keep(self, tx: Transaction, command: KeptCommand) -> None:
        writable(tx).kept_commands[command.person] = command

    async def take(self, tx: Transaction, person: PersonId, now: datetime) -> KeptCommand | None:
        command = writable(tx).kept_commands.pop(person, None)
        return command if command and command.expires_at > now else None


class FakeSeenRequests:
    """Implements SeenRequests."""

    async def first_time(self, tx: Transaction, request: str, now: datetime) -> bool:
        seen = writable(tx).seen
        if request in seen:
            return False
        seen[request] = now
        return True
