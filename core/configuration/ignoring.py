"""Calendars that can't be read, and that shall not stop everything: left out, or ignored for a while."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from core.configuration.model import CalendarId, Preferences
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.errors import Gone, InvalidChoice
from core.shared.transaction import Transaction, Transactions

LONGEST_DAYS = 60


class Ignoring:
    """Never decides by itself: each is one press of the person's."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        audit: AuditLog,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._audit = audit

    async def leave_out(self, person: PersonId, calendars: Collection[CalendarId]) -> Setup:
        """These block no more; a linked calendar goes on being one. Raises NotConnected, Gone when none is meant."""
        async with self._transactions.write() as tx:
            setup = await self._locked(tx, person, calendars)
            chosen = setup.preferences
            left = replace(chosen, conflicts=chosen.conflicts - frozenset(calendars))
            return await self._save(tx, setup, left, "calendars_left_out", calendars)

    async def ignore(self, person: PersonId, calendars: Collection[CalendarId], until: date, today: date) -> Setup:
        """These stop nothing while they can't be read, until the day `until` is over. Raises NotConnected, Gone,
        InvalidChoice("until") for a day that is over or far away."""
        if not 0 <= (until - today).days <= LONGEST_DAYS:
            raise InvalidChoice("until", "choice.ignored_until")
        async with self._transactions.write() as tx:
            setup = await self._locked(tx, person, calendars)
            others = [pair for pair in setup.preferences.ignored if pair[0] not in calendars and pair[1] >= today]
            ignored = sorted([*others, *((calendar, until) for calendar in calendars)])
            chosen = replace(setup.preferences, ignored=tuple(ignored))
            return await self._save(tx, setup, chosen, "calendars_ignored", calendars)

    async def _locked(self, tx: Transaction, person: PersonId, calendars: Collection[CalendarId]) -> Setup:
        await self._persons.lock(tx, frozenset({person}))
        setup = await self._configuring.setup_in(tx, person)
        if not calendars or not frozenset(calendars) <= {item.id for item in setup.calendars}:
            raise Gone
        return setup

    async def _save(
        self, tx: Transaction, setup: Setup, chosen: Preferences, action: str, calendars: Collection[CalendarId]
    ) -> Setup:
        if chosen == setup.preferences:
            return setup
        await self._configuring.save_in(tx, chosen)
        await self._audit.record(tx, chosen.person, action, {"calendars": " ".join(sorted(calendars))})
        return replace(setup, preferences=chosen)
