"""The frame: checklist, people, reset, what the bot saw, narrow and dark windows, and what the server sends with it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from sandbox.page import assets
from tests.sandbox.page.tab import DM, Tab, actions, button, opened, section

pytestmark = pytest.mark.asyncio(loop_scope="session")

STEPS = (
    *("connect", "calendars", "find", "book", "clash", "told", "move", "resolved"),
    *("other-clash", "propose", "cancel", "disconnect"),
)


async def test_nothing_is_ticked_before_it_happened(tab: Tab) -> None:
    for step in STEPS:
        await expect(tab.by(f"check-{step}")).to_have_attribute("data-done", "false")
    await tab.graph("GET", "/me/calendars")  # a test's or the page's own reading is not the bot's
    await tab.by("week-next").click()
    await expect(tab.by("check-connect")).to_have_attribute("data-done", "false")


async def test_times_with_ben_tick_the_find_step(tab: Tab) -> None:
    await tab.shows([section("30 min with <@U0BEN0001>"), actions(button("slot", "14:00"))])
    await expect(tab.by("check-find")).to_have_attribute("data-done", "true")
    await expect(tab.by("check-book")).to_have_attribute("data-done", "false")


async def test_reset_asks_first_and_then_starts_over(tab: Tab) -> None:
    await tab.shows([section("soon gone")])
    await tab.by("reset").click()
    await tab.by("confirm-no").click()
    await expect(tab.by("message")).to_have_count(1)
    await tab.by("reset").click()
    await tab.by("confirm-yes").click()
    await expect(tab.by("message")).to_have_count(0)
    await expect(tab.by("event").first).to_be_visible()


async def test_a_reset_from_elsewhere_takes_ticks_traces_and_drafts_too(tab: Tab) -> None:
    await tab.shows([section("30 min with <@U0BEN0001>"), actions(button("slot", "14:00"))])
    await expect(tab.by("check-find")).to_have_attribute("data-done", "true")
    await expect(tab.by("trace-slack")).to_contain_text("chat.postMessage")
    await tab.by("composer").fill("half typed")
    await tab.by("channel-general").click()
    await tab.slack.post("/admin/reset")
    await expect(tab.by("check-find")).to_have_attribute("data-done", "false")
    await expect(tab.by("trace-slack")).to_contain_text("appears in this line")
    await expect(tab.by("channel-dm")).to_have_attribute("aria-selected", "true")
    await expect(tab.by("composer")).to_have_value("")


async def test_the_line_below_slack_shows_what_the_bot_did(tab: Tab) -> None:
    await tab.slack.client.chat_postMessage(channel=DM, text="hi")
    trace = tab.by("trace-slack")
    await expect(trace.locator("summary")).to_contain_text("chat.postMessage")
    await expect(trace.locator("summary")).to_contain_text("ms")
    await trace.locator("summary").click()
    await expect(trace.locator("li").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (900, "light"), (900, "dark"), (600, "light")])
async def test_every_window_shows_its_panes_without_scrolling_sideways(
    browser: Browser, tab: Tab, width: int, scheme: str
) -> None:
    async with opened(browser, tab.slack, viewport={"width": width, "height": 900}, color_scheme=scheme) as other:
        await other.page.goto(f"{tab.slack.origin}/")
        await other.by("event").first.wait_for(state="attached")
        await expect(other.by("composer")).to_be_visible()
        if width < 1360:
            await expect(other.by("teams-composer")).to_be_hidden()
            await other.by("pane-teams").click()
            await expect(other.by("composer")).to_be_hidden()
        await expect(other.by("teams-composer")).to_be_visible()
        if width < 820:
            await expect(other.by("week")).to_be_hidden()
            await other.by("pane-outlook").click()
            await expect(other.by("teams-composer")).to_be_hidden()
        await expect(other.by("week")).to_be_visible()
        await other.check()


async def test_the_page_comes_with_its_security_headers_and_only_listed_files(tab: Tab) -> None:
    http, origin = tab.slack.http, tab.slack.origin
    async with http.get(f"{origin}/") as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    for path in (
        "vendor/package.json",
        "static/..%2fconfig.py",
        "static/%2e%2e/package.json",
        "static/none.js",
        "vendor/..%2f..%2fpackage.json",
    ):
        async with http.get(f"{origin}/page/{path}", allow_redirects=False) as response:
            assert response.status == 404, path


@pytest.fixture
def without_npm_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(assets.VENDOR, "event-calendar.js", tmp_path / "missing.js")


async def test_without_the_npm_files_the_page_says_what_to_run(tab: Tab, without_npm_files: None) -> None:
    async with tab.slack.http.get(f"{tab.slack.origin}/") as response:
        assert response.status == 503
        assert "make demo" in await response.text()


async def test_the_live_stream_of_nobody_is_refused(tab: Tab) -> None:
    async with tab.slack.http.get(f"{tab.slack.origin}/page/api/live?person=nobody") as response:
        assert response.status == 404
