"""The address where an administrator approves for everybody. Implements core.connection.approval_ports.AdminConsent."""

from urllib.parse import quote, urlencode

from core.connection.model import Access
from core.outlook.settings import OutlookSettings

GRAPH = "https://graph.microsoft.com/"


class EntraAdminConsent:
    """https://learn.microsoft.com/entra/identity-platform/v2-admin-consent

    Asks for the rights of the highest access, each by name, so that nothing has to be configured in the registration.
    The answer comes to the same redirect address as a sign-in's: one address to register.
    """

    def __init__(self, settings: OutlookSettings) -> None:
        self._settings = settings

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(self._settings.scopes(Access.READ_WRITE))

    def url(self, tenant: str | None, state: str) -> str:
        asked = {
            "client_id": self._settings.client_id,
            "scope": " ".join(GRAPH + scope for scope in self.scopes),
            "redirect_uri": self._settings.redirect_uri,
            "state": state,
        }
        base = f"{self._settings.sign_in_url.rstrip('/')}/{quote(tenant or 'organizations', safe='')}"
        return f"{base}/v2.0/adminconsent?{urlencode(asked, quote_via=quote)}"
