"""Team calendars, with their members."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.configuration.teams.model import SharedCalendar, Team
from core.people.model import ChatUser, PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.errors import StorageConflict
from core.storage.teams_tables import team, team_member
from core.storage.writing import upsert


class SqlTeams:
    """Implements TeamRepository. The names of calendars and their owners are sealed."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, wanted: PersonId) -> Team | None:
        database = connection_of(tx)
        row = (await database.execute(select(team).where(team.c.id == wanted))).one_or_none()
        if row is None:
            return None
        members = select(team_member.c.person).where(team_member.c.team == wanted).order_by(team_member.c.place_in_list)
        words = json.loads(self._keyring.open(Cell("team", wanted, "words"), row.sealed_words))
        return Team(
            id=wanted,
            name=words["name"],
            linked=SharedCalendar(*words["linked"]),
            conflicts=tuple(SharedCalendar(*one) for one in words["conflicts"]),
            members=tuple(PersonId(one.person) for one in await database.execute(members)),
        )

    async def of_member(self, tx: Transaction, person: PersonId) -> tuple[Team, ...]:
        rows = await connection_of(tx).execute(teams_of(person).order_by(team_member.c.team))
        found = [await self.get(tx, PersonId(row.team)) for row in rows.all()]
        return tuple(one for one in found if one is not None)

    async def save(self, tx: Transaction, changed: Team, made_in: ChatUser, now: datetime) -> None:
        database = connection_of(tx)
        known = await database.execute(select(tables.person.c.id).where(tables.person.c.id == changed.id))
        if known.one_or_none() is None:
            await database.execute(insert(tables.person).values(_host(changed, made_in, now)))
        words = {
            "name": changed.name,
            "linked": _named(changed.linked),
            "conflicts": [_named(one) for one in changed.conflicts],
        }
        sealed = self._keyring.seal(Cell("team", changed.id, "words"), json.dumps(words, ensure_ascii=False))
        await upsert(database, team, {"id": changed.id, "sealed_words": sealed})
        await database.execute(delete(team_member).where(team_member.c.team == changed.id))
        rows = [
            {"team": changed.id, "person": person, "place_in_list": place}
            for place, person in enumerate(changed.members)
        ]
        try:
            async with database.begin_nested():
                if rows:
                    await database.execute(insert(team_member), rows)
        except IntegrityError:
            raise StorageConflict("a member of the team is gone") from None


def teams_of(person: PersonId) -> Select[tuple[str]]:
    """The ids of the teams of which this person is a member."""
    return select(team_member.c.team).where(team_member.c.person == person)


async def members_of(database: AsyncConnection, teams: Collection[PersonId]) -> dict[PersonId, frozenset[PersonId]]:
    """By team; whoever has no members is missing."""
    found: dict[PersonId, set[PersonId]] = {}
    for row in await database.execute(select(team_member).where(team_member.c.team.in_(teams))):
        found.setdefault(PersonId(row.team), set()).add(PersonId(row.person))
    return {one: frozenset(members) for one, members in found.items()}


async def take_teams(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """Two persons are one: a member of the same team twice is a member once."""
    rows, mine = team_member, team_member.alias("mine")
    twice = exists().where(mine.c.person == kept, mine.c.team == rows.c.team)
    await database.execute(delete(rows).where(rows.c.person == joined, twice))
    await database.execute(update(rows).where(rows.c.person == joined).values(person=kept))


def _named(calendar: SharedCalendar) -> list[str]:
    return [calendar.owner_address, calendar.name]


def _host(changed: Team, made_in: ChatUser, now: datetime) -> dict[str, object]:
    return {
        "id": changed.id,
        "home_platform": made_in.platform.value,
        "home_workspace": made_in.workspace,
        "home_user": changed.id,
        "created_at": now,
        "busy_version": 0,
    }
