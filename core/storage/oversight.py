"""What an admin may know of the people of one workspace: counted, never read."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from core.administration.model import AuditLine, ConnectedTenant, Health, Member
from core.people.model import PersonId, Workspace
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.database import connection_of

JOBS_MOST = 5000
"""So many waiting and dead jobs are looked at: more of them are said as so many."""

_OWNED = (tables.booking.c, tables.connection.c, tables.calendar.c)
"""What a job may be about besides a person."""


class SqlOversight:
    """Implements Oversight."""

    async def health(self, tx: Transaction, workspace: Workspace) -> Health:
        database, people = connection_of(tx), _people(workspace)
        connection, state = tables.connection.c, tables.sync_state.c
        accounts = (
            await database.execute(
                select(connection.person, connection.state, connection.why).where(connection.person.in_(people))
            )
        ).all()
        mine = select(tables.calendar.c.id).where(tables.calendar.c.connection.in_(_accounts(workspace)))
        copies = (await database.execute(select(state.read_at, state.error).where(state.calendar.in_(mine)))).all()
        jobs = await self._jobs(tx, workspace)
        dead = [job for job in jobs if job.state == "dead"]
        reads = [row.read_at for row in copies if row.read_at is not None]
        return Health(
            people=len(set((await database.execute(people)).scalars())),
            connected=len({row.person for row in accounts}),
            accounts=_counted(row.state for row in accounts),
            causes=_counted(row.why for row in accounts),
            oldest_read_at=min(reads, default=None),
            unread=_counted(row.error for row in copies),
            waiting_jobs=len(jobs) - len(dead),
            dead_jobs=len(dead),
            errors=_counted(job.error_code for job in dead),
        )

    async def audit(self, tx: Transaction, workspace: Workspace, most: int) -> tuple[AuditLine, ...]:
        log = tables.audit.c
        theirs = or_(log.workspace == workspace.key, log.workspace.is_(None) & log.person.in_(_people(workspace)))
        newest = select(tables.audit).where(theirs).order_by(log.at.desc(), log.id).limit(most)
        rows = (await connection_of(tx).execute(newest)).all()
        about = {row.id: json.loads(row.details).get("person") for row in rows}
        names = await self._names(tx, {*(row.person for row in rows), *(one for one in about.values() if one)})
        return tuple(AuditLine(row.at, row.action, names.get(row.person), names.get(about[row.id])) for row in rows)

    async def member(self, tx: Transaction, workspace: Workspace, person: PersonId) -> Member | None:
        chat, connection = tables.chat_identity.c, tables.connection.c
        found = select(chat.name).where(_in(workspace), chat.person == person).limit(1)
        name = (await connection_of(tx).execute(found)).scalar_one_or_none()
        if name is None:
            return None
        mine = select(func.count()).where(connection.person == person)
        return Member(person, name, (await connection_of(tx).execute(mine)).scalar_one())

    async def tenants(self, tx: Transaction, workspace: Workspace) -> tuple[ConnectedTenant, ...]:
        connection = tables.connection.c
        found = select(connection.tid, func.min(connection.address).label("address"), func.count().label("accounts"))
        theirs = found.where(connection.person.in_(_people(workspace))).group_by(connection.tid)
        rows = (await connection_of(tx).execute(theirs)).all()
        known = [ConnectedTenant(row.tid, row.address.rpartition("@")[2], row.accounts) for row in rows]
        return tuple(sorted(known, key=lambda one: (-one.accounts, one.tid)))

    async def at_home(self, tx: Transaction, workspace: Workspace, after: str, most: int) -> tuple[PersonId, ...]:
        people = tables.person.c
        here = (people.home_platform == workspace.platform.value, people.home_workspace == workspace.id)
        speaks = exists().where(tables.chat_identity.c.person == people.id)
        found = select(people.id).where(*here, speaks, people.id > after).order_by(people.id).limit(most)
        return tuple(PersonId(one) for one in (await connection_of(tx).execute(found)).scalars())

    async def _jobs(self, tx: Transaction, workspace: Workspace) -> list[Any]:
        """Those whose arguments name one of these people, or something of theirs."""
        job, database = tables.job.c, connection_of(tx)
        wanted = select(job.args, job.state, job.error_code).where(job.state.in_(["waiting", "dead"]))
        rows = (await database.execute(wanted.order_by(job.seq.desc()).limit(JOBS_MOST))).all()
        named = [*{one for row in rows for one in json.loads(row.args).values() if isinstance(one, str)}]
        people, booking, connection, calendar = _people(workspace), *_OWNED
        theirs: set[str] = set()
        for query in (
            people.where(tables.chat_identity.c.person.in_(named)),
            select(booking.id).where(booking.id.in_(named), booking.host.in_(people)),
            select(connection.id).where(connection.id.in_(named), connection.person.in_(people)),
            select(calendar.id).where(calendar.id.in_(named), calendar.connection.in_(_accounts(workspace))),
        ):
            theirs |= set((await database.execute(query)).scalars())
        return [row for row in rows if theirs & set(map(str, json.loads(row.args).values()))]

    async def _names(self, tx: Transaction, people: Iterable[str]) -> Mapping[str, str]:
        chat = tables.chat_identity.c
        found = select(chat.person, chat.name).where(chat.person.in_(list(people)))
        return {row.person: row.name for row in await connection_of(tx).execute(found)}


def _in(workspace: Workspace) -> ColumnElement[bool]:
    chat = tables.chat_identity.c
    return (chat.platform == workspace.platform.value) & (chat.workspace == workspace.id)


def _people(workspace: Workspace) -> Select[tuple[str]]:
    return select(tables.chat_identity.c.person).where(_in(workspace)).distinct()


def _accounts(workspace: Workspace) -> Select[tuple[str]]:
    connection = tables.connection.c
    return select(connection.id).where(connection.person.in_(_people(workspace)))


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(one for one in values if one is not None).items()))
