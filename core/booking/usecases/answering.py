"""Answering somebody else's meeting: accepting it, surely or tentatively, or declining it with another time."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from core.booking.model import InvitationAccepted, MeetingAnswered
from core.booking.ports import EventAnswers
from core.booking.usecases.holding import must_be_writable
from core.booking.usecases.other_times import Known, Offer, OtherTimes
from core.configuration.model import Calendar, CalendarId, CalendarKind
from core.configuration.usecases import Configuring, Setup
from core.people.model import PersonId
from core.people.ports import AuditLog
from core.shared.clock import Clock
from core.shared.errors import (
    Gone,
    InvalidChoice,
    NotConnected,
    OutlookRejected,
    PermissionMissing,
    ReconnectNeeded,
)
from core.shared.facts import Fact
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.usecases import Reading

ACCEPT_JOB, ANSWER_JOB = "booking.accept", "booking.answer"
ACCEPTED, TENTATIVE = "accepted", "tentative"
DECLINED, PROPOSED, NO_PROPOSALS = "declined", "proposed", "no_proposals"
OWN_MEETING = "own_meeting"
NOT_ANSWERED = (NotConnected, Gone, OutlookRejected, PermissionMissing, ReconnectNeeded)


class Answering:
    """From an invitation to Outlook's answer to its organizer."""

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
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._times = times
        self._answers = answers
        self._reading = reading
        self._audit = audit
        self._jobs = jobs
        self._clock = clock

    async def offer(self, person: PersonId, calendar: CalendarId, event_id: str, zone: str) -> Offer:
        """Three times to propose: free for the person and, as far as Outlook tells, for the organizer and the others.
        None of them when the organizer takes no proposals (`event.takes_proposals`), or for whole days.

        Raises NotConnected, Gone, PermissionMissing when it can't be answered from here, OutlookRejected for one's own
        meeting, and what Outlook raises.
        """
        known = await self._times.known(person, calendar, event_id)
        self._must_be_answerable(known)
        if not known.event.takes_proposals or not known.has_hours:
            return Offer(known.event, known.calendar, known.setup, await self._times.invitees(known))
        return await self._times.near(known, zone)

    async def accept(
        self, tx: Transaction, person: PersonId, calendar: CalendarId, event_id: str, *, tentative: bool
    ) -> None:
        """Has the meeting, or the whole series, accepted; InvitationAccepted tells how it went. A second click while
        the first one waits is none."""
        args = {"person": person, "calendar": calendar, "event": event_id, "tentative": tentative}
        await self._ask(tx, ACCEPT_JOB, args)

    async def decline(
        self, tx: Transaction, person: PersonId, calendar: CalendarId, event_id: str, proposed: Range | None
    ) -> None:
        """Has the meeting, or this day of the series, declined; MeetingAnswered tells how it went. A second click while
        the first one waits is none. Raises InvalidChoice("proposed") for a time that is over."""
        if proposed is not None and proposed.start < self._clock.now():
            raise InvalidChoice("proposed", "booking.time_is_over")
        args = {
            "person": person,
            "calendar": calendar,
            "event": event_id,
            "start": proposed.start.isoformat() if proposed else None,
            "end": proposed.end.isoformat() if proposed else None,
        }
        await self._ask(tx, ANSWER_JOB, args)

    async def _ask(self, tx: Transaction, job: str, args: Mapping[str, object]) -> None:
        key = f"answer:{args['person']}:{args['event']}"
        await self._jobs.enqueue(tx, job, args, lock_key=key, dedupe=key)

    async def run_accept(self, person: PersonId, calendar: CalendarId, event_id: str, *, tentative: bool) -> None:
        """The job behind `accept`. Raises OutlookUnavailable to be run again."""
        try:
            setup, place = await self._times.place(person, calendar)
            self._must_be_ours(setup, place)
            await self._answers.accept(place.connection, event_id, tentative=tentative)
            await self._reading.renew((place,))
            outcome = TENTATIVE if tentative else ACCEPTED
        except NOT_ANSWERED as refused:
            outcome = refused.code
        await self._tell(person, outcome, InvitationAccepted(person, event_id, outcome))

    async def run_decline(
        self, person: PersonId, calendar: CalendarId, event_id: str, start: str | None, end: str | None
    ) -> None:
        """The job behind `decline`, with its arguments. Raises OutlookUnavailable to be run again."""
        proposed = Range(datetime.fromisoformat(start), datetime.fromisoformat(end)) if start and end else None
        try:
            outcome = await self._declined(person, calendar, event_id, proposed)
        except InvalidChoice:
            outcome = NO_PROPOSALS
        except NOT_ANSWERED as refused:
            outcome = refused.code
        await self._tell(person, outcome, MeetingAnswered(person, event_id, outcome))

    async def _tell(self, person: PersonId, outcome: str, fact: Fact) -> None:
        async with self._transactions.write() as tx:
            await self._audit.record(tx, person, "meeting.answered", {"outcome": outcome})
            tx.publish(fact)

    async def _declined(self, person: PersonId, calendar: CalendarId, event_id: str, proposed: Range | None) -> str:
        """An event that is gone was answered by an attempt whose end nobody heard: an answer takes it away."""
        setup, place = await self._times.place(person, calendar)
        event = await self._times.event(place, event_id)
        if event is not None:
            if event.is_cancelled:
                raise Gone
            self._must_be_answerable(Known(setup, place, event))
            await self._answers.decline(place.connection, event_id, "", proposed)
        await self._reading.renew((place,))
        return PROPOSED if proposed else DECLINED

    def _must_be_answerable(self, known: Known) -> None:
        """One's own meeting Outlook would refuse."""
        if known.event.is_organizer:
            raise OutlookRejected(HTTPStatus.BAD_REQUEST, OWN_MEETING)
        self._must_be_ours(known.setup, known.calendar)

    def _must_be_ours(self, setup: Setup, calendar: Calendar) -> None:
        """In a calendar shared with us an invitation is its owner's to answer. Raises PermissionMissing."""
        if calendar.kind is CalendarKind.SHARED:
            raise PermissionMissing("calendar")
        must_be_writable(self._configuring, setup, calendar)
