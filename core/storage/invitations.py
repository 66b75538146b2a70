"""Invitations, as rows with their words sealed."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select

from core.configuration.model import CalendarId
from core.dialogue.invitations_model import Invitation, InvitationState
from core.people.model import PersonId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.occasions_tables import invitation as _table
from core.storage.writing import upsert

_row = _table.c


class SqlInvitations:
    """Implements Invitations."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, person: PersonId, meeting: str) -> Invitation | None:
        query = select(_table).where(_row.person == person, _row.meeting == meeting)
        row = (await connection_of(tx).execute(query)).one_or_none()
        return self._invitation(row) if row else None

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Invitation, ...]:
        query = select(_table).where(_row.person == person).order_by(_row.meeting)
        return tuple(self._invitation(row) for row in (await connection_of(tx).execute(query)).all())

    async def save(self, tx: Transaction, invitation: Invitation) -> None:
        columns = {
            "person": invitation.person,
            "meeting": invitation.meeting,
            "say_at": invitation.say_at,
            "told_at": invitation.told_at,
            "sealed_words": self._keyring.seal(_cell(invitation.person, invitation.meeting), _text(invitation)),
        }
        await upsert(connection_of(tx), _table, columns)

    async def forget(self, tx: Transaction, person: PersonId, meeting: str) -> None:
        await connection_of(tx).execute(delete(_table).where(_row.person == person, _row.meeting == meeting))

    async def forget_person(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(_table).where(_row.person == person))

    def _invitation(self, row: Row[Any]) -> Invitation:
        known = json.loads(self._keyring.open(_cell(row.person, row.meeting), row.sealed_words))
        when = Range(datetime.fromisoformat(known["start"]), datetime.fromisoformat(known["end"]))
        return Invitation(
            person=PersonId(row.person),
            meeting=row.meeting,
            event=known["event"],
            calendar=CalendarId(known["calendar"]),
            title=known["title"],
            organizer=known["organizer"],
            when=when,
            first_day=_day(known["first_day"]),
            end_day=_day(known["end_day"]),
            dates=known["dates"],
            is_hidden=known["is_hidden"],
            state=InvitationState(known["state"]),
            say_at=row.say_at,
            told_at=row.told_at,
            by_me=known["by_me"],
            clashes=tuple((one, other) for one, other in known["clashes"]),
        )


def _text(one: Invitation) -> str:
    return json.dumps(
        {
            "event": one.event,
            "calendar": one.calendar,
            "title": one.title,
            "organizer": one.organizer,
            "start": one.when.start.isoformat(),
            "end": one.when.end.isoformat(),
            "first_day": one.first_day.isoformat() if one.first_day else None,
            "end_day": one.end_day.isoformat() if one.end_day else None,
            "dates": one.dates,
            "is_hidden": one.is_hidden,
            "state": one.state.value,
            "by_me": one.by_me,
            "clashes": one.clashes,
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _cell(person: str, meeting: str) -> Cell:
    return Cell("invitation", f"{person}/{meeting}", "words")
