"""A person in front of Slack and a browser: types, clicks, fills in, waits for what appears."""

import asyncio
import json
import time
from types import TracebackType
from typing import Self

import aiohttp

from tests.driving.cards import Card, Element, Json, message, modal
from tests.driving.pages import Browser, Page

PATIENCE_SECONDS = 25.0
GLANCE_SECONDS = 0.1
NOT_THERE = "there is nothing with block_id"
"""What the local Slack says to a press on a message that looks different by now."""


class NotSeenError(AssertionError):
    """What was waited for didn't appear; the text shows what did."""


class Person:
    """One of the five. `sees` looks only at cards that are new or changed since their last action."""

    def __init__(self, page: str, key: str) -> None:
        self.key = key
        self.browser = Browser()
        self.clicks = 0
        self._hands = f"{page.rstrip('/')}/page/api/slack"
        self._web = aiohttp.ClientSession(trust_env=False)
        self._before: dict[tuple[str, str], str] = {}
        self.dm = ""

    async def __aenter__(self) -> Self:
        await self.cards()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self.browser.close()
        await self._web.close()

    async def types(self, text: str, channel: str | None = None, thread: str | None = None) -> Json:
        """A line in the direct message with the bot, or in another channel. The answer is Slack's."""
        await self.marks()
        body = {"channel": channel or self.dm, "text": text, **({"thread_ts": thread} if thread else {})}
        return await self._do("send", body)

    async def clicks_on(self, card: Card, name: str) -> Json:
        """A button, by its label (or action id)."""
        return await self.presses(card, card.element(name))

    async def presses(self, card: Card, element: Element, value: object = None) -> Json:
        """A button, or a choice in a select of a message; one that was edited since it was read shows it anew."""
        await self.marks()
        self.clicks += 1
        while True:
            body = {
                "channel": card.channel,
                "ts": card.ts,
                "block_id": element.block_id,
                "action_id": element.action_id,
                **({} if value is None else {"value": value}),
            }
            answer = await self._do("click", body)
            if not str(answer.get("error")).startswith(NOT_THERE):
                return answer
            card, element = await self._as_it_is_now(card, element)

    async def _as_it_is_now(self, card: Card, element: Element) -> tuple[Card, Element]:
        for now in await self.cards():
            if (now.channel, now.ts) == (card.channel, card.ts):
                for one in now.elements:
                    if (one.label, one.kind) == (element.label, element.kind):
                        return now, one
        raise NotSeenError(f"{self.key} can't press {element.label!r} any more, it went from\n{card}")

    async def chooses(self, card: Card, name: str, *labels: str) -> Json:
        """Options of a select in a message, by their labels."""
        element = card.element(name)
        values = [next(value for label, value in element.options if label == wanted) for wanted in labels]
        return await self.presses(card, element, values if element.kind.startswith("multi") else values[0])

    async def submits(self, form: Card, **values: object) -> Json:
        """The form's button, with these fields filled in; others stay as they are."""
        await self.marks()
        self.clicks += 1
        given = {
            one.block_id: {one.action_id: values[one.action_id]} for one in form.elements if one.action_id in values
        }
        assert len(given) == len(values), f"the form has not all of {set(values)}:\n{form}"
        return await self._do("view/submit", {"view_id": form.ts, "values": given})

    async def sees(self, *words: str, within: float = PATIENCE_SECONDS, channel: str | None = None) -> Card:
        """The newest new or changed card that says all of these words. Raises NotSeenError."""
        ends = time.monotonic() + within
        while True:
            fresh = [card for card in await self._fresh() if channel in (None, card.channel)]
            for card in reversed(fresh):
                if card.says(*words):
                    return card
            if time.monotonic() > ends:
                seen = "\n\n".join(str(card) for card in fresh[-3:]) or "nothing new"
                raise NotSeenError(f"  expected: a card for {self.key} that says {words}\n  seen: {seen}")
            await asyncio.sleep(GLANCE_SECONDS)

    async def form(self, within: float = PATIENCE_SECONDS) -> Card:
        """The open modal. Raises NotSeenError."""
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            view = (await self._state())["view"]
            if view:
                return modal(view)
            await asyncio.sleep(GLANCE_SECONDS)
        seen = "\n\n".join(str(card) for card in await self._fresh()) or "nothing new"
        raise NotSeenError(f"{self.key} waited for a form to open, and saw:\n{seen}")

    async def cards(self) -> list[Card]:
        """All messages of the bot that this person can see, the oldest first."""
        state = await self._state()
        found = [message(channel, one) for channel, all_of in state["messages"].items() for one in all_of if one["bot"]]
        return sorted(found, key=lambda card: card.ts)

    async def connects(self, account: str, command: str = "/schedule connect") -> Page:
        """Types connect, opens the link, signs in and consents; the page at the end."""
        await self.types(command)
        offer = await self.sees("Connect Outlook")
        return await self.goes_to(offer, account)

    async def goes_to(self, offer: Card, account: str, *, label: str = "Connect", decision: str = "accept") -> Page:
        """Opens a connect link and goes all the way."""
        await self.marks()
        url = offer.element(label).url
        assert url is not None
        page = await self.browser.press(await self.browser.open(url), "continue")
        return await self.browser.sign_in(page, account, decision)

    async def marks(self) -> None:
        """From now on only what changes later counts as new."""
        self._before = {(card.channel, card.ts): _content(card) for card in await self.cards()}

    async def _fresh(self) -> list[Card]:
        return [card for card in await self.cards() if self._before.get((card.channel, card.ts)) != _content(card)]

    async def _state(self) -> Json:
        async with self._web.get(f"{self._hands}/state", params={"person": self.key}) as answer:
            state: Json = await answer.json()
        self.dm = next(one["id"] for one in state["channels"] if one["kind"] == "dm")
        return state

    async def _do(self, what: str, body: Json) -> Json:
        async with self._web.post(f"{self._hands}/{what}", json={"person": self.key, **body}) as answer:
            found: Json = await answer.json()
        return found


def _content(card: Card) -> str:
    return json.dumps([card.lines, [(one.label, one.value, one.url, one.chosen) for one in card.elements]])
