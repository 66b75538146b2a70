"""The page in a tab, as a test drives it."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page

from tests.browser.answering import WAIT_MS
from tests.sandbox.slack.stage import Stage

DM = "D0ADA0001"
Json = dict[str, Any]


@dataclass(slots=True)
class Tab:
    """Page, sandbox and bot together; `complaints` are console errors, page errors and failed requests."""

    page: Page
    slack: Stage
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    async def fresh(self) -> None:
        """A newly seeded world with the tiny bot installed, and the page loaded anew as Ada."""
        await self.page.goto("about:blank")
        await self.slack.post("/admin/reset")
        await self.slack.post("/admin/slack/app", manifest=self.slack.bot.manifest())
        self.slack.bot.answers.clear()
        self.slack.bot.received.clear()
        self.complaints.clear()
        self.expected.clear()
        await self.page.goto(f"{self.slack.origin}/")
        await self.page.evaluate("sessionStorage.clear()")
        await self.page.locator("body[data-ready]").wait_for()

    async def check(self) -> None:
        """No complaint but the expected, and no sideways scrolling."""
        overflow = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"the page scrolls sideways by {overflow} px"
        assert [text for text in self.complaints if not any(words in text for words in self.expected)] == []

    def by(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def element(self, action_id: str) -> Locator:
        """The Block Kit element with this action id."""
        return self.page.locator(f'[data-action-id="{action_id}"]')

    def event(self, subject: str) -> Locator:
        return self.page.locator(f'.ec-event:has([data-subject="{subject}"])')

    async def shows(self, blocks: list[Json], text: str = "A card", **extra: Any) -> Locator:
        """The bot posts a card to Ada; the article that shows it."""
        answer = await self.slack.client.chat_postMessage(channel=DM, text=text, blocks=blocks, **extra)
        article = self.page.locator(f'[data-ts="{answer["ts"]}"]')
        await article.wait_for()
        return article

    async def modal(self, view: Json) -> Locator:
        """The bot opens a modal after Ada clicked a button."""
        article = await self.shows([actions(button("open", "Open"))])
        async with self.page.expect_response("**/click"):
            await article.locator('[data-action-id="open"]').click()
        trigger = self.slack.bot.received[-1].payload["trigger_id"]
        await self.slack.client.views_open(trigger_id=trigger, view=view)
        dialog = self.by("modal")
        await dialog.wait_for()
        return dialog

    async def graph(self, method: str, path: str, body: Json | None = None, account: str = "ada@contoso.com") -> Json:
        """Graph with a token of the test's own: the truth about a mailbox, in its own zone."""
        scopes = ["Calendars.ReadWrite", "MailboxSettings.Read"]
        token = (await self.slack.post("/admin/token", account=account, scopes=scopes))["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Prefer": 'outlook.timezone="W. Europe Standard Time"'}
        url = f"{self.slack.origin}/v1.0{path}"
        async with self.slack.http.request(method, url, json=body, headers=headers) as response:
            assert response.status < 300, await response.text()
            found: Json = {} if response.status == 204 else await response.json()
            return found

    async def last_action(self, name: str) -> Json:
        """Wait for the bot to get an action with this id; the whole payload."""
        deadline = time.monotonic() + WAIT_MS / 1000
        while time.monotonic() < deadline:
            for got in reversed(self.slack.bot.received):
                if got.path == "/actions" and name in [one["action_id"] for one in got.payload.get("actions", [])]:
                    return got.payload
            await self.page.wait_for_timeout(20)
        raise AssertionError(f"the bot never got {name}; it got {[got.path for got in self.slack.bot.received]}")


@asynccontextmanager
async def blank(browser: Browser, complaints: list[str], **options: Any) -> AsyncIterator[Page]:
    """A page of 1440 by 900, in a browser whose own zone is nobody's; what it complains of is added to the list."""
    settings = {"viewport": {"width": 1440, "height": 900}, "timezone_id": "Pacific/Auckland", **options}
    context = await browser.new_context(**settings)
    page = await context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.on("console", lambda message: _note(complaints, message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    await context.close()


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)


@asynccontextmanager
async def opened(browser: Browser, slack: Stage, **options: Any) -> AsyncIterator[Tab]:
    complaints: list[str] = []
    async with blank(browser, complaints, **options) as page:
        yield Tab(page, slack, complaints)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str, **extra: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **extra}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def section(text: str, **extra: Any) -> Json:
    return {"type": "section", "block_id": f"s{abs(hash(text))}", "text": {"type": "mrkdwn", "text": text}, **extra}


def options(*values: str) -> list[Json]:
    return [{"text": plain(value.title()), "value": value} for value in values]


def field_of(block_id: str, label: str, element: Json, **extra: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **extra}


def form(*blocks: Json, **extra: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Book a time"),
        "submit": plain("Book"),
        "close": plain("Not now"),
        "blocks": list(blocks),
        **extra,
    }
