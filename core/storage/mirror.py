"""The copies of calendars, with their words sealed."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, delete, insert, or_, select

from core.availability import BusyTime, ShowAs
from core.configuration.model import CalendarId
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.storage.crypto import Cell, Keyring
from core.storage.database import connection_of
from core.storage.tables import busy_block
from core.sync.model import Attendee, Event, Response

AT_A_TIME = 500
"""Parameters and rows of one statement: both databases take more, but not without end."""

Item = TypeVar("Item")
_block = busy_block.c
_TIMES = (
    _block.calendar, _block.event, _block.starts_at, _block.ends_at, _block.first_day, _block.end_day, _block.show_as,
    _block.is_cancelled, _block.response,
)  # fmt: skip


class SqlMirror:
    """Implements MirrorRepository."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def events(
        self, tx: Transaction, calendars: Collection[CalendarId], window: Range
    ) -> Mapping[CalendarId, tuple[Event, ...]]:
        found: dict[CalendarId, list[Event]] = {calendar: [] for calendar in calendars}
        for row in await self._rows(tx, _block.calendar.in_(list(found)) & _overlaps(window)):
            found[CalendarId(row.calendar)].append(self._event(row))
        return {calendar: tuple(events) for calendar, events in found.items()}

    async def busy(self, tx: Transaction, calendars: Collection[CalendarId], window: Range) -> tuple[BusyTime, ...]:
        query = select(*_TIMES).where(_block.calendar.in_(list(calendars)) & _overlaps(window))
        return tuple(_busy_time(*row) for row in await connection_of(tx).execute(query))

    async def everything(self, tx: Transaction, calendar: CalendarId) -> dict[str, Event]:
        return {row.event: self._event(row) for row in await self._rows(tx, _block.calendar == calendar)}

    async def change(
        self, tx: Transaction, calendar: CalendarId, put: Collection[Event], removed: Collection[str]
    ) -> None:
        database = connection_of(tx)
        for ids in _portions([*removed, *(event.id for event in put)]):
            await database.execute(delete(busy_block).where(_block.calendar == calendar, _block.event.in_(ids)))
        for events in _portions(list(put)):
            await database.execute(insert(busy_block), [self._columns(calendar, event) for event in events])

    async def _rows(self, tx: Transaction, condition: ColumnElement[bool]) -> Sequence[Row[Any]]:
        query = select(busy_block).where(condition).order_by(_block.starts_at, _block.event)
        return (await connection_of(tx).execute(query)).all()

    def _event(self, row: Row[Any]) -> Event:
        words = json.loads(self._keyring.open(_cell(row.calendar, row.event), row.sealed_words))
        subject, organizer, join_url, web_link, *people = words
        address, listed = people or ("", ())  # the previous version, while it still ran, wrote four
        return Event(
            id=row.event,
            ical_uid=row.ical_uid,
            series=row.series,
            start=row.starts_at,
            end=row.ends_at,
            first_day=date.fromisoformat(row.first_day) if row.first_day else None,
            end_day=date.fromisoformat(row.end_day) if row.end_day else None,
            show_as=ShowAs(row.show_as),
            is_cancelled=row.is_cancelled,
            response=Response(row.response),
            is_private=row.is_private,
            subject=subject,
            organizer_name=organizer,
            attendee_count=row.attendee_count,
            join_url=join_url,
            web_link=web_link,
            transaction_id=row.transaction_id,
            uid=row.uid,
            is_organizer=row.is_organizer,
            organizer_address=address,
            takes_proposals=row.takes_proposals,
            attendees=self._attendees(row, listed),
        )

    def _columns(self, calendar: CalendarId, event: Event) -> dict[str, Any]:
        listed = [[who.address, who.name, who.is_optional] for who in event.attendees]
        people = [event.organizer_address, listed]
        words = [event.subject, event.organizer_name, event.join_url, event.web_link, *people]
        return {
            "calendar": calendar,
            "event": event.id,
            "series": event.series,
            "ical_uid": event.ical_uid,
            "starts_at": event.start,
            "ends_at": event.end,
            "first_day": event.first_day.isoformat() if event.first_day else None,
            "end_day": event.end_day.isoformat() if event.end_day else None,
            "show_as": event.show_as.value,
            "is_cancelled": event.is_cancelled,
            "response": event.response.value,
            "is_private": event.is_private,
            "attendee_count": event.attendee_count,
            "transaction_id": event.transaction_id,
            "uid": event.uid,
            "is_organizer": event.is_organizer,
            "takes_proposals": event.takes_proposals,
            "sealed_words": self._keyring.seal(_cell(calendar, event.id), json.dumps(words)),
            "sealed_answers": self._sealed_answers(calendar, event),
        }

    def _sealed_answers(self, calendar: CalendarId, event: Event) -> str | None:
        """By the place on the list; most events have none, and the previous version doesn't know the column."""
        said = {str(place): _answer(who) for place, who in enumerate(event.attendees) if _has_answered(who)}
        return self._keyring.seal(_cell(calendar, event.id, "answers"), json.dumps(said)) if said else None

    def _attendees(self, row: Row[Any], listed: Sequence[list[Any]]) -> tuple[Attendee, ...]:
        people = [Attendee(*who) for who in listed]
        if row.sealed_answers is not None:
            said = json.loads(self._keyring.open(_cell(row.calendar, row.event, "answers"), row.sealed_answers))
            people = [_with_answer(who, said[str(at)]) if str(at) in said else who for at, who in enumerate(people)]
        return tuple(people)


def _overlaps(window: Range) -> ColumnElement[bool]:
    return (_block.starts_at < window.end) & or_(
        _block.ends_at > window.start, (_block.ends_at == window.start) & (_block.starts_at == window.start)
    )


def _busy_time(
    calendar: str,
    event: str,
    start: datetime,
    end: datetime,
    first_day: str | None,
    end_day: str | None,
    show_as: str,
    is_cancelled: bool,
    response: str,
) -> BusyTime:
    state = ShowAs(show_as)
    if first_day and end_day:
        first, last = date.fromisoformat(first_day), date.fromisoformat(end_day)
        return BusyTime(first, last, state, is_cancelled, response, calendar, event, all_day=True)
    return BusyTime(start, end, state, is_cancelled, response, calendar, event)


def _with_answer(who: Attendee, said: list[Any]) -> Attendee:
    answered_at, start, end = (datetime.fromisoformat(at) if at else None for at in said[1:])
    proposed = Range(start, end) if start and end else None
    return replace(who, response=Response(said[0]), answered_at=answered_at, proposed=proposed)


def _answer(who: Attendee) -> list[str | None]:
    moments = (
        who.answered_at,
        who.proposed.start if who.proposed else None,
        who.proposed.end if who.proposed else None,
    )
    return [who.response.value, *(at.isoformat() if at else None for at in moments)]


def _has_answered(who: Attendee) -> bool:
    return who.response is not Response.NONE or who.answered_at is not None or who.proposed is not None


def _cell(calendar: str, event: str, column: str = "words") -> Cell:
    return Cell("busy_block", f"{calendar}/{event}", column)


def _portions(items: list[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while portion := list(islice(left, AT_A_TIME)):
        yield portion
