"""Who takes the app out: nothing of theirs is read any more, unless they still speak from somewhere."""

from collections.abc import AsyncIterator

import pytest

from core.people.model import PersonLeft
from tests.unit.teams.stage import CHANNEL, Stage, stage, teams_user


@pytest.fixture
async def ada() -> AsyncIterator[Stage]:
    """Ada has the app for herself and is connected; she is also in the team with it."""
    async with stage() as found:
        await found.sends("ada", "installationUpdate", "a:ada", action="add")
        await found.connects("ada")
        yield found


async def takes_out(one: Stage, key: str, place: str) -> None:
    one.teams.installed.discard(place)
    await one.sends(key, "installationUpdate", place, action="remove")


def tables(one: Stage) -> tuple[int, int, int]:
    found = one.world.store.transactions.tables
    return len(found.connections), len(found.caches), len(found.calendars)


async def test_who_still_has_it_in_a_team_stays_connected(ada: Stage) -> None:
    before = tables(ada)
    await takes_out(ada, "ada", "a:ada")
    assert tables(ada) == before


async def test_with_the_last_chat_go_tokens_and_copies(ada: Stage) -> None:
    await takes_out(ada, "ben", CHANNEL)
    assert tables(ada)[0] == 1, "she has it for herself"
    await takes_out(ada, "ada", "a:ada")
    assert tables(ada) == (0, 0, 0)
    assert len(ada.world.facts(PersonLeft)) == 1


async def test_when_a_team_takes_it_out_nothing_of_a_person_who_has_it_alone_ends(ada: Stage) -> None:
    await ada.types("ben", "help", CHANNEL)
    await ada.connects("ben")
    await takes_out(ada, "ben", CHANNEL)
    assert tables(ada)[0] == 2
    await takes_out(ada, "ada", "a:ada")
    assert tables(ada) == (0, 0, 0), "it is nowhere in the organisation any more, so Ben has left too"


async def test_who_comes_back_is_welcomed_and_can_connect_again(ada: Stage) -> None:
    await takes_out(ada, "ben", CHANNEL)
    await takes_out(ada, "ada", "a:ada")
    ada.teams.posts.clear()
    await ada.sends("ada", "installationUpdate", "a:ada", action="add")
    (welcome,) = ada.teams.cards("a:ada")
    assert "Double bookings, caught and solved" in welcome["fallbackText"]
    await ada.connects("ada")
    assert tables(ada)[0] == 1
    profile = await ada.workspace.directory.profile(teams_user("ada"))
    assert profile is not None
    assert profile.active


async def test_the_app_that_is_said_to_be_gone_twice_is_counted_once(ada: Stage) -> None:
    await ada.types("ben", "help")
    await ada.connects("ben")
    await takes_out(ada, "ben", CHANNEL)
    for _ in range(2):
        await takes_out(ada, "ada", "a:ada")
    assert tables(ada)[0] == 1, "Ben has it for himself"
