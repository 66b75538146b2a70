"""Settling: what a person sees of their double bookings, and what they decide about them."""

from collections.abc import Callable, Collection
from contextlib import suppress

from core.conflicts.model import (
    CauseId,
    Kind,
    Ledger,
    PairKey,
    accepted,
    ignored,
    kept,
    never,
    offer_rule,
    told_elsewhere,
    warned_again,
)
from core.conflicts.ports import LedgerRepository
from core.conflicts.usecases.recording import Recording
from core.connection.ports import ConnectionRepository
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotYours
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions


class Settling:
    """Every change under the lock of the person; every message it concerns is edited."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        ledgers: LedgerRepository,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._ledgers = ledgers
        self._recording = Recording(ledgers=ledgers, jobs=jobs)
        self._clock = clock

    async def ledger(self, person: PersonId) -> Ledger:
        """Everything that is known; empty for somebody without double bookings."""
        async with self._transactions.read() as tx:
            return await self._ledgers.load(tx, person)

    async def cause(self, person: PersonId, cause: CauseId) -> Ledger:
        """The ledger that has this cause. Raises Gone when it is known no more, NotYours when it is somebody else's."""
        async with self._transactions.read() as tx:
            return await self._own(tx, person, cause)

    async def keep(self, person: PersonId, cause: CauseId) -> Kind | None:
        """Both meetings stay. The kind for which a rule is offered, if this was the third time. Raises like `cause`."""
        ledger = await self._change(person, cause, lambda before: kept(before, cause, self._clock.now()))
        return offer_rule(ledger, cause)

    async def ignore(self, person: PersonId, cause: CauseId) -> None:
        """Nothing more is said of its series; where nothing recurs nothing changes. Raises like `cause`."""
        await self._change(person, cause, lambda before: ignored(before, cause))

    async def never(self, person: PersonId, kind: Kind) -> None:
        """Nothing more is said of such meetings."""
        await self._change(person, None, lambda before: never(before, kind))

    async def warn_again(self, person: PersonId, kind: Kind) -> None:
        """The rule is taken back."""
        await self._change(person, None, lambda before: warned_again(before, kind))

    async def ledger_in(self, tx: Transaction, person: PersonId) -> Ledger:
        """The same, in a transaction."""
        return await self._ledgers.load(tx, person)

    async def told_elsewhere(self, tx: Transaction, person: PersonId, keys: Collection[PairKey]) -> None:
        """An invitation's message says these pairs. In a transaction that has locked the person."""
        before = await self._ledgers.load(tx, person)
        after = told_elsewhere(before, keys)
        if after != before:
            await self._recording.settled(tx, before, after)

    async def accepted(self, person: PersonId, keys: Collection[PairKey]) -> None:
        """The person accepted an invitation that overlaps, and saw it."""
        await self._change(person, None, lambda before: accepted(before, keys, self._clock.now()))

    async def forget(self, person: PersonId) -> None:
        """After a disconnection: forgets everything when nothing is connected any more. While another account is, the
        change of choice leads to a look, which closes what hung on the account that left."""
        with suppress(Gone):
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                if not await self._connections.of_person(tx, person):
                    await self._ledgers.forget_person(tx, person)

    async def _change(self, person: PersonId, cause: CauseId | None, rule: Callable[[Ledger], Ledger]) -> Ledger:
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            before = await (self._own(tx, person, cause) if cause else self._ledgers.load(tx, person))
            after = rule(before)
            if after != before:
                await self._recording.settled(tx, before, after)
        return after

    async def _own(self, tx: Transaction, person: PersonId, cause: CauseId) -> Ledger:
        owner = await self._ledgers.owner(tx, cause)
        if owner is None:
            raise Gone
        if owner != person:
            raise NotYours
        return await self._ledgers.load(tx, person)
