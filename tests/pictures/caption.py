"""A line below the page that says what happens, and a ring around what is pressed next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page

_SAY = """words => {
  const line = document.getElementById("caption") ?? document.body.appendChild(document.createElement("p"));
  line.id = "caption";
  line.textContent = words;
  line.style.cssText = "flex: none; padding: 11px 20px; background: #1d2733; color: #fff; font-size: 19px";
}"""
_RING = "one => one.style.boxShadow = '0 0 0 3px #fff, 0 0 0 6px #e8590c'"
_NO_RING = "one => one.style.boxShadow = ''"


async def caption(page: Page, words: str) -> None:
    await page.evaluate(_SAY, words)


@asynccontextmanager
async def ringed(target: Locator) -> AsyncIterator[None]:
    await target.evaluate(_RING)
    yield
    if await target.count():
        await target.evaluate(_NO_RING)
