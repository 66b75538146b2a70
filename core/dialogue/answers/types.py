"""types: the meeting types of a person, and what their buttons and form change."""

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, TypeMode
from core.configuration.meeting_types.usecases import MeetingTypes
from core.configuration.teams.usecases import Teams
from core.configuration.usecases import Configuring
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.answers.types_form import type_form, typed_type
from core.dialogue.answers.types_people import TypePeople
from core.dialogue.commands import Find, Terms
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import (
    Action,
    Names,
    SettingsForm,
    SettingsPart,
    Style,
    Text,
    TypesCard,
    UserText,
    length,
    say,
)
from core.dialogue.type_commands import (
    LeaveType,
    OpenType,
    RemoveType,
    SaveType,
    ShareType,
    ShowType,
    ShowTypes,
    UnshareType,
)
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from core.shared.transaction import Transactions

SHARED = "shared:"
"""The beginning of the kind of a notice about a type's card in a channel; then comes the type, then the channel."""


def type_subject(kind: MeetingTypeId) -> str:
    return f"type:{kind}"


def channel_of(notice: Notice) -> str:
    """Where the card is, or shall be."""
    return notice.kind.split(":", 2)[2]


class TypeAnswers:
    """What is asked of meeting types. Raises NotConnected for who has nothing to book with yet. `shared`: what is asked
    of their cards in channels."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        types: MeetingTypes,
        teams: Teams,
        people: TypePeople,
        shared: Routes,
        notices: NoticeRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._types = types
        self._teams = teams
        self._people = people
        self._shared = shared
        self._notices = notices

    @property
    def routes(self) -> Routes:
        """They raise Gone, NotYours, InvalidChoice."""
        return {
            ShowTypes: lambda asker, command: self._list(asker, command.channel or asker.channel),
            OpenType: self._opened,
            ShowType: lambda asker, command: self._one(asker, MeetingTypeId(command.type), command.channel),
            SaveType: self._save,
            RemoveType: self._remove,
            LeaveType: self._leave,
            ShareType: lambda asker, command: self._share(asker, MeetingTypeId(command.type), command.channel),
            UnshareType: self._unshare,
            **self._shared,
        }

    async def _opened(self, asker: Asker, command: OpenType) -> TypesCard:
        if command.type is None:
            return await self._list(asker, asker.channel)
        return await self._one(asker, MeetingTypeId(command.type), "")

    async def _leave(self, asker: Asker, command: LeaveType) -> TypesCard:
        await self._types.leave(asker.person, MeetingTypeId(command.type))
        await self._teams.follow(await self._types.known(MeetingTypeId(command.type)), asker.user, asker.now)
        return await self._list(asker, "", say("types.left"))

    async def _unshare(self, asker: Asker, command: UnshareType) -> TypesCard:
        await self._types.share(asker.person, MeetingTypeId(command.type), shared=False)
        return await self._list(asker, "", say("types.unshared"))

    @property
    def forms(self) -> Forms:
        return {OpenType: self.form}

    async def form(self, asker: Asker, command: OpenType) -> SettingsForm:
        """Raises NotConnected, Gone, NotYours."""
        setup = await self._configuring.setup(asker.person)
        kind = await self._types.owned(asker.person, MeetingTypeId(command.type)) if command.type else None
        people, required = await self._people.choices(asker, kind)
        return type_form(kind, setup, people, required, new_id())

    async def _save(self, asker: Asker, command: SaveType) -> TypesCard:
        invitees = await self._people.invitees(asker, command.people)
        if command.mode != TypeMode.ROUND_ROBIN.value:  # there the owner takes turns like everybody
            invitees = tuple(item for item in invitees if item.person != asker.person)
        new = {"owner": asker.person, "workspace": asker.user.workspace, "now": asker.now}
        if command.type is None:
            if not command.draft:
                raise InvalidChoice("name", "form.bad_field")
            typed = typed_type(command, None, invitees, new)
            if typed.mode is TypeMode.TEAM:
                setup = await self._configuring.setup(asker.person)
                typed = await self._teams.founded(typed, setup, asker.user, asker.now)
            await self._types.add(typed)
        else:
            kind = MeetingTypeId(command.type)
            changed = await self._types.change(
                asker.person, kind, lambda known: typed_type(command, known, invitees, new)
            )
            await self._teams.follow(changed, asker.user, asker.now)
        return await self._list(asker, asker.channel, say("types.saved", type=UserText(command.name.strip())))

    async def _remove(self, asker: Asker, command: RemoveType) -> TypesCard:
        kind_id = MeetingTypeId(command.type)
        if command.confirmed:
            await self._types.remove(asker.person, kind_id)
            return await self._list(asker, "", say("types.removed"))
        kind = await self._types.owned(asker.person, kind_id)
        remove = Action(say("types.remove"), RemoveType(kind_id, confirmed=True), style=Style.DANGER)
        keep = Action(say("types.keep"), ShowTypes())
        return TypesCard(
            say("types.ask_remove", type=UserText(kind.name)), None, (say("types.bookings_stay"),), (), (remove, keep)
        )

    async def _share(self, asker: Asker, kind_id: MeetingTypeId, channel: str) -> TypesCard:
        """Shared twice in one channel, it stands there once. The row of the channel's card becomes true together with
        the sharing: a row of a type that nobody shares is taken for one to be forgotten."""
        async with self._transactions.write() as tx:
            kind = await self._types.share_in(tx, asker.person, kind_id, shared=True)
            row = Notice(asker.person, type_subject(kind_id), f"{SHARED}{kind_id}:{channel}", asker.user, None)
            if channel and await self._notices.get(tx, asker.person, row.subject, row.kind) is None:
                await self._notices.save(tx, row)
        saved = say("types.shared_here" if channel else "types.shared", type=UserText(kind.name))
        return await self._list(asker, channel, saved)

    async def _one(self, asker: Asker, kind_id: MeetingTypeId, channel: str) -> TypesCard:
        kind = await self._types.bookable(asker.person, asker.user.workspace, kind_id)
        part = await self._part(asker, kind, channel)
        actions = (*part.actions, Action(say("types.all"), ShowTypes(channel)))
        return TypesCard(part.heading, None, part.lines, (), actions)

    async def _list(self, asker: Asker, channel: str, saved: Text | None = None) -> TypesCard:
        await self._configuring.setup(asker.person)
        kinds = await self._types.of_person(asker.person)
        lines: tuple[Text, ...] = () if kinds else (say("types.none"),)
        if kinds and not channel:
            lines = (say("types.where"),)
        parts = [await self._part(asker, kind, channel) for kind in kinds]
        new = Action(say("types.new"), OpenType(), style=Style.PRIMARY)
        return TypesCard(say("types.heading"), saved, lines, tuple(parts), (new,))

    async def _part(self, asker: Asker, kind: MeetingType, channel: str) -> SettingsPart:
        lines = [terms_line(kind)]
        names = await self._people.names(kind)
        if names:
            lines.append(_people_line(kind, names))
        if kind.shared:
            lines.append(say("types.is_shared"))
        team = await self._teams.of(kind)
        if team is not None:
            reached = await self._configuring.reaches(team.id)
            written = say("teams.calendar", calendar=UserText(team.linked.name))
            lines.append(written if reached else say("teams.unreachable"))
        if kind.owner == asker.person and kind.linked is not None:
            setup = await self._configuring.setup(asker.person)
            linked = setup.calendar(kind.linked)
            lines.append(say("types.writes_to", calendar=UserText(linked.name)) if linked else say("types.linked_lost"))
        return SettingsPart(say("types.name", type=UserText(kind.name)), tuple(lines), _actions(asker, kind, channel))


def _actions(asker: Asker, kind: MeetingType, channel: str) -> tuple[Action, ...]:
    """Names are told apart by the type's name for a screen reader."""
    named = UserText(kind.name)
    find = Action(say("types.find"), Find(terms=Terms(kind.id)), name=say("types.name.find", type=named))
    if kind.owner != asker.person:
        leave = Action(say("types.leave"), LeaveType(kind.id), name=say("types.name.leave", type=named))
        return (find, leave)
    actions = [find, Action(say("action.change"), OpenType(kind.id), name=say("types.name.change", type=named))]
    if channel:
        share = ShareType(kind.id, channel)
        actions.append(Action(say("types.share_here"), share, name=say("types.name.share_here", type=named)))
    if kind.shared:
        actions.append(Action(say("types.unshare"), UnshareType(kind.id), name=say("types.name.unshare", type=named)))
    elif not channel:
        actions.append(Action(say("types.share"), ShareType(kind.id), name=say("types.name.share", type=named)))
    remove = Action(say("types.remove_ask"), RemoveType(kind.id), name=say("types.name.remove", type=named))
    return (*actions, remove)


def _people_line(kind: MeetingType, names: tuple[UserText, ...]) -> Text:
    if kind.mode is TypeMode.K_OF_N:
        return say("types.people.k_of_n", names=Names(names), k=kind.k)
    return say(f"types.people.{kind.mode}", names=Names(names))


def terms_line(kind: MeetingType) -> Text:
    """ "30 min or 1 h, Teams"."""
    lengths = Names(tuple(length(minutes) for minutes in kind.durations))
    if kind.place:
        return say("types.at_place", lengths=lengths, place=UserText(kind.place))
    return say("types.online" if kind.online else "types.length", lengths=lengths)
