"""Who is an admin of an organisation: who installed the app there first, and whom the operator names. The port Admins.

Teams tells a bot nobody's role in the organisation.
"""

from adapters.teams.directory import TeamsDirectory
from adapters.teams.routes import Routes
from core.people.model import ChatUser, Platform, Workspace

NAMED_MOST = 3


class TeamsAdmins:
    """`named_by_operator`: object ids in lower case."""

    def __init__(self, directory: TeamsDirectory, routes: Routes, named_by_operator: frozenset[str]) -> None:
        self._directory = directory
        self._routes = routes
        self._operators = named_by_operator

    async def is_admin(self, user: ChatUser) -> bool:
        """A guest is none, whoever let them install. Raises ChatUnavailable."""
        if user.user in self._operators:
            return True
        if not user.user or user.user != await self._installer(user.workspace):
            return False
        known = await self._directory.profile(user)
        return known is not None and not known.outsider

    async def named(self, workspace: Workspace) -> tuple[str, ...]:
        installer = await self._installer(workspace.id)
        ids = [one for one in dict.fromkeys([installer, *sorted(self._operators)]) if one]
        found = [await self._directory.profile(ChatUser(Platform.TEAMS, workspace.id, one)) for one in ids[:NAMED_MOST]]
        return tuple(one.name for one in found if one is not None)

    async def _installer(self, tenant: str) -> str:
        """Empty where nobody is known to have been the first."""
        return (await self._routes.get(self._routes.bot(tenant))).installer
