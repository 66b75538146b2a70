"""Which message shows what: remembered when it is shown, so that it can be edited later."""

from core.dialogue.answers.conflict_rows import ELSEWHERE
from core.dialogue.model import CARD, Actor, MessageRef, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Line, Problem, Screen, Waiting
from core.dialogue.subjects import subject_of
from core.people.usecases import Meeting
from core.shared.errors import Gone
from core.shared.transaction import Transactions


class Showing:
    """Keeps one row for each message, whatever it showed before."""

    def __init__(self, *, transactions: Transactions, meeting: Meeting, notices: NoticeRepository) -> None:
        self._transactions = transactions
        self._meeting = meeting
        self._notices = notices

    async def delivered(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        """The adapter showed `screen` in this message."""
        if isinstance(screen, Line | Problem | Waiting):  # the message is still about what it was about
            return
        try:
            await self._remember(actor, screen, ref)
        except Gone:  # this person was joined with another one meanwhile: it is the other one's message now
            await self._remember(actor, screen, ref)

    async def _remember(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        person = await self._meeting.person(actor.user)
        subject, kind = subject_of(person.id, screen), message_kind(ref)
        async with self._transactions.read() as tx:
            known = await self._notices.of_message(tx, person.id, ref)
        if subject is None and any(one.kind == CARD for one in known):
            subject = ELSEWHERE  # sent unasked, and used for something else now
        if [one.subject for one in known if one.kind == kind] == ([] if subject is None else [subject]):
            return
        async with self._transactions.write() as tx:
            await self._notices.forget_kind(tx, person.id, kind)
            if subject is not None:
                await self._notices.save(tx, Notice(person.id, subject, kind, actor.user, ref))
