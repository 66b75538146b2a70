"""Connecting a Microsoft account, and letting it go.

The attacker to think of is the one who starts: Mallory sends her own connect link to Victor, who consents. Therefore a
sign-in counts only if the account matches the chat profile, or if the person who asked types the code that the
signed-in browser shows. Until then the tokens lie encrypted in the link's row and are used for nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from core.connection.model import (
    CODE_LIFETIME,
    LINK_LIFETIME,
    READ_SHARED,
    Access,
    CodeWanted,
    Connection,
    ConnectionId,
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
    WorkspaceTenants,
)
from core.connection.usecases.approving import Approving
from core.connection.usecases.granting import Granting
from core.connection.usecases.joining import Joining
from core.connection.usecases.links import digest, emptied, fresh_code, fresh_secret, is_secret
from core.connection.usecases.outcomes import Begun, Finished, IdentityPolicy, Interstitial, Outcome
from core.connection.usecases.tenants import AllowedTenants
from core.people.model import ChatProfile, ChatUser, PersonId, Platform, Workspace
from core.people.ports import AuditLog, PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.errors import Gone, InvalidChoice, NotYours
from core.shared.ids import new_id
from core.shared.transaction import Transaction, Transactions


class Connecting:
    """The way from a link in chat to usable tokens. `joining` goes on where another person holds the account,
    `approving` where an administrator is needed."""

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
        tenants: AllowedTenants,
        workspaces: WorkspaceTenants,
        approving: Approving,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._meeting = meeting
        self._connections = connections
        self._links = links
        self._sign_in = sign_in
        self._audit = audit
        self._clock = clock
        self._public_url = public_url
        self._policy = policy
        self._tenants = tenants
        self._workspaces = workspaces
        self.approving = approving
        self._granting = Granting(persons=persons, connections=connections, vault=vault, audit=audit, clock=clock)
        self.joining = Joining(
            transactions=transactions,
            persons=persons,
            connections=connections,
            links=links,
            granting=self._granting,
            audit=audit,
            clock=clock,
        )

    async def of_person(self, person: PersonId) -> tuple[Connection, ...]:
        """The person's connections, oldest first."""
        async with self._transactions.read() as tx:
            return await self._connections.of_person(tx, person)

    async def chats(self, person: PersonId) -> tuple[ChatProfile, ...]:
        """The chats from which the person uses these connections, the home chat first."""
        async with self._transactions.read() as tx:
            return await self._persons.identities(tx, person)

    async def set_home(self, person: PersonId, platform: Platform) -> None:
        """Proactive messages go to this chat from now on. Raises InvalidChoice for a chat the person isn't in."""
        async with self._transactions.write() as tx:
            for chat in await self._persons.identities(tx, person):
                if chat.user.platform is platform:
                    await self._persons.move_home(tx, person, chat.user)
                    return
        raise InvalidChoice("platform", "choice.home_unknown")

    async def offer(
        self,
        person: PersonId,
        user: ChatUser,
        access: Access,
        reconnects: ConnectionId | None = None,
        *,
        shared: bool = False,
    ) -> str:
        """A connect link for this chat user: works once, for ten minutes. Raises NotYours for a foreign connection."""
        token = fresh_secret()
        async with self._transactions.write() as tx:
            if reconnects is not None:
                known = await self._connections.get(tx, reconnects)
                if known is None or known.person != person:
                    raise NotYours
            expires_at = self._clock.now() + LINK_LIFETIME
            link = ConnectLink(
                new_id(),
                person,
                user,
                access,
                digest(token),
                LinkState.NEW,
                expires_at,
                reconnects=reconnects,
                shared=shared,
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
        known = None
        if link.reconnects is not None:
            async with self._transactions.read() as tx:
                known = await self._connections.get(tx, link.reconnects)
        hint, claims = (known.account.address, known.claims) if known else (None, None)
        shared = known is not None and known.may_show_shared and (link.shared or READ_SHARED in known.scopes)
        flow = await self._sign_in.begin(link.access, hint, claims, shared=shared)
        cookie = fresh_secret()
        started = link.moved(LinkState.STARTED, state=flow.state, flow=flow.flow, cookie_hash=digest(cookie))
        async with self._transactions.write() as tx:
            if not await self._links.advance(tx, started, LinkState.NEW):
                raise Gone
            await self.approving.begun(tx, started)
        return Begun(flow.url, cookie)

    async def finish(self, cookie: str | None, answer: Mapping[str, str]) -> Finished:
        """The browser came back from Microsoft with `answer`. Raises Gone when link, cookie and state don't belong
        together or were used before; OutlookUnavailable and OperatorNeeded as they are."""
        link = await self._consume(cookie, answer.get("state", ""))
        assert link.flow is not None
        try:
            signed_in = await self._sign_in.finish(link.flow, answer)
        except SignInRefused as refused:
            retry_url = await self.offer(link.person, link.user, link.access, link.reconnects, shared=link.shared)
            outcome = Outcome(refused.reason)
            async with self._transactions.write() as tx:
                await self.approving.ended(tx, link, outcome)
            return Finished(outcome, retry_url=retry_url)
        profile = await self._meeting.profile(link.user, fresh=True)
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({link.person}))
            finished = await self._settle(tx, link, signed_in, proved=_matches(link.user, profile, signed_in.account))
            await self.approving.ended(tx, link, finished.outcome)
        return finished

    async def _settle(self, tx: Transaction, link: ConnectLink, signed_in: SignedIn, *, proved: bool) -> Finished:
        """What becomes of the sign-in; `proved`: the account is the chat user's own."""
        if not await self._allowed(tx, link.user.where, signed_in.account.tid):
            return Finished(Outcome.TENANT_REFUSED)
        known = await self._connections.by_account(tx, signed_in.account.tid, signed_in.account.oid)
        if link.reconnects is not None and (known is None or known.id != link.reconnects):
            return Finished(Outcome.OTHER_ACCOUNT)
        held = known if known is not None and known.person != link.person else None
        if held is not None and not await self.joining.possible(tx, link.person, held.person):
            return Finished(Outcome.TAKEN)
        if proved and held is not None:
            return await self.joining.ask(tx, link, signed_in, held)
        if proved or (known is not None and held is None):
            await self._granting.connect(tx, link.person, signed_in, link.access, known)
            return Finished(Outcome.CONNECTED, address=signed_in.account.address)
        if self._policy is IdentityPolicy.STRICT:
            return Finished(Outcome.MISMATCH)
        return await self._ask_for_code(tx, link, signed_in, held)

    async def _allowed(self, tx: Transaction, workspace: Workspace, tid: str) -> bool:
        """By the operator, and by the admins of the workspace: never wider than the operator."""
        chosen = await self._workspaces.of(tx, workspace)
        return self._tenants.allow(tid) and (not chosen or tid.casefold() in chosen)

    async def type_code(self, person: PersonId, code: str) -> Connection | None:
        """The person typed the code into the chat. None: another person holds the account, and the page asks on.

        Raises InvalidChoice("code") when it is wrong or nothing waits for one; after the third wrong one the sign-in is
        thrown away. Raises NotYours for an account that somebody else connected since the page showed the code."""
        wrong = ""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            link = await self._links.waiting_for_code(tx, person, self._clock.now())
            if link is None or link.code_hash is None or link.pending_account is None or link.pending_cache is None:
                raise InvalidChoice("code", "code.none_waiting")
            if is_secret(code.strip().upper(), link.code_hash):
                signed_in = SignedIn(link.pending_account, link.pending_scopes, link.pending_cache)
                known = await self._connections.by_account(tx, signed_in.account.tid, signed_in.account.oid)
                held = known if known is not None and known.person != person else None
                if held is not None and held.id == link.reconnects:
                    proved = link.moved(LinkState.JOIN, code_hash=None)
                    await self._links.advance(tx, proved, LinkState.CODE)
                    return None
                await self._links.advance(tx, emptied(link, LinkState.DONE), LinkState.CODE)
                if held is None:
                    return await self._granting.connect(tx, person, signed_in, link.access, known)
            elif link.tries_left <= 1:
                await self._links.advance(tx, emptied(link, LinkState.FAILED), LinkState.CODE)
                wrong = "code.used_up"
            else:
                await self._links.advance(tx, replace(link, tries_left=link.tries_left - 1), LinkState.CODE)
                wrong = "code.wrong"
        if not wrong:  # the pending tokens are gone by now
            raise NotYours
        raise InvalidChoice("code", wrong)

    async def disconnect(self, person: PersonId, connection: ConnectionId) -> Connection:
        """Deletes the connection and its tokens; higher rooms clean up on the fact. Raises Gone, NotYours."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            known = await self._connections.get(tx, connection)
            if known is None:
                raise Gone
            if known.person != person:
                raise NotYours
            await self._connections.delete(tx, connection)
            await self._persons.raise_busy_version(tx, person)
            await self._links.forget_person(tx, person)
            await self._audit.record(tx, person, "disconnected", {"connection": connection})
            tx.publish(Disconnected(person, connection))
        return known

    async def _usable(self, token: str) -> ConnectLink:
        async with self._transactions.read() as tx:
            link = await self._links.by_token(tx, digest(token))
        if link is None or link.status is not LinkState.NEW or self._clock.now() >= link.expires_at:
            raise Gone
        return link

    async def _consume(self, cookie: str | None, state: str) -> ConnectLink:
        async with self._transactions.write() as tx:
            link = await self._links.by_state(tx, state) if state else None
            if link is None or self._clock.now() >= link.expires_at or not is_secret(cookie, link.cookie_hash):
                raise Gone
            if not await self._links.advance(tx, emptied(link, LinkState.DONE), LinkState.STARTED):
                raise Gone
        return link

    async def _ask_for_code(
        self, tx: Transaction, link: ConnectLink, signed_in: SignedIn, held: Connection | None
    ) -> Finished:
        """`held`: another person's connection of the account, so that the page goes on when the code has been typed."""
        while (older := await self._links.waiting_for_code(tx, link.person, self._clock.now())) is not None:
            await self._links.advance(tx, emptied(older, LinkState.FAILED), LinkState.CODE)
        code, state, cookie = fresh_code(), "", ""
        waiting = replace(
            emptied(link, LinkState.CODE),
            code_expires_at=self._clock.now() + CODE_LIFETIME,
            pending_account=signed_in.account,
            pending_cache=signed_in.cache,
            pending_scopes=signed_in.scopes,
        )
        if held is not None:
            state = link.state or ""
            waiting, cookie = self.joining.asking(link, signed_in, held)
        coded = waiting.moved(LinkState.CODE, code_hash=digest(code))
        await self._links.advance(tx, coded, LinkState.DONE)
        tx.publish(CodeWanted(link.person, link.id))
        return Finished(Outcome.CODE, code=code, state=state, cookie=cookie)


def _matches(user: ChatUser, profile: ChatProfile | None, account: MicrosoftAccount) -> bool:
    """Whether the account is the chat user's own. Teams users are Microsoft accounts, so there only the same account
    counts; a Slack profile's address must be one of the account's."""
    if user.platform is Platform.TEAMS:
        return (account.tid.casefold(), account.oid.casefold()) == (user.workspace.casefold(), user.user.casefold())
    return profile is not None and account.is_reached_by(profile.email)
