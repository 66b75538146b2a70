"""Who is an admin of a workspace, as Slack says: the port Admins."""

from adapters.slack.render import Json
from adapters.slack.workspaces import NotInstalled, Workspaces
from core.people.model import ChatUser, Workspace

NAMED_MOST = 3
_ADMIN = ("is_admin", "is_owner", "is_primary_owner")
_NEVER = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


class SlackAdmins:
    """https://docs.slack.dev/reference/objects/user-object"""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def is_admin(self, user: ChatUser) -> bool:
        """Of the workspace that the app is installed in, not of one that shares a channel with it. Raises
        ChatUnavailable."""
        try:
            found = await self._workspaces.of(user.workspace)
        except NotInstalled:
            return False
        known = await found.calls.user(user.user)
        return known is not None and found.here.team == user.workspace and _is_admin(known, user.workspace)

    async def named(self, workspace: Workspace) -> tuple[str, ...]:
        """Among the first few hundred of the workspace."""
        try:
            found = await self._workspaces.of(workspace.id)
        except NotInstalled:
            return ()
        admins = [one for one in await found.calls.users() if _is_admin(one, workspace.id)]
        names = (str((one.get("profile") or {}).get("real_name") or one.get("real_name") or "") for one in admins)
        return tuple([name for name in names if name][:NAMED_MOST])


def _is_admin(found: Json, team: str) -> bool:
    if found.get("team_id", team) != team or any(found.get(flag) for flag in _NEVER):
        return False
    return any(found.get(flag) for flag in _ADMIN)
