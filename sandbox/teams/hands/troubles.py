"""What Teams shows when the bot does not answer as it should."""

from __future__ import annotations

from sandbox.calls import Answer
from sandbox.teams.model import Json

NOT_SENT: Json = {"ok": True, "status": None, "ms": 0, "body": "", "sent": False}
UNREACHABLE = "Unable to reach app. Please try again."
WRONG = "Something went wrong. Please try again."


def told(answer: Answer) -> Json:
    """The report of an answer, with Teams' sentence when the bot failed."""
    return answer.report() if answer.ok else {**answer.report(), "error": UNREACHABLE}


def failed(answer: Answer, why: str) -> Json:
    """The report of an answer that came but cannot be used; `why` is for the bot's author."""
    return {**answer.report(), "ok": False, "error": WRONG, "why": why}
