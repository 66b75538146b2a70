"""Modals and the composer: typing, errors under their fields, the keyboard."""

import pytest
from aiohttp import web
from playwright.async_api import expect

from tests.sandbox.page.tab import Tab, actions, button, field_of, form, options, plain, section

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = field_of("title", "Title", {"type": "plain_text_input", "action_id": "text", "initial_value": "Ada / Ben"})
NOTE = field_of("note", "Note", {"type": "plain_text_input", "action_id": "text", "multiline": True}, optional=True)
PEOPLE = field_of("people", "People", {"type": "multi_users_select", "action_id": "who"})
LENGTH = field_of("length", "Length", {"type": "static_select", "action_id": "min", "options": options("15", "30")})


async def test_a_submitted_modal_carries_what_was_typed_and_closes(tab: Tab) -> None:
    dialog = await tab.modal(form(TITLE, NOTE, PEOPLE, LENGTH))
    await dialog.get_by_label("Title").fill("Planning")
    await dialog.get_by_label("Note").fill("two\nlines")
    await dialog.locator('[data-action-id="who"] button').click()
    await dialog.get_by_label("Search the options").fill("ben")
    await dialog.get_by_label("Ben Okafor").check()
    await dialog.get_by_label("Length").select_option("30")
    await tab.by("modal-submit").click()
    await expect(dialog).to_have_count(0)
    values = tab.slack.bot.received[-1].payload["view"]["state"]["values"]
    assert values["title"]["text"]["value"] == "Planning"
    assert values["note"]["text"]["value"] == "two\nlines"
    assert values["people"]["who"]["selected_users"] == ["U0BEN0001"]
    assert values["length"]["min"]["selected_option"]["value"] == "30"


async def test_an_empty_required_field_is_named_before_the_bot_is_asked(tab: Tab) -> None:
    dialog = await tab.modal(form(TITLE, LENGTH))
    before = len(tab.slack.bot.received)
    await dialog.get_by_label("Title").fill("")
    await tab.by("modal-submit").click()
    await expect(dialog.locator('[data-error-for="title"]')).to_have_text("Please complete this required field.")
    await expect(dialog.get_by_label("Title")).to_be_focused()
    assert [got.path for got in tab.slack.bot.received[before:]].count("/actions") == 0


async def test_the_bots_error_stands_under_its_field_and_what_was_typed_stays(tab: Tab) -> None:
    dialog = await tab.modal(form(TITLE, NOTE))
    errors = {"response_action": "errors", "errors": {"title": "That time is taken."}}
    await dialog.get_by_label("Title").fill("Mine")
    tab.slack.bot.answers = [web.json_response(errors)]
    await tab.by("modal-submit").click()
    await expect(dialog.locator('[data-error-for="title"]')).to_have_text("That time is taken.")
    assert await dialog.get_by_label("Title").get_attribute("aria-invalid") == "true"
    await expect(dialog.get_by_label("Title")).to_have_value("Mine")
    await expect(tab.by("live")).to_contain_text("That time is taken.")


async def test_escape_closes_the_modal_and_an_open_list_first(tab: Tab) -> None:
    dialog = await tab.modal(form(PEOPLE))
    await dialog.locator('[data-action-id="who"] button').click()
    await tab.page.keyboard.press("Escape")
    await expect(dialog.get_by_label("Search the options")).to_be_hidden()
    await expect(dialog).to_be_visible()
    await tab.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert (await tab.slack.view()) is None


async def test_the_focus_stays_inside_an_open_modal(tab: Tab) -> None:
    dialog = await tab.modal(form(TITLE, NOTE))
    for _step in range(8):
        await tab.page.keyboard.press("Tab")
        inside = await dialog.evaluate(
            "d => d.contains(document.activeElement) || document.activeElement === document.body"
        )
        assert inside


async def test_an_updated_modal_keeps_what_was_typed(tab: Tab) -> None:
    tick = {"type": "checkboxes", "action_id": "all", "options": options("everything")}
    dialog = await tab.modal(form(TITLE, actions(tick)))
    await dialog.get_by_label("Title").fill("Half way")
    await dialog.get_by_label("Everything").check()
    payload = await tab.last_action("all")
    assert payload["view"]["state"]["values"]["title"]["text"]["value"] == "Half way"
    await tab.slack.client.views_update(
        view_id=payload["view"]["id"], view=form(TITLE, actions(tick), section("One more line"))
    )
    await expect(dialog).to_contain_text("One more line")
    await expect(dialog.get_by_label("Title")).to_have_value("Half way")
    await expect(dialog.get_by_label("Everything")).to_be_checked()


async def test_an_external_select_asks_the_bot_while_typing(tab: Tab) -> None:
    element = {"type": "external_select", "action_id": "cal", "min_query_length": 0, "placeholder": plain("Calendar")}
    dialog = await tab.modal(form(field_of("calendar", "Calendar", element)))
    tab.slack.bot.answers = [
        web.json_response({"options": options("work")}),
        web.json_response({"options": options("family")}),
    ]
    await dialog.locator('[data-action-id="cal"] button').click()
    await expect(dialog.get_by_label("Work")).to_be_visible()
    await dialog.get_by_label("Search the options").fill("fam")
    await expect(dialog.get_by_label("Family")).to_be_visible()
    await expect(tab.by("live")).to_contain_text("1 option.")
    await tab.page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_label("Family")).to_be_focused()
    await expect(dialog.get_by_label("Family")).not_to_be_checked()
    await tab.page.keyboard.press("Enter")
    await expect(dialog.locator('[data-action-id="cal"] button')).to_be_focused()
    await tab.by("modal-submit").click()
    await expect(dialog).to_have_count(0)
    values = tab.slack.bot.received[-1].payload["view"]["state"]["values"]
    assert values["calendar"]["cal"]["selected_option"]["value"] == "family"


async def test_a_command_is_sent_with_enter_and_comes_back_with_the_arrow(tab: Tab) -> None:
    composer = tab.by("composer")
    await composer.fill("/")
    await expect(tab.page.get_by_role("button", name="/schedule find 30m with @Ben")).to_be_visible()
    async with tab.page.expect_response("**/send"):
        await composer.fill("/schedule find 30m with @Ben")
        await composer.press("Enter")
    assert tab.slack.bot.received[-1].form["text"] == "find 30m with <@U0BEN0001|Ben Okafor>"
    await expect(tab.by("message").last).to_contain_text("/schedule find 30m with @Ben")
    await expect(composer).to_have_value("")
    await composer.press("ArrowUp")
    await expect(composer).to_have_value("/schedule find 30m with @Ben")
    await expect(tab.by("trace-slack")).to_contain_text("POST /commands")


async def test_a_message_in_general_reaches_everybody_there(tab: Tab) -> None:
    await tab.by("channel-general").click()
    await tab.by("composer").fill("hello all")
    await tab.by("send").click()
    await expect(tab.by("message").last).to_contain_text("hello all")
    await tab.by("person").select_option("ben")
    await tab.by("channel-general").click()
    await expect(tab.by("message").last).to_contain_text("hello all")
    assert "?person=ben" in tab.page.url


async def test_a_card_for_another_channel_marks_its_tab(tab: Tab) -> None:
    await tab.by("channel-general").click()
    await tab.slack.client.chat_postMessage(channel="D0ADA0001", text="new", blocks=[actions(button("x", "X"))])
    await expect(tab.by("channel-dm")).to_contain_text("new messages")
