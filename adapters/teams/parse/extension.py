"""The message extension: what was chosen beside the box where somebody writes, or in the menu of a message.

https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
"""

import html
import re
from dataclasses import dataclass
from enum import StrEnum

from adapters.edge.suggestions import title_of
from adapters.teams.parse.ask import Ask, Stale, actor, where
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


def opened(found: Activity) -> Ask | None:
    """What the extension is to open; None for people without an account."""
    who = actor(found)
    if who is None:
        return None
    value = _object(found.value)
    said: Command | Stale = Stale()
    match value.get("commandId"):
        case Choice.FIND:
            said = OpenFindForm()
        case Choice.SCHEDULE:
            said = OpenFindForm(_about(_object(value.get("messagePayload"))))
    return Ask(who, said, where(found), found.sender)


def previewed(found: Activity) -> Previewed | None:
    """None for anything else."""
    who = actor(found)
    value = _object(found.value)
    if who is None or value.get("botMessagePreviewAction") not in list(Verdict):
        return None
    offer = _carried(value.get("botActivityPreview"))
    if offer is None:
        return None
    ask = Ask(who, offer, where(found), found.sender)
    return Previewed(ask, Verdict(value["botMessagePreviewAction"]), offer)


def opener_of(offer: MakeOffer) -> OpenOffer:
    """The form in which this offer was made."""
    starts = tuple(one for one in (offer.first, offer.second, offer.third) if one is not None)
    return OpenOffer(starts, offer.duration_minutes, offer.people, offer.title, offer.channel)


def _about(message: Json) -> Find:
    """A meeting about a message: with its author and whom it mentions, named by its first words."""
    mentions = message.get("mentions")
    mentioned = [_object(one).get("mentioned") for one in mentions] if isinstance(mentions, list) else []
    users = [_user(_object(one)) for one in (message.get("from"), *mentioned)]
    people = tuple(Named("user", one) for one in dict.fromkeys(filter(None, users)))
    return Find(people=people[:MOST_PEOPLE], title=_title(message))


def _user(identity: Json) -> str | None:
    """The object id of somebody of an organisation; apps and anonymous guests have none."""
    user = _object(identity.get("user"))
    found = user.get("id")
    known = user.get("userIdentityType", "aadUser") == "aadUser"
    return found.casefold() if known and isinstance(found, str) and 0 < len(found) <= 100 else None


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


def _carried(previews: object) -> MakeOffer | None:
    """The offer in the hidden input of the card that comes back; Teams gives the card as we made it."""
    preview = _object(previews[0]) if isinstance(previews, list) and previews else {}
    attachments = preview.get("attachments")
    card = _object(_object(attachments[0]).get("content")) if isinstance(attachments, list) and attachments else {}
    body = card.get("body")
    for one in body if isinstance(body, list) else []:
        element = _object(one)
        if element.get("id") == CARRIED and isinstance(element.get("value"), str):
            try:
                made = from_payload(element["value"])
            except BadPayload:
                return None
            return made if isinstance(made, MakeOffer) else None
    return None


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
