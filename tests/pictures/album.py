"""Where the pictures go, and what they may weigh."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

EACH_MOST = 250_000
ALL_MOST = 2_000_000
SETTLED = """() => Promise.all([document.fonts.ready, ...document.getAnimations().map(one => one.finished)])
  .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"""
QUIET_MS = 250


@dataclass(slots=True)
class Album:
    """Pictures by name; those of an earlier run that weren't taken again are removed at the end."""

    folder: Path
    taken: dict[str, int] = field(default_factory=dict)

    async def take(self, name: str, page: Page) -> None:
        """What the window shows once it is at rest, without a blinking caret."""
        await page.wait_for_timeout(QUIET_MS)
        await page.evaluate(SETTLED)
        path = self.folder / f"{name}.png"
        await page.screenshot(path=path, animations="disabled", caret="hide")
        self.taken[name] = path.stat().st_size
        assert self.taken[name] <= EACH_MOST, f"{path.name} weighs {self.taken[name]} bytes"

    def finish(self) -> None:
        for path in self.folder.glob("*.png"):
            if path.stem not in self.taken:
                path.unlink()
        assert sum(self.taken.values()) <= ALL_MOST, self.taken
        for name, size in self.taken.items():
            print(f"{name:12} {size // 1000:4} kB")
