"""oauth.v2.access: a code from the page that asked is changed for a token.

https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from __future__ import annotations

import base64
import secrets

from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET
from sandbox.slack.api.call import ApiError, Call, Method
from sandbox.slack.model import Json
from sandbox.slack.oauth import WORKSPACES

CODE_SECONDS = 600


async def _access(call: Call) -> Json:
    slack = call.slack
    given = _basic(call.authorization) or (call.text("client_id"), call.text("client_secret"))
    if given[0] != SLACK_CLIENT_ID:
        raise ApiError("invalid_client_id")
    if given[1] != SLACK_CLIENT_SECRET:
        raise ApiError("bad_client_secret")
    code = slack.codes.get(call.text("code") or "")
    if code is None or slack.now() - code.issued > CODE_SECONDS:
        raise ApiError("invalid_code")
    if code.used:
        raise ApiError("code_already_used")
    if call.text("redirect_uri") != code.redirect_uri:
        raise ApiError("bad_redirect_uri")
    code.used = True
    token = f"xoxb-sandbox-{secrets.token_hex(12)}"
    slack.tokens = {known: team for known, team in slack.tokens.items() if team != code.team} | {token: code.team}
    return {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(code.scopes),
        "bot_user_id": SLACK_BOT_USER,
        "app_id": SLACK_APP,
        "team": {"id": code.team, "name": WORKSPACES[code.team]},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0ADA0001"},
    }


def _basic(header: str) -> tuple[str, str] | None:
    """Client id and secret from HTTP Basic; None when the header is another."""
    if not header.startswith("Basic "):
        return None
    try:
        name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except ValueError:
        return None
    return name, secret


METHODS = {"oauth.v2.access": Method(_access, needs_token=False)}
