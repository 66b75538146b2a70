"""What people do in many tests."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from tests.driving.cards import Card
from tests.driving.pages import Page
from tests.driving.person import PATIENCE_SECONDS, Person
from tests.driving.teams import TeamsPerson

ADA, BEN, CAROL, DINA, EMIL = (f"{name}@contoso.com" for name in ("ada", "ben", "carol", "dina", "emil"))
DINA_AT_HOME = "dina.haddad@outlook.example"
CODE = re.compile(r"code ([A-HJ-NP-Z2-9]{6})")


async def connected(person: Person, account: str) -> None:
    """Connects unless an earlier test of the module did."""
    await person.types("/schedule connect")
    card = await person.sees("Connect")
    if card.says("Connect Outlook"):
        await person.goes_to(card, account)
        await person.sees("Connected as", account)


async def connects(person: TeamsPerson, account: str) -> None:
    """In Teams, for the first time."""
    await person.types("connect")
    await person.goes_to(await person.sees("Connect Outlook"), "Connect", account)
    await person.sees("Connected as", account)


def code_of(page: Page) -> str:
    """The code on the page after the sign-in."""
    found = CODE.fullmatch(page.texts["code"])
    assert found, page
    return found[1]


async def disconnected(person: Person, account: str) -> None:
    """Nothing is known of the account's calendars any more, whatever earlier tests did."""
    await connected(person, account)
    await person.types("/schedule disconnect")
    await person.clicks_on(await person.sees("Disconnect", account), "Disconnect")
    await person.sees("is disconnected")


async def finds(person: Person, words: str, *expected: str) -> Card:
    """Types a search and gives its card, with times on it."""
    await person.types(f"/schedule find {words}")
    card = await person.sees("Read ", *expected)
    assert card.slots(), card
    return card


def starts(card: Card) -> list[datetime]:
    """The instants offered."""
    return [datetime.fromisoformat(slot.command["start"]).astimezone(UTC) for slot in card.slots()]


async def submits_slot(person: Person, card: Card, start: datetime, **fields: object) -> None:
    """Presses one offered time and sends the form."""
    slot = card.slots()[starts(card).index(start)]
    await person.presses(card, slot)
    answer = await person.submits(await person.form(), **fields)
    assert answer["ok"], answer


async def books(person: Person, words: str, title: str) -> tuple[Card, datetime]:
    """Finds, books the last time on the card, and gives the card that says so."""
    card = await finds(person, words)
    start = starts(card)[-1]
    await submits_slot(person, card, start, title=title)
    return await person.sees("Booked", title), start


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again, at once and then every hundredth of a second."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not await happened():
        assert time.monotonic() < ends, "it didn't come"
        await asyncio.sleep(0.01)
