"""Cards of the bot in the Slack pane: what is drawn, what a click sends, where the focus goes."""

from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.sandbox.page.tab import DM, Tab, actions, button, field_of, options, plain, section

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"


async def test_every_kind_of_block_is_drawn(tab: Tab) -> None:
    article = await tab.shows(
        [
            {"type": "header", "text": plain("Three times")},
            section(
                "*bold* _slanted_ ~gone~ `code` <https://example.com|a link> <@U0BEN0001> 09:00–09:30 &lt;b&gt;\n"
                "• first\n&gt; said\n```pre * formatted```"
            ),
            {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Left*"}, {"type": "mrkdwn", "text": "right"}]},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "read just now"}]},
        ]
    )
    await expect(article.get_by_role("heading", name="Three times")).to_be_visible()
    for tag, text in (
        ("strong", "bold"),
        ("em", "slanted"),
        ("s", "gone"),
        ("code", "code"),
        ("pre", "pre * formatted"),
    ):
        await expect(article.locator(tag).filter(has_text=text).last).to_be_visible()
    assert await article.get_by_role("link", name="a link").get_attribute("href") == "https://example.com"
    shown = await article.inner_text()
    assert "@Ben Okafor" in shown
    assert "09:00–09:30 <b>" in shown
    await expect(article.locator("blockquote")).to_have_text("said")
    assert await article.locator(".field").count() == 2
    assert await article.locator("hr").count() == 1
    assert await article.locator(".unknown-block").count() == 0


async def test_a_date_is_shown_in_the_readers_zone_and_clock(tab: Tab) -> None:
    moment = "<!date^1796122800^{date_num} {time}|fallback>"  # 2026-12-01 11:00 UTC
    await tab.slack.client.chat_postMessage(channel="D0CAROL01", text=moment)
    ada = await tab.shows([section(moment)])
    await expect(ada.locator("time").last).to_have_text("2026-12-01 12:00")
    await tab.by("person").select_option("carol")
    carol = tab.by("message").last
    await expect(carol.locator(".message-body time")).to_have_text("2026-12-01 6:00 AM")


async def test_a_button_sends_its_action_and_has_its_own_name(tab: Tab) -> None:
    slot = button("slot", "14:00", value="v1", style="primary", accessibility_label="Book Tuesday 14:00, Berlin")
    article = await tab.shows([actions(slot, button("more", "More times"))])
    await article.get_by_role("button", name="Book Tuesday 14:00, Berlin").click()
    payload = await tab.last_action("slot")
    assert payload["actions"][0]["value"] == "v1"
    assert payload["user"]["id"] == "U0ADA0001"
    assert payload["message"]["ts"] == await article.get_attribute("data-ts")


async def test_a_confirm_dialog_stands_before_the_action(tab: Tab) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Erase"), "deny": plain("Keep")}
    article = await tab.shows([actions(button("erase", "Erase all", style="danger", confirm=confirm))])
    await article.get_by_role("button", name="Erase all").click()
    await tab.by("confirm-no").click()
    await expect(tab.by("confirm")).to_have_count(0)
    assert not tab.slack.bot.received
    await article.get_by_role("button", name="Erase all").click()
    await tab.by("confirm-yes").click()
    await tab.last_action("erase")


async def test_a_link_button_opens_a_tab_and_tells_the_bot(tab: Tab) -> None:
    url = f"{tab.slack.origin}/page/api/config"
    article = await tab.shows([actions(button("go", "Connect", url=url))])
    async with tab.page.context.expect_page() as opening:
        await article.get_by_role("link", name="Connect").click()
    opened = await opening.value
    await opened.wait_for_load_state()
    assert opened.url == url
    await tab.last_action("go")
    await opened.close()


async def test_choices_send_what_was_chosen(tab: Tab) -> None:
    article = await tab.shows(
        [
            {
                "type": "actions",
                "block_id": "row",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "one",
                        "placeholder": plain("Pick"),
                        "options": options("a", "b"),
                    },
                    {"type": "users_select", "action_id": "who", "placeholder": plain("Who")},
                    {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"},
                    {"type": "timepicker", "action_id": "hour"},
                    {"type": "checkboxes", "action_id": "ticks", "options": options("x", "y")},
                    {"type": "radio_buttons", "action_id": "radio", "options": options("p", "q")},
                    {"type": "overflow", "action_id": "menu", "options": options("move", "drop")},
                ],
            },
            section(
                "Calendars",
                accessory={
                    "type": "multi_static_select",
                    "action_id": "many",
                    "placeholder": plain("All"),
                    "options": options("c", "d", "e"),
                },
            ),
        ]
    )
    sent: dict[str, object] = {}

    def at(action_id: str) -> Locator:
        return article.locator(f'[data-action-id="{action_id}"]')

    async def said(action_id: str) -> dict[str, Any]:
        action: dict[str, Any] = (await tab.last_action(action_id))["actions"][0]
        return action

    await at("one").select_option("b")
    sent["one"] = (await said("one"))["selected_option"]["value"]
    await at("who").select_option(label="Ben Okafor")
    sent["who"] = (await said("who"))["selected_user"]
    await at("day").fill("2026-12-24")
    await at("day").blur()
    sent["day"] = (await said("day"))["selected_date"]
    await at("hour").fill("14:30")
    await at("hour").blur()
    sent["hour"] = (await said("hour"))["selected_time"]
    await at("ticks").get_by_label("Y").check()
    sent["ticks"] = [one["value"] for one in (await said("ticks"))["selected_options"]]
    await at("radio").get_by_label("Q").check()
    sent["radio"] = (await said("radio"))["selected_option"]["value"]
    await at("menu").click()
    await article.get_by_role("button", name="Drop").click()
    sent["menu"] = (await said("menu"))["selected_option"]["value"]
    await at("many").get_by_role("button").click()
    await at("many").get_by_label("D", exact=True).check()
    await tab.page.keyboard.press("Escape")
    sent["many"] = [one["value"] for one in (await said("many"))["selected_options"]]
    assert sent == {
        "one": "b",
        "who": "U0BEN0001",
        "day": "2026-12-24",
        "hour": "14:30",
        "ticks": ["y"],
        "radio": "q",
        "menu": "drop",
        "many": ["d"],
    }


async def test_after_an_edit_the_focus_stays_and_the_change_is_said(tab: Tab) -> None:
    article = await tab.shows([actions(button("more", "More"), button("gone", "Gone"))])
    await article.locator('[data-action-id="more"]').focus()
    ts = await article.get_attribute("data-ts")
    await tab.slack.client.chat_update(
        channel=DM, ts=str(ts), text="Now 15:00", blocks=[actions(button("more", "More still"))]
    )
    await expect(article.get_by_role("button", name="More still")).to_be_focused()
    await expect(tab.by("live")).to_contain_text("Now 15:00")
    await tab.slack.client.chat_update(channel=DM, ts=str(ts), text="Booked", blocks=[section("Booked")])
    await expect(article).to_be_focused()


async def test_a_click_counts_though_the_card_changes_under_the_pressed_button(tab: Tab) -> None:
    article = await tab.shows([actions(button("more", "More"))])
    await article.locator('[data-action-id="more"]').hover()
    await tab.page.mouse.down()
    ts = str(await article.get_attribute("data-ts"))
    async with tab.page.expect_response("**/slack/state?**") as read:
        await tab.slack.client.chat_update(
            channel=DM, ts=ts, text="Now 15:00", blocks=[actions(button("more", "Still"))]
        )
    await (await read.value).finished()
    await tab.page.evaluate("() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn)))")
    await tab.page.mouse.up()
    await tab.last_action("more")
    await expect(article.get_by_role("button", name="Still")).to_be_visible()


async def test_what_was_typed_is_its_writers_though_somebody_else_is_shown_when_it_is_sent(tab: Tab) -> None:
    typing = {"trigger_actions_on": ["on_character_entered"]}
    element = {"type": "plain_text_input", "action_id": "typed", "dispatch_action_config": typing}
    article = await tab.shows([field_of("note", "Note", element, dispatch_action=True)])
    await article.get_by_label("Note").fill("Ada's words")
    await tab.by("slack-as-ben").click()
    assert (await tab.last_action("typed"))["user"]["id"] == "U0ADA0001"


async def test_an_ephemeral_message_says_that_only_you_see_it(tab: Tab) -> None:
    await tab.slack.client.chat_postEphemeral(channel=DM, user="U0ADA0001", text="psst")
    await expect(tab.by("message").last).to_contain_text("Only visible to you")
    await expect(tab.by("message").last).to_contain_text("psst")


async def test_a_bot_that_fails_is_told_where_it_failed(tab: Tab) -> None:
    article = await tab.shows([actions(button("boom", "Boom"))])
    tab.slack.bot.answers = [web.Response(status=500)]
    await article.locator('[data-action-id="boom"]').click()
    await expect(article.get_by_role("alert")).to_contain_text("500")
    tab.slack.bot.answers = [web.Response(status=500)]
    await tab.by("composer").fill("/schedule today")
    await tab.by("composer").press("Enter")
    await expect(tab.by("composer-error")).to_contain_text("/schedule failed")
    await expect(tab.by("composer")).to_have_value("/schedule today")
