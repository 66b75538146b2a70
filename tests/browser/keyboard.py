"""A person without a mouse: every place is come to by Tab, every control is used by its keys."""

import re

from playwright.async_api import Page, expect

TABS_MOST = 150
_HEARD = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const named = one.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.innerText);
  return one.getAttribute("aria-label") || named?.join(" ") || one.labels?.[0]?.innerText || one.innerText || "";
}"""


async def heard(page: Page) -> str | None:
    """What a screen reader says of whatever has the focus; None when nothing has it."""
    said = await page.evaluate(_HEARD)
    return None if said is None else str(said)


async def tabs_to(page: Page, name: str | re.Pattern[str], *, back: bool = False) -> int:
    """From wherever the focus is to the first control of this name, or the last before it; how many presses it took."""
    pattern = re.compile(f"^{re.escape(name)}$") if isinstance(name, str) else name
    passed = []
    for count in range(1, TABS_MOST):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(await heard(page))
        if passed[-1] is not None and pattern.search(passed[-1]):
            return count
    raise AssertionError(f"no control called {pattern.pattern} among {passed}")


async def types_over(page: Page, words: str) -> None:
    """In the field that has the focus, instead of what stands in it."""
    await page.keyboard.press("Control+a")
    await page.keyboard.type(words)


async def keeps_focus(page: Page) -> None:
    """Whatever was drawn anew: the focus is somewhere, so that Tab goes on from there."""
    await expect(page.locator(":focus")).to_have_count(1)
