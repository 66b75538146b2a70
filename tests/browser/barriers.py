"""What axe-core, the judge that most accessibility checks are built on, finds wrong on a page."""

from pathlib import Path

from playwright.async_api import Page

from tests.browser.looking import sideways

AXE = Path(__file__).resolve().parents[2] / "sandbox/page/node_modules/axe-core/axe.min.js"
_RUN = """async ([place, only]) => {
  const found = await axe.run(place, {resultTypes: ["violations"], ...(only ? {runOnly: only} : {})});
  return found.violations.flatMap(({id, nodes}) => nodes.map(({target, any, all, none}) =>
    `${id} at ${target.join(" ")}: ${[...any, ...all, ...none].map(({message}) => message).join("; ")}`));
}"""
SCHEME_ONLY = ["color-contrast"]  # what of all its rules a colour scheme can change


async def barriers(page: Page, place: str = "body", only: list[str] | None = None) -> list[str]:
    """Each violation of any of its rules, or of `only` these, inside the first element that `place` selects."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(_RUN, [place, only])
    return found


async def no_barriers(page: Page, place: str = "body") -> None:
    """Wide and narrow, in light and in dark colours; leaves the window wide and light."""
    found = [f"light: {one}" for one in await barriers(page, place)]
    await page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in await barriers(page, place, SCHEME_ONLY)]
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": 390, "height": 844})
    found += [f"narrow: {one}" for one in await barriers(page, place)]
    found += ["narrow: the page scrolls sideways"] * (await sideways(page) > 0)
    await page.set_viewport_size({"width": 1440, "height": 900})
    assert not found, "\n".join(found)
