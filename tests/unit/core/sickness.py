"""Accounts that Microsoft refuses and calendars that can't be read, over simulated days, and what is told of them."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.connection.health import Why
from core.connection.model import Connection, ConnectionHealed, ConnectionLost, ConnectionState
from core.dialogue.model import MessageRef
from core.dialogue.screens import NewsCard
from tests.fakes.chat import Shown
from tests.unit.core.asking import read
from tests.unit.world import World, build, user

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def clinic(*keys: str) -> World:
    """Connected people whose calendars are copied; Ada and Ben unless others are named."""
    world = build(copied=True)
    for key in keys or ("ada", "ben"):
        await world.connected(key)
    return world


async def lose(
    world: World,
    key: str = "ada",
    why: Why = Why.REVOKED,
    state: ConnectionState = ConnectionState.NEEDS_RECONNECT,
    address: str = "",
) -> Connection:
    """Microsoft refuses the account's tokens, as the token source notices and writes it down; then we work."""
    (known,) = [one for one in await world.connections(key) if one.account.address == (address or f"{key}@contoso.com")]
    lost = replace(known, state=state, why=why, since=known.since or world.clock.now())
    async with world.store.transactions.write() as tx:
        await world.store.connections.save(tx, lost)
        tx.publish(ConnectionLost(known.person, known.id))
    await world.work()
    return lost


async def heal(world: World, key: str = "ada") -> None:
    """Somebody else repaired it: the same tokens work again."""
    (known,) = await world.connections(key)
    async with world.store.transactions.write() as tx:
        await world.store.connections.save(tx, replace(known, state=ConnectionState.OK, why=None, since=None))
        tx.publish(ConnectionHealed(known.person, known.id))
    await polled(world)


async def polled(world: World, through: timedelta = 2 * MINUTE) -> None:
    """A minute's tick, and what follows from it."""
    await world.polling.tick()
    await world.work(through=through)


async def days(world: World, count: float, step: timedelta = timedelta(hours=6)) -> list[datetime]:
    """Lets so many days pass, step by step, each with its ticks; says when a new card came."""
    came, end = [], world.clock.now() + count * DAY
    while world.clock.now() < end:
        before = len(cards(world))
        world.clock.set(min(world.clock.now() + step, end))
        await world.polling.tick()
        await world.work()
        came += [world.clock.now()] * (len(cards(world)) - before)
    return came


def shown(world: World, key: str = "ada") -> dict[MessageRef, Shown]:
    """The messages of this kind, oldest first."""
    found = world.messenger.messages.items()
    mine = {ref: one for ref, one in found if one.user == user(key) and isinstance(one.screen, NewsCard)}
    return {ref: one for ref, one in mine.items() if one.screen.heading.key.startswith("health.")}


def cards(world: World, key: str = "ada") -> list[NewsCard]:
    return [one.screen for one in shown(world, key).values() if isinstance(one.screen, NewsCard)]


def headings(world: World, key: str = "ada") -> list[str]:
    return read(*(card.heading for card in cards(world, key)))


def words(card: NewsCard) -> str:
    return " ".join(read(card.heading, *card.lines))


def buttons(card: NewsCard) -> list[str]:
    return read(*(action.label for action in card.actions))
