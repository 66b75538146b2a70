"""Getting to know the people who talk to us."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from core.people.installations.model import AppRemoved
from core.people.model import ChatProfile, ChatUser, Person, PersonId, PersonMet, Platform, ProfileChanged, Reader
from core.people.ports import ChatDirectory, PersonRepository, WorkspaceLanguages
from core.shared.clock import Clock
from core.shared.ids import new_id
from core.shared.transaction import Transactions

PROFILE_AGE = timedelta(hours=6)
FALLBACK_READER = Reader("UTC", "en-GB")
STRANGER = PersonId("")
"""Nobody's id."""


class Meeting:
    """Knows a chat user's person and profile; asks the platform's directory when the profile is missing or old."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        directories: dict[Platform, ChatDirectory],
        languages: WorkspaceLanguages,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._languages = languages
        self._persons = persons
        self._directories = directories
        self._clock = clock

    async def person(self, user: ChatUser) -> Person:
        """The person behind a chat user; they become one with their first command."""
        async with self._transactions.read() as tx:
            known = await self._persons.by_user(tx, user)
        if known is not None:
            return known
        profile = await self._ask(user) or ChatProfile(user, user.user, None, *_reader_parts(FALLBACK_READER))
        now = self._clock.now()
        async with self._transactions.write() as tx:
            known = await self._persons.by_user(tx, user)
            if known is not None:
                return known
            person = Person(PersonId(new_id()), user, now)
            await self._persons.add(tx, person, profile, now)
            tx.publish(PersonMet(person.id))
            return person

    async def known(self, user: ChatUser) -> PersonId:
        """The person behind a chat user, STRANGER if they never spoke to us; nothing is kept of them for that."""
        async with self._transactions.read() as tx:
            found = await self._persons.by_user(tx, user)
        return STRANGER if found is None else found.id

    async def changed(self, user: ChatUser) -> None:
        """The chat tells that something about this user was changed; of who never spoke to us nothing is kept."""
        async with self._transactions.write() as tx:
            if await self._persons.by_user(tx, user) is not None:
                tx.publish(ProfileChanged(user.platform, user.workspace, user.user))

    async def app_removed(self, platform: Platform, workspace: str) -> None:
        """The chat tells that this workspace took the app out."""
        async with self._transactions.write() as tx:
            tx.publish(AppRemoved(platform, workspace, self._clock.now().isoformat()))

    async def profile(self, user: ChatUser, *, fresh: bool = False) -> ChatProfile | None:
        """What the platform says of the user, at most six hours old, or asked for now; None if it knows nothing."""
        async with self._transactions.read() as tx:
            stored = await self._persons.profile(tx, user)
        if stored is not None and not fresh and self._clock.now() - stored[1] < PROFILE_AGE:
            return stored[0]
        asked = await self._ask(user)
        if asked is None:
            return None if fresh or stored is None else stored[0]
        async with self._transactions.write() as tx:
            person = await self._persons.by_user(tx, user)
            if person is not None:
                await self._persons.save_profile(tx, person.id, asked, self._clock.now())
        return asked

    async def profiles(self, users: Collection[ChatUser]) -> dict[ChatUser, ChatProfile | None]:
        """What the platform says of each of these users; one look at what we know, and a question for the others."""
        async with self._transactions.read() as tx:
            known = await self._persons.known(tx, users)
        now = self._clock.now()
        fresh = {user: profile for user, (_, profile, read_at) in known.items() if now - read_at < PROFILE_AGE}
        return {user: fresh[user] if user in fresh else await self.profile(user) for user in users}

    async def reader(self, user: ChatUser, client: Reader | None = None) -> Reader:
        """Zone, locale and language in which this user reads; `client` is what their message says of the first two,
        which holds from then on for what they are told unasked as well."""
        if client is None:
            profile = await self.profile(user)
            client = FALLBACK_READER if profile is None else Reader(profile.zone, profile.locale)
        async with self._transactions.read() as tx:
            known = await self._persons.by_user(tx, user)
            stored = await self._persons.profile(tx, user)
            otherwise = await self._languages.of(tx, user.where)
        if known is None:
            return replace(client, otherwise=otherwise)
        if stored is not None and (stored[0].zone, stored[0].locale) != (client.zone, client.locale):
            async with self._transactions.write() as tx:
                seen = replace(stored[0], zone=client.zone, locale=client.locale)
                await self._persons.save_profile(tx, known.id, seen, stored[1])
        return replace(client, language=known.language, otherwise=otherwise)

    async def reads(self, person: PersonId) -> Reader:
        """How this person reads in their home chat, as far as it is known here; nobody is asked."""
        async with self._transactions.read() as tx:
            known = await self._persons.get(tx, person)
            found = await self._persons.profile(tx, known.home) if known else None
            otherwise = await self._languages.of(tx, known.home.where) if known else ""
        if known is None or found is None:
            return FALLBACK_READER
        return Reader(found[0].zone, found[0].locale, known.language, otherwise)

    async def choose_language(self, person: PersonId, language: str) -> None:
        """What the person reads from now on, wherever they are told something; "" is as in each of their chats."""
        async with self._transactions.write() as tx:
            await self._persons.choose_language(tx, person, language)

    async def by_email(self, user: ChatUser, address: str) -> ChatProfile | None:
        """Somebody of the same workspace with this address."""
        return await self._directories[user.platform].by_email(user.workspace, address)

    async def _ask(self, user: ChatUser) -> ChatProfile | None:
        return await self._directories[user.platform].profile(user)


def _reader_parts(reader: Reader) -> tuple[str, str]:
    return reader.zone, reader.locale
