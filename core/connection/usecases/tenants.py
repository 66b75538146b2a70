"""Which organisations' accounts may be connected here."""

from dataclasses import dataclass

PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""Microsoft's one tenant of all personal accounts.
https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference"""


@dataclass(frozen=True, slots=True)
class AllowedTenants:
    """`allowed`: ids in lower case, empty for all. Personal accounts have an id of their own, PERSONAL_TENANT.

    `single`: the id of the only tenant that Microsoft lets sign in, where the app registration is for one.
    """

    allowed: frozenset[str] = frozenset()
    single: str | None = None

    def allow(self, tid: str) -> bool:
        """Whether accounts of this tenant may be connected."""
        return not self.allowed or tid.casefold() in self.allowed

    @property
    def only(self) -> tuple[str, ...]:
        """The tenant that it must be, if there is only one."""
        if self.single is not None:
            return (self.single,)
        return tuple(self.allowed) if len(self.allowed) == 1 else ()
