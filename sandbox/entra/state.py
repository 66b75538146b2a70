"""What the sign-in service remembers: app, consents, codes and grants. Times are real, not the sandbox's."""

import secrets
import time
import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.entra.errors import REFUSALS
from sandbox.entra.keys import SigningKey
from sandbox.entra.troubles import Troubles
from sandbox.people import CLIENT_ID, CLIENT_SECRET, account_by_oid

CODE_SECONDS = 600
REFRESH_SECONDS = 90 * 86_400
NO_CONSENT = 65001


@dataclass(slots=True)
class Code:
    """What an authorization code stands for; single use."""

    oid: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str | None
    nonce: str | None
    issued: float
    used: bool = False


@dataclass(slots=True)
class Grant:
    """One completed sign-in, the origin of refresh and access tokens. Moments in epoch seconds."""

    grant: str
    oid: str
    scopes: tuple[str, ...]
    issued: float
    last_used: float
    live: bool = True


@dataclass
class Entra:
    """State of the sign-in service; the app registration and the signing key survive `reset`."""

    redirect_uris: list[str] = field(default_factory=list)
    consents: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    tenant_consents: dict[str, list[str]] = field(default_factory=dict)
    closed_tenants: list[str] = field(default_factory=list)
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    key: SigningKey = field(default_factory=SigningKey)
    troubles: Troubles = field(default_factory=Troubles)

    def consented(self, oid: str) -> tuple[str, ...]:
        """The scopes this account has allowed the app, or an administrator for everybody of its organisation."""
        account = account_by_oid(oid)
        of_all = self.tenant_consents.get(account.tid, []) if account else []
        return tuple(dict.fromkeys((*self.consents.get(oid, ()), *of_all)))

    def consent(self, oid: str, scopes: tuple[str, ...]) -> None:
        """Remember that this account allows the app these scopes as well."""
        self.consents[oid] = list(dict.fromkeys((*self.consents.get(oid, ()), *scopes)))

    def consent_for_all(self, tid: str, scopes: tuple[str, ...]) -> None:
        """Remember that an administrator allows the app these scopes for everybody of an organisation."""
        self.tenant_consents[tid] = list(dict.fromkeys((*self.tenant_consents.get(tid, ()), *scopes)))

    def close_tenant(self, tid: str, *, closed: bool) -> None:
        """Whether only administrators of the organisation may allow apps something."""
        self.closed_tenants = [one for one in self.closed_tenants if one != tid] + ([tid] if closed else [])

    def withdraw(self, tid: str) -> None:
        """Take back what an administrator allowed for everybody."""
        self.tenant_consents.pop(tid, None)

    def issue_code(self, code: Code) -> str:
        """A fresh authorization code."""
        text = f"1.AX{secrets.token_urlsafe(48)}"
        self.codes[text] = code
        return text

    def open_grant(self, oid: str, scopes: tuple[str, ...]) -> Grant:
        """A new sign-in."""
        now = time.time()
        grant = Grant(str(uuid.uuid4()), oid, scopes, now, now)
        self.grants[grant.grant] = grant
        return grant

    def issue_refresh_token(self, grant: Grant) -> str:
        """One more refresh token of a grant; earlier ones keep working, as documented."""
        token = f"1.AXR{secrets.token_urlsafe(64)}"
        self.refresh_tokens[token] = grant.grant
        return token

    def revoke(self, oid: str) -> int:
        """Revoke the sessions of an account; how many grants that ended."""
        ended = [grant for grant in self.grants.values() if grant.oid == oid and grant.live]
        for grant in ended:
            grant.live = False
        return len(ended)

    def refuse_from_now(self, code: int, oid: str) -> None:
        """Refuse an account's refreshes with this error number: what a new sign-in mends, it mends. Raises ValueError
        for a number there is none of."""
        if code not in REFUSALS:
            raise ValueError(f"code is one of {', '.join(map(str, sorted(REFUSALS)))}")
        if code == NO_CONSENT:
            self.consents.pop(oid, None)
        else:
            self.troubles.plant(code, oid, self.grants_of(oid))

    def grants_of(self, oid: str) -> list[str]:
        """All sign-ins of an account."""
        return [grant.grant for grant in self.grants.values() if grant.oid == oid]

    def live_grants(self, address: str | None) -> list[dict[str, Any]]:
        """Grants whose refresh tokens still work, of one account or of all."""
        rows = []
        for grant in self.grants.values():
            account = account_by_oid(grant.oid)
            works = grant.live and self.troubles.of_grant(grant.grant, grant.oid) is None
            if account and works and address in (None, account.address):
                rows.append(
                    {
                        "grant": grant.grant,
                        "account": account.address,
                        "scopes": list(grant.scopes),
                        "issued": _iso(grant.issued),
                        "last_used": _iso(grant.last_used),
                    }
                )
        return rows

    def reset(self) -> None:
        """No consents, codes and grants any more."""
        for store in (self.consents, self.tenant_consents, self.codes, self.grants, self.refresh_tokens):
            store.clear()
        self.closed_tenants = []
        self.troubles = Troubles()

    def dump(self) -> dict[str, Any]:
        """The state as JSON, the signing key included."""
        return {
            "redirect_uris": self.redirect_uris,
            "consents": self.consents,
            "grants": {key: asdict(grant) for key, grant in self.grants.items()},
            "refresh_tokens": self.refresh_tokens,
            "tenant_consents": self.tenant_consents,
            "closed_tenants": self.closed_tenants,
            "key": self.key.pem,
            "troubles": self.troubles.dump(),
        }

    def load(self, data: dict[str, Any]) -> None:
        """Back from `dump`; codes in flight are lost."""
        self.redirect_uris = list(data["redirect_uris"])
        self.consents = {oid: list(scopes) for oid, scopes in data["consents"].items()}
        self.grants = {key: Grant(**{**row, "scopes": tuple(row["scopes"])}) for key, row in data["grants"].items()}
        self.refresh_tokens = dict(data["refresh_tokens"])
        self.tenant_consents = {tid: list(scopes) for tid, scopes in data.get("tenant_consents", {}).items()}
        self.closed_tenants = list(data.get("closed_tenants", []))
        self.key = SigningKey(data["key"])
        self.troubles = Troubles(**data.get("troubles", {}))


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
