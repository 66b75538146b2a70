"""Cards for a whole channel, as each one sees them when Teams asks for it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.teams.http import Json
from core.dialogue.model import Actor, Place
from core.dialogue.offer_commands import MakeOffer, TakeOffer, WithdrawOffer
from core.dialogue.payloads import from_payload
from core.dialogue.screens import OfferCard
from core.dialogue.type_commands import SaveType, ShareType, UnshareType
from tests.unit.teams.stage import CHANNEL, GROUP, Stage, actions, stage, teams_user, valid, words
from tests.unit.world import MONDAY


@pytest.fixture
async def ada() -> AsyncIterator[Stage]:
    """Ada is connected and the bot is in the channel."""
    async with stage() as found:
        await found.types("ada", "help")
        await found.connects("ada")
        yield found


async def posted(ada: Stage) -> Json:
    """Ada offers two times in the channel; the card that everybody there sees."""
    start = MONDAY + timedelta(hours=2)
    made = MakeOffer(start, 30, start + timedelta(hours=3), title="Coffee", channel=CHANNEL, where="channel")
    answer = await ada.world.dialogue.submit(Actor(teams_user("ada"), Place.DIRECT, "a:ada", "r1"), made)
    assert isinstance(answer, OfferCard), answer
    await ada.world.work()
    return ada.teams.cards(CHANNEL)[-1]


async def view(ada: Stage, key: str, card: Json, **more: object) -> Json:
    answer = await ada.looks(key, card, **more)
    assert answer["type"] == "application/vnd.microsoft.card.adaptive", answer
    found: Json = answer["value"]
    assert valid(found)
    return found


def commands(card: Json) -> list[object]:
    return [from_payload(one["data"]["command"]) for one in actions(card["body"]) if "command" in one.get("data", {})]


async def test_a_viewer_reads_the_times_by_their_own_clock(ada: Stage) -> None:
    card = await posted(ada)
    assert "11:00" in str(words(card))
    theirs = await view(ada, "ben", card, localTimezone="America/New_York", locale="en-US")
    assert "Mon, Mar 1" in str(words(theirs)) or "5:00" in str(words(theirs)), words(theirs)
    assert "11:00" not in str(words(theirs))
    assert [type(one) for one in commands(theirs)] == [TakeOffer, TakeOffer]
    assert theirs["refresh"] == card["refresh"]


async def test_nothing_is_kept_of_who_only_looks(ada: Stage) -> None:
    card, tables = await posted(ada), ada.world.store.transactions.tables
    before = (dict(tables.persons), dict(tables.chat_routes), len(ada.teams.posts))
    await view(ada, "carol", card)
    assert (dict(tables.persons), dict(tables.chat_routes), len(ada.teams.posts)) == before


async def test_who_offers_sees_no_button_to_take_their_own_times(ada: Stage) -> None:
    mine = await view(ada, "ada", await posted(ada))
    (withdraw,) = commands(mine)
    assert isinstance(withdraw, WithdrawOffer)
    assert "11:00" in str(words(mine))


async def test_who_took_a_time_reads_that_it_was_them(ada: Stage) -> None:
    card = await posted(ada)
    await ada.types("ben", "help", CHANNEL)
    await ada.connects("ben")
    message = next(key for key, (place, one) in ada.teams.posts.items() if place == CHANNEL and "Coffee" in str(one))
    await ada.presses("ben", message, _first(card))
    await ada.settles()
    now = ada.teams.cards(CHANNEL)[-1]
    assert "by Ben" in str(words(now)), words(now)
    assert "You took" in str(words(await view(ada, "ben", now)))
    assert "by Ben" in str(words(await view(ada, "carol", now)))


async def test_in_a_place_of_many_only_who_offers_is_asked_for(ada: Stage) -> None:
    assert "userIds" not in (await posted(ada))["refresh"]
    ada.teams.members[CHANNEL] |= {f"p{number}" for number in range(60)}
    ada.workspace.messenger._sizes.clear()
    start = MONDAY + timedelta(hours=4)
    made = MakeOffer(start, 30, title="Tea", channel=CHANNEL, where="channel")
    await ada.world.dialogue.submit(Actor(teams_user("ada"), Place.DIRECT, "a:ada", "r2"), made)
    await ada.world.work()
    assert ada.teams.cards(CHANNEL)[-1]["refresh"]["userIds"] == ["29:ada"]


async def test_a_view_asked_from_elsewhere_shows_nothing(ada: Stage) -> None:
    card = await posted(ada)
    answer = await ada.looks("ben", card, GROUP)
    assert answer["type"] == "application/vnd.microsoft.error"
    assert "Coffee" not in str(answer)


async def test_a_shared_type_can_be_taken_back_by_its_owner_alone(ada: Stage) -> None:
    actor = Actor(teams_user("ada"), Place.CHANNEL, CHANNEL, "t1")
    await ada.world.dialogue.submit(actor, SaveType(draft="d1", name="Intro", durations="30"))
    (kind,) = ada.world.store.transactions.tables.meeting_types.values()
    await ada.world.dialogue.handle(Actor(teams_user("ada"), Place.CHANNEL, CHANNEL, "t2"), ShareType(kind.id, CHANNEL))
    await ada.world.work()
    card = ada.teams.cards(CHANNEL)[-1]
    assert UnshareType(kind.id) in commands(await view(ada, "ada", card))
    assert UnshareType(kind.id) not in commands(await view(ada, "ben", card))


def _first(card: Json) -> str:
    title: str = next(one["title"] for one in actions(card["body"]))
    return title
