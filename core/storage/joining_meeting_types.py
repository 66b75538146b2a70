"""Meeting types when two persons turn out to be one."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.people.model import PersonId
from core.storage.meeting_types_tables import meeting_type, meeting_type_member


async def take_meeting_types(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """The same rule as `both_members`, over rows."""
    rows, mine = meeting_type_member, meeting_type_member.alias("mine")
    await database.execute(update(meeting_type).where(meeting_type.c.owner == joined).values(owner=kept))
    theirs = rows.alias("theirs")
    wanted = select(theirs.c.meeting_type).where(theirs.c.person == joined, theirs.c.required)
    both = update(rows).where(rows.c.person == kept, rows.c.meeting_type.in_(wanted))
    await database.execute(both.values(required=True))
    twice = exists().where(mine.c.person == kept, mine.c.meeting_type == rows.c.meeting_type)
    await database.execute(delete(rows).where(rows.c.person == joined, twice))
    await database.execute(update(rows).where(rows.c.person == joined).values(person=kept))
