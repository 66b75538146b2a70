"""python -m tests.pictures: takes docs/images/*.png again, on Friday 27 November 2026 at 14:05 in Berlin, and then the
gallery. `python -m tests.pictures gallery`: only that."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.answering import WAIT_MS
from tests.chromium import MISSING, find, launched
from tests.driving.friday import seconds_until_friday
from tests.driving.programs import running_pair
from tests.pictures.album import Album
from tests.pictures.bookings import bookings
from tests.pictures.gallery.sheets import take_sheets
from tests.pictures.walk import take_all

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
GALLERY = "gallery"


async def _take(chromium: str, *, all_of_them: bool) -> None:
    async with launched(chromium) as browser:
        expect.set_options(timeout=WAIT_MS)
        if all_of_them:
            await _walk(browser)
        await take_sheets(browser, FOLDER / GALLERY, FOLDER.parent / "gallery.md")


async def _walk(browser: Browser) -> None:
    album = Album(FOLDER)
    for walk in (take_all, bookings):  # each in a week of its own
        with running_pair(clock_offset=seconds_until_friday()) as bot:
            await walk(browser, bot.sandbox.page.rstrip("/"), album)
    album.finish()


def main() -> int:
    """Exit status 1, with one line that says the fix, when Chromium is missing."""
    chromium = find()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take(chromium, all_of_them=sys.argv[1:] != [GALLERY]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
