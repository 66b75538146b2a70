"""Where Chromium is, and how a test starts it: nothing in the background, nothing over the network."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

MISSING = "Chromium is not installed. Fix: apt-get install chromium, or set CLEARHOUR_CHROMIUM to its path"

FLAGS = (
    "--no-sandbox",  # root on a build machine
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a Chromium or Chrome, or None."""
    named = os.environ.get("CLEARHOUR_CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    return None


@asynccontextmanager
async def launched(path: str) -> AsyncIterator["Browser"]:
    """A browser, closed afterwards. Imported here: the judges' own environment (make clients) has none."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()
