"""Typed words: messages to the bot, and mentions of it."""

import html
import re

from adapters.teams.parse.ask import Ask, Typed, actor, where
from adapters.teams.parse.payloads import Account, Activity

_AT = re.compile(r"<at[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(r"\[([^\]]+)\]\(mailto:[^)]+\)|<a href=\"mailto:[^\"]+\">([^<]+)</a>")
_TAG = re.compile(r"</?(?:p|div|span|br|b|i|strong|em)\b[^>]*>", re.IGNORECASE)
WORDS_MOST = 4000


def message(found: Activity) -> Ask | None:
    """None for people without an account."""
    who = actor(found)
    return None if who is None else Ask(who, Typed(parts(found)), where(found), found.sender)


def parts(found: Activity) -> tuple[str | Account, ...]:
    """The line without the mention of the bot; other mentions as the people they are.

    Only what Teams itself says is a mention counts: "<at>" or "<@…>" that somebody typed stay words.
    """
    text = (found.text or "")[:WORDS_MOST]
    mentioned = [(one.text, one.mentioned) for one in found.entities if one.type == "mention" and one.text]
    made: list[str | Account] = []
    for piece in _split(text, [words for words, _ in mentioned if words]):
        who = next((one for words, one in mentioned if words == piece), None)
        if who is None:
            made.append(_plain(piece))
        elif who.id != found.recipient.id:
            made.append(who)
    return tuple(one for one in made if one)


def line(pieces: list[str]) -> str:
    """The pieces as one line."""
    return " ".join(" ".join(pieces).split())


def _split(text: str, mentions: list[str]) -> list[str]:
    if not mentions:
        return [text]
    pattern = "|".join(re.escape(one) for one in sorted(set(mentions), key=len, reverse=True))
    return re.split(f"({pattern})", text)


def _plain(text: str) -> str:
    found = _MAIL.sub(lambda match: match[1] or match[2], _AT.sub(" ", text))
    words = html.unescape(_TAG.sub(" ", found)).replace("<@", "< @")
    return " ".join(words.split())
