"""What a person is choosing on a picker that may not show every calendar at once: pure."""

from collections.abc import Collection
from dataclasses import replace

from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.configuration.usecases import Setup
from core.connection.model import READ_SHARED, Connection
from core.dialogue.commands import ChooseCalendars, PreviewCalendars


def chosen_conflicts(stored: Collection[CalendarId], command: ChooseCalendars | PreviewCalendars) -> frozenset[str]:
    """The calendars that are ticked after the press. What the card had no room for stays as it is stored, but for what
    was ticked and unticked on earlier faces of the card."""
    if command.listed is None:
        return frozenset(command.conflicts)
    before = (frozenset[str](stored) | set(command.added)) - set(command.removed)
    return (before - set(command.listed)) | set(command.conflicts)


def wanted(setup: Setup, command: PreviewCalendars) -> Preferences:
    """The choices as they would be saved."""
    conflicts = chosen_conflicts(setup.preferences.conflicts, command) - {command.linked}
    return replace(
        setup.preferences,
        linked=CalendarId(command.linked) if command.linked else None,
        conflicts=frozenset(CalendarId(item) for item in conflicts),
    )


def shows_shared(connection: Connection) -> bool:
    """Whether the account's owner asked for the calendars that others share with them."""
    return READ_SHARED in connection.scopes


def offered(setup: Setup, stored: Preferences) -> tuple[Calendar, ...]:
    """The calendars to choose from, account by account: shared ones once their account may show them, and those that
    were chosen before in any case."""
    showing = {item.id for item in setup.connections if shows_shared(item)}
    kept = {*stored.blocking_calendars, stored.linked}
    order = [item.id for item in setup.connections]
    found = [
        item
        for item in setup.calendars
        if item.kind is not CalendarKind.SHARED or item.connection in showing or item.id in kept
    ]
    return tuple(sorted(found, key=lambda item: order.index(item.connection)))
