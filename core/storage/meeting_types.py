"""Meeting types, with their members."""

import json
from typing import Any

from sqlalchemy import Row, Select, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import words
from core.storage.errors import StorageConflict
from core.storage.meeting_types_tables import meeting_type, meeting_type_member
from core.storage.writing import upsert

_WORDS = ("name", "title", "note", "place")


class SqlMeetingTypes:
    """Implements MeetingTypeRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, kind: MeetingTypeId) -> MeetingType | None:
        found = await self._many(tx, select(meeting_type).where(meeting_type.c.id == kind))
        return found[0] if found else None

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[MeetingType, ...]:
        joined = select(meeting_type_member.c.meeting_type).where(meeting_type_member.c.person == person)
        mine = or_(meeting_type.c.owner == person, meeting_type.c.id.in_(joined))
        return await self._many(tx, select(meeting_type).where(mine))

    async def save(self, tx: Transaction, kind: MeetingType) -> None:
        database = connection_of(tx)
        members = [
            {"meeting_type": kind.id, "person": one.person, "place_in_list": number, "required": one.required}
            for number, one in enumerate(kind.members)
        ]
        try:
            async with database.begin_nested():
                await upsert(database, meeting_type, self._columns(kind))
                gone = delete(meeting_type_member).where(meeting_type_member.c.meeting_type == kind.id)
                await database.execute(gone)
                if members:
                    await database.execute(insert(meeting_type_member), members)
        except IntegrityError:
            raise StorageConflict("the type's owner or a member is gone") from None

    async def remove(self, tx: Transaction, kind: MeetingTypeId) -> None:
        await connection_of(tx).execute(delete(meeting_type).where(meeting_type.c.id == kind))

    async def _many(self, tx: Transaction, query: Select[Any]) -> tuple[MeetingType, ...]:
        database = connection_of(tx)
        rows = (await database.execute(query)).all()
        if not rows:
            return ()
        members: dict[str, list[Member]] = {row.id: [] for row in rows}
        theirs = meeting_type_member.c.meeting_type.in_(list(members))
        listed = select(meeting_type_member).where(theirs).order_by(meeting_type_member.c.place_in_list)
        for entry in await database.execute(listed):
            members[entry.meeting_type].append(Member(PersonId(entry.person), entry.required))
        found = (self._type(row, tuple(members[row.id])) for row in rows)
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    def _columns(self, kind: MeetingType) -> dict[str, Any]:
        said = json.dumps({name: getattr(kind, name) for name in _WORDS})
        return {
            "id": kind.id,
            "owner": kind.owner,
            "workspace": kind.workspace,
            "sealed_words": self._keyring.seal(_cell(kind.id), said),
            "durations": " ".join(map(str, kind.durations)),
            "created_at": kind.created_at,
            "mode": kind.mode.value,
            "k": kind.k,
            "buffer_before_minutes": kind.buffer_before_minutes,
            "buffer_after_minutes": kind.buffer_after_minutes,
            "minimum_notice_minutes": kind.minimum_notice_minutes,
            "horizon_days": kind.horizon_days,
            "daily_limit": kind.daily_limit,
            "online": kind.online,
            "linked": kind.linked,
            "conflicts": None if kind.conflicts is None else words(kind.conflicts),
            "team": kind.team,
            "shared": kind.shared,
        }

    def _type(self, row: Row[Any], members: tuple[Member, ...]) -> MeetingType:
        said = json.loads(self._keyring.open(_cell(row.id), row.sealed_words))
        calendars = None if row.conflicts is None else frozenset(map(CalendarId, row.conflicts.split()))
        return MeetingType(
            id=MeetingTypeId(row.id),
            owner=PersonId(row.owner),
            workspace=row.workspace,
            durations=tuple(map(int, row.durations.split())),
            created_at=row.created_at,
            mode=TypeMode(row.mode),
            members=members,
            k=row.k,
            buffer_before_minutes=row.buffer_before_minutes,
            buffer_after_minutes=row.buffer_after_minutes,
            minimum_notice_minutes=row.minimum_notice_minutes,
            horizon_days=row.horizon_days,
            daily_limit=row.daily_limit,
            online=row.online,
            linked=CalendarId(row.linked) if row.linked else None,
            conflicts=calendars,
            team=PersonId(row.team) if row.team else None,
            shared=row.shared,
            **{name: said[name] for name in _WORDS},
        )


def _cell(kind: str) -> Cell:
    return Cell("meeting_type", kind, "words")
