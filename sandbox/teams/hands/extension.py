"""The message extension: an action beside the composer that opens a dialog, also where the app is not installed."""

from __future__ import annotations

from sandbox.teams.hands.body import Body
from sandbox.teams.hands.dialog import CONTEXT, ask
from sandbox.teams.model import Dialog, Json
from sandbox.teams.state import Teams


async def open_extension(teams: Teams, body: Body) -> Json:
    """{"person", "conversation", "command"}: send composeExtension/fetchTask and show the dialog it answers with."""
    command = body.text("command")
    opened = Dialog(body.conversation().id, "", {}, command=command)
    value: Json = {"commandId": command, "commandContext": "compose", "context": CONTEXT}
    return await ask(teams, body, opened, "composeExtension/fetchTask", value)
