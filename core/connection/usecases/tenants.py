"""Which organisations' accounts may be connected here."""

import re
from dataclasses import dataclass

TENANT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""In lower case."""


@dataclass(frozen=True, slots=True)
class AllowedTenants:
    """`allowed`: ids in lower case, empty for all. Personal accounts have an id of their own, CONSUMER_TENANT.

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
