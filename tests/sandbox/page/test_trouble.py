"""The drawer behind "Make trouble": each switch is in force in the sandbox, and shows what is in force there."""

import re
from typing import Any, Literal

import pytest
from playwright.async_api import Locator, expect

from sandbox.people import account_of
from tests.browser.looking import CONTROLS, faint, named_alike, sideways, unlabelled
from tests.sandbox.page.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

ADA, BEN = "ada@contoso.com", "ben@contoso.com"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SWITCHES = ("unreadable", "drop", "throttle", "slow", "delta", "approval")


async def drawer(tab: Tab) -> Locator:
    """The drawer, opened and filled."""
    await tab.by("trouble-open").click()
    await tab.by("trouble-slow").wait_for()
    return tab.by("trouble")


async def faults(tab: Tab) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await tab.slack.get("/admin/faults"))["faults"]
    return found


async def flip(tab: Tab, name: str, *, on: bool = True) -> None:
    await tab.by(f"trouble-{name}-switch").click()
    await expect(tab.by(f"trouble-{name}")).to_have_attribute("data-on", str(on).lower())


async def sign_in(tab: Tab, account: str = ADA) -> str:
    """A live sign-in of the bot; what its tokens are marked with."""
    found = account_of(account)
    assert found is not None
    return tab.slack.world.entra.open_grant(found.oid, ("Calendars.Read", "User.Read")).grant


async def test_a_switch_plants_what_it_says_for_the_person_chosen_and_takes_only_that_away(tab: Tab) -> None:
    await drawer(tab)
    tab.slack.world.faults.plant({"kind": "graph", "account": ADA, "path": "events", "status": 503})
    await tab.by(f"trouble-for-{BEN}").click()
    await tab.by("trouble-throttle-choice").select_option("30")
    await flip(tab, "throttle")
    await expect(tab.by("trouble-throttle-state")).to_have_text("429, come back in 30 s")
    planted = (await faults(tab))[-1]
    assert (planted["account"], planted["status"], planted["retry_after"]) == (BEN, 429, 30)
    await tab.by("trouble-throttle-choice").select_option("120")
    await expect(tab.by("trouble-throttle-state")).to_have_text("429, come back in 120 s")
    await flip(tab, "throttle", on=False)
    assert [fault["path"] for fault in await faults(tab)] == ["events"]


async def test_the_state_is_the_sandboxes_whoever_changed_it(tab: Tab) -> None:
    await drawer(tab)
    await expect(tab.by("trouble-drop-state")).to_contain_text("All arrive")
    await tab.slack.post("/admin/notifications", lose=2)
    await expect(tab.by("trouble-drop-state")).to_contain_text("Drops the next 2")
    await flip(tab, "slow")
    await tab.page.reload()
    await drawer(tab)
    await expect(tab.by("trouble-slow")).to_have_attribute("data-on", "true")
    await tab.slack.post("/admin/reset")
    for name in SWITCHES:
        await expect(tab.by(f"trouble-{name}")).to_have_attribute("data-on", "false")


async def test_an_unreadable_calendar_is_refused_to_the_bot_and_not_to_its_owners_outlook(tab: Tab) -> None:
    grant = await sign_in(tab)
    await drawer(tab)
    await tab.by("trouble-unreadable-choice").select_option(label="Side projects")
    await flip(tab, "unreadable")
    await expect(tab.by("trouble-unreadable-state")).to_have_text("Side projects is refused")
    (fault,) = await faults(tab)
    taken = tab.slack.world.faults.take(
        "graph", ADA, "GET", f"/v1.0/me/calendars('{fault['path']}')/calendarView", grant
    )
    assert taken is not None
    await tab.by("trouble-close").click()
    await tab.by("week-today").click()
    await expect(tab.page.locator(".calendar-toggle").filter(has_text="Side projects")).not_to_contain_text("read")
    assert (await tab.graph("GET", f"/me/calendars/{fault['path']}"))["name"] == "Side projects"


async def test_a_revoked_sign_in_is_dead_at_once_and_a_new_one_is_not(tab: Tab) -> None:
    grant = await sign_in(tab)
    await drawer(tab)
    await expect(tab.by("trouble-revoked-state")).to_have_text("1 live sign-in")
    await tab.by("trouble-revoked-do").click()
    await expect(tab.by("trouble-revoked-state")).to_have_text("Revoked: reconnect in the chat")
    await expect(tab.by("trouble-revoked-do")).to_have_attribute("aria-disabled", "true")
    strikes = tab.slack.world.faults.take
    assert strikes("graph", ADA, "GET", "/v1.0/me", grant) is not None
    assert strikes("graph", ADA, "GET", "/v1.0/me", await sign_in(tab)) is None
    await expect(tab.by("trouble-revoked-state")).to_have_text("1 live sign-in")


async def test_one_button_puts_everything_right(tab: Tab) -> None:
    await sign_in(tab)
    await drawer(tab)
    for name in SWITCHES:
        await flip(tab, name)
    await tab.by("trouble-right").click()
    for name in SWITCHES:
        await expect(tab.by(f"trouble-{name}")).to_have_attribute("data-on", "false")
    assert await faults(tab) == []
    switches = (await tab.slack.get("/admin/notifications"))["switches"]
    assert (switches["lose"], switches["lose_share"]) == (0, 0)
    await expect(tab.by("trouble-said")).to_have_text(f"Everything is right again for {ADA}.")


async def test_the_drawer_is_used_by_keyboard_and_gives_the_focus_back(tab: Tab) -> None:
    keys = tab.page.keyboard
    await tab.by("trouble-open").focus()
    await keys.press("Enter")
    await expect(tab.by("trouble-open")).to_have_attribute("aria-expanded", "true")
    await expect(tab.page.locator("#trouble-title")).to_be_focused()
    reached: set[str] = set()
    wanted = await tab.by("trouble").locator(CONTROLS).count()
    for _ in range(wanted + 1):  # the list itself can be scrolled by keyboard too
        await keys.press("Tab")
        reached.add(str(await tab.page.evaluate("document.activeElement.dataset.testid")))
    assert {f"trouble-{name}-switch" for name in SWITCHES} | {"trouble-right", "trouble-look"} <= reached
    await tab.by("trouble-slow-switch").focus()
    await keys.press("Space")
    await expect(tab.by("trouble-slow-switch")).to_have_attribute("aria-checked", "true")
    await expect(tab.by("trouble-slow-switch")).to_be_focused()
    await expect(tab.by("live")).to_contain_text("Slow Graph down: on.")
    await keys.press("Escape")
    await expect(tab.by("trouble")).to_be_hidden()
    await expect(tab.by("trouble-open")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 900, 600])
async def test_the_drawer_is_legible_and_named_in_every_window(tab: Tab, width: int) -> None:
    await tab.page.set_viewport_size({"width": width, "height": 900})
    try:
        found = await drawer(tab)
        await flip(tab, "unreadable")
        for scheme in SCHEMES:
            await tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await faint(found) == [], scheme
        assert await sideways(tab.page) <= 0
        assert await unlabelled(tab.page) == []
        assert await named_alike(found) == []
        for switch in await tab.page.get_by_role("switch").all():
            await expect(switch).to_have_accessible_name(re.compile(r"\w+ \w+|Throttle"))
        await expect(tab.by("composer")).to_be_visible()
    finally:
        await tab.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        await tab.page.set_viewport_size({"width": 1440, "height": 900})
