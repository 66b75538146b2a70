"""A person in front of Teams and a browser: types, clicks, fills in, waits for what appears."""

import asyncio
import json
import time
from types import TracebackType
from typing import Self

import aiohttp

from tests.driving.cards import Json
from tests.driving.pages import Browser, Page
from tests.driving.person import GLANCE_SECONDS, PATIENCE_SECONDS, NotSeenError

NOT_THERE = "there is no button"
"""What the sandbox says of a button that its card doesn't have."""


class TeamsPerson:
    """One of the five. `sees` looks only at messages that are new or changed since their last action."""

    def __init__(self, page: str, key: str) -> None:
        self.key = key
        self.browser = Browser()
        self._hands = f"{page.rstrip('/')}/page/api/teams"
        self._web = aiohttp.ClientSession(trust_env=False)
        self._before: set[str] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.browser.close()
        await self._web.close()

    async def installs(self, place: str = "personal") -> Self:
        await self._do("install", {"conversation": place})
        return self

    async def types(self, text: str, place: str = "personal") -> Json:
        return await self._do("send", {"conversation": place, "text": text})

    async def clicks_on(self, message: Json, title: str, /, **inputs: object) -> Json:
        """A button of a message, by its title or accessible name; one that was edited meanwhile shows it anew."""
        place = {"conversation": message["conversation"], "activity_id": message["id"]}
        await self.marks()
        while True:
            action = named(message["cards"][0], title)
            answer = await self._sent("click", {**place, "action": action, "inputs": inputs})
            if not str(answer.get("error")).startswith(NOT_THERE):
                assert answer["ok"], answer
                return answer
            message = next((one for one in await self.said() if one["id"] == message["id"]), message)
            if message["cards"] == [] or not is_there(message["cards"][0], title):
                raise NotSeenError(f"{self.key} can't press {title!r} any more, it went from\n{text(message)}")

    async def opens(self, command: str, place: str = "personal", message: Json | None = None) -> Json:
        """A command of the message extension, beside the box where one writes or in a message's menu."""
        about = {} if message is None else {"activity_id": message["id"]}
        return await self._do("extension", {"conversation": place, "command": command, **about})

    async def sends_draft(self) -> Json:
        """What the extension put into the box, or the preview of what the bot is to post."""
        return await self._do("extension/send", {})

    async def looks_at(self, message: Json) -> Json:
        """The message as this person's client refreshes it."""
        await self._do("refresh", {"conversation": message["conversation"], "activity_id": message["id"]})
        return next(one for one in await self.said() if one["id"] == message["id"])

    async def submits(self, title: str, /, **inputs: object) -> Json:
        """The open dialog's button, with these fields filled in; others stay as they are."""
        dialog = (await self.state())["dialog"]
        return await self._do("dialog/submit", {"action": named(dialog["card"], title), "inputs": inputs})

    async def sees(self, *words: str) -> Json:
        """The newest message of the bot with all these words; waits for it. Raises NotSeenError."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            for message in reversed(await self.said()):
                text = json.dumps(message["cards"], ensure_ascii=False) + message["text"]
                if _mark(message) not in self._before and all(word in text for word in words):
                    return message
            await asyncio.sleep(GLANCE_SECONDS)
        seen = [one["summary"] or one["text"] for one in await self.said()]
        raise NotSeenError(f"  expected: a message for {self.key} that says {words}\n  seen: {seen}")

    async def hears(self, *words: str) -> bool:
        """Whether the bot has said all these words by now, new or old."""
        said = [json.dumps(one["cards"], ensure_ascii=False) + one["text"] for one in await self.said()]
        return any(all(word in one for word in words) for one in said)

    async def goes_to(self, message: Json, title: str, account: str) -> Page:
        """Follows a connect link and signs in."""
        page = await self.browser.open(named(message["cards"][0], title)["url"])
        return await self.browser.sign_in(await self.browser.press(page, "continue"), account)

    async def marks(self) -> None:
        """From now on only what changes later counts as new."""
        self._before = {_mark(one) for one in await self.said()}

    async def said(self) -> list[Json]:
        """What the bot says in all places, oldest first."""
        found = [one for place in (await self.state())["messages"].values() for one in place if one["bot"]]
        return sorted(found, key=lambda one: int(one["id"]))

    async def state(self) -> Json:
        async with self._web.get(f"{self._hands}/state", params={"person": self.key}) as answer:
            return dict(await answer.json())

    async def _do(self, doing: str, body: Json) -> Json:
        await self.marks()
        found = await self._sent(doing, body)
        assert found["ok"], found
        return found

    async def _sent(self, doing: str, body: Json) -> Json:
        async with self._web.post(f"{self._hands}/{doing}", json={"person": self.key, **body}) as answer:
            return dict(await answer.json())


def buttons(message: Json) -> list[Json]:
    """All buttons of a message's card, in order, with the command that each carries."""
    return [{**one, "command": _command(one)} for one in _actions(message["cards"][0])]


def slots(message: Json) -> list[Json]:
    """The buttons that are times."""
    return [one for one in buttons(message) if one["command"].get("do") == "OpenBookingForm"]


def text(message: Json) -> str:
    """The message as a person reads it: its words line by line, and the buttons."""
    lines = [*_words(message["cards"]), *([message["text"]] if message["text"] else [])]
    return "\n".join(f"│ {line}" for line in (*lines, " ".join(f"[{one['title']}]" for one in buttons(message))))


def named(card: Json, title: str) -> Json:
    """The action of that title (or accessible name), however deep."""
    found = _called(card, title)
    assert found, f"no button {title}: {[one.get('title') for one in _actions(card)]}"
    return {name: found[0][name] for name in ("type", "title", "verb", "data", "url") if name in found[0]}


def is_there(card: Json, title: str) -> bool:
    return bool(_called(card, title))


def _called(card: Json, title: str) -> list[Json]:
    return [one for one in _actions(card) if title in (one.get("title"), one.get("tooltip"))]


def _actions(found: object) -> list[Json]:
    if isinstance(found, list):
        return [action for one in found for action in _actions(one)]
    if not isinstance(found, dict):
        return []
    own = [found] if str(found.get("type", "")).startswith("Action.") else []
    return own + [action for name, one in found.items() if name != "refresh" for action in _actions(one)]


def _command(action: Json) -> Json:
    data = action.get("data")
    return dict(json.loads(data["command"])) if isinstance(data, dict) and "command" in data else {}


def _words(found: object) -> list[str]:
    if isinstance(found, list):
        return [word for one in found for word in _words(one)]
    if not isinstance(found, dict) or str(found.get("type", "")).startswith("Action"):
        return []
    own = [str(found["text"])] if found.get("type") in ("TextBlock", "TextRun") else []
    return own + [word for name, one in found.items() if name != "fallback" for word in _words(one)]


def _mark(message: Json) -> str:
    return json.dumps([message["id"], message["cards"], message["text"]], sort_keys=True)
