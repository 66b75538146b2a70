"""Two people, one third person, the same hour, the same moment: one gets it, the other sees new times."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.driving.cards import Card
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, DINA, connected, finds, starts

BERLIN = ZoneInfo("Europe/Berlin")
ROUNDS = 20


@pytest.mark.timeout(300)
async def test_of_two_who_ask_at_once_exactly_one_gets_the_hour(
    ada: Person, ben: Person, dina: Person, truth: Truth
) -> None:
    await asyncio.gather(connected(ada, ADA), connected(ben, BEN), connected(dina, DINA))
    won = {}
    for number, start in enumerate(await _common_times(ada, dina, truth)):
        title = f"Race {number}"
        won[title] = await _race(ada, dina, title, start)
    assert len(won) == ROUNDS
    assert await _organised(truth, won) == won, "each hour is in Outlook once, at the time both asked for"


async def _common_times(ada: Person, dina: Person, truth: Truth) -> list[datetime]:
    """Half hours of the week after the next that suit Ada and Ben, and also Dina and Ben."""
    today = (await truth.now()).astimezone(BERLIN).date()
    monday = today + timedelta(days=14 - today.weekday())
    common: list[datetime] = []
    for day in (monday + timedelta(days=number) for number in range(5)):
        cards = await asyncio.gather(*(finds(person, f"30m with @ben {day}") for person in (ada, dina)))
        common += sorted(set(starts(cards[0])) & set(starts(cards[1])))
        if len(common) >= ROUNDS:
            break
    return common[:ROUNDS]


async def _race(ada: Person, dina: Person, title: str, start: datetime) -> datetime:
    """Both are offered the same time with Ben and press Book at the same moment; gives that time."""
    local = start.astimezone(BERLIN)
    when = f"{local.date()} {local:%H:%M}-{local + timedelta(minutes=30):%H:%M}"
    asks = await asyncio.gather(*(_asks(person, title, when) for person in (ada, dina)))
    assert {ask.element("Book").command["start"] for ask in asks} == {f"{start:%Y-%m-%dT%H:%MZ}"}
    await asyncio.gather(*(person.clicks_on(ask, "Book") for person, ask in zip((ada, dina), asks, strict=True)))
    ends = await asyncio.gather(*(_end(person, title) for person in (ada, dina)))
    assert sorted(card.says("Booked") for card in ends) == [False, True], "\n".join(map(str, ends))
    loser = next(card for card in ends if not card.says("Booked"))
    assert loser.slots(), loser
    assert start not in starts(loser)
    return start


async def _asks(person: Person, title: str, when: str) -> Card:
    await person.types(f'/schedule book 30m "{title}" with @ben {when}')
    return await person.sees("Book this time?", title)


async def _end(person: Person, title: str) -> Card:
    """Booked, or taken with new times."""
    while True:
        card = await person.sees("")
        if card.says("Booked", title) or card.says("That time was taken"):
            return card
        await asyncio.sleep(0.05)


async def _organised(truth: Truth, won: dict[str, datetime]) -> dict[str, datetime]:
    """Title -> start of every race event that Ada or Dina organise, over all calendars; a title twice is an error."""
    first, last = min(won.values()) - timedelta(days=1), max(won.values()) + timedelta(days=1)
    found: dict[str, datetime] = {}
    for account in (ADA, DINA):
        for _, event in await truth.everywhere(account, first, last):
            if event["subject"].startswith("Race ") and event["isOrganizer"]:
                assert event["subject"] not in found, f"{event['subject']} twice"
                found[event["subject"]] = datetime.fromisoformat(event["start"]["dateTime"][:19] + "+00:00")
    return found
