"""Where the pictures go, and what they may weigh."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page

from tests.pictures.moving import moving, smaller

EACH_MOST = 250_000
FILM_MOST = 1_500_000
ALL_MOST = 8_000_000
SETTLED = """() => Promise.all([document.fonts.ready, ...document.getAnimations().map(one => one.finished)])
  .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"""
_KEEP = """() => {
  window.scrolled = [...document.querySelectorAll("*")].filter(one => one.scrollTop).map(one => [one, one.scrollTop]);
}"""
_PUT_BACK = "() => window.scrolled.forEach(([one, top]) => { one.scrollTop = top; })"
QUIET_MS = 250
HIGH = 1800


@dataclass(slots=True)
class Film:
    """Frames in order, each with the milliseconds it is shown."""

    name: str
    stills: list[bytes] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Album:
    """Pictures by name; those of an earlier run that weren't taken again are removed at the end."""

    folder: Path
    taken: dict[str, int] = field(default_factory=dict)
    all_most: int = ALL_MOST

    async def take(self, name: str, page: Page) -> None:
        """What the window shows once it is at rest, without a blinking caret or a pointer over anything."""
        await page.mouse.move(0, 0)
        await _at_rest(page)
        self.keep(name, smaller(await page.screenshot(animations="disabled", caret="hide")), EACH_MOST)

    async def cut(self, name: str, part: Locator) -> None:
        """One message, or another part of a page, however long: the window is as high as it takes for that moment."""
        page = part.page
        window = page.viewport_size
        assert window is not None
        await page.mouse.move(0, 0)
        await page.evaluate(_KEEP)
        await page.set_viewport_size({"width": window["width"], "height": HIGH})
        await _at_rest(page)
        self.keep(name, smaller(await part.screenshot(animations="disabled", caret="hide")), EACH_MOST)
        await page.set_viewport_size(window)
        await _at_rest(page)
        await page.evaluate(_PUT_BACK)

    async def shoot(self, film: Film, page: Page, milliseconds: int) -> None:
        """The next frame."""
        await _at_rest(page)
        film.stills.append(await page.screenshot(animations="disabled", caret="hide"))
        film.shown.append(milliseconds)

    def show(self, film: Film) -> None:
        """All frames as one picture."""
        self.keep(film.name, moving(film.stills, film.shown), FILM_MOST)

    def keep(self, name: str, picture: bytes, most: int) -> None:
        """A picture that is made already."""
        assert len(picture) <= most, f"{name}.png weighs {len(picture)} bytes"
        (self.folder / f"{name}.png").write_bytes(picture)
        self.taken[name] = len(picture)

    def finish(self) -> None:
        for path in self.folder.glob("*.png"):
            if path.stem not in self.taken:
                path.unlink()
        assert sum(self.taken.values()) <= self.all_most, self.taken
        for name, size in self.taken.items():
            print(f"{name:16} {size // 1000:5} kB")


async def _at_rest(page: Page) -> None:
    await page.wait_for_timeout(QUIET_MS)
    await page.evaluate(SETTLED)
