"""Tokens in both directions: what Teams shows the bot, and what the bot shows the Connector."""

from __future__ import annotations

import time
from typing import Any

from sandbox.people import CONTOSO_TENANT
from sandbox.teams.names import APP_ID, BOT_AUDIENCE, ISSUER
from sandbox.teams.state import Teams

BOT_TOKEN_SECONDS = 3600


def activity_claims(teams: Teams) -> dict[str, Any]:
    """The claims of a token that goes with an activity. Source: Bot Connector authentication, "Connector to bot"."""
    now = int(time.time())
    return {
        "serviceurl": teams.service_url(),
        "nbf": now,
        "exp": now + teams.settings.token_seconds,
        "iat": now,
        "iss": ISSUER,
        "aud": APP_ID,
    }


def activity_token(teams: Teams) -> str:
    """The bearer token of an activity sent to the bot."""
    return teams.key.sign(activity_claims(teams))


def bot_token(teams: Teams) -> str:
    """What the sign-in service gives the bot for its calls to the Connector."""
    now = int(time.time())
    return teams.world.entra.key.sign(
        {
            "aud": BOT_AUDIENCE,
            "iss": f"https://sts.windows.net/{CONTOSO_TENANT}/",
            "iat": now,
            "nbf": now,
            "exp": now + BOT_TOKEN_SECONDS,
            "appid": APP_ID,
            "tid": CONTOSO_TENANT,
            "ver": "1.0",
        }
    )


def is_the_bot(teams: Teams, authorization: str) -> bool:
    """Whether this Authorization header carries a live token of the bot for the Connector."""
    kind, _space, token = authorization.partition(" ")
    if kind.casefold() != "bearer":
        return False
    try:
        claims = teams.world.entra.key.claims(token.strip())
    except ValueError:
        return False
    return bool(claims.get("aud") == BOT_AUDIENCE and claims.get("appid") == APP_ID and claims["exp"] > time.time())
