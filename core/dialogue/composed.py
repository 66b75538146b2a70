"""Meetings that people wrote to Outlook themselves: their cards say so as soon as the copy has them."""

from core.configuration.model import CalendarId
from core.dialogue.answers.compose import COMPOSED, arrived, is_over, recognised
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting, always
from core.dialogue.screens import UserText
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.transaction import Transactions
from core.sync.model import Event
from core.sync.ports import MirrorRepository, SyncStates


class Composed:
    """Edits each card once, in place; sends nothing new."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        notices: NoticeRepository,
        mirror: MirrorRepository,
        states: SyncStates,
        posting: Posting,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._notices = notices
        self._mirror = mirror
        self._states = states
        self._posting = posting
        self._clock = clock

    async def busy_changed(self, person: PersonId, calendar: CalendarId) -> None:
        """A copy changed: a meeting that was opened in Outlook's form may have arrived."""
        async with self._transactions.read() as tx:
            waiting = await self._notices.starting_with(tx, person, COMPOSED)
            if not waiting:
                return
            state = await self._states.get(tx, calendar)
            if state is None or state.window is None:
                return
            events = (await self._mirror.events(tx, {calendar}, state.window))[calendar]
        found = [(row, event) for row in waiting for event in events if recognised(event, row.subject)]
        await self._posting.edit((row, _face(row, event)) for row, event in found if row.ref is not None)
        over = {row.subject for row in waiting if is_over(row.subject, self._clock.now())}
        done = over | {row.subject for row, _ in found}
        if done:
            async with self._transactions.write() as tx:
                for subject in sorted(done):
                    await self._notices.forget_subject(tx, person, subject)


def _face(row: Notice, event: Event) -> Face:
    people = tuple(UserText(one.name or one.address) for one in event.attendees)
    return always(arrived(row.subject, event, people))
