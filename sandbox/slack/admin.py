"""/admin/slack/*: install the app, turn switches, change people, plant faults, look at the last signed request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from sandbox.people import SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.api.users import user_object
from sandbox.slack.events import challenge, deliver
from sandbox.slack.ids import new_id
from sandbox.slack.manifest import ManifestError, app_from
from sandbox.slack.model import Channel, Json, Settings
from sandbox.slack.socket import disconnect
from sandbox.slack.state import FAULT_KEYS, Slack

PROFILE_KEYS = (
    "tz", "locale", "email", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "team_id",
)  # fmt: skip


class WrongError(ValueError):
    """The admin's request cannot be done; the text says why."""


def routes(slack: Slack) -> list[web.AbstractRouteDef]:
    async def last_request(request: web.Request) -> web.Response:
        found = slack.last_request.get(request.query.get("person", ""))
        return web.json_response(found or {"error": "nothing was sent for this person"}, status=200 if found else 404)

    async def clear_faults(_request: web.Request) -> web.Response:
        slack.faults.clear()
        return web.json_response({"ok": True})

    return [
        web.post("/admin/slack/app", _handler(slack, _install)),
        web.post("/admin/slack/uninstall", _handler(slack, _uninstall)),
        web.post("/admin/slack/socket", _handler(slack, _socket)),
        web.post("/admin/slack/settings", _handler(slack, _settings)),
        web.post("/admin/slack/person", _handler(slack, _person)),
        web.post("/admin/slack/channels", _handler(slack, _channel)),
        web.post("/admin/slack/faults", _handler(slack, _fault)),
        web.delete("/admin/slack/faults", clear_faults),
        web.get("/admin/slack/last_request", last_request),
    ]


def _handler(
    slack: Slack, doing: Callable[[Slack, Json], Awaitable[Json]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await doing(slack, await _object(request))})
        except ManifestError as error:
            return web.json_response({"ok": False, "error": "invalid_manifest", "problems": error.problems}, status=400)
        except (WrongError, ValueError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return handle


async def _object(request: web.Request) -> Json:
    content = await request.json()
    if not isinstance(content, dict):
        raise WrongError("the body is not a JSON object")
    return content


async def _install(slack: Slack, content: Json) -> Json:
    """{"manifest": …}: the events URL must answer the challenge, else nothing changes."""
    app = app_from(content.get("manifest"))
    if app.events_url is not None and not app.socket:
        problem = await challenge(slack, app.events_url)
        if problem is not None:
            raise WrongError(f"/settings/event_subscriptions/request_url: {problem}")
    slack.app = app
    return {"scopes": list(app.scopes), "commands": [command.name for command in app.commands]}


async def _uninstall(slack: Slack, content: Json) -> Json:
    """{"team"?: …, "revoked_only"?: true}: a workspace takes the app out, or revokes its token. The token is dead
    before the app hears of it, as Slack's is."""
    team = str(content.get("team") or SLACK_TEAM)
    dead = {token for token, of in slack.tokens.items() if of == team}
    if not dead:
        raise WrongError(f"the app is not installed in {team}")
    slack.tokens = {token: of for token, of in slack.tokens.items() if token not in dead}
    slack.revoked |= dead
    ts = slack.new_ts()
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [SLACK_BOT_USER]}, "event_ts": ts}
    await deliver(slack, "tokens_revoked", revoked, person=None, team=team)
    if content.get("revoked_only") is not True:
        await deliver(slack, "app_uninstalled", {"type": "app_uninstalled", "event_ts": ts}, person=None, team=team)
    return {"tokens": len(dead)}


async def _socket(slack: Slack, content: Json) -> Json:
    """{"disconnect": "refresh_requested"}: Slack renews the connections of Socket Mode; how many are open afterwards is
    for the app to say."""
    return {"closed": await disconnect(slack, str(content.get("disconnect") or "refresh_requested"))}


async def _settings(slack: Slack, content: Json) -> Json:
    """Any of the switches of Settings; answers with all of them."""
    known = {one.name for one in fields(Settings)}
    unknown = set(content) - known
    if unknown:
        raise WrongError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
    if "retry_delays_seconds" in content:
        content["retry_delays_seconds"] = tuple(float(one) for one in content["retry_delays_seconds"])
    for name, value in content.items():
        setattr(slack.settings, name, value)
    return asdict(slack.settings)


async def _person(slack: Slack, content: Json) -> Json:
    """{"person": "ada", "tz"?: …, "email"?: …}: change a profile and tell the app with user_change."""
    person = slack.person(str(content.pop("person", "")))
    if person is None:
        raise WrongError("there is no such person")
    if set(content) - set(PROFILE_KEYS):
        raise WrongError(f"known: {', '.join(PROFILE_KEYS)}")
    if "tz" in content:
        try:
            ZoneInfo(str(content["tz"]))
        except (ZoneInfoNotFoundError, OSError):
            raise WrongError("tz is not an IANA zone") from None
    slack.profiles[person.key] = {**slack.profiles.get(person.key, {}), **content}
    user = user_object(slack, person, with_locale=True)
    event = {"type": "user_change", "user": user, "cache_ts": int(slack.now()), "event_ts": slack.new_ts()}
    await deliver(slack, "user_change", event, person=None)
    return {"user": user}


async def _channel(slack: Slack, content: Json) -> Json:
    """{"name": "random", "members": ["ada"], "bot": false}: make a channel, or change who is in it."""
    name, bot = str(content.get("name") or ""), content.get("bot", True)
    people = [slack.person(str(key)) for key in content.get("members") or [one.key for one in slack.world.people]]
    if not name or any(person is None for person in people):
        raise WrongError("a channel has a name and members from the five people")
    members = [person.slack_id for person in people if person] + ([SLACK_BOT_USER] if bot else [])
    channel = next((one for one in slack.channels.values() if one.kind == "channel" and one.name == name), None)
    if channel is None:
        channel = Channel(new_id("C"), name, "channel", members)
        slack.channels[channel.id] = channel
    channel.members = members
    return {"channel": channel.id}


async def _fault(slack: Slack, content: Json) -> Json:
    """{"method"?, "error"?, "status"?, "retry_after"?, "delay_seconds"?, "times"?} for the next Web API calls."""
    if set(content) - set(FAULT_KEYS):
        raise WrongError(f"known: {', '.join(FAULT_KEYS)}")
    slack.faults.append(content)
    return {"faults": len(slack.faults)}
