"""Install and uninstall: one welcome, and nobody is written to afterwards."""

import pytest

from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import HomeScreen, Line, say
from core.people.model import Reader
from core.shared.errors import ClearhourError
from tests.scenarios.teams.stage import Stage, user
from tests.scenarios.teams.stage import stage as open_stage

SCREEN = Line(say("calendars.saved"))
READER = Reader("Europe/Berlin", "en-GB")
WELCOME = HomeScreen(say("home.title"), (say("home.does.find"),), ())


@pytest.fixture(autouse=True)
def script(teams: Stage) -> None:
    teams.dialogue.cards = {ShowHome: WELCOME}


async def test_installing_for_oneself_is_welcomed_once_however_often_teams_says_so(teams: Stage) -> None:
    await teams.install()
    for _ in range(2):
        await teams.hand("install", conversation="personal", again=True)
    (welcome,) = await teams.said()
    assert welcome["summary"].startswith("Double bookings, caught and solved")


async def test_a_team_is_told_how_to_ask_and_nothing_about_anybody(teams: Stage) -> None:
    await teams.install("general")
    (line,) = await teams.said("general")
    assert line["summary"].startswith("Mention me with a command")
    assert await teams.said() == []


async def test_whoever_takes_the_app_away_gets_no_more_messages(teams: Stage) -> None:
    await teams.install()
    await teams.hand("uninstall", conversation="personal")
    with pytest.raises(ClearhourError):
        await teams.adapter.workspace.messenger.show(user("ada"), SCREEN, READER, None)
    assert teams.routes()[user("ada")]["personal"] is None


async def test_after_coming_back_messages_arrive_again(teams: Stage) -> None:
    await teams.install()
    await teams.hand("uninstall", conversation="personal")
    await teams.install()
    ref = await teams.adapter.workspace.messenger.show(user("ada"), SCREEN, READER, None)
    assert (await teams.said())[-1]["id"] == ref.message


async def test_routes_outlive_the_process(teams: Stage) -> None:
    """A second adapter over the same database reaches people who wrote to the first."""
    await teams.install()
    old = teams.adapter.workspace
    fresh = type(old)(old.settings, teams.store.chat_routes, teams.store.transactions, old.messenger._clock)
    await fresh.messenger.show(user("ada"), SCREEN, READER, None)
    await fresh.http.close()
    assert (await teams.said())[-1]["summary"] == "Saved. This is in use now."


async def test_another_organisation_talks_to_a_bot_for_all_that_installed_it() -> None:
    """And its people are others than ours, whatever their ids."""
    async with open_stage(tenants="*") as teams:
        teams.dialogue.cards = {ShowHome: WELCOME}
        await teams.admin("person", person="emil", tenant="fabrikam")
        await teams.install(person="emil")
        await teams.send("today", person="emil")
        assert [one.user.workspace for one, _ in teams.dialogue.asked] == ["fabrikam", "fabrikam"]
        assert (await teams.said(person="emil"))[0]["summary"].startswith("Double bookings")
