"""What an invoke is answered with; Teams waits three seconds for it.

https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from adapters.teams.http import Json
from adapters.teams.render import Dialog
from adapters.teams.render.elements import CONTENT_TYPE

ANSWER_WITHIN_SECONDS = 2.2
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"
HERO_TYPE = "application/vnd.microsoft.card.hero"


def shows(card: Json) -> Json:
    """The card takes the place of the clicked one."""
    return {"statusCode": 200, "type": CONTENT_TYPE, "value": card}


def says(text: str) -> Json:
    """A line for the person who clicked; the card stays."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": text}


def fails(text: str) -> Json:
    """The card stays as it is; who asked for it themselves reads why."""
    return {"statusCode": 404, "type": ERROR_TYPE, "value": {"code": "NotFound", "message": text}}


def continues(dialog: Dialog) -> Json:
    """Opens the dialog, or shows the next card in the open one."""
    attachment = {"contentType": CONTENT_TYPE, "content": dialog.card}
    info: Json = {"title": dialog.title, "height": "medium", "width": "medium", "card": attachment}
    return {"task": {"type": "continue", "value": info}}


def closes() -> Json:
    """Closes the dialog."""
    return {}


def tells(text: str) -> Json:
    """Closes the dialog with a line."""
    return {"task": {"type": "message", "value": text}}


def composes(card: Json) -> Json:
    """Puts the card into the box where the person writes; they send it, or not.

    https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
    """
    preview = {"contentType": HERO_TYPE, "content": {"title": card["fallbackText"].partition("\n")[0]}}
    attachment: Json = {"contentType": CONTENT_TYPE, "content": card, "preview": preview}
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [attachment]}}


def previews(card: Json) -> Json:
    """Shows what the bot will post; sending it adds the bot to the conversation where it may be added."""
    attachment: Json = {"contentType": CONTENT_TYPE, "content": card}
    activity: Json = {"type": "message", "attachments": [attachment]}
    return {"composeExtension": {"type": "botMessagePreview", "activityPreview": activity}}
