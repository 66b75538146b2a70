"""Adding the app to a chat or team and taking it away. Source: Teams docs, install and conversation update events."""

from __future__ import annotations

from sandbox.calls import Answer
from sandbox.people import Person
from sandbox.teams import messages
from sandbox.teams.activities import activity, channel_data
from sandbox.teams.calls import deliver
from sandbox.teams.hands.body import Body
from sandbox.teams.hands.troubles import NOT_SENT, told
from sandbox.teams.model import Conversation, Json
from sandbox.teams.names import BOT_ID, event_id, user_id, work_account
from sandbox.teams.state import Teams


async def install(teams: Teams, body: Body) -> Json:
    """{"person", "conversation"?, "again"?}: once; with "again" Teams repeats its events, as it sometimes does."""
    place = body.conversation()
    if place.installed and not body.content.get("again"):
        return {**NOT_SENT, "already": True}
    return told(await _changed(teams, body.person, place, installed=True))


async def uninstall(teams: Teams, body: Body) -> Json:
    """{"person", "conversation"?}: from then on the bot may not write there."""
    place = body.conversation()
    if not place.installed:
        return {**NOT_SENT, "already": True}
    return told(await _changed(teams, body.person, place, installed=False))


async def add(teams: Teams, person: Person, place: Conversation) -> Answer:
    """Add the app there; tells the bot."""
    return await _changed(teams, person, place, installed=True)


async def _changed(teams: Teams, person: Person, place: Conversation, *, installed: bool) -> Answer:
    """Tell the bot with a conversationUpdate and an installationUpdate; the answer to the second is returned."""
    place.installed = installed
    messages.publish(teams, "installed", place.id)
    members: list[Json] = [{"id": BOT_ID}]
    if installed and place.kind == "personal":
        members.insert(0, {"id": user_id(person), "aadObjectId": work_account(person).oid})
    tenant = teams.tenant(person, place)
    data = channel_data(place, tenant)
    if place.kind == "channel":
        data |= {"eventType": "teamMemberAdded" if installed else "teamMemberRemoved"}
    update = activity(teams, "conversationUpdate", person, place, event_id(), channelData=data)
    update["membersAdded" if installed else "membersRemoved"] = members
    await deliver(teams, update, person=person.key, note="conversationUpdate")
    settled = channel_data(place, tenant)
    if place.kind == "channel":
        settled |= {"settings": {"selectedChannel": {"id": place.id}}, "source": {"name": "message"}}
    action = "add" if installed else "remove"
    news = activity(teams, "installationUpdate", person, place, event_id(), channelData=settled, action=action)
    return await deliver(teams, news, person=person.key, note=f"installationUpdate {action}")
