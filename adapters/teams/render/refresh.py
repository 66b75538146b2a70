"""Cards for many that each one sees in their own way: Teams asks for it when somebody looks.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views
"""

from dataclasses import replace

from adapters.teams.http import Json
from adapters.teams.parse.press import COMMAND
from adapters.teams.render.blocks import Message
from core.dialogue.payloads import to_payload
from core.dialogue.screens import OfferCard, Screen, TypesCard

VIEWERS_MOST = 60
"""So many can have a view of their own; in a larger place, those who are named."""


def refreshing(message: Message, screen: Screen, viewers: list[str] | None = None) -> Message:
    """The card with what asks for a viewer's own. `viewers`: the Teams ids of those for whom Teams asks by itself;
    None: everybody's, in a place of up to VIEWERS_MOST."""
    view = screen.view if isinstance(screen, OfferCard | TypesCard) else None
    if view is None:
        return message
    action: Json = {"type": "Action.Execute", "verb": "view", "data": {COMMAND: to_payload(view)}}
    named = {} if viewers is None else {"userIds": viewers[:VIEWERS_MOST]}
    return replace(message, card={**message.card, "refresh": {"action": action, **named}})
