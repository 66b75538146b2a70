"""Message 1: who was invited to something, by default to something that overlaps; one message, edited until it is
over."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from core.booking.ports import BookingRepository
from core.booking.usecases.answering import ACCEPTED, TENTATIVE
from core.configuration.model import CalendarId, CalendarKind, Preferences, ToldInvitations
from core.configuration.unasked import MOST_A_DAY, Unasked
from core.configuration.usecases import Configuring
from core.conflicts.model import manners_of
from core.conflicts.usecases import Seeing, Settling
from core.dialogue.answers.conflict_rows import ANSWERED_NO
from core.dialogue.answers.invitation_cards import INVITATION
from core.dialogue.answers.invitations import InvitationAnswers
from core.dialogue.invitations_model import Invitation, Invitations, InvitationState
from core.dialogue.invitations_rules import (
    ENDED,
    FEW,
    Invited,
    beside,
    candidates,
    followed,
    held_until,
    invited,
    is_wanted,
    overlapped,
    say_at,
    soonest_first,
)
from core.dialogue.model import CARD, Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotConnected
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

SAY_INVITATIONS_JOB = "dialogue.say_invitations"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw in these calendars, and what was known before it."""

    chosen: Preferences
    found: dict[str, Invited]
    calendars: frozenset[CalendarId]
    rows: tuple[Invitation, ...]


class InvitationNotices:
    """The row of an invitation is there before its message. What its message shows interrupts by no other message: the
    ledger of double bookings knows it as told from then on, and as kept once it is accepted here."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        seeing: Seeing,
        settling: Settling,
        bookings: BookingRepository,
        invitations: Invitations,
        unasked: Unasked,
        answers: InvitationAnswers,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._seeing = seeing
        self._settling = settling
        self._bookings = bookings
        self._invitations = invitations
        self._unasked = unasked
        self._answers = answers
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def look(self, person: PersonId, *, first: bool = False) -> None:
        """A copy changed, or it is night. `first`: what is there was there before, and the line about a newly connected
        calendar speaks of it: it is known, and told by no message of its own."""
        with suppress(Gone, NotConnected):
            sight = await self._see(person)
            if sight is None or not (sight.rows or sight.found):
                return
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                changed = await self._follow(tx, sight, person)
                await self._plan(tx, sight, person, first=first)
            await self._edit(person, changed)

    async def say(self, person: PersonId) -> None:
        """The job of invitations that are due: what still waits, and is still wanted, is told."""
        with suppress(Gone, NotConnected):
            sight = await self._see(person)
            if sight is None:
                return
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                for row in soonest_first(await self._invitations.of_person(tx, person), sight.found):
                    if row.say_at is not None and row.say_at <= self._clock.now():
                        await self._say(tx, sight, row)
            await self._edit(person, None)

    async def answered(self, person: PersonId, event: str, outcome: str) -> None:
        """Outlook took the answer that was given here, or refused it for certain: the message says so."""
        state = {ACCEPTED: InvitationState.ACCEPTED, TENTATIVE: InvitationState.TENTATIVE}.get(outcome)
        state = InvitationState.DECLINED if outcome in ANSWERED_NO else state
        with suppress(Gone):
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                rows = [one for one in await self._invitations.of_person(tx, person) if one.event == event]
                for row in rows if state is not None else ():
                    await self._invitations.save(tx, replace(row, state=state or row.state, by_me=True))
            if state in (InvitationState.ACCEPTED, InvitationState.TENTATIVE):
                keys = {key for row in rows for key in row.clashes}
                await self._settling.accepted(person, keys)
            await self._edit(person, frozenset(row.meeting for row in rows), outcome if state is None else "")

    async def forget(self, person: PersonId) -> None:
        """After a disconnection: nothing is known when nothing is connected any more."""
        if await self._configuring.reaches(person):
            return
        async with self._transactions.write() as tx:
            await self._invitations.forget_person(tx, person)

    async def _see(self, person: PersonId) -> Sight | None:
        """What was moved beyond the coming days is looked for among all that is copied."""
        setup = await self._configuring.setup(person)
        chosen, now = setup.preferences, self._clock.now()
        own = [item for item in setup.calendars if item.kind is CalendarKind.OWN]
        far = chosen.invitations is ToldInvitations.ALL
        while True:
            async with self._transactions.read() as tx:
                rows = await self._invitations.of_person(tx, person)
                seen = await self._seeing.see(tx, person, far=far)
            if seen is None:
                return None
            found = invited(person, own, seen.copied.events, {row.meeting for row in rows}, now)
            if far or all(row.meeting in found or row.state in ENDED or row.when.end <= now for row in rows):
                break
            far = True
        near = replace(seen.copied, events=beside(found, seen.copied.events))
        there = overlapped(found, near.look(now)) if found else {}
        return Sight(chosen, there, frozenset(seen.copied.events), rows)

    async def _follow(self, tx: Transaction, sight: Sight, person: PersonId) -> frozenset[str]:
        """What is known follows the calendar; what is over is forgotten. The meetings whose message is another now."""
        changed, now = set(), self._clock.now()
        for row in await self._invitations.of_person(tx, person):
            if row.meeting not in sight.found and row.calendar not in sight.calendars:
                continue  # its calendar can't be looked at now
            after = followed(row, sight.found.get(row.meeting), now)
            if row.when.end <= now and row.meeting not in sight.found:
                await self._invitations.forget(tx, person, row.meeting)
                await self._notices.forget_subject(tx, person, f"{INVITATION}{row.meeting}")
            elif after != row:
                await self._invitations.save(tx, after)
                changed |= {row.meeting} if row.told_at is not None else set()
        return frozenset(changed)

    async def _plan(self, tx: Transaction, sight: Sight, person: PersonId, *, first: bool) -> None:
        """New ones get a row and a time."""
        now, ledger = self._clock.now(), await self._settling.ledger_in(tx, person)
        known = {row.meeting for row in await self._invitations.of_person(tx, person)}
        for key in candidates(sight.found):
            one = sight.found[key]
            if key in known or not is_wanted(one, sight.chosen.invitations, ledger, known):
                continue
            if await self._is_ours(tx, person, one):
                continue
            at = None if first else say_at(one.invitation, now)
            await self._invitations.save(tx, replace(one.invitation, say_at=at, clashes=one.clashes))
            known.add(key)
            if at is not None:
                await self._ask(tx, person, at)

    async def _say(self, tx: Transaction, sight: Sight, row: Invitation) -> None:
        person, now, one = row.person, self._clock.now(), sight.found.get(row.meeting)
        ledger, who = await self._settling.ledger_in(tx, person), await self._persons.get(tx, person)
        waits = one is not None and one.invitation.state is InvitationState.WAITING
        if one is None or who is None or not waits or not is_wanted(one, sight.chosen.invitations, ledger, ()):
            await self._invitations.forget(tx, person, row.meeting)
            return
        if await self._is_ours(tx, person, one):
            await self._invitations.forget(tx, person, row.meeting)
            return
        manners = manners_of(sight.chosen, sight.chosen.zone_at(now))
        held = held_until(one.invitation, now, manners, full=await self._is_full(tx, sight.chosen))
        if held is not None:
            await self._invitations.save(tx, replace(one.invitation, say_at=held, clashes=one.clashes))
            await self._ask(tx, person, held)
            return
        await self._invitations.save(tx, replace(one.invitation, told_at=now, clashes=one.clashes))
        await self._notices.save(tx, Notice(person, f"{INVITATION}{row.meeting}", CARD, who.home, None))
        await self._unasked.told(tx, person)
        await self._settling.told_elsewhere(tx, person, one.clashes)

    async def _is_full(self, tx: Transaction, chosen: Preferences) -> bool:
        """Whether the day has had its messages; who wants all invitations gets as many as any day may bring."""
        left = await self._unasked.left(tx, chosen.person)
        return left <= (0 if chosen.invitations is ToldInvitations.ALL else MOST_A_DAY - FEW)

    async def _is_ours(self, tx: Transaction, person: PersonId, one: Invited) -> bool:
        """A booking made here has a message of its own, also while Outlook's answer is still to come."""
        event = one.events[0]
        live = await self._bookings.live_overlapping(tx, frozenset({person}), one.invitation.when, self._clock.now())
        ids = {event.uid, event.ical_uid}
        return any(
            found.ical_uid in ids or (found.ical_uid is None and found.plan.when == one.invitation.when)
            for found in live
            if found.moves is None
        )

    async def _ask(self, tx: Transaction, person: PersonId, at: datetime) -> None:
        key = f"{SAY_INVITATIONS_JOB}:{person}:{at.isoformat()}"
        await self._jobs.enqueue(tx, SAY_INVITATIONS_JOB, {"person": person}, run_at=at, dedupe=key)

    async def _edit(self, person: PersonId, meetings: frozenset[str] | None, refused: str = "") -> None:
        """The messages about these meetings, and whatever wasn't sent yet (None: that alone), the soonest first."""
        async with self._transactions.read() as tx:
            rows = await self._notices.starting_with(tx, person, INVITATION)
            known = soonest_first(await self._invitations.of_person(tx, person), {})
        order = {f"{INVITATION}{one.meeting}": number for number, one in enumerate(known)}
        shown = {
            (row.subject, row.ref): row
            for row in sorted(rows, key=lambda row: order.get(row.subject, len(order)))
            if row.ref is None or (meetings is not None and row.subject.removeprefix(INVITATION) in meetings)
        }
        await self._posting.edit((row, self._face(row, refused)) for row in shown.values())

    def _face(self, row: Notice, refused: str) -> Face:
        meeting = row.subject.removeprefix(INVITATION)
        return lambda asker: self._answers.card(asker, meeting, refused=refused)
