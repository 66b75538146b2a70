"""What nobody else may see or change: words that only one person knows, and the rows that are theirs."""

from core.people.model import PersonId
from tests.unit.world import World

SECRET = "Zqsecret"
"""Stands in every title, note and name that is one person's alone."""


def leaks(shown: str) -> bool:
    return SECRET.casefold() in shown.casefold()


def belongings(world: World, person: PersonId) -> list[str]:
    """Everything stored that belongs to this person, as text: bookings, accounts, choices."""
    tables = world.store.transactions.tables
    mine = [repr(one) for one in tables.bookings.values() if person in (one.host, one.booked_by)]
    accounts = [repr(one) for one in tables.connections.values() if one.person == person]
    return [*mine, *accounts, repr(tables.preferences.get(person)), repr(tables.persons.get(person))]
