"""A Slack that remembers what it was told: the Web API methods we call, and response URLs."""

import itertools
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass
class FakeSlack:
    """Implements what the adapter calls. `messages` by (channel, ts); `planted` answers go out before real ones."""

    messages: dict[tuple[str, str], Json] = field(default_factory=dict)
    ephemeral: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    homes: list[tuple[str, Json]] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    planted: dict[str, list[web.Response]] = field(default_factory=lambda: defaultdict(list))
    spent: bool = False
    origin: str = ""
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def app(self) -> web.Application:
        found = web.Application()
        found.router.add_post("/api/{method}", self._api)
        found.router.add_get("/api/{method}", self._api)
        found.router.add_post("/hooks/{path}", self._hook)
        return found

    def plant(self, method: str, error: str, status: int = 200, retry_after: str | None = None) -> None:
        headers = {"Retry-After": retry_after} if retry_after else {}
        self.planted[method].append(web.json_response({"ok": False, "error": error}, status=status, headers=headers))

    def direct(self, user: str = "U0ADA0001") -> list[Json]:
        """The messages of the direct conversation, oldest first."""
        return [message for (channel, _), message in self.messages.items() if channel == f"D{user}"]

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        assert request.headers["Authorization"] == "Bearer xoxb-test"
        if self.planted[method]:
            return self.planted[method].pop(0)
        answer = getattr(self, f"_{method.replace('.', '_')}")(arguments)
        return web.json_response({"ok": True, **answer} if "error" not in answer else {"ok": False, **answer})

    async def _hook(self, request: web.Request) -> web.Response:
        if self.spent:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        self.answers.append(await request.json())
        return web.Response(text="ok")

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": "T0CONTOSO", "user_id": "U0CLEARHR", "url": "https://contoso.slack.com/"}

    def _conversations_open(self, arguments: Json) -> Json:
        return {"channel": {"id": f"D{arguments['users']}"}}

    def _chat_postMessage(self, arguments: Json) -> Json:
        ts = f"17.{next(self.numbers)}"
        self.messages[arguments["channel"], ts] = {**arguments, "ts": ts, "edits": 0}
        return {"channel": arguments["channel"], "ts": ts}

    def _chat_update(self, arguments: Json) -> Json:
        key = (arguments["channel"], arguments["ts"])
        if key not in self.messages:
            return {"error": "message_not_found"}
        self.messages[key] |= {**arguments, "edits": self.messages[key]["edits"] + 1}
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _chat_postEphemeral(self, arguments: Json) -> Json:
        self.ephemeral.append(arguments)
        return {"message_ts": "18.1"}

    def _views_open(self, arguments: Json) -> Json:
        self.views.append(arguments["view"])
        return {"view": {"id": "V1"}}

    def _views_publish(self, arguments: Json) -> Json:
        self.homes.append((arguments["user_id"], arguments["view"]))
        return {"view": {"id": "VH"}}

    def _users_info(self, arguments: Json) -> Json:
        if arguments["user"] not in USERS:
            return {"error": "user_not_found"}
        return {"user": USERS[arguments["user"]]}

    def _users_lookupByEmail(self, arguments: Json) -> Json:
        found = [one for one in USERS.values() if one["profile"].get("email") == arguments["email"]]
        return {"user": found[0]} if found else {"error": "users_not_found"}


USERS: dict[str, Json] = {
    "U0ADA0001": {
        "id": "U0ADA0001",
        "team_id": "T0CONTOSO",
        "tz": "Europe/Berlin",
        "locale": "en-GB",
        "profile": {"real_name": "Ada Lindqvist", "email": "ada@contoso.com"},
    },
    "U0GUEST01": {"id": "U0GUEST01", "team_id": "T0CONTOSO", "is_restricted": True, "deleted": True, "profile": {}},
    "U0OTHER01": {"id": "U0OTHER01", "team_id": "T0ELSEWHERE", "real_name": "Oda", "profile": {}},
}


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found: Json = await request.json()
        return found
    form = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
    return {key: json.loads(value) if key in ("blocks", "view") else value for key, value in form.items()}
