"""The members of a meeting type: from how a form names them to persons, and back."""

from core.booking.usecases import Inviting
from core.configuration.meeting_types.model import MeetingType
from core.connection.ports import ConnectionRepository
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import Named
from core.dialogue.screens import PersonChoice, UserText
from core.people.model import ChatProfile, ChatUser, Invitee, PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.transaction import Transactions


class TypePeople:
    """Knows members by mention and by mail address; unlike guests, the asker may be one."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        inviting: Inviting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._inviting = inviting

    async def invitees(self, asker: Asker, people: tuple[Named, ...]) -> tuple[Invitee, ...]:
        """Each once. Raises InvalidChoice("people") for somebody nobody knows."""
        found: dict[object, Invitee] = {}
        for named in people:
            if named.kind == "user":
                user = ChatUser(asker.user.platform, asker.user.workspace, named.value)
                item = await self._inviting.by_user(user)
            else:
                item = await self._inviting.by_address(asker.user, named.value)
            found.setdefault(item.person or item.address or item.user, item)
        return tuple(found.values())

    async def names(self, kind: MeetingType) -> tuple[UserText, ...]:
        """By the names that their chats show."""
        found = [await self._known(member.person) for member in kind.members]
        return tuple(UserText(name) for name, _, _ in found if name)

    async def choices(self, asker: Asker, kind: MeetingType | None) -> tuple[tuple[PersonChoice, ...], str]:
        """The members as a form names them: users of this chat, others by address; and the addresses of those who must
        always be there."""
        chosen, required = [], []
        for member in kind.members if kind else ():
            name, address, identities = await self._known(member.person)
            here = (asker.user.platform, asker.user.workspace)
            same = next((one for one in identities if (one.user.platform, one.user.workspace) == here), None)
            if same is not None:
                chosen.append(PersonChoice(Named("user", same.user.user), UserText(same.name)))
            elif address:
                chosen.append(PersonChoice(Named("address", address), UserText(name)))
            if member.required and address:
                required.append(address)
        return tuple(chosen), ", ".join(required)

    async def _known(self, person: PersonId) -> tuple[str, str, tuple[ChatProfile, ...]]:
        """Name, address and chats; the oldest connected address counts."""
        async with self._transactions.read() as tx:
            identities = await self._persons.identities(tx, person)
            connections = await self._connections.of_person(tx, person)
        first = next((one.email or "" for one in identities), "")
        address = connections[0].account.address if connections else first
        return known_as(identities, address), address, identities
