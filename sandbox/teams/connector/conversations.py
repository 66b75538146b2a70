"""Creating conversations: the personal chat with somebody, or a new post in a channel."""

from __future__ import annotations

from aiohttp import web

from sandbox.journal import PERSON
from sandbox.people import CONTOSO_TENANT
from sandbox.teams.connector.activities import post
from sandbox.teams.connector.errors import bad_syntax, no_conversation, not_installed
from sandbox.teams.connector.reading import body, draft, inner
from sandbox.teams.model import Json
from sandbox.teams.names import personal_id
from sandbox.teams.state import Teams


async def create(teams: Teams, request: web.Request) -> web.Response:
    """POST conversations: 201 with the id; an existing personal chat comes back as it is."""
    content = await body(request)
    data = inner(content, "channelData")
    _check_tenant(teams, content, data)
    channel = inner(data, "channel")
    if channel:
        return _new_post(teams, content, str(channel.get("id")))
    return _personal(teams, request, content)


def _check_tenant(teams: Teams, content: Json, data: Json) -> None:
    known = {CONTOSO_TENANT, *(str(one["tenant"]) for one in teams.profiles.values() if "tenant" in one)}
    named = [content.get("tenantId"), inner(data, "tenant").get("id")]
    if not any(named):
        raise bad_syntax("Incorrect conversation creation parameters: there is no tenant id.")
    if any(tenant and tenant not in known for tenant in named):
        raise not_installed()


def _new_post(teams: Teams, content: Json, channel_id: str) -> web.Response:
    channel = teams.conversations.get(channel_id)
    if channel is None or channel.kind != "channel":
        raise no_conversation()
    if not teams.may_write(channel):
        raise not_installed()
    if not inner(content, "activity"):
        raise bad_syntax("Incorrect conversation creation parameters: a post in a channel needs an activity.")
    first = draft(content["activity"])
    if first.kind != "message" or (first.text and first.cards and teams.settings.split_text_and_card):
        raise bad_syntax("Activity resulted into multiple skype activities")
    root = post(teams, channel, first, None)
    return web.json_response({"id": f"{channel.id};messageid={root}", "activityId": root}, status=201)


def _personal(teams: Teams, request: web.Request, content: Json) -> web.Response:
    members = content.get("members")
    if content.get("isGroup") or not isinstance(members, list) or len(members) != 1:
        raise bad_syntax("Incorrect conversation creation parameters: a bot starts a chat with exactly one person.")
    person = teams.person_by_id(str(members[0].get("id"))) if isinstance(members[0], dict) else None
    if person is None:
        raise bad_syntax("Failed to decrypt the member's id: nobody has it.")
    request[PERSON] = person.key
    chat = teams.conversations[personal_id(person)]
    if not teams.may_write(chat):
        raise not_installed()
    answer: Json = {"id": chat.id}
    if inner(content, "activity"):
        answer["activityId"] = post(teams, chat, draft(content["activity"]), None)
    return web.json_response(answer, status=201)
