"""The state of the local Slack: one part of the world, with reset and persistence."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sandbox.people import SLACK_BOT_TOKEN, SLACK_BOT_USER, SLACK_TEAM, Person
from sandbox.slack.ids import GENERAL, dm_of
from sandbox.slack.manifest import App, app_from
from sandbox.slack.model import Channel, Json, Message, ResponseUrl, Settings, Trigger, View
from sandbox.slack.sockets import Sockets

if TYPE_CHECKING:
    from sandbox.slack.oauth import Code
    from sandbox.world import World

FAULT_KEYS = ("method", "error", "status", "retry_after", "delay_seconds", "times")


class Slack:
    """Everything the workspace holds; the app's registration and the settings outlive a reset."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.app: App | None = None
        self.settings = Settings()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.sockets = Sockets()  # connections outlive a reset, as the app does
        self._last_tick = 0
        self._clear()

    def _clear(self) -> None:
        self.channels = {channel.id: channel for channel in self._seeded_channels()}
        self.messages: dict[str, dict[str, Message]] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.loaded_options: dict[tuple[str, str, str], list[Json]] = {}
        self.last_request: dict[str, Json] = {}
        self.last_post: dict[str, float] = {}
        self.profiles: dict[str, Json] = {}  # what an admin changed of a person
        self.faults: list[Json] = []
        self.codes: dict[str, Code] = {}
        self.tokens = {SLACK_BOT_TOKEN: SLACK_TEAM}  # whose each token is
        self.revoked: set[str] = set()

    def _seeded_channels(self) -> list[Channel]:
        everybody = [person.slack_id for person in self.world.people]
        found = [Channel(GENERAL, "general", "channel", [*everybody, SLACK_BOT_USER])]
        found += [Channel(dm_of(one), "directmessage", "dm", [one, SLACK_BOT_USER]) for one in everybody]
        return found

    # --- people -------------------------------------------------------------------------------------------------

    def person(self, key: str) -> Person | None:
        """By key ("ada"); None for nobody."""
        return next((person for person in self.world.people if person.key == key), None)

    def person_by_id(self, slack_id: str) -> Person | None:
        return next((person for person in self.world.people if person.slack_id == slack_id), None)

    # --- time ---------------------------------------------------------------------------------------------------

    def now(self) -> float:
        """Epoch seconds of the sandbox clock."""
        return self.world.clock.now().timestamp()

    def new_ts(self) -> str:
        """A message timestamp: seconds.microseconds by the sandbox clock, never the same twice."""
        tick = max(int(self.now() * 1_000_000), self._last_tick + 1)
        self._last_tick = tick
        return f"{tick // 1_000_000}.{tick % 1_000_000:06d}"

    def origin(self) -> str:
        """Where the bot reaches this Slack."""
        return f"http://127.0.0.1:{self.world.port}"

    # --- messages -----------------------------------------------------------------------------------------------

    def message(self, channel: str, ts: str) -> Message | None:
        return self.messages.get(channel, {}).get(ts)

    def spawn(self, work: Any) -> None:
        """Run a coroutine in the background, kept until it ends or the world is reset."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    # --- a part of the world ------------------------------------------------------------------------------------

    def reset(self) -> None:
        for task in self.tasks:
            task.cancel()
        self._clear()

    def dump(self) -> Json:
        """Messages, views, response URLs and the registration; triggers live too short to keep."""
        return {
            "manifest": self.app.manifest if self.app else None,
            "settings": asdict(self.settings),
            "channels": [asdict(channel) for channel in self.channels.values()],
            "messages": [asdict(message) for found in self.messages.values() for message in found.values()],
            "stacks": {user: [asdict(view) for view in stack] for user, stack in self.stacks.items()},
            "homes": {user: asdict(view) for user, view in self.homes.items()},
            "response_urls": [asdict(url) for url in self.response_urls.values()],
            "profiles": self.profiles,
            "tokens": self.tokens,
            "revoked": sorted(self.revoked),
            "last_tick": self._last_tick,
        }

    def load(self, data: Json) -> None:
        self._clear()
        self.app = app_from(data["manifest"]) if data.get("manifest") else None
        self.settings = Settings(**_known(Settings, data["settings"]))
        self.settings.retry_delays_seconds = tuple(self.settings.retry_delays_seconds)
        self.channels.update({one["id"]: Channel(**one) for one in data["channels"]})
        for one in data["messages"]:
            self.messages.setdefault(one["channel"], {})[one["ts"]] = Message(**one)
        self.stacks = {user: [View(**view) for view in stack] for user, stack in data["stacks"].items()}
        self.homes = {user: View(**view) for user, view in data["homes"].items()}
        self.response_urls = {one["path"]: ResponseUrl(**one) for one in data["response_urls"]}
        self.profiles = data["profiles"]
        self.tokens, self.revoked = data.get("tokens") or self.tokens, set(data.get("revoked") or [])
        self._last_tick = data["last_tick"]


def _known(kind: type[Settings], data: Json) -> Json:
    names = {one.name for one in fields(kind)}
    return {key: value for key, value in data.items() if key in names}
