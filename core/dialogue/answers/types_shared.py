"""A meeting type as it stands in a channel, for everybody there and for one who looks."""

from dataclasses import replace

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId
from core.configuration.meeting_types.usecases import MeetingTypes
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.types import terms_line
from core.dialogue.commands import Find, Terms
from core.dialogue.screens import Action, Style, TypesCard, UserText, say
from core.dialogue.type_commands import ShowTypes, UnshareType
from core.dialogue.view_commands import ViewType
from core.people.model import known_as
from core.people.ports import PersonRepository
from core.shared.transaction import Transactions


class SharedTypes:
    """Says of a meeting type what everybody of the workspace may know."""

    def __init__(self, *, transactions: Transactions, persons: PersonRepository, types: MeetingTypes) -> None:
        self._transactions = transactions
        self._persons = persons
        self._types = types

    @property
    def routes(self) -> Routes:
        return {ViewType: self._viewed}

    async def card(self, kind: MeetingType) -> TypesCard:
        """For everybody who reads the channel."""
        host = UserText(await self.host(kind))
        hosted = (say("types.offered", host=host),) if kind.has_one_host else ()
        find = Action(say("types.find"), Find(terms=Terms(kind.id)), style=Style.PRIMARY)
        return TypesCard(
            heading=say("types.name", type=UserText(kind.name)),
            saved=None,
            lines=(*hosted, terms_line(kind)),
            parts=(),
            actions=(find,),
            view=ViewType(kind.id),
        )

    async def host(self, kind: MeetingType) -> str:
        async with self._transactions.read() as tx:
            identities = await self._persons.identities(tx, kind.owner)
        return known_as(identities, kind.name)

    async def _viewed(self, asker: Asker, command: ViewType) -> TypesCard:
        """Who owns it can take it back from there."""
        kind = await self._types.known(MeetingTypeId(command.type))
        if kind is None or not kind.shared or kind.workspace != asker.user.workspace:
            return over("types.not_offered")
        card = await self.card(kind)
        if kind.owner != asker.person:
            return card
        return replace(card, actions=(*card.actions, Action(say("types.unshare"), UnshareType(kind.id))))


def over(why: str) -> TypesCard:
    """A type that can't be booked by from there."""
    return TypesCard(say("types.heading"), None, (say(why),), (), (Action(say("action.types"), ShowTypes()),))
