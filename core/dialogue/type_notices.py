"""The cards of meeting types in channels: shown when a type is shared there, and told when it is no longer."""

from dataclasses import replace

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId
from core.configuration.meeting_types.usecases import MeetingTypes
from core.configuration.unasked import Unasked
from core.dialogue.answers.types import SHARED, channel_of, terms_line, type_subject
from core.dialogue.answers.types_shared import SharedTypes, over
from core.dialogue.commands import Find, Terms
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, Line, TypesCard, UserText, say
from core.dialogue.type_commands import LeaveType, ShareType
from core.people.ports import PersonRepository
from core.shared.errors import ChannelRefused, Gone
from core.shared.transaction import Transactions

MEMBER = "member"
"""The kind of the notice to who was made a member."""


class TypeNotices:
    """Each channel has one card of a type. Its row is there before it: a process that dies between shows it again."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        types: MeetingTypes,
        shared: SharedTypes,
        unasked: Unasked,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._types = types
        self._shared = shared
        self._unasked = unasked
        self._notices = notices
        self._posting = posting

    async def changed(self, kind_id: MeetingTypeId) -> None:
        """Brings every card in a channel up to date; those of a type that nobody can book by are followed no more."""
        kind = await self._types.known(kind_id)
        async with self._transactions.read() as tx:
            told = await self._notices.of_subject(tx, type_subject(kind_id))
        for notice in told:
            if notice.kind.startswith(SHARED):
                await self._in_channel(kind_id, kind, notice)
        await self._members(kind_id, kind, tuple(notice for notice in told if notice.kind == MEMBER))

    async def _members(self, kind_id: MeetingTypeId, kind: MeetingType | None, told: tuple[Notice, ...]) -> None:
        """Who was made a member is told once, by a card that says when they are one no longer."""
        members = {member.person for member in kind.members} - {kind.owner} if kind is not None else set()
        async with self._transactions.write() as tx:
            for person in members - {notice.person for notice in told}:
                known = await self._persons.get(tx, person)
                if known is not None:
                    row = Notice(person, type_subject(kind_id), MEMBER, known.home, None)
                    await self._notices.save(tx, row)
                    await self._unasked.told(tx, person)
                    told = (*told, row)
        for notice in told:
            here = kind if kind is not None and notice.person in members else None
            screen = (
                await self._joined(here)
                if here is not None
                else over("types.not_offered" if kind is None else "types.left")
            )
            await self._posting.edit([(notice, always(screen))])
            if here is None:
                async with self._transactions.write() as tx:
                    await self._notices.forget_subject(tx, notice.person, notice.subject)

    async def _joined(self, kind: MeetingType) -> TypesCard:
        leave = Action(say("types.leave"), LeaveType(kind.id))
        find = Action(say("types.find"), Find(terms=Terms(kind.id)))
        owner = say("types.joined", host=UserText(await self._shared.host(kind)))
        return TypesCard(
            say("types.name", type=UserText(kind.name)), None, (owner, terms_line(kind)), (), (find, leave)
        )

    async def _in_channel(self, kind_id: MeetingTypeId, kind: MeetingType | None, notice: Notice) -> None:
        offered = kind is not None and kind.shared
        if not offered and notice.ref is None:
            await self._over(kind_id, notice)
            return
        screen = await self._shared.card(kind) if kind is not None and offered else over("types.not_offered")
        try:
            ref = await self._posting.show_in(notice.user, channel_of(notice), screen, notice.ref)
        except Gone:
            await self._forget(notice)
            return
        except ChannelRefused:
            await self._forget(notice)
            await self._refused(kind, notice)
            return
        if not offered:
            await self._over(kind_id, notice)
        elif ref != notice.ref:
            async with self._transactions.write() as tx:
                await self._notices.save(tx, replace(notice, ref=ref))

    async def _refused(self, kind: MeetingType | None, notice: Notice) -> None:
        if kind is None:
            return
        again = Action(say("types.share_here"), ShareType(kind.id, channel_of(notice)))
        line = Line(say("types.refused", type=UserText(kind.name)), again)
        await self._posting.show(notice.user, line, None)

    async def _over(self, kind_id: MeetingTypeId, notice: Notice) -> None:
        """Forgets the card, unless the type was shared again meanwhile: then the fact of that is on its way to it."""
        async with self._transactions.write() as tx:
            now = await self._types.known_in(tx, kind_id)
            if now is None or not now.shared:
                await self._notices.forget_kind(tx, notice.person, notice.kind)

    async def _forget(self, notice: Notice) -> None:
        async with self._transactions.write() as tx:
            await self._notices.forget_kind(tx, notice.person, notice.kind)
