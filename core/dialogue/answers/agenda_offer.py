"""The offer of an agenda in the morning: once, when set-up is done."""

from dataclasses import replace

from core.configuration.messages import USUAL_AGENDA_MINUTE
from core.configuration.model import Preferences
from core.dialogue.answers.asker import Asker
from core.dialogue.model import Notice
from core.dialogue.morning_commands import TellAgenda
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import Action, CalendarPicker, OfDay, Question, say
from core.shared.transaction import Transactions

OFFERED = "offered"


class AgendaOffer:
    """A row says that it was made, whatever becomes of it; it goes with the last account."""

    def __init__(self, *, transactions: Transactions, notices: NoticeRepository) -> None:
        self._transactions = transactions
        self._notices = notices

    async def once(self, asker: Asker, chosen: Preferences, picker: CalendarPicker) -> CalendarPicker:
        """The card, with the question the first time."""
        if chosen.agenda_minute is not None:
            return picker
        subject = f"agenda-offer:{asker.person}"
        async with self._transactions.write() as tx:
            if await self._notices.get(tx, asker.person, subject, OFFERED) is not None:
                return picker
            await self._notices.save(tx, Notice(asker.person, subject, OFFERED, asker.user, None))
        at = OfDay(USUAL_AGENDA_MINUTE)
        answers = (
            Action(say("offer.agenda_yes", at=at), TellAgenda(USUAL_AGENDA_MINUTE)),
            Action(say("offer.agenda_no"), TellAgenda()),
        )
        return replace(picker, question=Question(say("offer.agenda", at=at), answers))
