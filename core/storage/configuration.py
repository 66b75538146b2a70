"""Calendars as last listed, and what each person chose."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences, SeenBy, ToldInvitations
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.errors import Gone
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.database import connection_of
from core.storage.documents import (
    blocking_of,
    blocking_text,
    hours_of,
    hours_text,
    ignored_of,
    ignored_text,
    invitees_of,
    invitees_text,
    journeys_of,
    journeys_text,
    words,
)
from core.storage.writing import upsert

_KINDS = tuple(CalendarKind)  # own, shared, automatic: the order people see


class SqlCalendars:
    """Implements CalendarRepository."""

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[Calendar, ...]:
        query = select(tables.calendar).join(tables.connection, tables.connection.c.id == tables.calendar.c.connection)
        rows = await connection_of(tx).execute(query.where(tables.connection.c.person == person))
        return tuple(sorted((calendar_of(row) for row in rows), key=shown_order))

    async def get(self, tx: Transaction, calendar: CalendarId) -> Calendar | None:
        row = (
            await connection_of(tx).execute(select(tables.calendar).where(tables.calendar.c.id == calendar))
        ).one_or_none()
        return calendar_of(row) if row else None

    async def replace(self, tx: Transaction, connection: ConnectionId, calendars: tuple[Calendar, ...]) -> None:
        database = connection_of(tx)
        owner = select(tables.connection.c.id).where(tables.connection.c.id == connection).with_for_update()
        if (await database.execute(owner)).one_or_none() is None:
            if calendars:
                raise Gone("the connection of these calendars was deleted")
            return
        known = select(tables.calendar.c.outlook_id, tables.calendar.c.id).where(
            tables.calendar.c.connection == connection
        )
        ids = {row.outlook_id: row.id for row in await database.execute(known)}
        for vanished in ids.keys() - {listed.outlook_id for listed in calendars}:
            await database.execute(delete(tables.calendar).where(tables.calendar.c.id == ids[vanished]))
        for listed in calendars:
            columns = _calendar_columns(listed, connection)
            known_id = ids.get(listed.outlook_id)
            if known_id is None:
                await database.execute(insert(tables.calendar).values(id=listed.id, **columns))
            else:
                await database.execute(update(tables.calendar).where(tables.calendar.c.id == known_id).values(columns))


class SqlPreferences:
    """Implements PreferencesRepository."""

    async def get(self, tx: Transaction, person: PersonId) -> Preferences | None:
        row = (
            await connection_of(tx).execute(select(tables.preferences).where(tables.preferences.c.person == person))
        ).one_or_none()
        return _preferences(row) if row else None

    async def save(self, tx: Transaction, preferences: Preferences) -> None:
        await upsert(connection_of(tx), tables.preferences, preferences_columns(preferences))

    async def delete(self, tx: Transaction, person: PersonId) -> None:
        await connection_of(tx).execute(delete(tables.preferences).where(tables.preferences.c.person == person))


def shown_order(listed: Calendar) -> tuple[bool, int, str, str]:
    """Default calendar first, then own, shared, automatic ones, each by name."""
    return (not listed.is_default, _KINDS.index(listed.kind), listed.name.casefold(), listed.id)


def calendar_of(row: Row[Any]) -> Calendar:
    return Calendar(
        id=CalendarId(row.id),
        connection=ConnectionId(row.connection),
        outlook_id=row.outlook_id,
        name=row.name,
        kind=CalendarKind(row.kind),
        owner_name=row.owner_name,
        owner_address=row.owner_address,
        can_edit=row.can_edit,
        is_default=row.is_default,
    )


def _calendar_columns(listed: Calendar, connection: ConnectionId) -> dict[str, Any]:
    return {
        "connection": connection,
        "outlook_id": listed.outlook_id,
        "name": listed.name,
        "kind": listed.kind.value,
        "owner_name": listed.owner_name,
        "owner_address": listed.owner_address,
        "can_edit": listed.can_edit,
        "is_default": listed.is_default,
    }


def _preferences(row: Row[Any]) -> Preferences:
    return Preferences(
        person=PersonId(row.person),
        linked=CalendarId(row.linked) if row.linked else None,
        conflicts=frozenset(CalendarId(word) for word in row.conflicts.split()),
        linked_blocks=row.linked_blocks,
        blocking=blocking_of(row.blocking),
        hours=hours_of(row.hours),
        home_zone=row.home_zone,
        duration_minutes=row.duration_minutes,
        step_minutes=row.step_minutes,
        buffer_before_minutes=row.buffer_before_minutes,
        buffer_after_minutes=row.buffer_after_minutes,
        minimum_notice_minutes=row.minimum_notice_minutes,
        horizon_days=row.horizon_days,
        warnings=row.warnings,
        warned_shared=frozenset(CalendarId(word) for word in row.warned_shared.split()),
        unwarned_own=frozenset(CalendarId(word) for word in row.unwarned_own.split()),
        quiet_from_minute=row.quiet_from_minute,
        quiet_to_minute=row.quiet_to_minute,
        own_hours=row.own_hours,
        outlook_hours=hours_of(row.outlook_hours) if row.outlook_hours else None,
        travel=journeys_of(row.travel),
        daily_limit=row.daily_limit,
        two_way=frozenset(CalendarId(word) for word in row.two_way.split()),
        hidden_titles=frozenset(ConnectionId(word) for word in row.hidden_titles.split()),
        ignored=ignored_of(row.ignored),
        told_of_bookings=row.told_of_bookings,
        told_of_answers=row.told_of_answers,
        seen_by=SeenBy(row.seen_by),
        shown_to=invitees_of(row.shown_to),
        invitations=ToldInvitations(row.invitations),
        agenda_minute=row.agenda_minute,
        reminder_minutes=row.reminder_minutes,
    )


def preferences_columns(chosen: Preferences) -> dict[str, Any]:
    return {
        "person": chosen.person,
        "linked": chosen.linked,
        "conflicts": words(chosen.conflicts),
        "linked_blocks": chosen.linked_blocks,
        "blocking": blocking_text(chosen.blocking),
        "hours": hours_text(chosen.hours),
        "home_zone": chosen.home_zone,
        "duration_minutes": chosen.duration_minutes,
        "step_minutes": chosen.step_minutes,
        "buffer_before_minutes": chosen.buffer_before_minutes,
        "buffer_after_minutes": chosen.buffer_after_minutes,
        "minimum_notice_minutes": chosen.minimum_notice_minutes,
        "horizon_days": chosen.horizon_days,
        "warnings": chosen.warnings,
        "warned_shared": words(chosen.warned_shared),
        "unwarned_own": words(chosen.unwarned_own),
        "quiet_from_minute": chosen.quiet_from_minute,
        "quiet_to_minute": chosen.quiet_to_minute,
        "own_hours": chosen.own_hours,
        "outlook_hours": hours_text(chosen.outlook_hours) if chosen.outlook_hours else None,
        "travel": journeys_text(chosen.travel),
        "daily_limit": chosen.daily_limit,
        "two_way": words(chosen.two_way),
        "hidden_titles": words(chosen.hidden_titles),
        "ignored": ignored_text(chosen.ignored),
        "told_of_bookings": chosen.told_of_bookings,
        "told_of_answers": chosen.told_of_answers,
        "seen_by": chosen.seen_by.value,
        "shown_to": invitees_text(chosen.shown_to),
        "invitations": chosen.invitations.value,
        "agenda_minute": chosen.agenda_minute,
        "reminder_minutes": chosen.reminder_minutes,
    }
