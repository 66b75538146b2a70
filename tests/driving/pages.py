"""A browser without a window: pages with their forms and buttons, cookies per host, every address it visited."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import aiohttp

REDIRECTS_MOST = 8


@dataclass(slots=True)
class Button:
    """One submit button: its test id, its words, and what its form sends with it."""

    testid: str
    words: str = ""
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """What came back: `texts` are the words of elements with a test id, `words` everything a person can read."""

    url: str
    status: int
    headers: dict[str, str]
    html: str
    words: str = ""
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def button(self, testid: str) -> Button:
        found = next((one for one in self.buttons if one.testid == testid), None)
        assert found is not None, f"no button {testid} on {self}"
        return found

    def __str__(self) -> str:
        return f"“{self.title}” ({self.status}) at {self.host}: {self.words}"


class Browser:
    """One person's browser. `visited`: method, address without its query, status, in order."""

    def __init__(self) -> None:
        self._web = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), trust_env=False)
        self.visited: list[tuple[str, str, int]] = []

    async def close(self) -> None:
        await self._web.close()

    async def open(self, url: str) -> Page:
        return await self._go("GET", url, None)

    async def press(self, page: Page, testid: str) -> Page:
        """Submits the form of that button."""
        button = page.button(testid)
        return await self._go("POST", urljoin(page.url, button.action), button.fields)

    async def follow(self, page: Page, testid: str) -> Page:
        return await self._go("GET", urljoin(page.url, page.links[testid]), None)

    async def sign_in(self, page: Page, account: str, decision: str = "accept") -> Page:
        """From Microsoft's account picker to the page behind the callback."""
        page = await self.press(page, f"account-{account}")
        if any(one.testid == f"consent-{decision}" for one in page.buttons):
            page = await self.press(page, f"consent-{decision}")
        return page

    async def _go(self, method: str, url: str, data: dict[str, str] | None) -> Page:
        for _ in range(REDIRECTS_MOST):
            async with self._web.request(method, url, data=data, allow_redirects=False) as answer:
                self.visited.append((method, url.partition("?")[0], answer.status))
                if answer.status in (301, 302, 303):
                    method, data, url = "GET", None, urljoin(url, answer.headers["Location"])
                    continue
                return _read(Page(url, answer.status, dict(answer.headers), await answer.text()))
        raise AssertionError(f"more than {REDIRECTS_MOST} redirects, the last to {url}")


def _read(page: Page) -> Page:
    reader = _Reader(page)
    reader.feed(page.html)
    page.words = " ".join(page.words.split())
    return page


class _Reader(HTMLParser):
    """Fills a page from its HTML."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._form: dict[str, str] | None = None
        self._action = ""
        self._pending: list[Button] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        testid = given.get("data-testid", "")
        if tag not in {"input", "meta", "link", "br"}:
            self._open.append((tag, testid))
        if tag == "form":
            self._form, self._action, self._pending = {}, given.get("action", ""), []
        elif tag == "input" and self._form is not None:
            self._form[given.get("name", "")] = given.get("value", "")
        elif tag == "button" and self._form is not None:
            own = {given["name"]: given.get("value", "")} if "name" in given else {}
            self._pending.append(Button(testid, action=self._action, fields=own))
        elif tag == "a" and testid:
            self._page.links[testid] = given.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "form" and self._form is not None:
            for button in self._pending:
                button.fields = {**self._form, **button.fields}
                self._page.buttons.append(button)
            self._form = None

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if "style" in tags or "script" in tags:
            return
        if "title" in tags:
            self._page.title += data
            return
        self._page.words += f" {data}"
        for _, testid in self._open:
            if testid:
                self._page.texts[testid] = f"{self._page.texts.get(testid, '')} {data}".strip()
        if "button" in tags and self._pending:
            self._pending[-1].words += data
