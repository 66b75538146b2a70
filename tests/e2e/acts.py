"""What people do in many tests."""

from datetime import UTC, datetime

from tests.driving.cards import Card
from tests.driving.person import Person

ADA, BEN, CAROL, DINA, EMIL = (f"{name}@contoso.com" for name in ("ada", "ben", "carol", "dina", "emil"))
DINA_AT_HOME = "dina.haddad@outlook.example"


async def connected(person: Person, account: str) -> None:
    """Connects unless an earlier test of the module did."""
    await person.types("/schedule connect")
    card = await person.sees("Connect")
    if card.says("Connect Outlook"):
        await person.goes_to(card, account)
        await person.sees("Connected as", account)


async def finds(person: Person, words: str, *expected: str) -> Card:
    """Types a search and gives its card, with times on it."""
    await person.types(f"/schedule find {words}")
    card = await person.sees("Read just now", *expected)
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
