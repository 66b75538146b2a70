"""Shortcuts: "Find a time" from anywhere, "Schedule this" on a message."""

import re

from adapters.edge.suggestions import title_of
from adapters.slack.parse.ask import Ask, Here, Route, place
from adapters.slack.parse.payloads import MessageShortcut, Shortcut
from adapters.slack.parse.typed import words
from core.dialogue.commands import Find, Named, OpenFindForm
from core.dialogue.model import Actor, Place

FIND_TIME, SCHEDULE_THIS = "find_time", "schedule_this"
"""As the manifest names them."""

PEOPLE_MOST = 20
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:")


def shortcut(found: Shortcut, here: Here) -> Ask | None:
    """None for one that isn't ours (any more)."""
    if found.callback_id != FIND_TIME:
        return None
    actor = Actor(here.user(found.user.id), Place.DIRECT, "", found.trigger_id)
    return Ask(actor, OpenFindForm(), found.trigger_id)


def message_shortcut(found: MessageShortcut, here: Here) -> Ask | None:
    """The message's author and whom it mentions are in the form, its first words are the title; nothing else of it goes
    on from here."""
    if found.callback_id != SCHEDULE_THIS:
        return None
    channel = found.channel.id
    actor = Actor(here.user(found.user.id), place(channel), channel, found.trigger_id)
    text = words(found.message.text)
    author = found.message.user if found.message.bot_id is None else None
    meant = dict.fromkeys(one for one in (author, *_MENTION.findall(text)) if one)
    people = [one for one in meant if one not in (found.user.id, here.bot_user)][:PEOPLE_MOST]
    find = Find(people=tuple(Named("user", one) for one in people), title=_title(text))
    route = Route(channel, found.message.thread_ts, found.response_url)
    return Ask(actor, OpenFindForm(find), found.trigger_id, route)


def _title(text: str) -> str:
    """Without mentions and emoji."""
    return title_of(_EMOJI.sub(" ", _MENTION.sub(" ", text)))
