"""What a person types, turned into what Teams sends: mentions marked, and the same as HTML."""

from __future__ import annotations

import re
from html import escape

from sandbox.people import Person
from sandbox.teams.model import Conversation, Json
from sandbox.teams.names import BOT_ID, BOT_NAME, user_id
from sandbox.teams.state import Teams

Mentioned = dict[str, tuple[str, str]]  # what may be typed after @, folded -> id and name


def mentionable(teams: Teams, conversation: Conversation, author: Person) -> Mentioned:
    """Who can be mentioned there: the bot where it is installed, and the others; longest names come first."""
    found: Mentioned = {}
    if teams.may_write(conversation):
        found[BOT_NAME.casefold()] = (BOT_ID, BOT_NAME)
    if conversation.kind != "personal":
        for person in teams.world.people:
            if person.key in conversation.members and person != author:
                for name in (person.name, person.name.split()[0], person.key):
                    found[name.casefold()] = (user_id(person), person.name)
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def composed(typed: str, known: Mentioned, gap: str) -> tuple[str, list[Json], str]:
    """Text with <at> marks, the mention entities, and the HTML attachment's content; `gap` follows a mention."""
    text, html = "", ""
    entities: list[Json] = []
    names = "|".join(re.escape(name) for name in known)
    pattern = re.compile(rf"(?<![\w@])@({names})(?!\w)[ \u00a0]?" if known else r"(?!)", re.IGNORECASE)
    end = 0
    for match in pattern.finditer(typed):
        text += typed[end : match.start()]
        html += escape(typed[end : match.start()], quote=False)
        end = match.end()
        who, name = known[match[1].casefold()]
        mark = f"<at>{name}</at>"
        kind = "http://schema.skype.com/Mention"
        html += f'<span itemtype="{kind}" itemscope="" itemid="{len(entities)}">{escape(name)}</span>&nbsp;'
        entities.append({"type": "mention", "mentioned": {"id": who, "name": name}, "text": mark})
        text += mark + (gap if match[0][-1] in " \u00a0" else "")
    html += escape(typed[end:], quote=False)
    return text + typed[end:], entities, f"<p>{html}</p>"


def mentions_bot(entities: list[Json]) -> bool:
    return any(entity["mentioned"]["id"] == BOT_ID for entity in entities)
