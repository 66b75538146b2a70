"""The one team: Contoso, with its channels."""

from __future__ import annotations

from aiohttp import web

from sandbox.people import CONTOSO_TENANT
from sandbox.teams.connector.errors import no_conversation, not_installed
from sandbox.teams.names import GENERAL, TEAM_GROUP_ID, TEAM_NAME
from sandbox.teams.state import Teams


async def details(teams: Teams, request: web.Request) -> web.Response:
    """GET teams/{teamId}."""
    _check(teams, request)
    team = teams.conversations[GENERAL]
    return web.json_response(
        {
            "id": GENERAL,
            "name": TEAM_NAME,
            "aadGroupId": TEAM_GROUP_ID,
            "tenantId": CONTOSO_TENANT,
            "memberCount": len(team.members),
            "channelCount": 1,
        }
    )


async def channels(teams: Teams, request: web.Request) -> web.Response:
    """GET teams/{teamId}/conversations: General's name is null there, so that clients say it in their language."""
    _check(teams, request)
    return web.json_response({"conversations": [{"id": GENERAL, "name": None}]})


def _check(teams: Teams, request: web.Request) -> None:
    if request.match_info["team"] != GENERAL:
        raise no_conversation()
    if not teams.conversations[GENERAL].installed:
        raise not_installed()
