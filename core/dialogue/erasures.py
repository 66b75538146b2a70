"""Erasing somebody: what ends in Outlook and in others' messages first, then everything that is stored."""

from contextlib import suppress
from datetime import datetime, timedelta

from core.administration.erasing import Erasing
from core.configuration.meeting_types.usecases import MeetingTypes
from core.dialogue.commands import Connect
from core.dialogue.departures import Departures
from core.dialogue.home_tabs import Homes
from core.dialogue.model import MessageRef
from core.dialogue.offer_notices import OfferNotices
from core.dialogue.posting import Posting
from core.dialogue.screens import Action, NewsCard, say
from core.dialogue.type_notices import TypeNotices
from core.people.model import ChatUser, PersonId
from core.shared.errors import ChatUnavailable, ClearhourError, NotYours
from core.sync.usecases import Keeping

TOLD_WITHIN = timedelta(minutes=10)
"""So long a chat that doesn't answer is waited for; then the data goes untold."""


class Erasures:
    """Each step may run again: who dies in between begins anew, and finds less."""

    def __init__(
        self,
        *,
        erasing: Erasing,
        departures: Departures,
        offers: OfferNotices,
        types: MeetingTypes,
        type_notices: TypeNotices,
        keeping: Keeping,
        homes: Homes,
        posting: Posting,
    ) -> None:
        self._erasing = erasing
        self._departures = departures
        self._offers = offers
        self._types = types
        self._type_notices = type_notices
        self._keeping = keeping
        self._homes = homes
        self._posting = posting

    async def erase(self, person: PersonId, user: ChatUser, ref: MessageRef | None, asked_at: datetime) -> None:
        """The person's accounts are known until others' rows were looked through for their addresses. The last message
        is sent before the way to them is erased. Raises OutlookUnavailable, ChatUnavailable to be tried again."""
        traces = await self._erasing.begun(person, asked_at)
        if traces is None:
            return
        await self._erasing.forget_in_others(traces)
        await self._departures.left(person, says="mydata.host_left")
        await self._offers.disconnected(person)
        await self._leave_types(person)
        await self._keeping.fellows(person)
        for chat in traces.users:
            with suppress(ClearhourError):  # nobody may ever look there again
                await self._homes.show(chat)
        await self._tell(user, ref, asked_at)
        await self._erasing.end(traces, user)

    async def _leave_types(self, person: PersonId) -> None:
        """Their cards in channels say so while it is known where they stand."""
        for kind in await self._types.of_person(person):
            with suppress(NotYours):  # left in the meantime
                await (self._types.remove if kind.owner == person else self._types.leave)(person, kind.id)
            await self._type_notices.changed(kind.id)

    async def _tell(self, user: ChatUser, ref: MessageRef | None, asked_at: datetime) -> None:
        card = NewsCard(
            say("mydata.erased_title"),
            (say("mydata.erased"), say("mydata.erased_again")),
            (Action(say("action.connect"), Connect()),),
        )
        try:
            await self._posting.show(user, card, ref)
        except ChatUnavailable:
            if self._posting.now < asked_at + TOLD_WITHIN:
                raise
        except ClearhourError:
            return  # it refuses for certain: there is nobody to be told any more
