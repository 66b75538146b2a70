"""What a machine can see of how a page looks and reads: names, labels, contrast, width."""

from playwright.async_api import Locator, Page

CONTROLS = 'button, a[href], select, input:not([type="hidden"]), textarea'
LOWEST_CONTRAST = 4.5
_NAMED_ALIKE = """card => {
  const names = [...card.querySelectorAll("button, a[href]")].filter(one => one.checkVisibility()).map(
    one => one.getAttribute("aria-label") || one.innerText.trim());
  return names.filter((name, index) => !name || names.indexOf(name) !== index);
}"""
_UNLABELLED = """(root, controls) => [...root.querySelectorAll(controls)].filter(one => one.checkVisibility()
  && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby") && !one.labels?.length
  && !one.innerText?.trim()).map(one => one.outerHTML.slice(0, 200))"""
_FAINT = """(root, lowest) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const over = (colours) => {  // painted one over the other, the lowest first
    const key = colours.join(" ");
    if (!known.has(key)) known.set(key, painted(colours));
    return known.get(key);
  };
  const painted = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const faint = [];
  for (const one of root.querySelectorAll("*")) {
    const text = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join("");
    if (!text || one.closest("svg, [aria-hidden=true], :disabled") || !one.checkVisibility()) continue;
    const behind = [];
    for (let up = one; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
    const [ink, paper] = [over([...behind, getComputedStyle(one).color]), over(behind)].map(light);
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (contrast < lowest) faint.push(`${text.slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return faint;
}"""


async def named_alike(card: Locator) -> list[str]:
    """Names that two buttons or links of a card share, and empty names."""
    found: list[str] = await card.evaluate(_NAMED_ALIKE)
    return found


async def unlabelled(page: Page) -> list[str]:
    """Visible controls that a screen reader can't name."""
    found: list[str] = await page.locator("body").evaluate(_UNLABELLED, CONTROLS)
    return found


async def faint(place: Locator) -> list[str]:
    """Visible texts whose contrast with what is behind them is below 4.5 to 1."""
    found: list[str] = await place.evaluate(_FAINT, LOWEST_CONTRAST)
    return found


async def sideways(page: Page) -> int:
    """By how many pixels the page scrolls sideways; none is 0 or less."""
    return int(
        await page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth")
    )
