"""Making one person of two: every row that names the one names the other afterwards (docs/adr/0008)."""

from typing import Any

from sqlalchemy import Table, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.people.model import PersonId
from core.storage import tables
from core.storage.crypto import Cell, Keyring

FOLLOWING = (tables.chat_identity, tables.connection, tables.connect_link)
"""Tables whose rows simply change hands. All others that name a person have a function of their own below."""


async def join_rows(database: AsyncConnection, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Everything of `joined` becomes `kept`'s, and `joined` is deleted. The audit log keeps the old name."""
    for table in FOLLOWING:
        await _hand_over(database, table, kept, joined)
    await _take_choices(database, kept, joined)
    await _take_protection(database, keyring, kept, joined)
    await _take_bookings(database, kept, joined)
    await _take_notices(database, kept, joined)
    await _take_kept_command(database, keyring, kept, joined)
    await _rename_in_jobs(database, kept, joined)
    await database.execute(delete(tables.person).where(tables.person.c.id == joined))


async def _hand_over(database: AsyncConnection, table: Table, kept: PersonId, joined: PersonId) -> None:
    await database.execute(update(table).where(table.c.person == joined).values(person=kept))


async def _take_choices(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """What `kept` chose stays, and what blocked `joined` blocks both from now on: unknown is never free. A linked
    calendar is taken over where there is none."""
    chosen = tables.preferences.c
    rows = {
        row.person: row
        for row in await database.execute(select(tables.preferences).where(chosen.person.in_([kept, joined])))
    }
    theirs = rows.get(joined)
    if theirs is None:
        return
    mine = rows.get(kept)
    if mine is None:
        await _hand_over(database, tables.preferences, kept, joined)
        return
    linked = mine.linked or theirs.linked
    blocking = set(theirs.conflicts.split()) | ({theirs.linked} if theirs.linked and theirs.linked_blocks else set())
    conflicts = (set(mine.conflicts.split()) | blocking) - {linked}
    merged = update(tables.preferences).where(chosen.person == kept)
    await database.execute(merged.values(linked=linked, conflicts=" ".join(sorted(conflicts))))
    await database.execute(delete(tables.preferences).where(chosen.person == joined))


async def _take_protection(database: AsyncConnection, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Nobody is protected twice: where `kept` is protected by the same booking, or by another live one at that time,
    that protection is enough. The events of both stand in Outlook, and what overlaps there is told as a clash."""
    rows = tables.booking_person
    mine = rows.alias("mine")
    same = mine.c.booking == rows.c.booking
    at_once = and_(mine.c.live, rows.c.live, mine.c.starts_at < rows.c.ends_at, mine.c.ends_at > rows.c.starts_at)
    covered = exists().where(mine.c.person == kept, or_(same, at_once))
    await _rename_in_invitees(database, keyring, kept, joined)
    await database.execute(delete(rows).where(rows.c.person == joined, covered))
    await _hand_over(database, rows, kept, joined)


async def _rename_in_invitees(database: AsyncConnection, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Bookings name their protected invitees once more, sealed."""
    booking = tables.booking.c
    protecting = select(tables.booking_person.c.booking).where(tables.booking_person.c.person == joined)
    invited = select(booking.id, booking.sealed_invitees).where(booking.id.in_(protecting))
    for row in (await database.execute(invited)).all():
        cell = Cell("booking", row.id, "invitees")
        named = keyring.open(cell, row.sealed_invitees)
        if joined in named:
            sealed = keyring.seal(cell, named.replace(joined, kept))
            await database.execute(update(tables.booking).where(booking.id == row.id).values(sealed_invitees=sealed))


async def _take_bookings(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """A request key that both used stays with `kept`'s booking, which its repetition has to find."""
    booking, mine = tables.booking.c, tables.booking.alias("mine")
    twice = exists().where(mine.c.host == kept, mine.c.request_key == booking.request_key)
    await database.execute(update(tables.booking).where(booking.host == joined, twice).values(request_key=booking.id))
    await database.execute(update(tables.booking).where(booking.host == joined).values(host=kept))


async def _take_notices(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """Every message goes on being edited; where both were told the same, the kind tells the two messages apart."""
    notice, mine = tables.notice.c, tables.notice.alias("mine")
    both_told = exists().where(mine.c.person == kept, mine.c.subject == notice.subject, mine.c.kind == notice.kind)
    told_apart: dict[str, Any] = {"kind": notice.kind + literal(f":{joined}")}
    await database.execute(update(tables.notice).where(notice.person == joined, both_told).values(told_apart))
    await _hand_over(database, tables.notice, kept, joined)


async def _take_kept_command(database: AsyncConnection, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """One command waits for a person: the one asked last. Its words are sealed for the person it waits for."""
    waiting = tables.kept_command.c
    found = select(tables.kept_command).where(waiting.person.in_([kept, joined])).order_by(waiting.expires_at.desc())
    rows = (await database.execute(found)).all()
    if not rows or rows[0].person == kept:
        return
    payload = keyring.open(Cell("kept_command", joined, "payload"), rows[0].sealed_payload)
    sealed = keyring.seal(Cell("kept_command", kept, "payload"), payload)
    await database.execute(delete(tables.kept_command).where(waiting.person == kept))
    moved = update(tables.kept_command).where(waiting.person == joined)
    await database.execute(moved.values(person=kept, sealed_payload=sealed))


async def _rename_in_jobs(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """Jobs and facts go on for `kept`; ids are unique words, so that their text can be replaced. A running one keeps
    its lock key, which another running one may have; should it fail, its next attempt reads the new arguments."""
    job = tables.job.c
    names = job.args.contains(joined, autoescape=True)
    await database.execute(update(tables.job).where(names).values(args=func.replace(job.args, joined, kept)))
    waits = and_(job.state == "waiting", job.lock_key.contains(joined, autoescape=True))
    await database.execute(update(tables.job).where(waits).values(lock_key=func.replace(job.lock_key, joined, kept)))
