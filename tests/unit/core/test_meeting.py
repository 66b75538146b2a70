"""Getting to know the people of a chat: who they are, and how old that knowledge may be."""

import asyncio
from datetime import timedelta

from core.people.model import PersonMet, Reader
from core.people.usecases import FALLBACK_READER, PROFILE_AGE
from tests.unit.world import World, user


async def test_a_chat_user_stays_the_same_person_and_is_met_once(world: World) -> None:
    world.join("ada")
    first = await world.meeting.person(user("ada"))
    assert await world.meeting.person(user("ada")) == first
    assert first.home == user("ada")
    assert world.facts(PersonMet) == [PersonMet(first.id)]


async def test_two_first_commands_at_the_same_moment_make_one_person(world: World) -> None:
    world.join("ada")
    found = await asyncio.gather(*(world.meeting.person(user("ada")) for _ in range(5)))
    assert len({person.id for person in found}) == 1
    assert len(world.store.transactions.tables.persons) == 1


async def test_the_directory_is_asked_again_after_six_hours_and_not_before(world: World) -> None:
    world.join("ada")
    await world.meeting.person(user("ada"))
    world.directory.change(user("ada"), zone="America/New_York", locale="en-US")
    world.clock.advance(PROFILE_AGE - timedelta(seconds=1))
    assert await world.meeting.reader(user("ada")) == Reader("Europe/Berlin", "en-GB")
    world.clock.advance(timedelta(seconds=1))
    assert await world.meeting.reader(user("ada")) == Reader("America/New_York", "en-US")
    asked = world.directory.asked
    assert await world.meeting.reader(user("ada")) == Reader("America/New_York", "en-US")
    assert world.directory.asked == asked


async def test_a_user_the_directory_hides_is_still_answered_in_a_plain_way(world: World) -> None:
    person = await world.meeting.person(user("ghost"))
    assert person.home == user("ghost")
    assert await world.meeting.reader(user("ghost")) == FALLBACK_READER


async def test_an_old_profile_is_better_than_none_but_proves_nothing(world: World) -> None:
    world.join("ada")
    await world.meeting.person(user("ada"))
    del world.directory.profiles[user("ada")]
    world.clock.advance(PROFILE_AGE)
    kept = await world.meeting.profile(user("ada"))
    assert kept is not None
    assert kept.email == "ada@contoso.com"
    assert await world.meeting.profile(user("ada"), fresh=True) is None


async def test_somebody_of_another_workspace_is_not_found_by_their_address(world: World) -> None:
    ada = world.join("ada")
    found = await world.meeting.by_email(ada, "ADA@contoso.com")
    assert found is not None
    assert found.user == ada
    elsewhere = type(ada)(ada.platform, "T2", "UOTHER")
    assert await world.meeting.by_email(elsewhere, "ada@contoso.com") is None
