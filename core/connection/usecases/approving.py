"""Sign-ins that wait for an administrator, from "Continue" to "approved"."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.connection.approval import (
    PATIENCE,
    REQUEST_LIFETIME,
    RETURNS_COUNTED_FOR,
    RETURNS_MOST,
    TOLD_AGAIN_AFTER,
    AdminRequest,
    ApprovalWait,
    Returned,
    SignInEnded,
    TenantApproved,
    WaitState,
)
from core.connection.approval_ports import AdminConsent, ApprovalRepository, Seals
from core.connection.model import CONSUMER_TENANT, ConnectLink, LinkState
from core.connection.ports import ConnectionRepository, ConnectLinkRepository
from core.connection.usecases.links import digest
from core.connection.usecases.outcomes import Outcome
from core.connection.usecases.tenants import TENANT_ID, AllowedTenants
from core.people.model import PersonId, Platform
from core.people.ports import AuditLog, PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

UNFINISHED_JOB = "connection.unfinished"
STALLED = "stalled"
ADMINS_STATE = "admin."
"""Begins every state of ours that an administrator carries, so that the callback can tell it from a sign-in's."""
PURPOSE = "admin-consent"
AN_ADMIN_HELPS = frozenset({Outcome.ADMIN_NEEDED, Outcome.CONSENT_NEEDED})
GOES_ON = frozenset({Outcome.CONNECTED, Outcome.CODE, Outcome.JOIN})


class Approving:
    """Remembers whose sign-in did not come back, makes the request for their administrator, and takes the answer.

    The answer is an address that a browser opens: its state is sealed by us, and still anybody who holds a request can
    open it with any tenant in it. So it means nothing but "try again", which is said to people who wait for that tenant
    and to nobody else, a few times an hour at most. Nothing is read or written because of it: what connects is each
    person's own sign-in, at which Microsoft decides.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        meeting: Meeting,
        connections: ConnectionRepository,
        links: ConnectLinkRepository,
        approvals: ApprovalRepository,
        consent: AdminConsent,
        seals: Seals,
        tenants: AllowedTenants,
        jobs: Jobs,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._meeting = meeting
        self._connections = connections
        self._links = links
        self._approvals = approvals
        self._consent = consent
        self._seals = seals
        self._tenants = tenants
        self._jobs = jobs
        self._audit = audit
        self._clock = clock

    async def begun(self, tx: Transaction, link: ConnectLink) -> None:
        """The browser goes to Microsoft; looks again after five minutes."""
        before, now = await self._approvals.wait_of(tx, link.person), self._clock.now()
        wait = ApprovalWait(
            person=link.person,
            link=link.id,
            state=WaitState.BEGUN,
            since=now,
            reconnects=link.reconnects,
            tid=await self._tenant(tx, link),
            domain=await self._domain(tx, link),
            told_at=before.told_at if before else None,
        )
        await self._approvals.save_wait(tx, wait)
        args = {"person": link.person, "link": link.id}
        await self._jobs.enqueue(tx, UNFINISHED_JOB, args, run_at=now + PATIENCE, dedupe=f"{UNFINISHED_JOB}:{link.id}")

    async def ended(self, tx: Transaction, link: ConnectLink, outcome: Outcome) -> None:
        """The browser came back. Who needs an administrator goes on waiting."""
        wait = await self._approvals.wait_of(tx, link.person)
        if outcome in AN_ADMIN_HELPS:
            if wait is not None and wait.link == link.id:
                await self._approvals.save_wait(tx, replace(wait, state=WaitState.ASKED))
        elif wait is not None and (wait.link == link.id or outcome is Outcome.CONNECTED):
            await self._approvals.end_wait(tx, link.person)
        if outcome not in GOES_ON:
            tx.publish(SignInEnded(link.person, link.id, outcome.value, link.reconnects))

    async def unfinished(self, person: PersonId, link_id: str) -> None:
        """The job of five minutes later: says so, unless the sign-in came back or another one was begun."""
        async with self._transactions.write() as tx:
            wait = await self._approvals.wait_of(tx, person)
            if wait is None or wait.link != link_id or wait.state is not WaitState.BEGUN:
                return
            await self._approvals.save_wait(tx, replace(wait, state=WaitState.STALLED))
            tx.publish(SignInEnded(person, link_id, STALLED, wait.reconnects))

    async def request(self, token: str) -> AdminRequest:
        """The request of whoever a connect link was made for. Changes nothing. Raises Gone for a dead link."""
        async with self._transactions.read() as tx:
            link = await self._links.by_token(tx, digest(token))
            if link is None or link.status not in (LinkState.NEW, LinkState.STARTED):
                raise Gone
            if self._clock.now() >= link.expires_at:
                raise Gone
            tenant = await self._tenant(tx, link)
        profile = await self._meeting.profile(link.user)
        state = {"person": link.person, "until": (self._clock.now() + REQUEST_LIFETIME).isoformat()}
        return AdminRequest(
            name=profile.name if profile else link.user.user,
            address=profile.email if profile else None,
            platform=link.user.platform.value,
            workspace=link.user.workspace,
            tenant=tenant,
            scopes=self._consent.scopes,
            url=self._consent.url(tenant, ADMINS_STATE + self._seals.seal(PURPOSE, json.dumps(state))),
        )

    async def returned(self, answer: Mapping[str, str]) -> tuple[Returned, str]:
        """An administrator came back: how, and the tenant. Who waits for it is told; see the class for what this is
        worth. Raises Gone for a state that isn't ours, or too old."""
        person = self._asker(answer.get("state", ""))
        tid = answer.get("tenant", "").casefold()
        if "error" in answer or answer.get("admin_consent", "").casefold() != "true":
            return Returned.REFUSED, ""
        if not TENANT_ID.fullmatch(tid):
            raise Gone
        if not self._tenants.allow(tid):
            return Returned.NOT_ALLOWED, tid
        now = self._clock.now()
        async with self._transactions.write() as tx:
            if await self._persons.get(tx, person) is None:
                raise Gone
            await self._persons.lock(tx, frozenset({person}))
            asked = await self._approvals.wait_of(tx, person)
            if asked is not None and asked.tid not in (None, tid):
                return Returned.OTHER_TENANT, tid
            if await self._approvals.returns_since(tx, person, now - RETURNS_COUNTED_FOR) >= RETURNS_MOST:
                return Returned.TOO_OFTEN, tid
            await self._approvals.add_return(tx, person, tid, now)
            await self._audit.record(tx, person, "admin_approved", {"tenant": tid})
            domain = await self._domain_of(tx, person) if asked is None else asked.domain
            for wait in await self._approvals.waiting(tx, tid, domain):
                await self._tell(tx, wait, now)
            if asked is not None and asked.tid is None and asked.domain is None:
                await self._tell(tx, asked, now)
        return Returned.APPROVED, tid

    async def _tell(self, tx: Transaction, wait: ApprovalWait, now: datetime) -> None:
        if wait.state is WaitState.TOLD or (wait.told_at is not None and now - wait.told_at < TOLD_AGAIN_AFTER):
            return
        await self._approvals.save_wait(tx, replace(wait, state=WaitState.TOLD, told_at=now))
        tx.publish(TenantApproved(wait.person, wait.link, wait.reconnects))

    def _asker(self, state: str) -> PersonId:
        text = self._seals.open(PURPOSE, state.removeprefix(ADMINS_STATE)) if state.startswith(ADMINS_STATE) else None
        if text is None:
            raise Gone
        found = json.loads(text)
        if self._clock.now() >= datetime.fromisoformat(found["until"]):
            raise Gone
        return PersonId(found["person"])

    async def _tenant(self, tx: Transaction, link: ConnectLink) -> str | None:
        """Of the account that is to be repaired, of the Teams that the person speaks from, of an account that they
        connected earlier, or the only one that may sign in here; None if nothing says it."""
        known = await self._connections.of_person(tx, link.person)
        repaired = [one.account.tid for one in known if one.id == link.reconnects]
        teams = [link.user.workspace] if link.user.platform is Platform.TEAMS else []
        earlier = [one.account.tid for one in known if one.account.tid != CONSUMER_TENANT]
        found = [*repaired, *teams, *earlier, *self._tenants.only]
        return found[0].casefold() if found and found[0] != CONSUMER_TENANT else None

    async def _domain(self, tx: Transaction, link: ConnectLink) -> str | None:
        known = await self._persons.profile(tx, link.user)
        return _domain_of(known[0].email) if known else None

    async def _domain_of(self, tx: Transaction, person: PersonId) -> str | None:
        chats = await self._persons.identities(tx, person)
        return next((domain for domain in (_domain_of(one.email) for one in chats) if domain), None)


def _domain_of(address: str | None) -> str | None:
    return address.rpartition("@")[2].casefold() or None if address else None
