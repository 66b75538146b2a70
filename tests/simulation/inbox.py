"""The invitations that one person is told of, beside the double bookings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from core.configuration.unasked import Unasked
from core.configuration.usecases import Configuring
from core.conflicts.usecases import Seeing, Settling
from core.connection.model import Access
from core.dialogue.invitations import InvitationNotices
from core.dialogue.model import MessageRef, Notice
from core.dialogue.posting import Face, Posting
from core.people.model import PersonId
from core.shared.clock import Clock
from core.shared.jobs import JobQueue


class Noting(Posting):
    """Sends nothing: notes when each message would have come."""

    def __init__(self, store: Any, clock: Clock) -> None:
        self.store = store
        self.clock_ = clock
        self.came: list[datetime] = []

    async def edit(self, faces: Iterable[tuple[Notice, Face]]) -> None:
        for row, _ in faces:
            if row.ref is None:
                self.came.append(self.clock_.now())
                async with self.store.transactions.write() as tx:
                    await self.store.notices.save(tx, replace(row, ref=MessageRef("D1", str(len(self.came)))))


@dataclass
class Inbox:
    """Everything about invitations, over the desk's own store. `came`: when each message came."""

    store: Any
    clock: Clock
    person: PersonId
    seeing: Seeing
    settling: Settling
    queue: JobQueue
    notices: InvitationNotices = field(init=False)

    def __post_init__(self) -> None:
        store = self.store
        self.posting = Noting(store, self.clock)
        configuring = Configuring(
            transactions=store.transactions, persons=store.persons, connections=store.connections,
            calendars=store.calendars, preferences=store.preferences, directory=cast("Any", None),
            highest_access=Access.READ_WRITE,
        )  # fmt: skip
        self.notices = InvitationNotices(
            transactions=store.transactions, persons=store.persons, configuring=configuring, seeing=self.seeing,
            settling=self.settling, bookings=store.bookings, invitations=store.invitations,
            unasked=Unasked(counts=store.told_counts, preferences=store.preferences, clock=self.clock),
            answers=cast("Any", None), notices=store.notices, posting=self.posting, jobs=self.queue, clock=self.clock,
        )  # fmt: skip

    @property
    def came(self) -> list[datetime]:
        return self.posting.came

    async def look(self, *, first: bool = False) -> None:
        await self.notices.look(self.person, first=first)

    async def say(self) -> None:
        await self.notices.say(self.person)
