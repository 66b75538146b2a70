"""One-way or two-way: whether the bookings of a calendar follow their events."""

from dataclasses import replace

from core.configuration.model import CalendarId, Preferences
from core.configuration.ports import PreferencesRepository
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.shared.errors import InvalidChoice, NotConnected
from core.shared.transaction import Transaction


class SyncPreference:
    """Per calendar; one-way unless it was chosen otherwise."""

    def __init__(self, *, configuring: Configuring, preferences: PreferencesRepository) -> None:
        self._configuring = configuring
        self._preferences = preferences

    async def choose(self, tx: Transaction, person: PersonId, calendar: CalendarId, *, two_way: bool) -> Preferences:
        """Saves it, in the caller's transaction that has locked the person. Raises NotConnected, and
        InvalidChoice("linked") when bookings are written to another calendar by now."""
        chosen = await self._preferences.get(tx, person)
        if chosen is None:
            raise NotConnected
        if two_way and chosen.linked != calendar:
            raise InvalidChoice("linked", "sync.linked_changed")
        now = with_choice(chosen, calendar, two_way=two_way)
        if now != chosen:
            await self._configuring.save_in(tx, now)
        return now


def with_choice(chosen: Preferences, calendar: CalendarId, *, two_way: bool) -> Preferences:
    """The choices with this one."""
    others = chosen.two_way - {calendar}
    return replace(chosen, two_way=others | {calendar} if two_way else others)
