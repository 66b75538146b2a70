"""Activities as Teams writes them, before they are signed. Source: Teams platform docs, messages and events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.people import Person
from sandbox.teams.model import Conversation, Json
from sandbox.teams.names import BOT_ID, BOT_NAME, CHANNEL, GENERAL, TEAM_GROUP_ID, TEAM_NAME, user_id, work_account
from sandbox.teams.state import Teams


def activity(
    teams: Teams,
    kind: str,
    person: Person,
    conversation: Conversation,
    activity_id: str,
    *,
    thread: str | None = None,
    **more: Any,
) -> Json:
    """The fields every activity has, plus `more`; `thread` is the message a channel thread hangs on."""
    now = teams.world.clock.now()
    zone, locale = teams.profile(person)
    tenant = teams.tenant(person, conversation)
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": stamp(now),
        "localTimestamp": now.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds"),
        "localTimezone": zone,
        "serviceUrl": teams.service_url(),
        "channelId": CHANNEL,
        "from": {"id": user_id(person), "name": person.name, "aadObjectId": work_account(person).oid},
        "recipient": {"id": BOT_ID, "name": BOT_NAME},
        "conversation": conversation_account(conversation, thread, tenant),
        "channelData": channel_data(conversation, tenant),
        "locale": locale,
        **more,
        "entities": [*more.get("entities", []), client_info(zone, locale)],
    }


def stamp(moment: datetime) -> str:
    """UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def client_info(zone: str, locale: str) -> Json:
    """What the person's client tells about itself."""
    country = locale.partition("-")[2]
    return {"type": "clientInfo", "locale": locale, "country": country, "platform": "Web", "timezone": zone}


def conversation_account(conversation: Conversation, thread: str | None, tenant: str) -> Json:
    """The conversation as an activity names it; a channel's thread is part of its id."""
    found: Json = {
        "id": f"{conversation.id};messageid={thread}" if thread else conversation.id,
        "conversationType": conversation.kind,
        "tenantId": tenant,
    }
    return found if conversation.kind == "personal" else {**found, "isGroup": True}


def channel_data(conversation: Conversation, tenant: str) -> Json:
    """The tenant, and for a channel its team."""
    found: Json = {"tenant": {"id": tenant}}
    if conversation.kind == "channel":
        found |= {
            "teamsChannelId": conversation.id,
            "teamsTeamId": GENERAL,
            "channel": {"id": conversation.id},
            "team": {"id": GENERAL, "name": TEAM_NAME, "aadGroupId": TEAM_GROUP_ID},
        }
    return found


def from_extension(sent: Json) -> Json:
    """As it comes from a message extension: in a chat of two people Teams names no conversation. Source: Teams docs,
    "Payload activity properties when a dialog is invoked from 1:1 chat"."""
    name = "message" if sent["value"].get("commandContext") == "message" else "compose"
    named = {**sent, "channelData": {**sent["channelData"], "source": {"name": name}}}
    if sent["conversation"]["conversationType"] == "personal":
        del named["conversation"]
    return named
