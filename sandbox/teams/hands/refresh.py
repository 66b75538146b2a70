"""A card that asks for its newest contents when somebody looks at it."""

from __future__ import annotations

from sandbox.hands import ImpossibleError
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.click import execute
from sandbox.teams.hands.troubles import NOT_SENT
from sandbox.teams.model import Json
from sandbox.teams.names import user_id
from sandbox.teams.state import Teams

MOST_WITHOUT_LIST = 60  # in a smaller conversation a card without userIds is refreshed for everybody


async def refresh(teams: Teams, body: Body) -> Json:
    """{"person", "conversation", "activity_id", "trigger"?}: "automatic" (seen) unless "manual" (Refresh in the menu).

    An automatic one is sent only for the people the card names.
    """
    message, trigger = body.message(), body.text("trigger", "automatic")
    if trigger not in ("automatic", "manual"):
        raise ImpossibleError("trigger is automatic or manual")
    for index, card in enumerate(message.cards):
        action = (card.get("refresh") or {}).get("action")
        if action is None:
            continue
        if trigger == "automatic" and not _wanted(teams, body, card["refresh"].get("userIds")):
            continue
        kept = {key: action[key] for key in ("type", "id", "title", "verb", "data") if key in action}
        return await execute(teams, body, message, index, kept, trigger)
    return NOT_SENT


def _wanted(teams: Teams, body: Body, listed: list[str] | None) -> bool:
    if listed is None:
        return len(teams.conversations[body.conversation().id].members) <= MOST_WITHOUT_LIST
    return user_id(body.person) in listed
