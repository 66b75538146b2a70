"""Cards in the Teams pane: drawn as text, pressed, filled in, answered in place; dialogs."""

import pytest
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.sandbox.page.teams_tab import TeamsTab
from tests.sandbox.teams.stage import Json, attached, card, card_answer, execute, submit, task, text

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEADING: Json = {"type": "TextBlock", "text": "Calendars", "style": "heading", "wrap": True}
TITLE: Json = {"type": "Input.Text", "id": "title", "label": "Title", "value": "Ada / Ben"}
NEEDED: Json = {**TITLE, "value": "", "isRequired": True, "errorMessage": "A title, please"}
LENGTH: Json = {
    "type": "Input.ChoiceSet",
    "id": "minutes",
    "label": "Length",
    "choices": [{"title": f"{one} min", "value": one} for one in ("15", "30")],
    "value": "15",
}
TYPED: Json = {**LENGTH, "id": "linked", "label": "Linked calendar", "style": "filtered"}
SEVERAL: Json = {**LENGTH, "id": "calendars", "label": "Conflict calendars", "isMultiSelect": True}
ONLINE: Json = {"type": "Input.Toggle", "id": "online", "label": "Place", "title": "Teams meeting", "value": "false"}
PEOPLE: Json = {
    "type": "Input.ChoiceSet",
    "id": "people",
    "label": "People",
    "isMultiSelect": True,
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}
OPENS: Json = {"type": "Action.Submit", "title": "Change", "data": {"id": 7, "msteams": {"type": "task/fetch"}}}


def go(message: Locator, name: str = "Go") -> Locator:
    return message.get_by_role("button", name=name, exact=True)


async def test_nothing_that_is_sent_becomes_markup_or_a_link(teams: TeamsTab) -> None:
    bad = "**bold** [press](https://evil.example/) <img src=x onerror=alert(1)> `code`"
    run: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": bad}]}
    shown = await teams.shows(card(text(bad), run))
    await expect(shown.get_by_text(bad)).to_have_count(2)
    assert await shown.locator(".teams-body").locator("img, a, strong, code").count() == 0
    await teams.say("<b>me</b> & **you**")
    await expect(teams.by("teams-message").last).to_contain_text("<b>me</b> & **you**")


async def test_a_heading_is_one_and_a_button_is_named_by_its_tooltip(teams: TeamsTab) -> None:
    shown = await teams.shows(card(HEADING, actions=[{**execute(), "title": "14:00", "tooltip": "Book Tue 14:00"}]))
    await expect(shown.get_by_role("heading", name="Calendars", level=3)).to_be_visible()
    await expect(go(shown, "Book Tue 14:00")).to_have_text("14:00")


async def test_what_was_entered_is_sent_and_the_answer_takes_the_place_of_the_card(teams: TeamsTab) -> None:
    shown = await teams.shows(card(TITLE, LENGTH, TYPED, SEVERAL, ONLINE, PEOPLE, actions=[execute("save", step=2)]))
    await shown.get_by_label("Title").fill("Launch")
    await shown.get_by_label("Length").select_option("30")
    await shown.get_by_role("combobox", name="Linked calendar").fill("30 min")
    await shown.get_by_role("checkbox", name="30 min").check()
    await shown.get_by_label("Teams meeting").check()
    await shown.get_by_label("Ben Okafor").check()
    teams.teams.bot.answers = [card_answer(card(text("Saved")))]
    await go(shown, "Save").click()
    await expect(shown).to_contain_text("Saved")
    await expect(go(shown, "Save")).to_have_count(0)
    sent = (await teams.got("invoke", "adaptiveCard/action"))["value"]["action"]
    assert (sent["type"], sent["verb"]) == ("Action.Execute", "save")
    data = sent["data"]
    assert data.pop("people").endswith("000000000002")
    chosen = {"minutes": "30", "linked": "30", "calendars": "15,30", "online": "true"}
    assert data == {"step": 2, "title": "Launch", **chosen}
    assert (await teams.teams.sees())[-1]["own_view"]


async def test_an_empty_required_field_is_named_before_the_bot_is_asked(teams: TeamsTab) -> None:
    shown = await teams.shows(card(NEEDED, actions=[execute()]))
    await go(shown).click()
    await expect(shown).to_contain_text("A title, please")
    await expect(shown.get_by_label("Title")).to_be_focused()
    assert teams.teams.bot.received == []


async def test_a_question_opens_in_the_card(teams: TeamsTab) -> None:
    sure: Json = {"type": "Action.ShowCard", "title": "Cancel", "card": card(text("Really?"), actions=[execute("yes")])}
    shown = await teams.shows(card(actions=[sure]))
    await expect(shown.get_by_text("Really?")).to_be_hidden()
    await go(shown, "Cancel").click()
    await go(shown, "Yes").click()
    assert (await teams.got("invoke"))["value"]["action"]["verb"] == "yes"


async def test_the_wheel_turns_until_teams_gives_up_and_says_so(teams: TeamsTab) -> None:
    await teams.teams.post("/admin/teams/settings", invoke_seconds=0.6)
    teams.teams.bot.delay_seconds = 1.0
    shown = await teams.shows(card(actions=[execute()]))
    await go(shown).click()
    await expect(shown).to_have_attribute("aria-busy", "true")
    await go(shown).click(force=True)  # a second press while the first one runs is none
    await expect(shown.get_by_test_id("teams-status")).to_have_text("Unable to reach app. Please try again.")
    await expect(shown).not_to_have_attribute("aria-busy", "true")
    assert len(teams.teams.bot.received) == 1


async def test_a_line_as_answer_is_shown_under_the_card(teams: TeamsTab) -> None:
    shown = await teams.shows(card(actions=[execute()]))
    line = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "I'm asking Outlook."}
    teams.teams.bot.answers = [web.json_response(line)]
    await go(shown).click()
    await expect(shown.get_by_test_id("teams-status")).to_have_text("I'm asking Outlook.")
    await expect(go(shown)).to_be_visible()


async def test_a_card_that_asks_for_its_newest_contents_is_refreshed_once_when_seen(teams: TeamsTab) -> None:
    wish = {"action": execute("look"), "userIds": [(await teams.teams.state())["user_id"]]}
    teams.teams.bot.answers = [card_answer(card(text("Newest"), refresh=wish))]
    shown = await teams.shows(card(text("As it was"), refresh=wish))
    await expect(shown).to_contain_text("Newest")
    assert (await teams.got("invoke"))["value"]["trigger"] == "automatic"
    await teams.shows(card(text("Another")))
    await expect(teams.by("teams-message").last).to_contain_text("Another")
    assert len(teams.teams.bot.received) == 1


async def test_a_link_opens_a_tab_that_knows_nothing_of_the_page(teams: TeamsTab) -> None:
    url = f"{teams.teams.origin}/page/api/config"
    shown = await teams.shows(card(actions=[{"type": "Action.OpenUrl", "title": "Connect", "url": url}]))
    async with teams.page.context.expect_page() as opening:
        await shown.get_by_role("link", name="Connect").click()
    other = await opening.value
    await other.wait_for_url(url)
    assert await other.evaluate("window.opener") is None
    await other.close()
    assert teams.teams.bot.received == []


async def test_the_focus_stays_where_it_was_when_the_card_is_answered(teams: TeamsTab) -> None:
    shown = await teams.shows(card(actions=[execute("more"), execute("stop")]))
    teams.teams.bot.answers = [card_answer(card(text("Page 2"), actions=[execute("more"), execute("stop")]))]
    await go(shown, "More").focus()
    await teams.page.keyboard.press("Enter")
    await expect(shown).to_contain_text("Page 2")
    await expect(go(shown, "More")).to_be_focused()


def form(content: Json, title: str = "Book") -> web.Response:
    return task("continue", {"title": title, "height": "medium", "width": "medium", "card": attached(content)})


async def test_a_dialog_is_filled_in_sent_and_goes_on_until_the_bot_closes_it(teams: TeamsTab) -> None:
    shown = await teams.shows(card(actions=[OPENS]))
    teams.teams.bot.answers = [form(card(NEEDED, actions=[submit(step=1)]))]
    await go(shown, "Change").click()
    dialog = teams.by("teams-dialog")
    await expect(dialog.get_by_role("heading", name="Book")).to_be_visible()
    await expect(dialog.get_by_label("Title")).to_be_focused()
    await go(dialog, "Send").click()
    await expect(dialog).to_contain_text("A title, please")
    teams.teams.bot.answers = [form(card(text("Sure?"), actions=[submit(step=2)]), "Sure?"), task("message", "Booked")]
    await dialog.get_by_label("Title").fill("Launch")
    await go(dialog, "Send").click()
    await expect(dialog.get_by_role("heading", name="Sure?")).to_be_visible()
    assert (await teams.got("invoke", "task/submit"))["value"]["data"] == {"step": 1, "title": "Launch"}
    await go(dialog, "Send").click()
    await expect(dialog).to_have_count(0)
    await expect(teams.by("teams-flash")).to_have_text("Booked")


async def test_escape_and_the_cross_close_a_dialog(teams: TeamsTab) -> None:
    shown = await teams.shows(card(actions=[OPENS]))
    for leave in ("escape", "cross"):
        teams.teams.bot.answers = [form(card(TITLE, actions=[submit()]))]
        await go(shown, "Change").click()
        await expect(teams.by("teams-dialog")).to_be_visible()
        if leave == "escape":
            await teams.page.keyboard.press("Escape")
        else:
            await teams.by("teams-dialog-x").click()
        await expect(teams.by("teams-dialog")).to_have_count(0)
        assert (await teams.teams.state())["dialog"] is None
