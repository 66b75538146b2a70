"""The Teams pane: typing, mentions, threads, edits, who is shown, and where the app is."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from sandbox.page.live import told
from sandbox.people import PEOPLE
from tests.sandbox.page.teams_tab import TeamsTab
from tests.sandbox.teams.stage import Json, attached, card, execute, text

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE: Json = {"type": "Input.Text", "id": "title", "label": "Title"}
MANIFEST: Json = {
    "bots": [
        {
            "commandLists": [
                {"scopes": ["personal"], "commands": [{"title": "help", "description": "Everything it can do"}]},
                {"scopes": ["team"], "commands": [{"title": "today", "description": "Your day"}]},
            ]
        }
    ]
}


async def test_what_is_typed_reaches_the_bot_and_its_answer_appears_by_itself(teams: TeamsTab) -> None:
    await teams.say("help")
    assert (await teams.got("message"))["text"] == "help"
    await teams.teams.say(await teams.teams.place("personal"), text="Ask away.")
    await expect(teams.by("teams-message")).to_have_count(2)
    await expect(teams.by("teams-message").last).to_contain_text("Ask away.")
    await expect(teams.by("teams-message").last.locator("time")).to_be_visible()
    await expect(teams.by("trace-teams")).to_contain_text("/activities")
    await expect(teams.by("live")).to_contain_text("Ask away.")


async def test_an_edited_message_changes_in_place_and_a_deleted_one_goes(teams: TeamsTab) -> None:
    place = await teams.teams.place("personal")
    shown = await teams.shows(card(text("Double booking"), actions=[execute()]))
    activity = str(await shown.get_attribute("data-id"))
    changed: Json = {"type": "message", "attachments": [attached(card(text("Resolved")))]}
    await teams.teams.call("PUT", "conversations", place, "activities", activity, **changed)
    await expect(shown).to_contain_text("Resolved")
    await expect(shown).to_contain_text("Edited")
    assert await shown.get_by_role("button").count() == 0
    await teams.teams.call("DELETE", "conversations", place, "activities", activity)
    await expect(shown).to_have_count(0)


async def test_the_newest_message_stays_in_sight_in_a_narrower_window_and_comes_there_with_what_one_sends(
    teams: TeamsTab,
) -> None:
    for number in range(4):
        newest = await teams.shows(card(text(f"{number}. " + "A long card that takes many lines. " * 20)))
    await expect(newest).to_be_in_viewport()
    await teams.page.set_viewport_size({"width": 400, "height": 700})
    await teams.by("pane-teams").click()
    await expect(newest).to_be_in_viewport()
    await teams.page.set_viewport_size({"width": 1440, "height": 900})
    await teams.by("teams-message").first.scroll_into_view_if_needed()
    await expect(newest).not_to_be_in_viewport()
    await teams.say("help")
    await expect(teams.by("teams-message").last).to_be_in_viewport()


async def test_the_command_menu_is_the_manifests_and_follows_the_mention_in_a_channel(teams: TeamsTab) -> None:
    await teams.teams.post("/admin/teams/app", endpoint=f"{teams.teams.bot.origin}/api/messages", manifest=MANIFEST)
    await teams.open("?person=ada&teams=ada")
    await teams.by("teams-composer").fill("h")
    await teams.page.get_by_role("button", name="help Everything it can do").click()
    await expect(teams.by("teams-composer")).to_have_value("help")
    await teams.by("teams-channel").click()
    await expect(teams.by("teams-composer")).to_have_value("")
    await teams.by("teams-composer").fill("@")
    await teams.page.get_by_role("button", name="@Clearhour today Your day").click()
    await teams.by("teams-composer").press("Enter")
    sent = await teams.got("message")
    assert sent["text"].startswith("<at>Clearhour</at>")
    await expect(teams.by("teams-message").last.locator(".mention")).to_have_text("Clearhour")


async def test_an_answer_in_a_channel_stands_under_its_post(teams: TeamsTab) -> None:
    await teams.by("teams-channel").click()
    for words in ("first", "second"):
        await teams.say(words)
        await expect(teams.by("teams-message").last).to_contain_text(words)
    assert teams.teams.bot.received == []
    first = teams.by("teams-message").filter(has_text="first")
    await first.get_by_role("button", name="Reply").click()
    await expect(teams.by("teams-composer")).to_be_focused()
    await expect(teams.by("teams-composer")).to_have_value("@Clearhour ")
    await teams.say("@Clearhour today")
    post = await first.get_attribute("data-id")
    assert (await teams.got("message"))["conversation"]["id"].endswith(f";messageid={post}")
    shown = await teams.by("teams-message").all_inner_texts()
    assert ["first" in shown[0], "today" in shown[1], "second" in shown[2]] == [True, True, True]
    await teams.by("teams-new-post").click()
    await teams.say("third")
    await expect(teams.by("teams-message").last).to_contain_text("third")


async def test_the_bot_is_added_and_removed_by_its_button(teams: TeamsTab) -> None:
    await teams.teams.hand("uninstall", conversation="general")
    button = teams.by("teams-install")
    await expect(button).to_have_text("Remove")
    await button.click()
    await expect(button).to_have_text("Add Clearhour")
    assert (await teams.got("installationUpdate"))["action"] == "remove"
    await teams.say("hello?")
    await expect(teams.by("teams-composer-error")).to_contain_text("not installed here")
    await expect(teams.by("teams-composer")).to_have_value("hello?")
    await button.click()
    await expect(button).to_have_text("Remove")
    await expect(button).to_be_focused()
    assert teams.teams.bot.last["action"] == "add"


async def test_two_people_are_there_at_once_and_switching_loses_nothing(teams: TeamsTab) -> None:
    shown = await teams.shows(card(TITLE, actions=[execute()]))
    await shown.get_by_label("Title").fill("half typed")
    await teams.by("teams-composer").fill("a draft")
    await teams.by("composer").fill("a Slack draft of Ada")
    await teams.by("week-next").click()
    week = await teams.by("week-title").get_attribute("data-monday")
    await _shows_nothing_until_read(teams)
    for pane in ("slack", "outlook"):
        await teams.by(f"{pane}-as-ben").click()
    await expect(teams.by("teams-composer")).to_have_value("")
    await expect(teams.by("composer")).to_have_value("")
    await expect(teams.page.get_by_label("Family")).to_be_visible()
    await teams.by("teams-groupChat").click()
    await teams.say("from Ben")
    await expect(teams.by("teams-message").last).to_contain_text("from Ben")
    assert "slack=ben" in teams.page.url
    for pane in ("teams", "slack", "outlook"):
        await teams.by(f"{pane}-as-ada").click()
    await expect(shown.get_by_label("Title")).to_have_value("half typed")
    await expect(teams.by("teams-composer")).to_have_value("a draft")
    await expect(teams.by("composer")).to_have_value("a Slack draft of Ada")
    await expect(teams.by("week-title")).to_have_attribute("data-monday", str(week))
    await teams.by("teams-as-ben").click()
    await expect(teams.by("teams-groupChat")).to_have_attribute("aria-selected", "true")


async def _shows_nothing_until_read(teams: TeamsTab) -> None:
    """Ben's Teams, whose state is slow to come, isn't Ada's until then."""
    read = asyncio.Event()

    async def later(route: Route) -> None:
        await read.wait()
        await route.continue_()

    await teams.page.route("**/teams/state?person=ben", later)
    await teams.by("teams-as-ben").click()
    await expect(teams.by("teams-install")).to_have_count(0)
    await expect(teams.by("teams-message")).to_have_count(0)
    read.set()
    await expect(teams.by("teams-install")).to_be_visible()
    await teams.page.unroute("**/teams/state?person=ben")


async def test_what_is_new_for_the_other_person_marks_their_name(teams: TeamsTab) -> None:
    await teams.shows(card(text("For Ben")), person="ben")
    await expect(teams.page.get_by_role("button", name="Teams of Ben Okafor (something new)")).to_be_visible()
    await expect(teams.by("teams-message")).to_have_count(0)
    await teams.by("teams-as-ben").click()
    await expect(teams.by("teams-message")).to_contain_text("For Ben")
    await expect(teams.page.get_by_role("button", name="Teams of Ben Okafor", exact=True)).to_be_visible()


async def test_news_for_the_other_person_leaves_the_focus_where_it_is(teams: TeamsTab) -> None:
    for words in ("first", "second"):
        await teams.say(words)
        await expect(teams.by("teams-message").last).to_contain_text(words)
    news = teams.page.get_by_role("button", name="Teams of Ben Okafor (something new)")
    await teams.by("teams-message").last.focus()
    await teams.shows(card(text("For Ben")), person="ben")
    await expect(news).to_be_visible()
    await expect(teams.by("teams-message").last).to_be_focused()
    await news.press("Enter")
    await expect(teams.by("teams-as-ben")).to_be_focused()


async def test_what_was_read_after_a_change_of_people_is_no_longer_new(teams: TeamsTab) -> None:
    news = teams.page.get_by_role("button", name="Teams of Ben Okafor (something new)")
    await teams.shows(card(text("For Ben")), person="ben")
    await expect(news).to_be_visible()
    await teams.by("person").select_option("ben")
    await expect(teams.by("teams-message")).to_contain_text("For Ben")
    await teams.by("person").select_option("ada")
    await expect(teams.by("teams-as-ada")).to_have_attribute("aria-pressed", "true")
    await expect(teams.by("teams-as-ben")).to_be_visible()
    await expect(news).to_have_count(0)


async def test_other_people_are_chosen_and_the_address_keeps_them(teams: TeamsTab) -> None:
    await teams.by("with").select_option("dina")
    await expect(teams.by("teams-as-dina")).to_be_visible()
    await teams.by("person").select_option("dina")
    await expect(teams.by("with")).to_have_value("ada")
    await expect(teams.by("slack-as-dina")).to_have_attribute("aria-pressed", "true")
    await teams.page.reload()
    await teams.page.locator("body[data-ready]").wait_for()
    await expect(teams.by("person")).to_have_value("dina")
    await expect(teams.by("with")).to_have_value("ada")


async def test_times_tick_the_find_step_only_on_a_card_that_names_the_other_person(teams: TeamsTab) -> None:
    await teams.open("?person=ben&with=ada&teams=ben")
    await expect(await teams.shows(card(text("Adamant"), actions=[execute("14:00")]), person="ben")).to_be_visible()
    await expect(teams.by("check-find")).to_have_attribute("data-done", "false")
    await teams.shows(card(text("30 min with:\nAda, Carol"), actions=[execute("14:00")]), person="ben")
    await expect(teams.by("check-find")).to_have_attribute("data-done", "true")


async def test_the_checklist_follows_a_double_booking_from_what_happens(teams: TeamsTab) -> None:
    box = "/admin/mailboxes/ada@contoso.com/events"
    day = await teams.by("week-title").get_attribute("data-monday")
    for subject, hours in (("One", ("19:00", "19:30")), ("Other", ("19:15", "19:45"))):
        await expect(teams.by("check-clash")).to_have_attribute("data-done", "false")
        start, end = ({"dateTime": f"{day}T{hour}:00", "timeZone": "Europe/Berlin"} for hour in hours)
        await teams.teams.post(box, subject=subject, start=start, end=end)
        await expect(teams.page.locator(f'[data-subject="{subject}"]')).to_be_visible()
    await expect(teams.by("check-clash")).to_have_attribute("data-done", "true")
    heading: Json = {"type": "TextBlock", "text": "Double booking", "style": "heading"}
    shown = await teams.shows(card(heading))
    await expect(teams.by("check-told")).to_have_attribute("data-done", "true")
    await expect(teams.by("check-resolved")).to_have_attribute("data-done", "false")
    place, activity = await teams.teams.place("personal"), str(await shown.get_attribute("data-id"))
    solved = card({**heading, "text": "Resolved"})
    changed: Json = {"type": "message", "attachments": [attached(solved)]}
    await teams.teams.call("PUT", "conversations", place, "activities", activity, **changed)
    await expect(teams.by("check-resolved")).to_have_attribute("data-done", "true")
    await expect(teams.by("check-move")).to_have_attribute("data-done", "false")
    await expect(teams.by("check-other-clash")).to_have_attribute("data-done", "false")


async def test_the_stream_tells_each_person_only_what_is_theirs() -> None:
    ada, ben, carol = PEOPLE[:3]
    event = {"type": "teams", "what": "changed", "conversation": "c", "id": "1", "members": ["ada", "ben"]}
    everybody = {"type": "teams", "people": ["ada", "ben"], "what": "changed", "conversation": "c"}
    assert told({**event, "only_for": None}, [ada, ben, carol]) == everybody
    assert told({**event, "only_for": "ben"}, [ada, ben]) == {**everybody, "people": ["ben"]}
    assert told({**event, "only_for": "ben"}, [ada]) is None
    assert told({**event, "only_for": None}, [carol]) is None
    slack = {"type": "slack", "people": ["ada"]}
    assert told({"type": "view", "only_for": ada.slack_id, "app": "secret"}, [ada, ben]) == slack
    direct = {"type": "message", "only_for": None, "members": [ada.slack_id], "text": "secret"}
    assert told(direct, [ada, ben]) == slack
    assert told(direct, [ben]) is None
