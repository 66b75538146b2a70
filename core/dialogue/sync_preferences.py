"""The messages about a person's sync preference, kept in step with what is true: Undo goes when its time is over."""

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.sync_preference import SyncPreferenceAnswers, sync_subject
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting
from core.dialogue.screens import SyncPreferenceCard
from core.people.model import PersonId
from core.shared.errors import Gone, InvalidChoice
from core.shared.transaction import Transactions


class SyncPreferences:
    """Edits the cards, in both chats; sends nothing new."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        answers: SyncPreferenceAnswers,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._answers = answers
        self._notices = notices
        self._posting = posting

    async def changed(self, person: PersonId) -> None:
        """The preference is another one, or its switch can't be undone any more."""
        async with self._transactions.read() as tx:
            told = await self._notices.of_subject(tx, sync_subject(person))

        async def face(asker: Asker) -> SyncPreferenceCard:
            try:
                return await self._answers.show(asker)
            except InvalidChoice:  # no calendar is linked any more
                raise Gone from None

        await self._posting.edit((notice, face) for notice in told if notice.person == person)
