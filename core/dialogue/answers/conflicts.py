"""conflicts: double bookings with their ways out."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository
from core.booking.usecases import Answering, Holding, Moving
from core.configuration.usecases import Configuring, Setup
from core.conflicts.model import (
    STANDING,
    Cause,
    CauseId,
    Engagement,
    Form,
    Kind,
    Ledger,
    WarningId,
    Weight,
    causes_of,
    offer_rule,
    window_at,
)
from core.conflicts.usecases import Settling, Watching
from core.dialogue.answers.agenda import sources
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_card import conflict_card, decline_all_ask, in_progress
from core.dialogue.answers.conflict_case import Case, is_fresh, untitled
from core.dialogue.answers.conflict_list import backlog, conflicts_list, digest, each_meeting, told_anew
from core.dialogue.answers.conflict_offers import DAY_FULL, LOST, declining_only, move_offer, proposal_offer
from core.dialogue.answers.conflict_rows import ANSWERED_NO, CONFLICT, DECLINED, MOVE
from core.dialogue.answers.conflict_ways import ALL, declined_by_all, title
from core.dialogue.commands import (
    DeclineAll,
    DeclineMeeting,
    IgnoreSeries,
    KeepBoth,
    MoveTo,
    NeverWarn,
    OfferMove,
    OfferProposal,
    ShowConflict,
)
from core.dialogue.model import CARD, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import ConflictCard, ConflictsCard, Line, say
from core.shared.errors import ClearhourError, DayFull, Gone, InvalidChoice, SlotTaken
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions
from core.sync.usecases import Reading

ANSWERING_JOB = "dialogue.answering"
"""Says on the cards that Outlook is being asked; before the answer's own fact, as it has the same key."""


class ConflictAnswers:
    """What stands, what can be done about it, and doing it. Every press is answered by the present state."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        reading: Reading,
        watching: Watching,
        settling: Settling,
        moving: Moving,
        answering: Answering,
        holding: Holding,
        bookings: BookingRepository,
        notices: NoticeRepository,
        jobs: Jobs,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._reading = reading
        self._watching = watching
        self._settling = settling
        self._moving = moving
        self._answering = answering
        self._holding = holding
        self._bookings = bookings
        self._notices = notices
        self._jobs = jobs

    async def conflicts(self, asker: Asker) -> ConflictsCard:
        """What stands, soonest first; without anything, when it was looked and for which days. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        watched = tuple(item for item in setup.blocking if setup.preferences.warns_of(item))
        readings = await self._reading.calendars(watched, window_at(asker.now))
        await self._watching.look(asker.person)
        ledger = await self._settling.ledger(asker.person)
        cases = [await self._case(asker, setup, ledger, cause) for cause in ledger.causes.values()]
        return conflicts_list(asker, cases, sources(readings, asker.now))

    async def interrupting(self, asker: Asker) -> list[Case]:
        """What interrupts and stands by the last look, soonest first; Outlook isn't asked. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        ledger = await self._settling.ledger(asker.person)
        cases = [await self._case(asker, setup, ledger, cause) for cause in ledger.causes.values()]
        hard = [case for case in cases if case.standing and case.weight is Weight.HARD]
        return sorted(hard, key=lambda case: case.next.pair.overlap.start)

    async def show(self, asker: Asker, command: ShowConflict) -> ConflictCard | ConflictsCard:
        """One cause as it stands, or its meetings one by one. Raises Gone, NotYours, NotConnected."""
        case = await self.case(asker, command.cause)
        return each_meeting(case) if command.each and case.standing else conflict_card(case)

    async def warning(self, asker: Asker, warning: WarningId) -> ConflictCard | ConflictsCard:
        """What one message about double bookings says now. Raises Gone, NotConnected."""
        setup = await self._configuring.setup(asker.person)
        ledger = await self._settling.ledger(asker.person)
        warned = ledger.warnings.get(warning)
        if warned is None:
            raise Gone
        cases = [await self._case(asker, setup, ledger, cause) for cause in causes_of(ledger, warning)]
        if not cases:
            return told_anew()
        if warned.form is Form.CAUSE and len(cases) == 1:
            return conflict_card(cases[0])
        return backlog(cases) if warned.form is Form.BACKLOG else digest(cases)

    async def offer_move(self, asker: Asker, command: OfferMove) -> ConflictCard:
        """Three times that are free for everybody. Raises Gone, NotYours, and what reading Outlook raises."""
        case = await self.case(asker, command.cause)
        one = _meeting(case, command.event)
        if not _stands(case, one):
            return conflict_card(case)
        return await self.times(asker, case, one)

    async def times(self, asker: Asker, case: Case, one: Engagement, lost: str | None = None) -> ConflictCard:
        """The card with the times for this meeting; `lost`: why the one that was chosen is gone."""
        offer = await self._moving.offer(asker.person, one.calendar, one.event, asker.reader.zone)
        return move_offer(case, one, offer, lost)

    async def move(self, asker: Asker, command: MoveTo) -> ConflictCard | None:
        """Holds the time for everybody and lets the job move the meeting; the card follows by notices. A lost race
        shows new times. Raises InvalidChoice for a time that is over, PermissionMissing, Gone, NotYours."""
        case = await self.case(asker, command.cause)
        one = _meeting(case, command.event)
        if not _stands(case, one):
            return conflict_card(case)
        prepared = await self._moving.prepare(
            asker.person, one.calendar, one.event, command.start, asker.reader.zone, asker.request
        )
        limit = await self._moving.limit_of(prepared)
        try:
            async with self._transactions.write() as tx:
                await self._moving.must_have_room(tx, limit, prepared)
                held = await self._holding.hold(tx, prepared)
                await self._follow(tx, asker, case)
                await self._notices.save(
                    tx, Notice(asker.person, f"{CONFLICT}{case.cause.id}", f"{MOVE}{held.id}", asker.user, asker.card)
                )
        except SlotTaken as lost:
            return await self.times(asker, case, one, DAY_FULL if isinstance(lost, DayFull) else SlotTaken.code)
        return None

    async def offer_proposal(self, asker: Asker, command: OfferProposal) -> ConflictCard:
        """Three times to propose, and the decline without one. Raises Gone, NotYours, and what reading Outlook
        raises."""
        case = await self.case(asker, command.cause)
        one = _meeting(case, command.event)
        if not _stands(case, one):
            return conflict_card(case)
        offer = await self._answering.offer(asker.person, one.calendar, one.event, asker.reader.zone)
        return proposal_offer(case, one, offer)

    async def decline(self, asker: Asker, command: DeclineMeeting) -> ConflictCard | None:
        """Has the meeting declined; the card follows by notices. Raises Gone, NotYours, InvalidChoice for a time that
        is over."""
        case = await self.case(asker, command.cause)
        one = _meeting(case, command.event)
        if not _stands(case, one):
            return conflict_card(case)
        await self._decline(asker, case, (one,), command.start)
        return None

    async def decline_all(self, asker: Asker, command: DeclineAll) -> ConflictCard | None:
        """Asks once, naming what is declined, then declines every meeting of others. Raises Gone, NotYours."""
        case = await self.case(asker, command.cause)
        meetings = declined_by_all(case)
        if not meetings:
            return conflict_card(case)
        if not command.confirmed:
            return decline_all_ask(case, meetings)
        await self._decline(asker, case, meetings, None)
        return None

    async def keep(self, asker: Asker, command: KeepBoth) -> ConflictCard:
        """The person wants both; the third of a kind offers a rule. Raises Gone, NotYours."""
        await self._settling.keep(asker.person, CauseId(command.cause))
        return conflict_card(await self.case(asker, command.cause))

    async def ignore(self, asker: Asker, command: IgnoreSeries) -> ConflictCard:
        """Never again of this series. Raises Gone, NotYours."""
        await self._settling.ignore(asker.person, CauseId(command.cause))
        return conflict_card(await self.case(asker, command.cause))

    async def never(self, asker: Asker, command: NeverWarn) -> Line:
        """The rule. Raises InvalidChoice for all meetings at once: that is what settings are for."""
        kind = Kind(command.kind)
        if kind is Kind.MEETING:
            raise InvalidChoice("kind", "choice.never_all")
        await self._settling.never(asker.person, kind)
        return Line(say("never.done"), ALL)

    async def case(self, asker: Asker, cause: str, *, declined: frozenset[str] = frozenset()) -> Case:
        """One cause as it stands. `declined`: what Outlook has just taken a no for. Raises Gone, NotYours,
        NotConnected."""
        ledger = await self._settling.cause(asker.person, CauseId(cause))
        setup = await self._configuring.setup(asker.person)
        case = await self._case(asker, setup, ledger, ledger.causes[CauseId(cause)])
        return replace(case, declined=case.declined | declined)

    async def answered(self, asker: Asker, cause: str, event: str, outcome: str) -> ConflictCard:
        """The card after Outlook's answer to a decline; `outcome` as MeetingAnswered has it. Raises like `case`."""
        no = outcome in ANSWERED_NO
        case = await self.case(asker, cause, declined=frozenset({event}) if no else frozenset())
        one = _meeting(case, event)
        if no:
            return conflict_card(case, said=(say(f"answer.{outcome}", title=title(one)),))
        if not case.standing:
            return conflict_card(case)
        if outcome == "no_proposals":
            return declining_only(case, one)
        key = "answer.no_sign_in" if outcome in ("reconnect_needed", "not_connected") else "answer.failed"
        return conflict_card(case, said=(say(key, title=title(one)),))

    async def moved(self, asker: Asker, cause: str, move: Booking) -> ConflictCard:
        """The card after a step of a move: what happens, new times after a lost race, why it failed. Raises like
        `case`."""
        case = await self.case(asker, cause)
        one = case.meeting(move.moves.outlook_id) if move.moves else None
        if move.failure is None or one is None or not case.standing:
            return conflict_card(case)
        if move.failure in LOST:
            with suppress(ClearhourError):  # Outlook doesn't answer just now: the card says what happened
                return await self.times(asker, case, one, move.failure)
        return conflict_card(case, said=(say("move.failed", title=title(one), why=say(f"move.{move.failure}")),))

    async def declining(self, asker: Asker, cause: str, events: tuple[str, ...]) -> ConflictCard:
        """The card while Outlook is asked. Raises like `case`."""
        return in_progress(await self.case(asker, cause), events)

    async def _decline(
        self, asker: Asker, case: Case, meetings: tuple[Engagement, ...], start: datetime | None
    ) -> None:
        """In one transaction: the jobs that answer, and the one before them that says so on the cards."""
        args = {"person": asker.person, "cause": case.cause.id, "events": [one.event for one in meetings]}
        async with self._transactions.write() as tx:
            await self._follow(tx, asker, case)
            await self._jobs.enqueue(tx, ANSWERING_JOB, args, lock_key=f"answer:{asker.person}")
            for one in meetings:
                proposed = Range(start, start + (one.when.end - one.when.start)) if start else None
                await self._answering.decline(tx, asker.person, one.calendar, one.event, proposed)

    async def _follow(self, tx: Transaction, asker: Asker, case: Case) -> None:
        """From now on the clicked message shows this cause; without one, a new message will."""
        subject = f"{CONFLICT}{case.cause.id}"
        told = (*await self._notices.of_subject(tx, subject), *await self._warnings(tx, case.cause))
        if asker.card is None and told:
            return
        kind = message_kind(asker.card) if asker.card else CARD
        await self._notices.save(tx, Notice(asker.person, subject, kind, asker.user, asker.card))

    async def _warnings(self, tx: Transaction, cause: Cause) -> tuple[Notice, ...]:
        return await self._notices.of_subject(tx, f"warning:{cause.warning}") if cause.warning else ()

    async def _case(self, asker: Asker, setup: Setup, ledger: Ledger, cause: Cause) -> Case:
        conflicts = untitled(ledger.of_cause(cause.id), setup)
        stands = any(one.state in STANDING for one in conflicts)
        return Case(
            asker=asker,
            setup=setup,
            cause=cause,
            conflicts=conflicts,
            obstacles={item.id: self._configuring.obstacle(setup, item) for item in setup.calendars},
            moves=await self._moves(asker, cause.id) if stands else (),
            declined=frozenset() if stands else await self._declined(cause.id),
            rule=offer_rule(ledger, cause.id),
        )

    async def _declined(self, cause: CauseId) -> frozenset[str]:
        """What the person declined here. It says how the cause ended, never that it did."""
        async with self._transactions.read() as tx:
            rows = await self._notices.of_subject(tx, f"{CONFLICT}{cause}")
        return frozenset(row.kind.removeprefix(DECLINED) for row in rows if row.kind.startswith(DECLINED))

    async def _moves(self, asker: Asker, cause: CauseId) -> tuple[Booking, ...]:
        """The holds that were to solve this cause, oldest first, as long as the ledger may not know of them."""
        async with self._transactions.read() as tx:
            rows = await self._notices.of_subject(tx, f"{CONFLICT}{cause}")
            ids = [row.kind.removeprefix(MOVE) for row in rows if row.kind.startswith(MOVE)]
            found = [await self._bookings.get(tx, BookingId(id_)) for id_ in ids]
        fresh = (one for one in found if one is not None and is_fresh(one, asker.now))
        return tuple(sorted(fresh, key=lambda one: one.created_at))


def _meeting(case: Case, event: str) -> Engagement:
    """One of the cause's meetings. Raises Gone."""
    found = case.meeting(event)
    if found is None:
        raise Gone
    return found


def _stands(case: Case, one: Engagement) -> bool:
    """Whether something can still be done by this meeting: it clashes, and nothing is on its way."""
    return case.moving() is None and any(one.event in conflict.pair.key for conflict in case.standing)
