"""Installing an app by OAuth 2: the page that asks.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from sandbox.people import SLACK_CLIENT_ID, SLACK_TEAM
from sandbox.slack.ids import TEAM_NAME
from sandbox.slack.state import Slack

WORKSPACES = {SLACK_TEAM: TEAM_NAME, "T0FABRIKM": "Fabrikam"}
"""Fabrikam has nobody in it: it is there to install the app in."""


@dataclass(slots=True)
class Code:
    """What was allowed, once, for ten minutes of the sandbox clock."""

    team: str
    scopes: tuple[str, ...]
    redirect_uri: str
    issued: float
    used: bool = False


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def asked(request: web.Request) -> web.Response:
        problem = _problem(slack, dict(request.query))
        if problem:
            return web.Response(text=f"Something went wrong: {escape(problem)}", status=400, content_type="text/html")
        return web.Response(text=_page(request), content_type="text/html")

    async def answered(request: web.Request) -> web.Response:
        return await _answered(slack, request)

    return [web.get("/slack/oauth/v2/authorize", asked), web.post("/slack/oauth/v2/authorize", answered)]


def _problem(slack: Slack, query: dict[str, str]) -> str | None:
    """What Slack says instead of asking; None when it asks."""
    if query.get("client_id") != SLACK_CLIENT_ID:
        return "invalid_client_id"
    if slack.app is None:
        return "app_not_found"
    redirects = slack.app.redirect_urls
    wanted = query.get("redirect_uri") or (redirects[0] if redirects else "")
    if not any(wanted == one or wanted.startswith(f"{one.rstrip('/')}/") for one in redirects):
        return "bad_redirect_uri"
    scopes = [one for one in query.get("scope", "").split(",") if one]
    if not scopes:
        return "no_scopes"
    unknown = sorted(set(scopes) - set(slack.app.scopes))
    return f"invalid_scope: {','.join(unknown)}" if unknown else None


def _page(request: web.Request) -> str:
    query = request.query
    scopes = "".join(f"<li>{escape(one)}</li>" for one in query.get("scope", "").split(","))
    teams = "".join(f'<option value="{key}">{escape(name)}</option>' for key, name in WORKSPACES.items())
    return (
        '<!doctype html><html lang="en"><title>Slack (sandbox): install</title><main><h1>Clearhour asks to come in</h1>'
        f'<form method="post" action="{escape(request.path_qs)}"><label>Workspace <select name="team">{teams}</select>'
        f"</label><ul>{scopes}</ul>"
        '<button name="answer" value="allow" data-testid="allow">Allow</button> '
        '<button name="answer" value="cancel" data-testid="cancel">Cancel</button></form></main></html>'
    )


async def _answered(slack: Slack, request: web.Request) -> web.Response:
    query, form = dict(request.query), await request.post()
    problem = _problem(slack, query)
    team = str(form.get("team") or SLACK_TEAM)
    if problem or team not in WORKSPACES:
        return web.Response(text=problem or "no such workspace", status=400)
    state = {"state": query["state"]} if "state" in query else {}
    if form.get("answer") != "allow":
        raise web.HTTPFound(f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', **state})}")
    code = f"1.2.{secrets.token_hex(24)}"
    scopes = tuple(query["scope"].split(","))
    slack.codes[code] = Code(team, scopes, query["redirect_uri"], slack.now())
    raise web.HTTPFound(f"{query['redirect_uri']}?{urlencode({'code': code, **state})}")
