"""The page of every command and screen is what the code does."""

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.payloads import COMMANDS
from tests.judges import experience


async def test_the_page_of_every_command_and_screen_is_up_to_date_and_misses_none() -> None:
    page = await experience.page()
    assert experience.PAGE.read_text() == page, "write it again: make experience"
    named = {line.split(" | ")[0].removeprefix("| ") for line in page.splitlines()}
    screens = {*in_slack.CARDS, *in_slack.FORMS, *in_teams.CARDS, *in_teams.FORMS}
    assert {*COMMANDS, *(one.__name__ for one in screens)} - named == set()
