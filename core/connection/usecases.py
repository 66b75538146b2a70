"""Connecting a Microsoft account, and letting it go.

The attacker to think of is the one who starts: Mallory sends her own connect link to Victor, who consents. Therefore a
sign-in counts only if the account matches the chat profile, or if the person who asked types the code that the
signed-in browser shows. Until then the tokens lie encrypted in the link's row and are used for nothing.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.connection.model import (
    CODE_LIFETIME,
    LINK_LIFETIME,
    Access,
    CodeWanted,
    Connected,
    Connection,
    ConnectionId,
    ConnectionState,
    ConnectLink,
    Disconnected,
    LinkState,
    MicrosoftAccount,
)
from core.connection.ports import (
    ConnectionRepository,
    ConnectLinkRepository,
    SignedIn,
    SignIn,
    SignInRefused,
    TokenVault,
)
from core.people.model import ChatProfile, ChatUser, PersonId, Platform
from core.people.ports import AuditLog, PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours
from core.shared.ids import new_id
from core.shared.transaction import Transaction, Transactions

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE_LENGTH = 6


class IdentityPolicy(StrEnum):
    """CONFIRM: an account that doesn't match the chat profile is proved by a code. STRICT: it is refused."""

    CONFIRM = "confirm"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Interstitial:
    """What the page before the sign-in shows: for whom this link was made and what it allows."""

    name: str
    workspace: str
    access: Access


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret its cookie must bring back."""

    url: str
    cookie: str


class Outcome(StrEnum):
    """How a sign-in ended, for the page."""

    CONNECTED = "connected"
    CODE = "code"
    DECLINED = "declined"
    ADMIN_NEEDED = "admin_needed"
    EXPIRED = "expired"
    FAILED = "failed"
    OTHER_ACCOUNT = "other_account"  # reconnecting, but with a different account
    TAKEN = "taken"  # somebody else connected this account
    MISMATCH = "mismatch"  # policy strict


@dataclass(frozen=True, slots=True)
class Finished:
    """`address`: set when connected; `code`: to be typed in chat; `retry_url`: set when trying again may help."""

    outcome: Outcome
    address: str = ""
    code: str = ""
    retry_url: str = ""


class Connecting:
    """The way from a link in chat to usable tokens."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        meeting: Meeting,
        connections: ConnectionRepository,
        links: ConnectLinkRepository,
        vault: TokenVault,
        sign_in: SignIn,
        audit: AuditLog,
        clock: Clock,
        public_url: str,
        policy: IdentityPolicy,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._meeting = meeting
        self._connections = connections
        self._links = links
        self._vault = vault
        self._sign_in = sign_in
        self._audit = audit
        self._clock = clock
        self._public_url = public_url
        self._policy = policy

    async def of_person(self, person: PersonId) -> tuple[Connection, ...]:
        """The person's connections, oldest first."""
        async with self._transactions.read() as tx:
            return await self._connections.of_person(tx, person)

    async def offer(
        self, person: PersonId, user: ChatUser, access: Access, reconnects: ConnectionId | None = None
    ) -> str:
        """A connect link for this chat user: works once, for ten minutes. Raises NotYours for a foreign connection."""
        token = secrets.token_urlsafe(32)
        async with self._transactions.write() as tx:
            if reconnects is not None:
                known = await self._connections.get(tx, reconnects)
                if known is None or known.person != person:
                    raise NotYours
            expires_at = self._clock.now() + LINK_LIFETIME
            link = ConnectLink(
                new_id(), person, user, access, _digest(token), LinkState.NEW, expires_at, reconnects=reconnects
            )
            await self._links.add(tx, link)
        return f"{self._public_url}/connect/{token}"

    async def look(self, token: str) -> Interstitial:
        """For whom a link was made. Changes nothing, because link previews look too. Raises Gone for a dead link."""
        link = await self._usable(token)
        profile = await self._meeting.profile(link.user)
        return Interstitial(profile.name if profile else link.user.user, link.user.workspace, link.access)

    async def begin(self, token: str) -> Begun:
        """Uses the link up and sends the browser to Microsoft. Raises Gone, OutlookUnavailable, OperatorNeeded."""
        link = await self._usable(token)
        hint = None
        if link.reconnects is not None:
            async with self._transactions.read() as tx:
                known = await self._connections.get(tx, link.reconnects)
            hint = known.account.address if known else None
        flow = await self._sign_in.begin(link.access, hint)
        cookie = secrets.token_urlsafe(32)
        started = link.moved(LinkState.STARTED, state=flow.state, flow=flow.flow, cookie_hash=_digest(cookie))
        async with self._transactions.write() as tx:
            if not await self._links.advance(tx, started, LinkState.NEW):
                raise Gone
        return Begun(flow.url, cookie)

    async def finish(self, cookie: str | None, answer: Mapping[str, str]) -> Finished:
        """The browser came back from Microsoft with `answer`. Raises Gone when link, cookie and state don't belong
        together or were used before; OutlookUnavailable and OperatorNeeded as they are."""
        link = await self._consume(cookie, answer.get("state", ""))
        assert link.flow is not None
        try:
            signed_in = await self._sign_in.finish(link.flow, answer)
        except SignInRefused as refused:
            retry_url = await self.offer(link.person, link.user, link.access, link.reconnects)
            return Finished(Outcome(refused.reason), retry_url=retry_url)
        profile = await self._meeting.profile(link.user, fresh=True)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({link.person}))
            refusal = await self._refusal(tx, link, signed_in)
            if refusal is not None:
                return Finished(refusal)
            known = await self._connections.by_account(tx, signed_in.account.tid, signed_in.account.oid)
            if known is not None or _matches(link.user, profile, signed_in.account):
                await self._connect(tx, link.person, signed_in, link.access, known)
                return Finished(Outcome.CONNECTED, address=signed_in.account.address)
            if self._policy is IdentityPolicy.STRICT:
                return Finished(Outcome.MISMATCH)
            return Finished(Outcome.CODE, code=await self._ask_for_code(tx, link, signed_in))

    async def type_code(self, person: PersonId, code: str) -> Connection:
        """The person typed the code into the chat. Raises InvalidChoice("code") when it is wrong or nothing waits for
        one; after the third wrong one the sign-in is thrown away. Raises NotYours for an account of somebody else."""
        wrong = ""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            link = await self._links.waiting_for_code(tx, person, self._clock.now())
            if link is None or link.code_hash is None or link.pending_account is None or link.pending_cache is None:
                raise InvalidChoice("code", "code.none_waiting")
            if hmac.compare_digest(_digest(code.strip().upper()), link.code_hash):
                signed_in = SignedIn(link.pending_account, link.pending_scopes, link.pending_cache)
                await self._links.advance(tx, _emptied(link, LinkState.DONE), LinkState.CODE)
                known = await self._connections.by_account(tx, signed_in.account.tid, signed_in.account.oid)
                if known is None or known.person == person:
                    return await self._connect(tx, person, signed_in, link.access, known)
            elif link.tries_left <= 1:
                await self._links.advance(tx, _emptied(link, LinkState.FAILED), LinkState.CODE)
                wrong = "code.used_up"
            else:
                await self._links.advance(tx, replace(link, tries_left=link.tries_left - 1), LinkState.CODE)
                wrong = "code.wrong"
        if not wrong:  # somebody else connected the account meanwhile; the pending tokens are gone by now
            raise NotYours
        raise InvalidChoice("code", wrong)

    async def disconnect(self, person: PersonId, connection: ConnectionId) -> Connection:
        """Deletes the connection and its tokens; higher rooms clean up on the fact. Raises Gone, NotYours."""
        async with self._transactions.write() as tx:
            known = await self._connections.get(tx, connection)
            if known is None:
                raise Gone
            if known.person != person:
                raise NotYours
            await self._connections.delete(tx, connection)
            await self._links.forget_person(tx, person)
            await self._audit.record(tx, person, "disconnected", {"connection": connection})
            tx.publish(Disconnected(person, connection))
        return known

    async def _usable(self, token: str) -> ConnectLink:
        async with self._transactions.read() as tx:
            link = await self._links.by_token(tx, _digest(token))
        if link is None or link.status is not LinkState.NEW or self._clock.now() >= link.expires_at:
            raise Gone
        return link

    async def _consume(self, cookie: str | None, state: str) -> ConnectLink:
        async with self._transactions.write() as tx:
            link = await self._links.by_state(tx, state) if state else None
            if link is None or cookie is None or link.cookie_hash is None or self._clock.now() >= link.expires_at:
                raise Gone
            if not hmac.compare_digest(_digest(cookie), link.cookie_hash):
                raise Gone
            if not await self._links.advance(tx, _emptied(link, LinkState.DONE), LinkState.STARTED):
                raise Gone
        return link

    async def _refusal(self, tx: Transaction, link: ConnectLink, signed_in: SignedIn) -> Outcome | None:
        account = signed_in.account
        known = await self._connections.by_account(tx, account.tid, account.oid)
        if known is not None and known.person != link.person:
            return Outcome.TAKEN
        if link.reconnects is not None and (known is None or known.id != link.reconnects):
            return Outcome.OTHER_ACCOUNT
        return None

    async def _ask_for_code(self, tx: Transaction, link: ConnectLink, signed_in: SignedIn) -> str:
        while (older := await self._links.waiting_for_code(tx, link.person, self._clock.now())) is not None:
            await self._links.advance(tx, _emptied(older, LinkState.FAILED), LinkState.CODE)
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        waiting = replace(
            _emptied(link, LinkState.CODE),
            code_hash=_digest(code),
            code_expires_at=self._clock.now() + CODE_LIFETIME,
            pending_account=signed_in.account,
            pending_cache=signed_in.cache,
            pending_scopes=signed_in.scopes,
        )
        await self._links.advance(tx, waiting, LinkState.DONE)
        tx.publish(CodeWanted(link.person, link.id))
        return code

    async def _connect(
        self, tx: Transaction, person: PersonId, signed_in: SignedIn, access: Access, known: Connection | None
    ) -> Connection:
        granted = Access.READ_WRITE if "Calendars.ReadWrite" in signed_in.scopes else Access.READ
        connection = Connection(
            id=known.id if known else ConnectionId(new_id()),
            person=person,
            account=signed_in.account,
            access=granted if access is Access.READ_WRITE else Access.READ,  # never more than was asked for
            scopes=signed_in.scopes,
            state=ConnectionState.OK,
            created_at=known.created_at if known else self._clock.now(),
        )
        await self._connections.save(tx, connection)
        await self._vault.store(tx, connection.id, signed_in.cache)
        await self._persons.raise_busy_version(tx, person)
        await self._audit.record(tx, person, "connected", {"connection": connection.id, "access": connection.access})
        tx.publish(Connected(person, connection.id))
        return connection


def _matches(user: ChatUser, profile: ChatProfile | None, account: MicrosoftAccount) -> bool:
    """Whether the account is the chat user's own. Teams users are Microsoft accounts, so there only the same account
    counts; a Slack profile's address must be one of the account's."""
    if user.platform is Platform.TEAMS:
        return (account.tid.casefold(), account.oid.casefold()) == (user.workspace.casefold(), user.user.casefold())
    return profile is not None and account.is_reached_by(profile.email)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _emptied(link: ConnectLink, status: LinkState) -> ConnectLink:
    """The link in a later state, without what only the earlier one needed."""
    return link.moved(
        status,
        flow=None,
        cookie_hash=None,
        code_hash=None,
        pending_account=None,
        pending_cache=None,
        pending_scopes=frozenset(),
    )
