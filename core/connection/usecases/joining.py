"""One person in two chats: proving an account that another person of ours holds makes one person of the two.

Two things have to be in the same hands: the browser that is signed in to the account, which holds a cookie of ours, and
the chat user who asked for the link, who matches the account or typed the code. Only then the browser is asked, and
nothing changes before it says yes. Two users of one workspace are two persons and never joined.
"""

from dataclasses import replace

from core.connection.model import JOIN_LIFETIME, Connection, ConnectLink, LinkState
from core.connection.ports import ConnectionRepository, ConnectLinkRepository, SignedIn
from core.connection.usecases.granting import Granting
from core.connection.usecases.links import digest, emptied, fresh_secret, is_secret
from core.connection.usecases.outcomes import ChatName, Finished, Outcome, Question
from core.people.model import ChatUser, PersonId, PersonsJoined, Platform
from core.people.ports import AuditLog, PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.transaction import Transaction, Transactions


class Joining:
    """The question whether two persons are one, and its answer."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        links: ConnectLinkRepository,
        granting: Granting,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._links = links
        self._granting = granting
        self._audit = audit
        self._clock = clock

    async def possible(self, tx: Transaction, one: PersonId, other: PersonId) -> bool:
        """False if both speak from the same workspace: then they are two."""
        return not await self._workspaces(tx, one) & await self._workspaces(tx, other)

    def asking(self, link: ConnectLink, signed_in: SignedIn, held: Connection) -> tuple[ConnectLink, str]:
        """The link while it waits for the answer, and the cookie of the browser that may give it."""
        cookie = fresh_secret()
        waiting = replace(
            emptied(link, LinkState.JOIN),
            reconnects=held.id,
            cookie_hash=digest(cookie),
            code_expires_at=self._clock.now() + JOIN_LIFETIME,
            pending_account=signed_in.account,
            pending_cache=signed_in.cache,
            pending_scopes=signed_in.scopes,
        )
        return waiting, cookie

    async def ask(self, tx: Transaction, link: ConnectLink, signed_in: SignedIn, held: Connection) -> Finished:
        """The chat user is proved: from now on the browser that came back from Microsoft may answer."""
        waiting, cookie = self.asking(link, signed_in, held)
        await self._links.advance(tx, waiting, LinkState.DONE)
        question = await self._question(tx, waiting, held)
        return Finished(Outcome.JOIN, state=link.state or "", cookie=cookie, question=question)

    async def question(self, cookie: str | None, state: str) -> Question | None:
        """What the browser is asked; None as long as the code isn't typed. Raises Gone for another browser, after the
        answer, after ten minutes, and when the account is held by somebody else by now."""
        async with self._transactions.read() as tx:
            link = await self._waiting(tx, cookie, state)
            if link.status is LinkState.CODE:
                return None
            return await self._question(tx, link, await self._held(tx, link))

    async def join(self, cookie: str | None, state: str) -> Finished:
        """The browser said yes: the older person takes everything over. Raises Gone like `question`."""
        async with self._transactions.write() as tx:
            link = await self._waiting(tx, cookie, state)
            before = await self._held(tx, link)
            await self._persons.lock(tx, frozenset({link.person, before.person}))
            held = await self._held(tx, link)
            if held.person != before.person or not await self._links.advance(
                tx, emptied(link, LinkState.DONE), LinkState.JOIN
            ):
                raise Gone
            assert link.pending_account is not None
            assert link.pending_cache is not None
            if held.person != link.person:
                if not await self.possible(tx, link.person, held.person):
                    return Finished(Outcome.TAKEN)
                held = replace(held, person=await self._join(tx, link, held))
            signed_in = SignedIn(link.pending_account, link.pending_scopes, link.pending_cache)
            await self._granting.share(tx, held, signed_in, link.access)
        return Finished(Outcome.JOINED, address=held.account.address)

    async def cancel(self, cookie: str | None, state: str) -> None:
        """The browser said no: the pending sign-in is thrown away. Raises Gone like `question`."""
        async with self._transactions.write() as tx:
            link = await self._waiting(tx, cookie, state)
            if not await self._links.advance(tx, emptied(link, LinkState.FAILED), LinkState.JOIN):
                raise Gone

    async def _join(self, tx: Transaction, link: ConnectLink, held: Connection) -> PersonId:
        """The person that is left."""
        both = [await self._persons.get(tx, person) for person in (link.person, held.person)]
        older, younger = sorted((one for one in both if one is not None), key=lambda one: (one.created_at, one.id))
        await self._persons.join(tx, older.id, younger.id)
        details = {"joined": younger.id, "connection": held.id, "asked_from": link.user.platform}
        await self._audit.record(tx, older.id, "joined", details)
        tx.publish(PersonsJoined(older.id, younger.id))
        return older.id

    async def _waiting(self, tx: Transaction, cookie: str | None, state: str) -> ConnectLink:
        link = await self._links.by_state(tx, state) if state else None
        if link is None or link.code_expires_at is None or self._clock.now() >= link.code_expires_at:
            raise Gone
        if link.status not in (LinkState.CODE, LinkState.JOIN) or not is_secret(cookie, link.cookie_hash):
            raise Gone
        return link

    async def _held(self, tx: Transaction, link: ConnectLink) -> Connection:
        held = await self._connections.get(tx, link.reconnects) if link.reconnects else None
        if held is None:
            raise Gone
        return held

    async def _question(self, tx: Transaction, link: ConnectLink, held: Connection) -> Question:
        holders = await self._persons.identities(tx, held.person)
        if not holders:
            raise Gone
        holder = ChatName(holders[0].name, holders[0].user.platform)
        return Question(held.account.address, holder, await self._name(tx, link.user))

    async def _name(self, tx: Transaction, user: ChatUser) -> ChatName:
        known = await self._persons.profile(tx, user)
        return ChatName(known[0].name if known else user.user, user.platform)

    async def _workspaces(self, tx: Transaction, person: PersonId) -> frozenset[tuple[Platform, str]]:
        return frozenset((one.user.platform, one.user.workspace) for one in await self._persons.identities(tx, person))
