"""What somebody asked for, read from a verified activity."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from adapters.teams.parse.payloads import Account, Activity
from core.dialogue.commands import Command
from core.dialogue.model import Actor, MessageRef, Place
from core.people.model import ChatUser, Platform, Reader


class Stale:
    """What was pressed or submitted is no command of this version."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed line in parts: words, and people who were mentioned (their ids are known only after asking Teams)."""

    parts: tuple[str | Account, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Where something was asked. `thread`: the message of a channel under which it stands. `member`: the bot is there
    for certain; a message extension is used anywhere, also in chats that have no name for us (then it is empty)."""

    service_url: str
    conversation: str
    thread: str | None
    direct: bool
    member: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """`said`: a typed line, or the command of a button or form."""

    actor: Actor
    said: Typed | Command | Stale
    where: Where
    sender: Account


def actor(found: Activity, request: str | None = None, card: str | None = None) -> Actor | None:
    """Who asks, from the verified activity; None for somebody without an organisation's account (anonymous guests).

    `card`: the message of ours that was pressed; it counts in the personal chat only, where nobody else reads it.
    """
    tenant = next(iter(found.tenants), None)
    if tenant is None or found.sender.aad_object_id is None:
        return None
    conversation, _ = found.place
    user = ChatUser(Platform.TEAMS, tenant, found.sender.aad_object_id.casefold())
    ref = MessageRef(conversation, card) if card is not None and found.direct else None
    place = Place.DIRECT if found.direct or (found.extension and not found.shared) else Place.CHANNEL
    return Actor(user, place, conversation, request or found.id, ref, reader(found))


def where(found: Activity) -> Where:
    conversation, thread = found.place
    return Where(found.service_url, conversation, thread, found.direct, not found.extension)


def reader(found: Activity) -> Reader | None:
    """Zone and locale of the person's client; None unless it says both."""
    info = next((one for one in found.entities if one.type == "clientInfo"), None)
    zone = found.local_timezone or (info.timezone if info else None)
    locale = found.locale or (info.locale if info else None)
    if not zone or not locale or len(locale) > 35:
        return None
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return None
    return Reader(zone, locale)
