"""What a person types, turned into what Slack sends: entities escaped, mentions and links resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.people import SLACK_BOT_USER, Person
from sandbox.slack.ids import BOT_NAME
from sandbox.slack.model import Channel, Json

_LINK = r"(?P<link>https?://[^\s<>]*[^\s<>.,;:!?)])"
_MAIL = r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of typed text: kind "text", "user", "channel", "link" or "mail"; `ref` is the id or address."""

    kind: str
    typed: str
    ref: str = ""
    label: str = ""


def escaped(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str, people: tuple[Person, ...], channels: list[Channel]) -> Iterator[Piece]:
    """Split typed text; "@Ben Okafor", "@Ben" and "@ben" are the same person, longest name first."""
    users = {BOT_NAME: (SLACK_BOT_USER, BOT_NAME)}
    for person in people:
        for name in (person.name, person.name.split()[0], person.key):
            users[name.casefold()] = (person.slack_id, person.name)
    rooms = {channel.name.casefold(): channel for channel in channels if channel.kind == "channel"}
    pattern = "|".join(
        (_LINK, _MAIL, rf"(?<![\w@])@(?P<user>{_names(users)})(?!\w)", rf"(?<!\w)#(?P<room>{_names(rooms)})(?![\w-])")
    )
    end = 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        if match.start() > end:
            yield Piece("text", text[end : match.start()])
        end = match.end()
        if match["link"]:
            yield Piece("link", match[0], match[0])
        elif match["mail"]:
            yield Piece("mail", match[0], match[0], match[0])
        elif match["user"]:
            yield Piece("user", match[0], *users[match["user"].casefold()])
        else:
            room = rooms[match["room"].casefold()]
            yield Piece("channel", match[0], room.id, room.name)
    if end < len(text):
        yield Piece("text", text[end:])


def command_text(found: list[Piece], *, should_escape: bool) -> str:
    """The `text` of a slash command: references become <@U…|name> only where the command asks for it."""
    return "".join(_reference(piece, labelled=True) if should_escape else escaped(piece.typed) for piece in found)


def message_text(found: list[Piece]) -> str:
    """The `text` of a message event: user mentions carry no label there."""
    return "".join(_reference(piece, labelled=False) for piece in found)


def rich_text(found: list[Piece]) -> Json:
    """The rich_text block Slack's client makes of a typed message."""
    elements: list[Json] = []
    for piece in found:
        if piece.kind == "user":
            elements.append({"type": "user", "user_id": piece.ref})
        elif piece.kind == "channel":
            elements.append({"type": "channel", "channel_id": piece.ref})
        elif piece.kind == "link":
            elements.append({"type": "link", "url": piece.ref})
        elif piece.kind == "mail":
            elements.append({"type": "link", "url": f"mailto:{piece.ref}", "text": piece.label})
        else:
            elements.append({"type": "text", "text": piece.typed})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _reference(piece: Piece, *, labelled: bool) -> str:
    if piece.kind == "user":
        return f"<@{piece.ref}|{escaped(piece.label)}>" if labelled else f"<@{piece.ref}>"
    if piece.kind == "channel":
        return f"<#{piece.ref}|{piece.label}>"
    if piece.kind == "link":
        return f"<{escaped(piece.ref)}>"
    if piece.kind == "mail":
        return f"<mailto:{piece.ref}|{piece.label}>"
    return escaped(piece.typed)


def _names(found: dict[str, object] | dict[str, tuple[str, str]] | dict[str, Channel]) -> str:
    return "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
