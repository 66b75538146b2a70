"""Ways in which a connection dies: refusals that last until somebody signs in anew or an administrator repairs them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]
APP = frozenset({700011, 700016, 7000215, 7000222})
"""Wrong with the app itself: strikes everybody, and no sign-in helps."""
ACCOUNT = frozenset({50020, 50034, 50057, 50105})
"""Wrong with the account: strikes its sign-ins as well."""
FINAL = frozenset({50173, 70000, 70008, 700082})
"""The refresh tokens are worth nothing any more; the others work again once the administrator takes the rule back."""
CHALLENGE = "challenge"
EXPIRED = "expired"


@dataclass(slots=True)
class Troubles:
    """Refusals of the app, of accounts (by oid) and of sign-ins (by grant); and how the access tokens of an account
    were ended, one entry for each time."""

    app: int | None = None
    accounts: dict[str, int] = field(default_factory=dict)
    grants: dict[str, int] = field(default_factory=dict)
    ends: dict[str, list[str]] = field(default_factory=dict)

    def plant(self, code: int, oid: str, grants: Iterable[str]) -> None:
        """Refuse with this error number from now on: the app, the account, or these sign-ins of it."""
        if code in APP:
            self.app = code
        elif code in ACCOUNT:
            self.accounts[oid] = code
        else:
            self.grants.update(dict.fromkeys(grants, code))

    def repair(self, oid: str, grants: Iterable[str]) -> None:
        """Take back what an administrator can: not the end of a sign-in."""
        self.app = None
        self.accounts.pop(oid, None)
        for key in grants:
            if self.grants.get(key) not in FINAL:
                self.grants.pop(key, None)

    def end_access(self, oid: str, how: str) -> None:
        """End the access tokens given out so far: `expired`, or as a `challenge` to those who can answer one."""
        if how not in {EXPIRED, CHALLENGE}:
            raise ValueError(f"how is {EXPIRED} or {CHALLENGE}")
        self.ends.setdefault(oid, []).append(how)

    def of_grant(self, grant: str, oid: str) -> int | None:
        """The error number that a refresh gets; None when nothing is planted."""
        return self.app or self.accounts.get(oid) or self.grants.get(grant)

    def of_sign_in(self, oid: str) -> int | None:
        """The error number that redeeming a code gets; None when nothing is planted."""
        return self.app or self.accounts.get(oid)

    def era(self, oid: str) -> int:
        """The mark of the access tokens given out to an account now."""
        return len(self.ends.get(oid, ()))

    def ended(self, oid: str, era: int) -> frozenset[str]:
        """How tokens with this mark were ended since; empty while they are good."""
        return frozenset(self.ends.get(oid, ())[era:])

    def listing(self) -> Json:
        """What is refused at present; sign-ins by grant."""
        return {"app": self.app, "accounts": dict(self.accounts), "grants": dict(self.grants)}

    def dump(self) -> Json:
        """All of it as JSON; the keyword arguments that make it again."""
        return asdict(self)
