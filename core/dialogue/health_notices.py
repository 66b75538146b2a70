"""The message about what can't be read any more: at once, then after one, three and seven days, never more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from core.configuration.unasked import Unasked
from core.configuration.usecases import Configuring, Setup
from core.conflicts.model import manners_of, quiet_until
from core.dialogue.answers.health import ended_card, ignored_until, silent_from, trouble_card, troubles_now
from core.dialogue.health import SAME_WITHIN, Trouble, fingerprint, next_telling, tellings_due
from core.dialogue.model import CARD, MessageRef, Notice, message_kind
from core.dialogue.ports import NoticeRepository, TroubleRepository
from core.dialogue.posting import Face, Posting
from core.dialogue.screens import NewsCard
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.days import one_day
from core.shared.errors import Gone, NotConnected
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions
from core.shared.turns import Turns
from core.sync.ports import SyncStates

HEALTH_JOB, HEALTH_DUE_JOB = "dialogue.health", "dialogue.health_due"
"""Looking, in turn; and asking for a look when its time comes, which must hold no other look up."""

HEALTH = "health:"
"""How the subject of its notices begins."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is true at one moment. `setup` None: nothing is connected any more. `ended`: not told yet."""

    setup: Setup | None
    standing: tuple[Trouble, ...]
    ended: tuple[Trouble, ...]


class HealthNotices:
    """Compares what is true with what was told, and tells the difference.

    Everything it goes by stands in rows: a late tick, a restart or a clock that was moved changes when something is
    told, never how often. The row that counts a telling is there before its message, so a process that dies between the
    two sends that message again, and every message is edited until what it says is over.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        states: SyncStates,
        troubles: TroubleRepository,
        notices: NoticeRepository,
        posting: Posting,
        unasked: Unasked,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._states = states
        self._troubles = troubles
        self._notices = notices
        self._posting = posting
        self._unasked = unasked
        self._jobs = jobs
        self._clock = clock
        self._turns: Turns[PersonId] = Turns()

    async def changed(self, person: PersonId) -> None:
        """Something happened that may have made or ended trouble: looks at it when its turn comes."""
        async with self._transactions.write() as tx:
            await self._ask(tx, person, None)

    async def look(self, person: PersonId) -> None:
        """The job: tells what is due, and brings every message up to date."""
        async with self._turns.of(person):
            try:
                async with self._transactions.write() as tx:
                    await self._persons.lock(tx, frozenset({person}))
                    known = await self._compare(tx, person)
            except Gone:  # joined with another person meanwhile
                return
            shown = dict(self._cards(known))
            faces: list[tuple[Notice, Face]] = []
            for trouble, card in shown.items():
                faces += await self._messages(trouble, card)
            await self._posting.edit(faces)
            async with self._transactions.write() as tx:
                for trouble, card in shown.items():
                    await self._troubles.showed(tx, person, trouble.subject, fingerprint(card))
                for trouble in known.ended:
                    await self._end(tx, trouble, shown[trouble])

    def _cards(self, known: Known) -> Iterator[tuple[Trouble, NewsCard]]:
        """What each is to show."""
        for trouble in known.standing:
            assert known.setup is not None
            yield trouble, trouble_card(known.setup, trouble, self._clock.now())
        for trouble in known.ended:
            yield trouble, ended_card(known.setup, trouble)

    async def _end(self, tx: Transaction, trouble: Trouble, card: NewsCard) -> None:
        """A calendar may be unreadable again in an hour; then its messages are needed once more."""
        if trouble.subject.startswith("calendar:") and trouble.ended_at is None:
            now = self._clock.now()
            await self._troubles.save(tx, replace(trouble, ended_at=now, due_at=None, shown=fingerprint(card)))
            await self._ask(tx, trouble.person, now + SAME_WITHIN)
        else:
            await self._forget(tx, trouble)

    async def _forget(self, tx: Transaction, trouble: Trouble) -> None:
        await self._troubles.end(tx, trouble.person, trouble.subject)
        await self._notices.forget_subject(tx, trouble.person, f"{HEALTH}{trouble.subject}")

    async def _compare(self, tx: Transaction, person: PersonId) -> Known:
        now = self._clock.now()
        rows = {one.subject: one for one in await self._troubles.of_person(tx, person)}
        for past in [one for one in rows.values() if one.over(now)]:
            await self._forget(tx, rows.pop(past.subject))
        told = {subject: one for subject, one in rows.items() if one.ended_at is None}
        try:
            setup = await self._configuring.setup_in(tx, person)
        except NotConnected:
            return Known(None, (), tuple(told.values()))
        states = await self._states.of_person(tx, person)
        found = troubles_now(self._configuring, setup, states, rows, now)
        standing = [await self._counted(tx, setup, _renewed(rows.get(one.subject), one), now) for one in found.values()]
        silent = silent_from(states)
        if silent is not None and silent > now:
            await self._ask(tx, person, silent)
        return Known(setup, tuple(standing), tuple(one for one in told.values() if one.subject not in found))

    async def _counted(self, tx: Transaction, setup: Setup, trouble: Trouble, now: datetime) -> Trouble:
        """Counts the telling that is due, and says when the next one is."""
        held = _held_until(setup, trouble, now)
        due = max(tellings_due(trouble, now), 1)
        if due > trouble.told and held is None:
            trouble = replace(trouble, told=due)
            await self._new_message(tx, trouble)
        after = next_telling(trouble)
        if after is not None and held is not None:
            after = max(after, held)
        trouble = replace(trouble, due_at=after)
        await self._troubles.save(tx, trouble)
        if after is not None:
            await self._ask(tx, trouble.person, max(after, now))
        return trouble

    async def _new_message(self, tx: Transaction, trouble: Trouble) -> None:
        """Nobody sees an old message change, so each telling is a new one; the older ones go on being edited."""
        subject = f"{HEALTH}{trouble.subject}"
        person = await self._persons.get(tx, trouble.person)
        before = await self._notices.get(tx, trouble.person, subject, CARD)
        if person is None or (before is not None and before.ref is None):
            return
        if before is not None and before.ref is not None:
            await self._notices.save(tx, replace(before, kind=f"{subject}:{trouble.told}"))
        await self._notices.save(tx, Notice(trouble.person, subject, CARD, person.home, None))
        await self._unasked.told(tx, trouble.person)

    async def _messages(self, trouble: Trouble, card: NewsCard) -> list[tuple[Notice, Face]]:
        """Every message about it that doesn't show this, but for those that a click has turned into something else by
        the time of the edit."""
        subject, same = f"{HEALTH}{trouble.subject}", fingerprint(card) == trouble.shown

        def face_of(notice: Notice) -> Face:
            async def face(_: object) -> NewsCard:
                if notice.ref is not None and await self._elsewhere(notice, notice.ref, subject):
                    raise Gone
                return card

            return face

        async with self._transactions.read() as tx:
            found = await self._notices.of_subject(tx, subject)
        mine = [one for one in found if one.person == trouble.person]
        return [(one, face_of(one)) for one in mine if one.ref is None or not same]

    async def _elsewhere(self, notice: Notice, ref: MessageRef, subject: str) -> bool:
        async with self._transactions.read() as tx:
            rows = await self._notices.of_message(tx, notice.person, ref)
        return any(row.kind == message_kind(ref) and row.subject != subject for row in rows)

    async def _ask(self, tx: Transaction, person: PersonId, at: datetime | None) -> None:
        args = {"person": person}
        if at is None:
            key = f"{HEALTH_JOB}:{person}"
            await self._jobs.enqueue(tx, HEALTH_JOB, args, lock_key=f"{HEALTH}{person}", dedupe=key)
        else:
            key = f"{HEALTH_DUE_JOB}:{person}:{at.isoformat()}"
            await self._jobs.enqueue(tx, HEALTH_DUE_JOB, args, run_at=at, dedupe=key)


def _renewed(told: Trouble | None, found: Trouble) -> Trouble:
    """What is known of it already, with what is true now."""
    return found if told is None else replace(told, why=found.why, name=found.name or told.name, ended_at=None)


def _held_until(setup: Setup, trouble: Trouble, now: datetime) -> datetime | None:
    """Until when nothing new is said: the quiet hours, except the first time; and as long as it is ignored."""
    chosen = setup.preferences
    until = ignored_until(setup, trouble.subject, now)
    if until is not None:
        return one_day(until, chosen.home_zone).end
    if trouble.told == 0:
        return None
    return quiet_until(now, manners_of(chosen, chosen.zone_at(now)))
