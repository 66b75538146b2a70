"""conversations.*: open a direct message, look channels up."""

from __future__ import annotations

from sandbox.people import SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.api.call import ApiError, Call, Method, is_member, page_of
from sandbox.slack.ids import dm_of
from sandbox.slack.model import Channel, Json

READ_SCOPES = {"dm": "im:read", "channel": "channels:read", "group": "mpim:read"}
TYPES = {"dm": "im", "channel": "public_channel", "group": "mpim"}


def _object(channel: Channel) -> Json:
    found: Json = {
        "id": channel.id,
        "created": 1700000000,
        "is_archived": False,
        "is_im": channel.kind == "dm",
        "is_mpim": channel.kind == "group",
        "is_channel": channel.kind == "channel",
        "is_group": False,
        "is_private": channel.kind != "channel",
        "is_org_shared": False,
        "is_ext_shared": False,
        "context_team_id": SLACK_TEAM,
        "updated": 1700000000000,
    }
    if channel.kind == "dm":
        return found | {"user": channel.members[0], "is_user_deleted": False, "priority": 0}
    return found | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": is_member(channel),
        "creator": SLACK_BOT_USER if channel.kind == "group" else "U0ADA0001",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def _scopes(call: Call) -> tuple[str, ...]:
    return call.slack.app.scopes if call.slack.app else ()


def _may_read(call: Call, channel: Channel) -> None:
    needed = READ_SCOPES[channel.kind]
    if needed not in _scopes(call):
        raise ApiError("missing_scope", needed=needed, provided=",".join(_scopes(call)))


async def _open(call: Call) -> Json:
    if call.text("channel") is not None:
        return {"channel": {"id": call.channel().id}}
    users = [one.strip() for one in call.needed("users", "users_list_not_supplied").split(",") if one.strip()]
    people = [call.slack.person_by_id(one) for one in users]
    if not people or any(person is None for person in people):
        raise ApiError("user_not_found")
    needed = "im:write" if len(users) == 1 else "mpim:write"
    if needed not in _scopes(call):
        raise ApiError("missing_scope", needed=needed, provided=",".join(_scopes(call)))
    channel = call.slack.channels[dm_of(users[0])] if len(users) == 1 else _group(call, sorted(set(users)))
    content = _object(channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": content, "no_op": True, "already_open": True}


def _group(call: Call, users: list[str]) -> Channel:
    """The group message with exactly these people and the bot."""
    name = "G" + "".join(user[1:4] for user in users)
    members = [*users, SLACK_BOT_USER]
    label = "mpdm-" + "--".join(person.key for person in call.slack.world.people if person.slack_id in users) + "-1"
    return call.slack.channels.setdefault(name, Channel(name, label, "group", members))


async def _info(call: Call) -> Json:
    channel = call.channel()
    _may_read(call, channel)
    return {"channel": _object(channel)}


async def _members(call: Call) -> Json:
    channel = call.channel()
    _may_read(call, channel)
    members, more = page_of(call, channel.members)
    return {"members": members, "response_metadata": more}


async def _list(call: Call) -> Json:
    wanted = (call.text("types") or "public_channel").split(",")
    kinds = [kind for kind, name in TYPES.items() if name in wanted]
    missing = [READ_SCOPES[kind] for kind in kinds if READ_SCOPES[kind] not in _scopes(call)]
    if missing:
        raise ApiError("missing_scope", needed=",".join(missing), provided=",".join(_scopes(call)))
    found = [_object(channel) for channel in call.slack.channels.values() if channel.kind in kinds]
    channels, more = page_of(call, found)
    return {"channels": channels, "response_metadata": more}


METHODS = {
    "conversations.open": Method(_open),
    "conversations.info": Method(_info),
    "conversations.members": Method(_members),
    "conversations.list": Method(_list),
}
