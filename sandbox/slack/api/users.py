"""users.*: who somebody is, their zone, and their address where the scope allows it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM, Person
from sandbox.slack.api.call import ApiError, Call, Method, page_of
from sandbox.slack.ids import BOT_ID, BOT_NAME
from sandbox.slack.model import Json
from sandbox.slack.state import Slack


def user_object(slack: Slack, person: Person, *, with_locale: bool) -> Json:
    """A user as users.info and user_change show them; an admin's changes to the profile included."""
    changed = slack.profiles.get(person.key, {})
    zone = str(changed.get("tz", person.tz))
    offset = slack.world.clock.now().astimezone(ZoneInfo(zone)).utcoffset()
    first, _space, last = person.name.partition(" ")
    profile: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first,
        "last_name": last,
        "fields": {},
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": f"g{person.key}",
        "team": SLACK_TEAM,
    }
    email = changed.get("email", person.slack_email)
    if email and slack.app is not None and "users:read.email" in slack.app.scopes:
        profile["email"] = email
    found: Json = {
        "id": person.slack_id,
        "team_id": str(changed.get("team_id", SLACK_TEAM)),
        "name": person.key,
        "deleted": bool(changed.get("deleted")),
        "real_name": person.name,
        "tz": zone,
        "tz_label": zone.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": profile,
        "is_admin": person is slack.world.people[0],
        "is_owner": person is slack.world.people[0],
        "is_primary_owner": person is slack.world.people[0],
        "is_restricted": bool(changed.get("is_restricted")),
        "is_ultra_restricted": bool(changed.get("is_ultra_restricted")),
        "is_bot": bool(changed.get("is_bot")),
        "is_app_user": False,
        "updated": int(slack.now()),
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    if changed.get("is_stranger"):  # somebody of a Slack Connect channel, whom Slack shows only in part
        found["is_stranger"] = True
        profile.pop("email", None)
    if with_locale:
        found["locale"] = changed.get("locale", person.locale)
    return found


def _bot_object() -> Json:
    return {
        "id": SLACK_BOT_USER,
        "team_id": SLACK_TEAM,
        "name": BOT_NAME,
        "deleted": False,
        "real_name": "Clearhour",
        "tz": "America/Los_Angeles",
        "tz_label": "Pacific Standard Time",
        "tz_offset": -28800,
        "profile": {"real_name": "Clearhour", "display_name": "", "api_app_id": SLACK_APP, "bot_id": BOT_ID},
        "is_bot": True,
        "is_app_user": False,
        "updated": 0,
    }


async def _info(call: Call) -> Json:
    user = call.needed("user", "user_not_found")
    if user == SLACK_BOT_USER:
        return {"user": _bot_object()}
    person = call.slack.person_by_id(user)
    if person is None:
        raise ApiError("user_not_found")
    return {"user": user_object(call.slack, person, with_locale=call.flag("include_locale"))}


def _hides(changed: Json) -> bool:
    """Whether nobody is found by this address: somebody who left, or who belongs to another workspace."""
    return bool(
        changed.get("deleted") or changed.get("is_stranger") or changed.get("team_id", SLACK_TEAM) != SLACK_TEAM
    )


async def _lookup_by_email(call: Call) -> Json:
    wanted = call.needed("email", "users_not_found").casefold()
    for person in call.slack.world.people:
        changed = call.slack.profiles.get(person.key, {})
        if str(changed.get("email", person.slack_email)).casefold() == wanted and not _hides(changed):
            return {"user": user_object(call.slack, person, with_locale=False)}
    raise ApiError("users_not_found")


async def _list(call: Call) -> Json:
    locale = call.flag("include_locale")
    people = [user_object(call.slack, person, with_locale=locale) for person in call.slack.world.people]
    members, more = page_of(call, [*people, _bot_object()])
    return {"members": members, "cache_ts": int(call.slack.now()), "response_metadata": more}


METHODS = {
    "users.info": Method(_info, "users:read"),
    "users.lookupByEmail": Method(_lookup_by_email, "users:read.email"),
    "users.list": Method(_list, "users:read"),
}
