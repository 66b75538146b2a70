"""Identifiers in the shapes Teams gives them; fixed, so that they survive a reset."""

from __future__ import annotations

import hashlib
import uuid
from typing import Final

from sandbox.entra.keys import b64url
from sandbox.people import CONTOSO_TENANT, Account, Person

APP_ID: Final = "7c1f9be2-4d0a-4b6e-9a53-1e8d2f60c7a4"
APP_PASSWORD: Final = "sandbox~bot.password-9Kd4"
BOT_ID: Final = f"28:{APP_ID}"
BOT_NAME: Final = "Clearhour"
CHANNEL: Final = "msteams"
EVENT: Final = "f:"  # how the id of an activity begins that is no message
BOT_AUDIENCE: Final = "https://api.botframework.com"
ISSUER: Final = "https://api.botframework.com"

TEAM_NAME: Final = "Contoso"
TEAM_GROUP_ID: Final = "5c3d0b9a-7e41-4f2c-8d66-90b1c2a3e4f5"
GENERAL: Final = "19:0contoso0general0c6a1f8e2b7d4@thread.tacv2"  # General's id is the team's id
GROUP: Final = "19:3f1b7c0d9e8a4c52b6d1a0f9e8c7b6a5@thread.v2"


def user_id(person: Person) -> str:
    """How this bot, and only this one, knows the person."""
    return f"29:1{_digest('user', person.key)}"


def personal_id(person: Person) -> str:
    """The conversation of this person with the bot."""
    return f"a:1{_digest('chat', person.key)}"


def work_account(person: Person) -> Account:
    """The Microsoft account the person is signed in to Teams with."""
    return next(account for account in person.accounts if account.tid == CONTOSO_TENANT)


def event_id() -> str:
    """The id of an activity that is no message."""
    return f"{EVENT}{uuid.uuid4()}"


def base_of(conversation_id: str) -> tuple[str, str | None]:
    """A conversation id without its thread, and the id of the message the thread hangs on."""
    base, _mark, root = conversation_id.partition(";messageid=")
    return base, root or None


def _digest(kind: str, key: str) -> str:
    return b64url(hashlib.sha512(f"{kind}/{APP_ID}/{key}".encode()).digest())[:62]
