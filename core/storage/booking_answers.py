"""What the invited answered, as rows with its words sealed."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from core.booking.model import BookingId
from core.booking.responses import Answers, Said
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.booking_answers_tables import booking_answer
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.documents import invitees_of, invitees_text
from core.storage.writing import upsert
from core.sync.model import Response

_row = booking_answer.c


class SqlBookingAnswers:
    """Implements AnswerRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get(self, tx: Transaction, booking: BookingId) -> Answers | None:
        return (await self.of_bookings(tx, (booking,))).get(booking)

    async def of_bookings(self, tx: Transaction, bookings: Collection[BookingId]) -> Mapping[BookingId, Answers]:
        query = select(booking_answer).where(_row.booking.in_(list(bookings)))
        rows = (await connection_of(tx).execute(query)).all()
        return {BookingId(row.booking): self._answers(row) for row in rows}

    async def save(self, tx: Transaction, answers: Answers) -> None:
        database = connection_of(tx)
        known = select(tables.booking.c.id).where(tables.booking.c.id == answers.booking).with_for_update()
        if (await database.execute(known)).one_or_none() is None:
            raise Gone
        columns = {
            "booking": answers.booking,
            "say_at": answers.say_at,
            "told_at": answers.told_at,
            "messages": answers.messages,
            "sealed_said": self._keyring.seal(_cell(answers.booking), _text(answers)),
        }
        await upsert(database, booking_answer, columns)

    async def told_since(self, tx: Transaction, host: PersonId, since: datetime) -> int:
        mine = tables.booking.c.host == host
        query = select(func.count()).select_from(booking_answer.join(tables.booking)).where(mine, _row.told_at >= since)
        return int((await connection_of(tx).execute(query)).scalar_one())

    def _answers(self, row: Row[Any]) -> Answers:
        known = json.loads(self._keyring.open(_cell(row.booking), row.sealed_said))
        return Answers(
            booking=BookingId(row.booking),
            event=known["event"],
            when=_range(*known["when"]),
            said=tuple(_said(*one) for one in known["said"]),
            before=tuple(_said(*one) for one in known["before"]),
            since=_moment(known["since"]),
            busy=invitees_of(known["busy"]),
            told=frozenset(known["told"]),
            kept=frozenset(known["kept"]),
            say_at=row.say_at,
            told_at=row.told_at,
            messages=row.messages,
            dates=tuple((_range(*when), _said(*one)) for when, one in known.get("dates", ())),
        )


def _text(answers: Answers) -> str:
    return json.dumps(
        {
            "event": answers.event,
            "when": _pair(answers.when),
            "said": [_listed(one) for one in answers.said],
            "before": [_listed(one) for one in answers.before],
            "since": answers.since.isoformat() if answers.since else None,
            "busy": invitees_text(answers.busy),
            "told": sorted(answers.told),
            "kept": sorted(answers.kept),
            "dates": [[_pair(when), _listed(one)] for when, one in answers.dates],
        }
    )


def _listed(one: Said) -> list[Any]:
    at = one.at.isoformat() if one.at else None
    return [one.address, one.name, one.response.value, at, _pair(one.proposed) if one.proposed else None]


def _said(address: str, name: str, response: str, at: str | None, proposed: list[str] | None) -> Said:
    return Said(address, name, Response(response), _moment(at), _range(*proposed) if proposed else None)


def _pair(when: Range) -> list[str]:
    return [when.start.isoformat(), when.end.isoformat()]


def _range(start: str, end: str) -> Range:
    return Range(datetime.fromisoformat(start), datetime.fromisoformat(end))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _cell(booking: str) -> Cell:
    return Cell("booking_answer", booking, "said")
