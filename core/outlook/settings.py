"""How to reach Microsoft, and how much we may ask for."""

from dataclasses import dataclass, field

from core.connection.model import READ_SHARED, Access
from core.connection.usecases.tenants import AllowedTenants

ENTRA_URL = "https://login.microsoftonline.com"
GRAPH_URL = "https://graph.microsoft.com/v1.0"

READ_SCOPES = ("User.Read", "Calendars.Read", "MailboxSettings.Read")
WRITE_SCOPES = ("Calendars.ReadWrite",)
"""Asked on top of the read scopes: change notifications accept only Calendars.Read, so both are kept.
https://learn.microsoft.com/graph/api/subscription-post-subscriptions (Permissions)"""

WRITE_SHARED = "Calendars.ReadWrite.Shared"
"""Like READ_SHARED for accounts of organisations only: https://learn.microsoft.com/graph/permissions-reference"""


@dataclass(frozen=True, slots=True)
class OutlookSettings:
    """The app registration and Microsoft's addresses; addresses have no slash at the end.

    `tenant` is a tenant id, `organizations` or `common`. `login_url` is where our own requests to Entra go,
    `sign_in_url` where browsers are sent; both are Entra's address unless somebody stands in for it.
    `allowed_access` is the most that is ever asked for. `callbacks_url` is where Graph reaches us (None: nowhere).
    `tenants` says whose tokens are used at all.
    """

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    tenant: str = "common"
    login_url: str = ENTRA_URL
    sign_in_url: str = ENTRA_URL
    graph_url: str = GRAPH_URL
    allowed_access: Access = Access.READ_WRITE
    callbacks_url: str | None = None
    tenants: AllowedTenants = AllowedTenants()

    @property
    def authority(self) -> str:
        """MSAL insists on https and a known host, so the authority is the real one wherever the requests go."""
        return f"{ENTRA_URL}/{self.tenant}"

    def scopes(self, access: Access, *, shared: bool = False) -> list[str]:
        """The Graph scopes for this access, in short names: MSAL's cache finds tokens by the names an answer echoes."""
        if access is Access.READ_WRITE and self.allowed_access is Access.READ_WRITE:
            return [*READ_SCOPES, *WRITE_SCOPES, *((READ_SHARED, WRITE_SHARED) if shared else ())]
        return [*READ_SCOPES, *((READ_SHARED,) if shared else ())]
