"""What is stored about one person, over all tables: given out, and erased."""

import json
from typing import Any

from sqlalchemy import Row, Table, and_, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.administration.model import Records, Traces
from core.people.model import ChatUser, PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.belonging import SEALED, cell_of, known_of, names_in, of_user, shown, told_to
from core.storage.booking_answers_tables import booking_answer
from core.storage.crypto import Keyring
from core.storage.database import connection_of
from core.storage.documents import user_of
from core.storage.meeting_types_tables import meeting_type
from core.storage.offers_tables import offer
from core.storage.scrubbing import ERASED, Scrubber
from core.storage.series_tables import series_draft

NAMING = (tables.booking, booking_answer, tables.kept_command, meeting_type, offer, tables.preferences, series_draft)
"""Tables in which others' rows may name somebody in words that were put there here. What is copied from others' Outlook
(their events, calendars, double bookings, team calendars) stays as Outlook has it."""

PLAIN = {"preferences": ("shown_to",)}
AT_ONCE = 200
"""So many rows of others are looked through in one transaction."""


class SqlPersonRecords:
    """Implements PersonRecords."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def everything(self, tx: Transaction, person: PersonId) -> Records:
        database, users = connection_of(tx), await _users(tx, person)
        found = {}
        for table in tables.metadata.sorted_tables:
            query = select(table).where(known_of(table, person, users)).order_by(*table.primary_key)
            rows = (await database.execute(query)).all()
            if rows:
                found[table.name] = tuple(told_to(person, table, row, self._keyring) for row in rows)
        if jobs := await _jobs(database, person, users):
            found["job"] = tuple(shown(tables.job, row, self._keyring) for row in jobs)
        return found

    async def traces(self, tx: Transaction, person: PersonId) -> Traces | None:
        database, people = connection_of(tx), tables.person.c
        if (await database.execute(select(people.id).where(people.id == person))).one_or_none() is None:
            return None
        chats = (await database.execute(select(tables.chat_identity).where(_is(tables.chat_identity, person)))).all()
        accounts = (await database.execute(select(tables.connection).where(_is(tables.connection, person)))).all()
        known = (
            select(tables.connection_address.c.address).join(tables.connection).where(_is(tables.connection, person))
        )
        proved = (await database.execute(known)).scalars().all()
        addresses = [*(row.email for row in chats), *(row.address for row in accounts), *proved]
        return Traces(
            person,
            tuple(user_of(row.platform, row.workspace, row.chat_user) for row in chats),
            frozenset(address.casefold() for address in addresses if address),
            frozenset(row.name for row in (*chats, *accounts) if row.name),
        )

    async def forget_in_others(self, tx: Transaction, traces: Traces, after: str) -> str | None:
        database, scrub = connection_of(tx), Scrubber(traces)
        place, keys = json.loads(after) if after else (0, None)
        table = NAMING[place]
        key = tuple_(*table.primary_key)
        behind = [] if keys is None else [key > tuple(keys)]
        query = select(table).where(*behind).order_by(*table.primary_key).limit(AT_ONCE)
        rows = (await database.execute(query)).all()
        for row in rows:
            await self._scrubbed(database, table, row, scrub)
        if len(rows) == AT_ONCE:
            return json.dumps([place, [getattr(rows[-1], one.name) for one in table.primary_key]])
        return json.dumps([place + 1, None]) if place + 1 < len(NAMING) else None

    async def _scrubbed(self, database: AsyncConnection, table: Table, row: Row[Any], scrub: Scrubber) -> None:
        changed = {}
        for column in table.columns:
            value = getattr(row, column.name)
            if value is None or not (column.name.startswith(SEALED) or column.name in PLAIN.get(table.name, ())):
                continue
            if column.name.startswith(SEALED):
                cell = cell_of(table, row._asdict(), column.name)
                words = self._keyring.open(cell, value)
                if (after := scrub.text(words)) != words:
                    changed[column.name] = self._keyring.seal(cell, after)
            elif (after := scrub.text(value)) != value:
                changed[column.name] = _without_erased(after)
        if changed:
            here = [one == getattr(row, one.name) for one in table.primary_key]
            unchanged = [table.c[name] == getattr(row, name) for name in changed]
            await database.execute(update(table).where(*here, *unchanged).values(changed))

    async def erase(self, tx: Transaction, traces: Traces, pseudonym: str) -> None:
        database, person = connection_of(tx), traces.person
        booking, audit = tables.booking.c, tables.audit.c
        await database.execute(update(tables.booking).where(booking.booked_by == person).values(booked_by=None))
        for user in traces.users:
            await database.execute(delete(tables.chat_route).where(of_user(tables.chat_route, user)))
            await self._leave_routes(database, user, Scrubber(traces))
        await database.execute(delete(tables.audit).where(audit.person == person))
        mentions = select(tables.audit).where(audit.details.contains(person, autoescape=True))
        for row in (await database.execute(mentions)).all():
            renamed = row.details.replace(person, pseudonym)
            await database.execute(update(tables.audit).where(audit.id == row.id).values(details=renamed))
        seqs = [row.seq for row in await _jobs(database, person, traces.users) if row.state != "running"]
        await database.execute(delete(tables.job).where(tables.job.c.seq.in_(seqs)))
        await database.execute(delete(tables.person).where(tables.person.c.id == person))

    async def _leave_routes(self, database: AsyncConnection, user: ChatUser, scrub: Scrubber) -> None:
        """How others are reached may name who brought us there."""
        route = tables.chat_route
        named = select(route).where(route.c.route.contains(user.user, autoescape=True))
        for row in (await database.execute(named)).all():
            here = of_user(route, user_of(row.platform, row.workspace, row.chat_user))
            await database.execute(update(route).where(here).values(route=scrub.text(row.route)))


async def _users(tx: Transaction, person: PersonId) -> tuple[ChatUser, ...]:
    rows = await connection_of(tx).execute(select(tables.chat_identity).where(_is(tables.chat_identity, person)))
    return tuple(user_of(row.platform, row.workspace, row.chat_user) for row in rows)


async def _jobs(database: AsyncConnection, person: PersonId, users: tuple[ChatUser, ...]) -> list[Row[Any]]:
    """The jobs whose arguments name the person. Buttons' commands in them are JSON within JSON."""
    exact = frozenset({str(person), *(user.user for user in users)})
    job = tables.job.c
    query = select(tables.job).where(or_(*(job.args.contains(one, autoescape=True) for one in exact)))
    rows = (await database.execute(query.order_by(job.seq))).all()
    return [row for row in rows if names_in(json.loads(row.args), exact)]


def _without_erased(people: str) -> str:
    """A choice of people, without who was just taken out of it."""
    return json.dumps([one for one in json.loads(people) if one["name"] != ERASED], ensure_ascii=False)


def _is(table: Table, person: PersonId) -> Any:
    return and_(table.c.person == person)
