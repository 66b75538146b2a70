"""Putting away a message that only one person sees."""

from __future__ import annotations

from sandbox.hands import ImpossibleError
from sandbox.slack import messages
from sandbox.slack.hands.body import Body
from sandbox.slack.hands.click import KEPT
from sandbox.slack.model import Json
from sandbox.slack.state import Slack


async def dismiss(slack: Slack, body: Body) -> Json:
    """{"person", "channel", "ts"}: on all their devices; the bot is not told."""
    message = body.message()
    if message.only_for is None:
        raise ImpossibleError("only a message that nobody else sees can be dismissed")
    messages.remove(slack, message)
    return KEPT
