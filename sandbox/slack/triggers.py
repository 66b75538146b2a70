"""trigger_id: proof that a person just did something; good once and for three real seconds."""

from __future__ import annotations

import secrets
import time

from sandbox.slack.model import Trigger
from sandbox.slack.state import Slack

FORGOTTEN_AFTER_SECONDS = 600


class TriggerError(Exception):
    """The API error code of a trigger that opens nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def issue(slack: Slack, user: str, view_id: str | None = None) -> str:
    """A fresh trigger of this user; `view_id` when the interaction happened inside a modal."""
    now = time.monotonic()
    slack.triggers = {key: old for key, old in slack.triggers.items() if now - old.issued < FORGOTTEN_AFTER_SECONDS}
    name = f"{secrets.randbelow(10**13):013d}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
    slack.triggers[name] = Trigger(name, user, now, view_id)
    return name


def exchange(slack: Slack, name: str) -> Trigger:
    """Use a trigger up; raises TriggerError when it is unknown, used or too old."""
    trigger = slack.triggers.get(name)
    if trigger is None:
        raise TriggerError("invalid_trigger_id")
    if trigger.exchanged:
        raise TriggerError("exchanged_trigger_id")
    if time.monotonic() - trigger.issued > slack.settings.trigger_seconds:
        raise TriggerError("expired_trigger_id")
    trigger.exchanged = True
    return trigger
