"""Erasing what is stored about a person, by steps of which each may run again."""

from datetime import datetime, timedelta

from core.administration.model import Traces
from core.administration.ports import PersonRecords
from core.booking.model import BookingState
from core.booking.ports import BookingRepository
from core.people.model import ChatUser, PersonId
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import OutlookUnavailable
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions

ERASE_JOB = "person.erase"
WAIT_MOST = timedelta(minutes=1)
"""So long may what is being written to Outlook end first."""

LOOK_AGAIN_SECONDS = 3.0
WRITING = (BookingState.PUSHING, BookingState.CANCELLING)


class Erasing:
    """What a chat's adapter or a higher room has to do for it is done in between: see core.dialogue.erasures."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        records: PersonRecords,
        bookings: BookingRepository,
        audit: AuditLog,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._records = records
        self._bookings = bookings
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def ask(self, person: PersonId, user: ChatUser, channel: str | None, message: str | None) -> None:
        """It is done after this, once, whoever dies meanwhile. `message`: the one that will say so."""
        args = {
            "person": person,
            "platform": user.platform.value,
            "workspace": user.workspace,
            "user": user.user,
            "channel": channel,
            "message": message,
            "asked_at": self._clock.now().isoformat(),
        }
        key = f"person:{person}"
        async with self._transactions.write() as tx:
            await self._jobs.enqueue(tx, ERASE_JOB, args, lock_key=key, dedupe=f"{ERASE_JOB}:{person}")

    async def begun(self, person: PersonId, asked_at: datetime) -> Traces | None:
        """By what the person is named, before their accounts go; None: it was all done before.

        Raises OutlookUnavailable while something of theirs is being written to Outlook, for a minute at most."""
        async with self._transactions.read() as tx:
            hosted = await self._bookings.of_host(tx, person, self._clock.now())
            traces = await self._records.traces(tx, person)
        in_time = self._clock.now() < asked_at + WAIT_MOST
        if traces is not None and in_time and any(one.state in WRITING for one in hosted):
            raise OutlookUnavailable(LOOK_AGAIN_SECONDS)
        return traces

    async def forget_in_others(self, traces: Traces) -> None:
        """In short transactions: there may be many bookings."""
        after: str | None = ""
        while after is not None:
            async with self._transactions.write() as tx:
                after = await self._records.forget_in_others(tx, traces, after)

    async def end(self, traces: Traces, user: ChatUser) -> None:
        """Everything goes at once, and one line stays that says that somebody of this workspace was erased."""
        pseudonym = PersonId(f"erased-{new_id()}")
        async with self._transactions.write() as tx:
            if await self._records.traces(tx, traces.person) is None:
                return
            await self._records.erase(tx, traces, pseudonym)
            await self._audit.record(tx, pseudonym, "erased", {}, workspace=user.where)
