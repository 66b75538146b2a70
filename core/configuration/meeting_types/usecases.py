"""Making, changing and sharing meeting types, each in one locked transaction."""

from collections.abc import Callable
from dataclasses import replace

from core.configuration.meeting_types.model import (
    MeetingType,
    MeetingTypeChanged,
    MeetingTypeId,
    Member,
    TypeMode,
    unknown_marks,
)
from core.configuration.meeting_types.ports import MeetingTypeRepository
from core.configuration.sharing import may_see
from core.configuration.usecases import Configuring
from core.people.model import PersonId
from core.people.ports import AuditLog, PersonRepository
from core.shared.errors import Gone, InvalidChoice, NotConnected, NotYours
from core.shared.transaction import Transaction, Transactions

MOST_TYPES = 20
MOST_DURATIONS = 5
MOST_MEMBERS = 20
NAME_LENGTH = 60
TITLE_LENGTH = 200
NOTE_LENGTH = 2000
PLACE_LENGTH = 200
MOST_MINUTES = 24 * 60


class MeetingTypes:
    """A person's meeting types. Only the owner changes one; whoever is a member can leave it."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        types: MeetingTypeRepository,
        audit: AuditLog,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._types = types
        self._audit = audit

    async def of_person(self, person: PersonId) -> tuple[MeetingType, ...]:
        """Those the person owns or is a member of, by name."""
        async with self._transactions.read() as tx:
            return await self._types.of_person(tx, person)

    async def known(self, kind: MeetingTypeId | None) -> MeetingType | None:
        """The type, whoever asks; None when there is none any more."""
        if kind is None:
            return None
        async with self._transactions.read() as tx:
            return await self.known_in(tx, kind)

    async def known_in(self, tx: Transaction, kind: MeetingTypeId) -> MeetingType | None:
        """The type as this transaction sees it."""
        return await self._types.get(tx, kind)

    async def bookable(self, person: PersonId, workspace: str, kind: MeetingTypeId) -> MeetingType:
        """A type by which this person may book: their own, one they are a member of, or one shared in their workspace.
        Raises Gone, NotYours."""
        found = await self.known(kind)
        if found is None:
            raise Gone
        if (
            found.owner != person
            and not found.has_member(person)
            and not (found.shared and found.workspace == workspace)
        ):
            raise NotYours
        return found

    async def owned(self, person: PersonId, kind: MeetingTypeId) -> MeetingType:
        """Raises Gone, NotYours."""
        async with self._transactions.read() as tx:
            return await self._owned(tx, person, kind)

    async def add(self, kind: MeetingType) -> MeetingType:
        """A new one. Raises InvalidChoice, NotConnected; adding the same again changes nothing."""
        _must_make_sense(kind)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({kind.owner}))
            known = await self._types.get(tx, kind.id)
            if known is not None:
                return known
            mine = [one for one in await self._types.of_person(tx, kind.owner) if one.owner == kind.owner]
            if len(mine) >= MOST_TYPES:
                raise InvalidChoice("name", "types.too_many")
            await self._checked(tx, kind, kind.members)
            await self._types.save(tx, kind)
            await self._record(tx, kind.owner, "type.added", kind.id)
        return kind

    async def change(
        self, person: PersonId, kind: MeetingTypeId, how: Callable[[MeetingType], MeetingType]
    ) -> MeetingType:
        """Raises Gone, NotYours, InvalidChoice, NotConnected."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            before = await self._owned(tx, person, kind)
            changed = how(before)
            _must_make_sense(changed)
            new = tuple(member for member in changed.members if not before.has_member(member.person))
            await self._checked(tx, changed, new)
            await self._types.save(tx, changed)
            await self._record(tx, person, "type.changed", kind)
        return changed

    async def share(self, person: PersonId, kind: MeetingTypeId, *, shared: bool) -> MeetingType:
        """Everybody of the workspace may book by it, or nobody but its members. Raises Gone, NotYours."""
        async with self._transactions.write() as tx:
            return await self.share_in(tx, person, kind, shared=shared)

    async def share_in(self, tx: Transaction, person: PersonId, kind: MeetingTypeId, *, shared: bool) -> MeetingType:
        """The same in the caller's transaction, for what must become true together with it."""
        await self._persons.lock(tx, frozenset({person}))
        changed = replace(await self._owned(tx, person, kind), shared=shared)
        await self._types.save(tx, changed)
        await self._record(tx, person, "type.shared" if shared else "type.unshared", kind)
        return changed

    async def remove(self, person: PersonId, kind: MeetingTypeId) -> None:
        """Its bookings stay. Raises NotYours; removing it again is nothing."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            try:
                await self._owned(tx, person, kind)
            except Gone:
                return
            await self._types.remove(tx, kind)
            await self._record(tx, person, "type.removed", kind)

    async def leave(self, person: PersonId, kind: MeetingTypeId) -> None:
        """The person takes part no longer; what was booked stays. Raises NotYours for who is no member."""
        async with self._transactions.write() as tx:
            found = await self._types.get(tx, kind)
            if found is None:
                return
            await self._persons.lock(tx, frozenset({found.owner, person}))
            found = await self._types.get(tx, kind)
            if found is None:
                return
            if not found.has_member(person):
                raise NotYours
            left = tuple(member for member in found.members if member.person != person)
            await self._types.save(tx, replace(found, members=left))
            await self._record(tx, person, "type.left", kind)

    async def _record(self, tx: Transaction, person: PersonId, action: str, kind: MeetingTypeId) -> None:
        await self._audit.record(tx, person, action, {"type": kind})
        tx.publish(MeetingTypeChanged(kind))

    async def _owned(self, tx: Transaction, person: PersonId, kind: MeetingTypeId) -> MeetingType:
        found = await self._types.get(tx, kind)
        if found is None:
            raise Gone
        if found.owner != person:
            raise NotYours
        return found

    async def _checked(self, tx: Transaction, kind: MeetingType, new: tuple[Member, ...]) -> None:
        """Its calendars are the owner's, the linked one can be written, and new members show the owner when they are
        free. Raises InvalidChoice, NotConnected."""
        setup = await self._configuring.setup_in(tx, kind.owner)
        chats = [item.user for item in await self._persons.identities(tx, kind.owner)]
        for member in new:
            try:
                theirs = await self._configuring.setup_in(tx, member.person)
            except NotConnected:
                raise InvalidChoice("people", "types.member_unknown") from None
            if not may_see(setup, chats, theirs):
                raise InvalidChoice("people", "types.member_hidden")
        if kind.linked is not None:
            linked = setup.calendar(kind.linked)
            if linked is None:
                raise InvalidChoice("linked", "choice.calendar_gone")
            obstacle = self._configuring.obstacle(setup, linked)
            if obstacle is not None:
                raise InvalidChoice("linked", f"choice.{obstacle}")
        if kind.conflicts is not None and not kind.conflicts <= {item.id for item in setup.calendars}:
            raise InvalidChoice("conflicts", "choice.calendar_gone")


def _must_make_sense(kind: MeetingType) -> None:
    """Raises InvalidChoice with the first field that can't be."""
    others = [member for member in kind.members if not member.required]
    wrong: tuple[tuple[bool, str, str], ...] = (
        (not kind.name.strip(), "name", "types.no_name"),
        (len(kind.name) > NAME_LENGTH, "name", "types.name_long"),
        (not 1 <= len(kind.durations) <= MOST_DURATIONS, "durations", "types.bad_durations"),
        (any(not 5 <= minutes <= MOST_MINUTES for minutes in kind.durations), "durations", "types.bad_durations"),
        (len(kind.members) > MOST_MEMBERS, "people", "choice.too_many"),
        (kind.mode in NEEDS_MEMBERS and not kind.members, "people", "types.no_members"),
        (kind.mode is TypeMode.K_OF_N and not 1 <= kind.k <= len(others), "k", "types.bad_k"),
        (len(kind.title) > TITLE_LENGTH, "title", "choice.title_long"),
        (len(kind.note) > NOTE_LENGTH, "note", "choice.note_long"),
        (len(kind.place) > PLACE_LENGTH, "place", "types.place_long"),
        (bool(unknown_marks(kind.title)), "title", "types.bad_mark"),
        (bool(unknown_marks(kind.note)), "note", "types.bad_mark"),
    )
    for is_wrong, field, reason in wrong:
        if is_wrong:
            raise InvalidChoice(field, reason)


NEEDS_MEMBERS = frozenset({TypeMode.COLLECTIVE, TypeMode.K_OF_N, TypeMode.ROUND_ROBIN})
