"""The workspace's own directory of users: the port ChatDirectory."""

from adapters.slack.render import Json
from adapters.slack.workspaces import NotInstalled, Workspaces
from core.people.model import ChatProfile, ChatUser, Platform

SLACKBOT = "USLACKBOT"
"""Slack's own, which is not marked as one."""

DEFAULT_ZONE = "Etc/UTC"
DEFAULT_LOCALE = "en-US"


class SlackDirectory:
    """Reads users.info and users.lookupByEmail: https://docs.slack.dev/reference/objects/user-object"""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def profile(self, user: ChatUser) -> ChatProfile | None:
        """None when Slack doesn't know the user, or isn't ours to ask any more. Raises ChatUnavailable."""
        try:
            calls = (await self._workspaces.of(user.workspace)).calls
        except NotInstalled:
            return None
        found = await calls.user(user.user)
        return None if found is None else _profile(user, found)

    async def by_email(self, workspace: str, address: str) -> ChatProfile | None:
        """None when nobody of the workspace has that address. Raises ChatUnavailable."""
        try:
            calls = (await self._workspaces.of(workspace)).calls
        except NotInstalled:
            return None
        found = await calls.user_by_email(address)
        if found is None:
            return None
        return await self.profile(ChatUser(Platform.SLACK, workspace, str(found["id"])))


def _profile(user: ChatUser, found: Json) -> ChatProfile:
    profile = found.get("profile") or {}
    name = profile.get("real_name") or found.get("real_name") or profile.get("display_name") or found.get("name")
    foreign = found.get("team_id", user.workspace) != user.workspace
    flags = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return ChatProfile(
        user=user,
        name=str(name or user.user),
        email=profile.get("email") or None,
        zone=str(found.get("tz") or DEFAULT_ZONE),
        locale=str(found.get("locale") or DEFAULT_LOCALE),
        outsider=foreign or any(found.get(flag) for flag in flags),
        active=not found.get("deleted"),
        bot=bool(found.get("is_bot")) or user.user == SLACKBOT,
    )
