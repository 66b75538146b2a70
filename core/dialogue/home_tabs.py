"""Home tabs: shown when they are opened, and kept in step with what is true for who opened theirs lately."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.home import HomeAnswers
from core.dialogue.posting import AGAIN
from core.dialogue.screens import HomeScreen, Screen
from core.people.model import ChatUser, PersonId, Platform, Reader, known_as
from core.people.ports import PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, Gone
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

HOME_JOB = "dialogue.home"
OPENED_LATELY = timedelta(days=3)
"""Who hasn't looked for so long sees the new state when they open it."""

BREATH, PACE = timedelta(seconds=2), timedelta(seconds=20)
"""Changes of two seconds are shown together, and one tab is shown anew three times a minute at most."""


@dataclass(frozen=True, slots=True)
class HomeTab:
    """When somebody opened their Home tab last, and what it shows since when."""

    person: PersonId
    user: ChatUser
    opened_at: datetime
    shown_at: datetime | None = None
    shown: str = ""


class HomeTabs(Protocol):
    """One row per chat user who opened theirs."""

    async def get(self, tx: Transaction, user: ChatUser) -> HomeTab | None: ...

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[HomeTab, ...]:
        """By workspace and user."""

    async def save(self, tx: Transaction, tab: HomeTab) -> None:
        """Adds or replaces the user's."""


class HomePublisher(Protocol):
    """A chat that has Home tabs."""

    async def publish(self, user: ChatUser, screen: Screen, reader: Reader) -> None:
        """Shows the screen in the user's Home tab. Raises ChatUnavailable and OperatorNeeded to be tried again, another
        ClearhourError where it refuses for certain."""


class Homes:
    """What stands there is of one moment; everything that may change it asks for one more look."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        meeting: Meeting,
        answers: HomeAnswers,
        tabs: HomeTabs,
        publishers: dict[Platform, HomePublisher],
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._meeting = meeting
        self._answers = answers
        self._tabs = tabs
        self._publishers = publishers
        self._jobs = jobs
        self._clock = clock

    async def opened(self, user: ChatUser) -> None:
        """The person looks at their Home tab now."""
        person = await self._meeting.person(user)
        async with self._transactions.write() as tx:
            await self._tabs.save(tx, HomeTab(person.id, user, self._clock.now()))
        await self.show(user)

    async def changed(self, person: PersonId) -> None:
        """Something that stands there may be another. For most people nothing is written."""
        now = self._clock.now()
        async with self._transactions.read() as tx:
            opened = [tab for tab in await self._tabs.of_person(tx, person) if tab.opened_at >= now - OPENED_LATELY]
        if not opened:
            return
        async with self._transactions.write() as tx:
            for tab in opened:
                paced = now if tab.shown_at is None else tab.shown_at + PACE
                key = f"home:{tab.user.platform}:{tab.user.workspace}:{tab.user.user}"
                args = {"platform": tab.user.platform, "workspace": tab.user.workspace, "user": tab.user.user}
                await self._jobs.enqueue(tx, HOME_JOB, args, run_at=max(now + BREATH, paced), lock_key=key, dedupe=key)

    async def show(self, user: ChatUser) -> None:
        """Shows what is true now, unless it stands there already."""
        publisher = self._publishers.get(user.platform)
        async with self._transactions.read() as tx:
            tab = await self._tabs.get(tx, user)
            chats = () if tab is None else await self._persons.identities(tx, tab.person)
        if tab is None or publisher is None:
            return
        reader = await self._meeting.reader(user)
        asker = Asker(tab.person, known_as(chats), user, reader, self._clock.now(), new_id())
        try:
            screen = await self._answers.home(asker)
        except Gone:  # erased in the meantime
            return
        shown = fingerprint(screen, reader)
        if shown == tab.shown:
            return
        try:
            await publisher.publish(user, screen, reader)
        except AGAIN:
            raise
        except ClearhourError:  # the chat refuses for certain: nobody looks there
            return
        await self._remember(user, shown)

    async def _remember(self, user: ChatUser, shown: str) -> None:
        async with self._transactions.write() as tx:
            tab = await self._tabs.get(tx, user)
            if tab is not None:
                await self._tabs.save(tx, replace(tab, shown_at=self._clock.now(), shown=shown))


def fingerprint(screen: HomeScreen, reader: Reader) -> str:
    """The same for two screens that say the same; when it was looked doesn't count."""
    said = repr((replace(screen, looked=None), reader))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
