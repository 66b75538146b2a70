"""What one person sees in Teams right now."""

from __future__ import annotations

from aiohttp import web

from sandbox.people import Person
from sandbox.teams.model import Conversation, Dialog, Draft, Json, Message
from sandbox.teams.names import BOT_ID, BOT_NAME, TEAM_NAME, user_id
from sandbox.teams.state import Teams


def state(teams: Teams, request: web.Request) -> web.Response:
    """GET /page/api/teams/state?person=ada; with &reload=1 without the cards that only their client was shown."""
    person = teams.person(request.query.get("person", ""))
    if person is None:
        return web.json_response({"ok": False, "error": "there is no such person"}, status=404)
    reload = request.query.get("reload") == "1"
    places = [one for one in teams.conversations.values() if person.key in one.members]
    return web.json_response(
        {
            "user_id": user_id(person),
            "conversations": [_conversation(teams, one) for one in places],
            "messages": {one.id: _messages(teams, one, person, reload=reload) for one in places},
            "dialog": dialog_shown(teams.dialogs.get(person.key)),
            "draft": draft_shown(teams.drafts.get(person.key)),
            "commands": _commands(teams),
            "extension": extension_commands(teams),
            "registered": teams.endpoint is not None,
        }
    )


def message_shown(teams: Teams, message: Message, person: Person, *, reload: bool = False) -> Json:
    """A message as this person sees it."""
    author = teams.person(message.person) if message.person else None
    return {
        "id": message.id,
        "conversation": message.conversation,
        "thread": message.thread,
        "from": user_id(author) if author else BOT_ID,
        "name": author.name if author else BOT_NAME,
        "bot": author is None,
        "at": message.at,
        "text": message.text,
        "format": message.text_format,
        "summary": message.summary,
        "mentions": message.entities,
        "cards": message.cards if reload else message.cards_for(person.key),
        "own_view": not reload and person.key in message.views,
        "edited": message.edited,
    }


def dialog_shown(dialog: Dialog | None) -> Json | None:
    """The open dialog; None when there is none."""
    if dialog is None:
        return None
    return {
        "title": dialog.title,
        "card": dialog.card,
        "height": dialog.height,
        "width": dialog.width,
        "conversation": dialog.conversation,
        "activity_id": dialog.message,
        "command": dialog.command,
    }


def draft_shown(draft: Draft | None) -> Json | None:
    """What lies in the box to be sent; None when there is nothing."""
    if draft is None:
        return None
    return {"conversation": draft.conversation, "card": draft.card, "preview": draft.preview, "thread": draft.thread}


def _conversation(teams: Teams, one: Conversation) -> Json:
    team = TEAM_NAME if one.kind == "channel" else None
    members = list(one.members)
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "team": team,
        "members": members,
        "installed": one.installed,
        "writable": teams.may_write(one),
    }


def _messages(teams: Teams, place: Conversation, person: Person, *, reload: bool) -> list[Json]:
    """Oldest first; answers in a thread carry the id of its first message."""
    found = sorted(teams.messages.get(place.id, {}).values(), key=lambda one: int(one.id))
    return [message_shown(teams, one, person, reload=reload) for one in found]


def _commands(teams: Teams) -> list[Json]:
    """The command menu of the app's manifest, per scope."""
    lists = [one for bot in teams.manifest.get("bots") or [] for one in bot.get("commandLists") or []]
    return [
        {"title": command.get("title"), "description": command.get("description"), "scopes": one.get("scopes") or []}
        for one in lists
        for command in one.get("commands") or []
    ]


def extension_commands(teams: Teams) -> list[Json]:
    """The commands of the manifest's message extension, each with where it is offered: "compose" (beside the box where
    one writes), "commandBox" or "message" (a message's menu)."""
    return [
        {
            "id": one["id"],
            "title": one["title"],
            "description": one.get("description"),
            "context": one.get("context") or ["compose", "commandBox"],
        }
        for extension in teams.manifest.get("composeExtensions") or []
        for one in extension.get("commands") or []
    ]
