"""What came once, and invitations, of two persons who are one: nothing is told a second time."""

from dataclasses import replace

from sqlalchemy import delete

from core.people.model import PersonId
from core.shared.transaction import Transaction
from core.storage.crypto import Keyring
from core.storage.database import connection_of
from core.storage.invitations import SqlInvitations
from core.storage.occasions import SqlOccasions
from core.storage.occasions_tables import invitation, occasion


async def take_occasions(tx: Transaction, keyring: Keyring, kept: PersonId, joined: PersonId) -> None:
    """Where both know the same, `kept`'s row stays. The words of invitations are sealed for the person."""
    occasions, invitations = SqlOccasions(), SqlInvitations(keyring)
    for one in await occasions.of_person(tx, joined):
        await occasions.add(tx, replace(one, person=kept))
    mine = {one.meeting for one in await invitations.of_person(tx, kept)}
    for found in await invitations.of_person(tx, joined):
        if found.meeting not in mine:
            await invitations.save(tx, replace(found, person=kept))
    for table in (occasion, invitation):
        await connection_of(tx).execute(delete(table).where(table.c.person == joined))
