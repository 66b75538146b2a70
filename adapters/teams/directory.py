"""Who people are: the rosters of the conversations that the bot is in, as the port ChatDirectory."""

from adapters.teams.calls import Calls
from adapters.teams.http import Json
from adapters.teams.parse.payloads import Account
from adapters.teams.routes import Routes
from core.people.model import ChatProfile, ChatUser, Platform

DEFAULT_ZONE = "Etc/UTC"
DEFAULT_LOCALE = "en-US"
ROSTERS_ASKED_MOST = 10
"""A search asks so many teams and group chats, the latest first (our choice)."""


class TeamsDirectory:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context

    A bot sees only people it shares a conversation with; what a roster doesn't say (zone, locale) comes from the
    activities of the person.
    """

    def __init__(self, calls: Calls, routes: Routes) -> None:
        self._calls = calls
        self._routes = routes

    async def profile(self, user: ChatUser) -> ChatProfile | None:
        """None for somebody the bot has never seen. Who took the app out and is in no team with it is active no more:
        nothing reaches us from them. Raises ChatUnavailable."""
        found = await self._member(user.workspace, user.user, user)
        route = await self._routes.get(user)
        if found is None and not route.name:
            return None
        found = found or {}
        address = found.get("email") or found.get("userPrincipalName")
        gone = route.removed and not found
        foreign = str(found.get("tenantId") or user.workspace).casefold() != user.workspace
        return ChatProfile(
            user=user,
            name=str(found.get("name") or route.name or user.user),
            email=str(address) if address else None,
            zone=route.zone or DEFAULT_ZONE,
            locale=route.locale or DEFAULT_LOCALE,
            outsider=foreign or found.get("userRole") in ("guest", "anonymous"),
            active=not gone,
        )

    async def by_email(self, workspace: str, address: str) -> ChatProfile | None:
        """By user principal name, which for most people is their address. None when no roster holds it."""
        found = await self._member(workspace, address, None)
        oid = None if found is None else _object_id(found)
        return None if oid is None else await self.profile(ChatUser(Platform.TEAMS, workspace, oid))

    async def resolved(self, service_url: str, conversation: str, tenant: str, account: Account) -> ChatUser | None:
        """Somebody who was mentioned there; None when Teams doesn't say who they are."""
        oid = account.aad_object_id
        if oid is None:
            found = await self._calls.member(service_url, conversation, account.id)
            oid = None if found is None else _object_id(found)
        if oid is None:
            return None
        user = ChatUser(Platform.TEAMS, tenant, oid.casefold())
        name = account.name or ""
        await self._routes.learn(user, service_url=service_url, teams_id=account.id, name=name, roster=conversation)
        return user

    async def _member(self, tenant: str, who: str, user: ChatUser | None) -> Json | None:
        """Where the person was seen first, then the bot's own places."""
        bot = await self._routes.get(self._routes.bot(tenant))
        places = [(bot.service_url, one) for one in bot.rosters[:ROSTERS_ASKED_MOST]]
        if user is not None:
            route = await self._routes.get(user)
            places[:0] = [(route.service_url, one) for one in (route.personal, route.roster) if one]
        for service_url, conversation in dict.fromkeys(places):
            found = await self._calls.member(service_url, conversation, who)
            if found is not None:
                return found
        return None


def _object_id(found: Json) -> str | None:
    """Teams calls it by either name."""
    oid = found.get("aadObjectId") or found.get("objectId")
    return str(oid).casefold() if oid else None
