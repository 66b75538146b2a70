"""Block Kit as strict as Slack: what chat.postMessage or views.open would refuse, refused here."""

from sandbox.slack.blocks.complete import completed
from sandbox.slack.blocks.message import message_problems
from sandbox.slack.blocks.view import view_problems

__all__ = ["completed", "message_problems", "view_problems"]
