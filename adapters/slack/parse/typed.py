"""Typed words: slash commands, direct messages, mentions."""

import re

from adapters.slack.parse.ask import Ask, Here, Route, place
from adapters.slack.parse.payloads import ChangedUser, EventCallback, SlashCommand
from core.dialogue.model import Actor
from core.people.model import ChatUser

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_MAIL = re.compile(r"<mailto:([^|>]+)(?:\|[^>]*)?>")
_OTHER = re.compile(r"<(?:[#!][^|>]*\||[^|>]+\|)?([^>]*)>")
_TOKEN = re.compile(r"(<@[UW][A-Z0-9]+>)")


def slash(found: SlashCommand, here: Here) -> Ask:
    """A slash command. In a direct message between two people it is answered like in a channel."""
    actor = Actor(here.user(found.user_id), place(found.channel_id), found.channel_id, found.trigger_id)
    route = Route(found.channel_id, response_url=found.response_url)
    return Ask(actor, words(found.text), found.trigger_id, route)


def message(found: EventCallback, here: Here) -> Ask | None:
    """A direct message to the bot or a mention of it; None for edits, joins, bots and ourselves."""
    event = found.event
    user = event.user
    if event.subtype or event.bot_id or not isinstance(user, str) or not event.channel or user in ("", here.bot_user):
        return None
    direct = event.type == "message" and event.channel_type == "im"
    if not direct and event.type != "app_mention":
        return None
    actor = Actor(here.user(user), place(event.channel, event.channel_type), event.channel, found.event_id)
    route = None if direct else Route(event.channel, thread=event.thread_ts)
    return Ask(actor, words((event.text or "").replace(f"<@{here.bot_user}>", " ")), route=route)


def gone_user(found: EventCallback, here: Here) -> ChatUser | None:
    """Whom a change of a user is about when it deactivated them; a change of status or picture is no matter of ours.

    https://docs.slack.dev/reference/events/user_change
    """
    user = found.event.user
    return here.user(user.id) if isinstance(user, ChangedUser) and user.deleted else None


def words(text: str) -> str:
    """Slack's text as people type it: mentions as <@U123>, mail links as addresses, other links as their words."""
    found = _MAIL.sub(r"\1", _MENTION.sub(r"<@\1>", text))
    parts = [part if _TOKEN.fullmatch(part) else _unescaped(_OTHER.sub(r"\1", part)) for part in _TOKEN.split(found)]
    return " ".join("".join(parts).split())


def _unescaped(text: str) -> str:
    """Only the three entities Slack makes; what somebody typed as "<@U1>" must not become a mention."""
    found = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return found.replace("<@", "< @")
