"""Activities on their way to the bot: real HTTP, signed, a few seconds to answer, traced."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from sandbox.calls import Answer, call
from sandbox.teams.model import Json
from sandbox.teams.state import Teams
from sandbox.teams.tokens import activity_token

AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"
NO_ENDPOINT = "no_endpoint"


async def deliver(teams: Teams, activity: Json, *, person: str | None, note: str) -> Answer:
    """Send an activity to the bot's endpoint; `person` is the key of whoever caused it, for the trace."""
    if teams.endpoint is None:
        return Answer(None, 0, failure=NO_ENDPOINT)
    headers = {
        "Authorization": f"Bearer {activity_token(teams)}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
    }
    if person is not None:
        teams.last_request[person] = {"url": teams.endpoint, "headers": headers, "activity": activity, "note": note}
    seconds = teams.settings.invoke_seconds if activity["type"] == "invoke" else teams.settings.message_seconds
    answer = await call(teams.endpoint, json.dumps(activity).encode(), headers, seconds)
    teams.record(
        {
            "person": person,
            "method": "POST",
            "path": urlsplit(teams.endpoint).path,
            "status": answer.status,
            "ms": answer.ms,
            "note": f"Teams to the bot: {note}" + (f" ({answer.failure})" if answer.failure else ""),
        }
    )
    return answer
