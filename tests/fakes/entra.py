"""Microsoft's sign-in, in memory: a person signs in by bringing the address of their account as the code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.connection.model import Access, MicrosoftAccount
from core.connection.ports import SignedIn, SignInFlow, SignInRefused
from core.shared.errors import OutlookUnavailable
from core.shared.ids import new_id
from core.shared.transaction import forbid_network_in_transaction

SCOPES = {
    Access.READ: frozenset({"User.Read", "Calendars.Read", "MailboxSettings.Read"}),
    Access.READ_WRITE: frozenset({"User.Read", "Calendars.ReadWrite", "MailboxSettings.Read"}),
}


@dataclass
class FakeSignIn:
    """Implements SignIn. The callback's `code` is an account's address; `error` is what Microsoft would say.

    `always_grants`: rights that Entra names although they were not asked for, because they were allowed before;
    `never_grants`: rights that the person's admin took out of what was asked for.
    """

    accounts: dict[str, MicrosoftAccount] = field(default_factory=dict)
    begun: list[tuple[Access, str | None]] = field(default_factory=list)
    claims: list[str | None] = field(default_factory=list)
    always_grants: frozenset[str] = frozenset()
    never_grants: frozenset[str] = frozenset()
    down: bool = False

    def add(self, account: MicrosoftAccount) -> None:
        self.accounts[account.address] = account

    async def begin(
        self, access: Access, login_hint: str | None, claims: str | None = None, *, shared: bool = False
    ) -> SignInFlow:
        forbid_network_in_transaction()
        if self.down:
            raise OutlookUnavailable
        self.begun.append((access, login_hint))
        self.claims.append(claims)
        state = new_id()
        url = f"https://login.example/authorize?state={state}"
        return SignInFlow(url, state, json.dumps({"state": state, "access": access, "shared": shared}))

    async def finish(self, flow: str, answer: Mapping[str, str]) -> SignedIn:
        forbid_network_in_transaction()
        if self.down:
            raise OutlookUnavailable
        begun = json.loads(flow)
        if "error" in answer:
            raise SignInRefused({"access_denied": "declined", "consent_required": "admin_needed"}[answer["error"]])
        if answer.get("state") != begun["state"]:
            raise SignInRefused("failed")
        account = self.accounts[answer["code"]]
        shared = {"Calendars.Read.Shared"} if begun["shared"] else set()
        granted = (SCOPES[Access(begun["access"])] | shared | self.always_grants) - self.never_grants
        return SignedIn(account, granted, f"tokens-of-{account.oid}")
