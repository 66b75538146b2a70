"""Which calendars are copied: those that a person chose, and those through which their teams are reached; from then on
until they are left."""

import asyncio
from dataclasses import replace

from core.configuration.model import Calendar, CalendarKind
from core.configuration.teams.reach import TeamReach
from core.configuration.usecases import Configuring
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, NotConnected
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.model import SyncState
from core.sync.ports import Subscriptions, SyncStates
from core.sync.usecases.jobs import ask_end, ask_round, ask_subscription

LEAVING_SECONDS = 3.0


class Keeping:
    """Begins and ends copies. `notified` False: nobody outside reaches us, so nothing is subscribed to."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        reach: TeamReach,
        states: SyncStates,
        subscriptions: Subscriptions,
        jobs: Jobs,
        clock: Clock,
        notified: bool,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._reach = reach
        self._states = states
        self._subscriptions = subscriptions
        self._jobs = jobs
        self._clock = clock
        self._notified = notified

    async def chosen(self, person: PersonId) -> None:
        """After a choice, a sign-in or a disconnection: copies exactly the calendars that block or are linked, and
        those through which the person's teams are reached."""
        try:
            wanted = {calendar.id: calendar for calendar in (await self._configuring.setup(person)).shown}
        except NotConnected:
            wanted = {}
        wanted |= {calendar.id: calendar for calendar in await self._reach.through(person)}
        async with self._transactions.write() as tx:
            copied = await self._states.of_person(tx, person)
            for calendar_id in copied.keys() - wanted.keys():
                await self._drop(tx, copied[calendar_id])
            for calendar in wanted.values():
                await self._begin(tx, calendar, copied.get(calendar.id))

    async def fellows(self, person: PersonId) -> None:
        """The person came, left or lost a calendar: the teams they are in may be reached through another member."""
        for member in await self._reach.fellows(person):
            await self.chosen(member)

    async def team_changed(self, team: PersonId) -> None:
        """It was made, or has other members. Who isn't one any more is left to their next night."""
        for member in await self._reach.members(team):
            await self.chosen(member)

    async def nightly(self, person: PersonId) -> None:
        """What is copied and not wanted any more ends."""
        async with self._transactions.read() as tx:
            copied = await self._states.of_person(tx, person)
        if copied:
            await self.chosen(person)

    async def leave(self, connection: ConnectionId) -> None:
        """Before a disconnection, while there is still a token: ends the subscriptions in Outlook, as far as it answers
        in time. What remains there expires by itself, and its notifications mean nothing to us."""
        async with self._transactions.read() as tx:
            states = await self._states.of_connection(tx, connection)
        ids = [state.subscription.id for state in states.values() if state.subscription]
        try:
            async with asyncio.timeout(LEAVING_SECONDS):
                for subscription in ids:
                    await self._subscriptions.delete(connection, subscription)
        except (ClearhourError, TimeoutError):
            return

    async def _begin(self, tx: Transaction, calendar: Calendar, known: SyncState | None) -> None:
        """A new copy is read and subscribed to; one that failed is tried again. Others' calendars are polled: Outlook
        notifies of one's own mailbox only."""
        now = self._clock.now()
        subscribed = self._notified and calendar.kind is not CalendarKind.SHARED
        if known is None:
            state = SyncState(calendar.id, poll_at=now, compare_at=now, renew_at=now if subscribed else None)
            await self._states.save(tx, state)
        elif subscribed and known.renew_at is None:
            await self._states.save(tx, replace(known, renew_at=now))
        if known is None or known.error is not None:
            await ask_round(self._jobs, tx, calendar.id)
        if subscribed and (known is None or known.subscription is None):
            await ask_subscription(self._jobs, tx, calendar.id)

    async def _drop(self, tx: Transaction, state: SyncState) -> None:
        owner = await self._states.owner(tx, state.calendar)
        if owner is not None and state.subscription is not None:
            await ask_end(self._jobs, tx, owner[1].connection, state.subscription.id)
        await self._states.delete(tx, state.calendar)
