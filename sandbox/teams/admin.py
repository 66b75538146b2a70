"""/admin/teams/*: register the bot, turn switches, move people, plant faults, mint tokens, read the log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from sandbox.admin import LOOPBACK
from sandbox.entra.keys import SigningKey
from sandbox.teams.model import Json, Settings
from sandbox.teams.state import Teams
from sandbox.teams.tokens import activity_claims

FAULT_KEYS = ("call", "status", "code", "retry_after", "delay_seconds", "times", "answer")
Doing = Callable[[Teams, Json], Json]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(teams: Teams) -> list[web.AbstractRouteDef]:
    async def last_request(request: web.Request) -> web.StreamResponse:
        found = teams.last_request.get(request.query.get("person", ""))
        return web.json_response(found or {"error": "nothing was sent for this person"}, status=200 if found else 404)

    async def log(request: web.Request) -> web.StreamResponse:
        since = int(request.query.get("since", 0))
        entries = [entry for entry in teams.log if entry["n"] >= since]
        return web.json_response({"entries": entries, "next": teams.next_log_number})

    async def clear_faults(_request: web.Request) -> web.StreamResponse:
        teams.faults.clear()
        return web.json_response({"ok": True})

    def posts(doing: Doing) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            content = await request.json()
            if not isinstance(content, dict):
                raise TypeError("the body is not a JSON object")
            return web.json_response({"ok": True, **doing(teams, content)})

        return _guarded(handle)

    table: dict[str, Doing] = {
        "app": _register,
        "settings": _settings,
        "person": _person,
        "faults": _fault,
        "token": _token,
        "rotate": _rotate,
    }
    return [
        *[web.post(f"/admin/teams/{name}", posts(doing)) for name, doing in table.items()],
        web.delete("/admin/teams/faults", _guarded(clear_faults)),
        web.get("/admin/teams/last_request", _guarded(last_request)),
        web.get("/admin/teams/log", _guarded(log)),
    ]


def _guarded(handler: Handler) -> Handler:
    """Only callers on this machine; refusals as JSON with the reason."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.remote not in LOOPBACK:
            return web.json_response({"ok": False, "error": "only from this machine"}, status=403)
        try:
            return await handler(request)
        except (ValueError, TypeError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return handle


def _register(teams: Teams, content: Json) -> Json:
    """{"endpoint": "http://…/api/messages", "manifest"?: the app's manifest, for its command menu}."""
    endpoint, manifest = content.get("endpoint"), content.get("manifest") or {}
    if not isinstance(endpoint, str) or not endpoint.startswith(("http://", "https://")):
        raise ValueError("endpoint is the address that ends in /api/messages")
    if not isinstance(manifest, dict):
        raise TypeError("manifest is an object")
    teams.endpoint, teams.manifest = endpoint, manifest
    return {"endpoint": endpoint}


def _settings(teams: Teams, content: Json) -> Json:
    """Any of the switches of Settings; answers with all of them."""
    known = {one.name for one in fields(Settings)}
    if set(content) - known:
        raise ValueError(f"unknown: {', '.join(sorted(set(content) - known))}; known: {', '.join(sorted(known))}")
    for name, value in content.items():
        setattr(teams.settings, name, value)
    return asdict(teams.settings)


def _person(teams: Teams, content: Json) -> Json:
    """{"person": "ada", "tz"?: …, "locale"?: …}: what their client reports from now on, as after a journey.
    "tenant"?: the id of another organisation, to which they and their chat with the bot belong."""
    person = teams.person(str(content.get("person")))
    changes = {key: value for key, value in content.items() if key != "person"}
    if person is None or set(changes) - {"tz", "locale", "tenant"}:
        raise ValueError("person is one of the five, and tz, locale and tenant can be changed")
    try:
        ZoneInfo(str(changes.get("tz", "UTC")))
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError("tz is not an IANA zone") from None
    teams.profiles[person.key] = {**teams.profiles.get(person.key, {}), **changes}
    zone, locale = teams.profile(person)
    return {"tz": zone, "locale": locale}


def _fault(teams: Teams, content: Json) -> Json:
    """{"call"?: "send"|…, "status"?, "code"?, "retry_after"?, "delay_seconds"?, "answer"?: "lose_answer", "times"?}."""
    if set(content) - set(FAULT_KEYS):
        raise ValueError(f"known: {', '.join(FAULT_KEYS)}")
    if content.get("answer") not in (None, "lose_answer"):
        raise ValueError("answer is lose_answer: do the work, then close without answering")
    teams.faults.append(content)
    return {"faults": len(teams.faults)}


def _token(teams: Teams, content: Json) -> Json:
    """{"claims"?: changes (null leaves one out), "key"?: "good"|"unendorsed"|"unknown"}: a token, also a forged one."""
    changes, which = content.get("claims") or {}, content.get("key", "good")
    claims: dict[str, Any] = {**activity_claims(teams), **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    if which == "unendorsed":
        teams.unendorsed_key = teams.unendorsed_key or SigningKey()
        return {"token": teams.unendorsed_key.sign(claims)}
    if which not in ("good", "unknown"):
        raise ValueError("key is good, unendorsed (in the key set for another channel) or unknown (not in the key set)")
    return {"token": (teams.key if which == "good" else SigningKey()).sign(claims)}


def _rotate(teams: Teams, _content: Json) -> Json:
    """Change the signing key, as Microsoft does; the old one leaves the key set."""
    teams.key = SigningKey()
    return {"kid": teams.key.public_jwk["kid"]}
