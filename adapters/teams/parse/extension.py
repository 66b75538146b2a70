"""The message extension: what was chosen beside the box where somebody writes, or in the menu of a message.

https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
"""

import html
import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.edge.suggestions import title_of
from adapters.edge.words import clean
from adapters.teams.parse.ask import Ask, Stale, actor, where
from adapters.teams.parse.forms import form_request
from adapters.teams.parse.payloads import Activity, Json
from core.dialogue.answers.find import MOST_PEOPLE
from core.dialogue.commands import Command, Find, Named, OpenFindForm
from core.dialogue.offer_commands import MakeOffer, OpenOffer
from core.dialogue.payloads import BadPayload, from_payload

CARRIED = "carried"
"""The hidden input by which a previewed card says what it is a preview of."""

_AT = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_BODY_MOST = 4000


class Choice(StrEnum):
    """The commands of the extension, as the manifest names them."""

    FIND = "findTime"
    SCHEDULE = "scheduleThis"


class Verdict(StrEnum):
    """What somebody chose under a preview."""

    SEND = "send"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Previewed:
    """A previewed offer that comes back."""

    ask: Ask
    verdict: Verdict
    offer: MakeOffer


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command of the extension. `names`: how the message calls the people in it, by object id."""

    ask: Ask
    names: dict[str, str]


def chosen(found: Activity) -> Chosen | None:
    """None for people without an account."""
    who = actor(found)
    if who is None:
        return None
    value = _object(found.value)
    said: Command | Stale = Stale()
    names: dict[str, str] = {}
    match value.get("commandId"):
        case Choice.FIND:
            said = OpenFindForm()
        case Choice.SCHEDULE:
            message = _object(value.get("messagePayload"))
            names = _people(message)
            said = OpenFindForm(Find(people=tuple(Named("user", one) for one in names), title=_title(message)))
    return Chosen(Ask(who, said, where(found), found.sender), names)


def previewed(found: Activity) -> Previewed | None:
    """None for anything else."""
    value = _object(found.value)
    if value.get("botMessagePreviewAction") not in list(Verdict):
        return None
    carried = _carried(value.get("botActivityPreview"))
    who = actor(found, form_request(found, carried))
    try:
        offer = from_payload(str(carried.get(CARRIED)))
    except BadPayload:
        return None
    if who is None or not isinstance(offer, MakeOffer):
        return None
    ask = Ask(who, offer, where(found), found.sender)
    return Previewed(ask, Verdict(value["botMessagePreviewAction"]), offer)


def opener_of(offer: MakeOffer) -> OpenOffer:
    """The form in which this offer was made."""
    starts = tuple(one for one in (offer.first, offer.second, offer.third) if one is not None)
    return OpenOffer(starts, offer.duration_minutes, offer.people, offer.title, offer.channel)


def _people(message: Json) -> dict[str, str]:
    """The author of a message and whom it mentions: object ids and names. Apps and anonymous guests have none."""
    mentions = message.get("mentions")
    mentioned = [_object(one).get("mentioned") for one in mentions] if isinstance(mentions, list) else []
    found: dict[str, str] = {}
    for identity in (message.get("from"), *mentioned):
        user = _object(_object(identity).get("user"))
        key, name = user.get("id"), user.get("displayName")
        if user.get("userIdentityType", "aadUser") != "aadUser" or not isinstance(key, str) or not 0 < len(key) <= 100:
            continue
        if len(found) < MOST_PEOPLE:
            found.setdefault(key.casefold(), clean(name) if isinstance(name, str) else "")
    return found


def _title(message: Json) -> str:
    subject, body = message.get("subject"), _object(message.get("body"))
    if isinstance(subject, str) and subject.strip():
        return title_of(subject)
    text = body.get("content")
    if not isinstance(text, str):
        return ""
    text = text[:_BODY_MOST]
    if body.get("contentType") != "text":
        text = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", _AT.sub(" ", text))))
    return title_of(text)


def _carried(previews: object) -> Json:
    """The hidden inputs of the card that comes back; Teams gives the card as we made it."""
    preview = _object(previews[0]) if isinstance(previews, list) and previews else {}
    attachments = preview.get("attachments")
    card = _object(_object(attachments[0]).get("content")) if isinstance(attachments, list) and attachments else {}
    body = card.get("body")
    found = [_object(one) for one in body] if isinstance(body, list) else []
    return {str(one["id"]): one.get("value") for one in found if "id" in one}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
