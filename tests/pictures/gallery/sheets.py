"""Takes docs/images/gallery/*.png, and writes docs/gallery.md."""

import base64
from itertools import groupby
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.driving.friday import seconds_until
from tests.driving.programs import admin, running_sandbox, temporary_folder
from tests.pictures.album import Album
from tests.pictures.gallery.screens import Sample, samples
from tests.pictures.moving import in_palette
from tests.unit.world import MONDAY

HERE = Path(__file__).parent
SCRIPTS = [HERE / name for name in ("palette.js", "sheet.js")]
HEAD = """# Every card in both chats

Made by `make pictures` (alone: `python -m tests.pictures gallery`): every screen that a walk through the judges'
[worlds](../tests/judges/crawl_worlds.py) meets, drawn by the sandbox's page as it draws messages and dialogs: Slack on
the left, Teams on the right, light above, dark below. Each stands under the file that draws it, in both chats.
"""
START_MS = 90_000
EACH_MOST = 130_000
ALL_MOST = 5_000_000


async def take_sheets(browser: Browser, folder: Path, page_file: Path) -> None:
    """All of them, on the day of the worlds they come from."""
    shown = await samples()
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(folder, all_most=ALL_MOST)
    with temporary_folder() as place, running_sandbox(place) as sandbox:
        admin(sandbox, "POST", "clock", {"offset_seconds": seconds_until(MONDAY)})
        admin(sandbox, "POST", "reset")
        page = await browser.new_page(viewport={"width": 1000, "height": 700})
        await page.goto(sandbox.page)
        await page.locator("body[data-ready=true]").wait_for(timeout=START_MS)
        for script in SCRIPTS:
            await page.evaluate(f"async () => {{ {script.read_text()} }}")
        for one in shown:
            album.keep(one.name, await _sheet(page, one), EACH_MOST)
        await page.close()
    album.finish()
    page_file.write_text(written(shown, folder.relative_to(page_file.parent)))


async def _sheet(page: Page, one: Sample) -> bytes:
    await page.evaluate("drawn => window.drawSheet(drawn)", one.drawn)
    still = await page.locator("#sheet").screenshot(animations="disabled", caret="hide")
    made = await page.evaluate("png => window.inFewColours(png)", base64.b64encode(still).decode())
    palette, rows = base64.b64decode(made["palette"]), base64.b64decode(made["rows"])
    return in_palette(made["width"], made["height"], palette, rows)


def written(shown: list[Sample], folder: Path) -> str:
    """The page: families as headings, with their screens."""
    parts = [HEAD]
    for family, found in groupby(shown, key=lambda one: one.family):
        parts.append(f"## {family}\n")
        parts += [f"{_titled(one)}\n\n![{one.kind}]({folder}/{one.name}.png)\n" for one in found]
    return "\n".join(parts)


def _titled(one: Sample) -> str:
    return f"**{one.kind}**" + (f" ({one.says})" if one.says else "")
