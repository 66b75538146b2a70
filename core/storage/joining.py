"""Making one person of two: every row that names the one names the other afterwards (docs/adr/0008)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Table, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.connection.model import Connection
from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.administration_tables import export_link
from core.storage.approvals_tables import approval_return, approval_wait
from core.storage.configuration import SqlPreferences
from core.storage.conflicts import SqlLedgers
from core.storage.connection import SqlConnections
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import invitees_of, invitees_text
from core.storage.joining_meeting_types import take_meeting_types
from core.storage.joining_occasions import take_occasions
from core.storage.joining_values import both_choices, both_ledgers
from core.storage.offers_tables import offer, people_search
from core.storage.own_choices import take_own_choices
from core.storage.series_tables import series_draft
from core.storage.slack_tables import home_tab
from core.storage.teams import take_teams
from core.storage.told_counts import told_count
from core.storage.trouble import trouble

FOLLOWING = (
    tables.chat_identity,
    tables.connection,
    tables.connect_link,
    approval_return,
    series_draft,
    offer,
    export_link,
    home_tab,
)
"""Tables whose rows simply change hands. All others that name a person have a function of their own below."""


async def join_rows(tx: Transaction, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Everything of `joined` becomes `kept`'s, and `joined` is deleted. The audit log keeps the old name."""
    database, connections = connection_of(tx), SqlConnections()
    accounts = (await connections.of_person(tx, kept), await connections.of_person(tx, joined))
    for table in FOLLOWING:
        await _hand_over(database, table, kept, joined)
    await take_own_choices(database, kept, joined)
    await _take_choices(tx, kept, joined, accounts)
    await _take_ledger(tx, keyring, kept, joined)
    await take_occasions(tx, keyring, kept, joined)
    await _take_protection(database, keyring, kept, joined)
    await _take_bookings(database, kept, joined)
    await take_meeting_types(database, kept, joined)
    await take_teams(database, kept, joined)
    await _take_notices(database, kept, joined)
    await _take_kept_command(database, keyring, kept, joined)
    await _hand_over(database, trouble, kept, joined)
    await database.execute(delete(approval_wait).where(approval_wait.c.person == joined))  # it signed in just now
    await database.execute(delete(tables.sync_switch).where(tables.sync_switch.c.person == joined))  # no Undo any more
    await database.execute(delete(people_search).where(people_search.c.person == joined))  # mine goes on counting
    await database.execute(delete(told_count).where(told_count.c.person == joined))  # so does this
    await _rename_in_jobs(database, kept, joined)
    await database.execute(delete(tables.person).where(tables.person.c.id == joined))


async def _hand_over(database: AsyncConnection, table: Table, kept: PersonId, joined: PersonId) -> None:
    await database.execute(update(table).where(table.c.person == joined).values(person=kept))


async def _take_choices(
    tx: Transaction,
    kept: PersonId,
    joined: PersonId,
    accounts: tuple[tuple[Connection, ...], tuple[Connection, ...]],
) -> None:
    preferences = SqlPreferences()
    theirs, mine = await preferences.get(tx, joined), await preferences.get(tx, kept)
    if theirs is not None:
        await preferences.save(tx, both_choices(mine, theirs, accounts) if mine else replace(theirs, person=kept))
        await preferences.delete(tx, joined)


async def _take_ledger(tx: Transaction, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Double bookings are read and written anew, because their words are sealed for the person."""
    ledgers = SqlLedgers(keyring)
    theirs, mine = await ledgers.load(tx, joined), await ledgers.load(tx, kept)
    await ledgers.forget_person(tx, joined)
    await ledgers.save(tx, mine, both_ledgers(mine, theirs))


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
        people = invitees_of(keyring.open(cell, row.sealed_invitees))
        if any(one.person == joined for one in people):
            named = tuple(replace(one, person=kept) if one.person == joined else one for one in people)
            sealed = keyring.seal(cell, invitees_text(named))
            await database.execute(update(tables.booking).where(booking.id == row.id).values(sealed_invitees=sealed))


async def _take_bookings(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """A request key that both used stays with `kept`'s booking, which its repetition has to find."""
    booking, mine = tables.booking.c, tables.booking.alias("mine")
    twice = exists().where(mine.c.host == kept, mine.c.request_key == booking.request_key)
    await database.execute(update(tables.booking).where(booking.host == joined, twice).values(request_key=booking.id))
    await database.execute(update(tables.booking).where(booking.host == joined).values(host=kept))
    await database.execute(update(tables.booking).where(booking.booked_by == joined).values(booked_by=kept))


async def _take_notices(database: AsyncConnection, kept: PersonId, joined: PersonId) -> None:
    """Every message goes on being edited, also those whose subject is the person; where both were told the same, the
    kind tells the two messages apart."""
    notice, mine = tables.notice.c, tables.notice.alias("mine")
    about = and_(notice.person == joined, notice.subject.endswith(f":{joined}", autoescape=True))
    renamed = func.replace(notice.subject, f":{joined}", f":{kept}")
    await database.execute(update(tables.notice).where(about).values(subject=renamed))
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
    """Jobs and facts go on for `kept`, named in arguments (a whole JSON string) and in lock keys. A running one keeps
    its lock key, which another running one may have; should it fail, its next attempt reads the new arguments."""
    job = tables.job.c
    old, new = f'"{joined}"', f'"{kept}"'
    names = job.args.contains(old, autoescape=True)
    await database.execute(update(tables.job).where(names).values(args=func.replace(job.args, old, new)))
    waits = and_(job.state == "waiting", job.lock_key.contains(f":{joined}", autoescape=True))
    renamed = func.replace(job.lock_key, f":{joined}", f":{kept}")
    await database.execute(update(tables.job).where(waits).values(lock_key=renamed))
