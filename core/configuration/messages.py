"""Choosing what a day brings: which invitations are told, the agenda, reminders."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.configuration.model import DayMessagesChosen, Preferences, ToldInvitations
from core.configuration.mornings import agenda_due
from core.configuration.occasions import Occasions, of_day
from core.configuration.ports import PreferencesRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import InvalidChoice, NotConnected
from core.shared.transaction import Transactions

USUAL_AGENDA_MINUTE = 8 * 60
AGENDA_MINUTES = tuple(range(5 * 60, 11 * 60 + 1, 30))
"""When an agenda may come: early enough before noon that a late one is still worth something."""

REMINDER_MINUTES = (5, 10, 15, 30)


@dataclass(frozen=True, slots=True)
class DayMessages:
    """What the person chose; None: off."""

    invitations: ToldInvitations
    agenda_minute: int | None
    reminder_minutes: int | None


def day_messages(chosen: Preferences) -> DayMessages:
    return DayMessages(chosen.invitations, chosen.agenda_minute, chosen.reminder_minutes)


class ChoosingMessages:
    """Each choice in one locked transaction; what follows from it comes by DayMessagesChosen."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        occasions: Occasions,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._occasions = occasions
        self._clock = clock

    async def chosen(self, person: PersonId) -> DayMessages:
        """Raises NotConnected."""
        async with self._transactions.read() as tx:
            found = await self._preferences.get(tx, person)
        if found is None:
            raise NotConnected
        return day_messages(found)

    async def choose(self, person: PersonId, change: Callable[[DayMessages], DayMessages]) -> DayMessages:
        """What holds afterwards. Today's agenda, if its time has passed, begins tomorrow. Raises NotConnected,
        InvalidChoice for times that nobody is offered."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            before = await self._preferences.get(tx, person)
            if before is None:
                raise NotConnected
            wanted = change(day_messages(before))
            _must_be_offered(wanted)
            after = replace(
                before,
                invitations=wanted.invitations,
                agenda_minute=wanted.agenda_minute,
                reminder_minutes=wanted.reminder_minutes,
            )
            if after != before:
                await self._preferences.save(tx, after)
                passed = agenda_due(after, self._clock.now())
                if passed is not None and after.agenda_minute != before.agenda_minute:
                    await self._occasions.add(tx, of_day(person, passed))
                tx.publish(DayMessagesChosen(person))
        return wanted


def _must_be_offered(wanted: DayMessages) -> None:
    """An agenda after noon would never come, and what is reminded of tomorrow is no reminder."""
    if wanted.agenda_minute is not None and not AGENDA_MINUTES[0] <= wanted.agenda_minute <= AGENDA_MINUTES[-1]:
        raise InvalidChoice("agenda", "form.bad_field")
    if wanted.reminder_minutes is not None and wanted.reminder_minutes not in REMINDER_MINUTES:
        raise InvalidChoice("reminders", "form.bad_field")
