"""Messages on their way to people: new ones in the home chat, edits wherever something is shown."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_rows import ELSEWHERE
from core.dialogue.model import MessageRef, Notice
from core.dialogue.ports import Messenger, NoticeRepository, Still
from core.dialogue.screens import Screen
from core.people.model import ChatUser, Platform
from core.people.ports import PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, ClearhourError, Gone, NotConnected, OperatorNeeded
from core.shared.ids import new_id
from core.shared.transaction import Transactions

Face = Callable[[Asker], Awaitable[Screen]]
"""What a message is to show, for whoever reads it."""


def always(screen: Screen) -> Face:
    """The same whoever reads it, whenever it is shown."""

    async def face(_: Asker) -> Screen:
        return screen

    return face


AGAIN = (ChatUnavailable, OperatorNeeded)
"""A chat that refuses for these reasons may take the message later; every other refusal is for certain."""


class Posting:
    """Shows screens in messages and keeps where they are.

    One chat that refuses doesn't keep the others from being told. A new message that the home chat refuses for certain
    (the app was taken out of it) goes to another chat of the person.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        meeting: Meeting,
        notices: NoticeRepository,
        messengers: dict[Platform, Messenger],
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._meeting = meeting
        self._notices = notices
        self._messengers = messengers
        self._clock = clock

    async def show(
        self, user: ChatUser, screen: Screen, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        """Edits the message, or sends a new one. Raises what the chat raises, Gone for one that is not set up."""
        messenger = self._messengers.get(user.platform)
        if messenger is None:
            raise Gone
        return await messenger.show(user, screen, await self._meeting.reader(user), ref, still)

    @property
    def now(self) -> datetime:
        return self._clock.now()

    async def show_in(self, user: ChatUser, channel: str, screen: Screen, ref: MessageRef | None) -> MessageRef:
        """The same for everybody in a channel of this user's. Raises ChannelRefused too."""
        messenger = self._messengers.get(user.platform)
        if messenger is None:
            raise Gone
        return await messenger.post(user, channel, screen, await self._meeting.reader(user), ref)

    async def edit(self, faces: Iterable[tuple[Notice, Face]]) -> None:
        """Brings every one of these messages up to date; those without a message get a new one. Then the first trouble
        that is no certain refusal of a chat is raised, so that it is tried again."""
        trouble: ClearhourError | None = None
        for notice, face in faces:
            try:
                await self._one(notice, face)
            except ClearhourError as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    async def asker(self, notice: Notice) -> Asker:
        """Whoever reads this message."""
        profile = await self._meeting.profile(notice.user)
        reader = await self._meeting.reader(notice.user)
        name = profile.name if profile else ""
        return Asker(notice.person, name, notice.user, reader, self._clock.now(), new_id(), notice.ref)

    async def _one(self, notice: Notice, face: Face) -> None:
        """What it shows may be forgotten in the meantime; anything else that keeps us from knowing it is raised."""
        for user in await self._users(notice):
            row = replace(notice, user=user)
            try:
                screen = await face(await self.asker(row))
            except (Gone, NotConnected):
                return
            try:
                ref = await self.show(user, screen, row.ref, partial(self._still_shows, row))
            except AGAIN:
                raise
            except ClearhourError:
                continue
            await self._remember(notice, row, ref)
            return

    async def _still_shows(self, row: Notice) -> bool:
        """False when the person used the message for something else while its new face was being worked out."""
        if row.ref is None:
            return True
        async with self._transactions.read() as tx:
            shown = await self._notices.of_message(tx, row.person, row.ref)
        if any(one.subject == ELSEWHERE for one in shown):
            return False
        return any((one.subject, one.kind) == (row.subject, row.kind) for one in shown)

    async def _users(self, notice: Notice) -> tuple[ChatUser, ...]:
        """Where it may be shown: the message's own chat; for a new message then the person's others."""
        if notice.ref is not None:
            return (notice.user,)
        async with self._transactions.read() as tx:
            known = await self._persons.identities(tx, notice.person)
        return (notice.user, *(one.user for one in known if one.user != notice.user))

    async def _remember(self, before: Notice, shown: Notice, ref: MessageRef) -> None:
        """Where the message is now; one that nobody follows any more is left alone."""
        if ref == before.ref:
            return
        async with self._transactions.write() as tx:
            if await self._notices.get(tx, before.person, before.subject, before.kind) is not None:
                await self._notices.save(tx, replace(shown, ref=ref))
