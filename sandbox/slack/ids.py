"""Identifiers in Slack's own shapes."""

from __future__ import annotations

import secrets
from typing import Final

TEAM_DOMAIN: Final = "contoso"
TEAM_NAME: Final = "Contoso"
BOT_ID: Final = "B0CLEARHR"
BOT_NAME: Final = "clearhour"
GENERAL: Final = "C0GENERAL"
VERIFICATION_TOKEN: Final = "sandbox-verification-token"

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def new_id(prefix: str) -> str:
    """A fresh id such as V0A1B2C3D4 (view), Ev0A1B2C3D4 (event)."""
    return f"{prefix}0" + "".join(secrets.choice(_LETTERS) for _ in range(9))


def dm_of(slack_id: str) -> str:
    """The id of the bot's direct message with this person: fixed, so that it survives a reset."""
    return f"D{slack_id[1:]}"
