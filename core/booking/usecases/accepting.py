"""Accepting somebody else's meeting, surely or tentatively."""

from dataclasses import dataclass

from core.booking.ports import EventAnswers
from core.booking.usecases.answering import NOT_ANSWERED, must_be_answerable_in
from core.booking.usecases.other_times import OtherTimes
from core.configuration.model import CalendarId
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.people.ports import AuditLog
from core.shared.facts import Fact
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.sync.usecases import Reading

ACCEPT_JOB = "booking.accept"
ACCEPTED, TENTATIVE = "accepted", "tentative"


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Fact):
    """Outlook took it, or refused it for certain. `outcome`: "accepted", "tentative" or an error's code."""

    person: str
    event: str
    outcome: str

    @property
    def lock_key(self) -> str:
        return f"answer:{self.person}"


class Accepting:
    """From a press to Outlook's answer; declining is `Answering`."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        times: OtherTimes,
        answers: EventAnswers,
        reading: Reading,
        audit: AuditLog,
        jobs: Jobs,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._times = times
        self._answers = answers
        self._reading = reading
        self._audit = audit
        self._jobs = jobs

    async def ask(
        self, tx: Transaction, person: PersonId, calendar: CalendarId, event_id: str, *, tentative: bool
    ) -> None:
        """Has the meeting, or the whole series, accepted; InvitationAccepted tells how it went. A second click while
        the first one waits is none."""
        args = {"person": person, "calendar": calendar, "event": event_id, "tentative": tentative}
        key = f"answer:{person}:{event_id}"
        await self._jobs.enqueue(tx, ACCEPT_JOB, args, lock_key=key, dedupe=key)

    async def accept(self, person: PersonId, calendar: CalendarId, event_id: str, *, tentative: bool) -> None:
        """The job behind `ask`. Raises OutlookUnavailable to be run again."""
        try:
            setup, place = await self._times.place(person, calendar)
            must_be_answerable_in(self._configuring, setup, place)
            await self._answers.accept(place.connection, event_id, tentative=tentative)
            await self._reading.renew((place,))
            outcome = TENTATIVE if tentative else ACCEPTED
        except NOT_ANSWERED as refused:
            outcome = refused.code
        async with self._transactions.write() as tx:
            await self._audit.record(tx, person, "meeting.answered", {"outcome": outcome})
            tx.publish(InvitationAccepted(person, event_id, outcome))
