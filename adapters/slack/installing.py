"""Installing the app in a workspace: to Slack's question and back, by OAuth 2.

https://docs.slack.dev/authentication/installing-with-oauth
The state that goes along counts once, within ten minutes, and only in the browser that it was given to.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from adapters.edge.log import Log
from adapters.slack.calls import Calls, InstallCalls, SlackRefused
from adapters.slack.manifest import BOT_SCOPES
from core.people.installations.model import INSTALL_WITHIN, Installation, InstallAttempt
from core.people.installations.ports import Installations
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, OperatorNeeded
from core.shared.transaction import Transactions


class Refusal(StrEnum):
    """Why nothing was installed."""

    EXPIRED = "expired"  # too late, used before, or another browser
    DECLINED = "declined"
    ORGANISATION = "organisation"  # installed for a whole organisation, which has no workspace to speak in
    FAILED = "failed"  # Slack didn't take the code
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class InstallSettings:
    """The app's own credentials, and where Slack is."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    api_url: str = "https://slack.com/api/"
    authorize_url: str = "https://slack.com/oauth/v2/authorize"


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the cookie that it has to bring back."""

    url: str
    cookie: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Installed:
    """The workspace, and the app's page in it."""

    name: str
    url: str


class Installing:
    """Each workspace has one token; installing again replaces it."""

    def __init__(
        self,
        settings: InstallSettings,
        *,
        installations: Installations,
        transactions: Transactions,
        clock: Clock,
        log: Log,
    ) -> None:
        self._settings = settings
        self._installations = installations
        self._transactions = transactions
        self._clock = clock
        self._log = log
        self._exchange = InstallCalls(settings.api_url)

    async def begin(self) -> Begun:
        state, cookie = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        attempt = InstallAttempt(_hashed(state), _hashed(cookie), self._clock.now() + INSTALL_WITHIN)
        async with self._transactions.write() as tx:
            await self._installations.begin(tx, attempt)
        asked = {
            "client_id": self._settings.client_id,
            "scope": ",".join(BOT_SCOPES),
            "redirect_uri": self._settings.redirect_uri,
            "state": state,
        }
        return Begun(f"{self._settings.authorize_url}?{urlencode(asked)}", cookie)

    async def finish(self, cookie: str | None, answer: Mapping[str, str]) -> Installed | Refusal:
        """What Slack sent the browser back with."""
        state = answer.get("state")
        if not cookie or not state:
            return Refusal.EXPIRED
        async with self._transactions.write() as tx:
            known = await self._installations.take(tx, _hashed(state), _hashed(cookie), self._clock.now())
        if not known:
            return Refusal.EXPIRED
        if "code" not in answer:
            return Refusal.DECLINED if answer.get("error") == "access_denied" else Refusal.FAILED
        try:
            return await self._installed(answer["code"])
        except ChatUnavailable:
            return Refusal.UNAVAILABLE
        except (SlackRefused, OperatorNeeded) as refused:
            self._log.warning("slack.install_refused", reason=refused.code)
            return Refusal.FAILED

    async def _installed(self, code: str) -> Installed | Refusal:
        """Raises ChatUnavailable, SlackRefused, OperatorNeeded."""
        settings = self._settings
        granted = await self._exchange.token(settings.client_id, settings.client_secret, code, settings.redirect_uri)
        if granted.organisation:
            return Refusal.ORGANISATION
        here = await Calls(granted.token, settings.api_url).here()
        installation = Installation(
            workspace=here.team,
            bot_user=here.bot_user,
            url=here.url,
            token=granted.token,
            scopes=granted.scopes,
            installed_at=self._clock.now(),
            enterprise=granted.enterprise,
        )
        async with self._transactions.write() as tx:
            await self._installations.save(tx, installation)
        self._log.info("slack.installed", team=here.team)
        return Installed(granted.name, f"{here.url}app_redirect?{urlencode({'app': granted.app, 'team': here.team})}")


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
