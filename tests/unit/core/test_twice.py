"""Whatever a person can do twice has one effect: double click, redelivery, back button, stale card, two devices.

The rows are in tests/unit/core/twice.py, twice_rounds.py, twice_offers.py and
twice_admin.py.
"""

import asyncio

import pytest

from core.dialogue.model import Actor, MessageRef
from core.dialogue.screens import Problem, Screen
from core.people.model import Reader
from tests.fakes.chat import Shown
from tests.unit.core.asking import actor
from tests.unit.core.twice import ROWS, Row, Scene
from tests.unit.core.twice_admin import ADMIN
from tests.unit.core.twice_offers import OFFERS
from tests.unit.core.twice_rounds import ROUNDS
from tests.unit.world import user

FIRST, SECOND = "card 1", "card 2"
rows = pytest.mark.parametrize("row", [pytest.param(one, id=one.name) for one in (*ROWS, *ROUNDS, *OFFERS, *ADMIN)])


def by(scene: Scene, card: str, request: str = "") -> Actor:
    """The person at this card, which shows something."""
    ref = MessageRef(f"DU{scene.key.upper()}", card)
    if ref not in scene.world.messenger.messages:
        scene.world.messenger.messages[ref] = Shown(user(scene.key), Screen(), Reader("Europe/Berlin", "en-GB"))
    return actor(scene.key, ref, request)


async def settled(scene: Scene) -> None:
    """Everything that follows has followed."""
    await scene.world.work()
    assert scene.world.failures == []


def shown(scene: Scene, answered: dict[str, Screen | None]) -> list[object]:
    """What the cards show in the end: what was edited meanwhile, or else the answer."""
    found = []
    for card, answer in answered.items():
        now = scene.world.messenger.messages[MessageRef(f"DU{scene.key.upper()}", card)].screen
        found.append(answer if type(now) is Screen else now)
    return found


async def true(row: Row, scene: Scene, answered: dict[str, Screen | None]) -> None:
    """One effect, and no answer that speaks of a failure."""
    await settled(scene)
    cards = shown(scene, answered)
    counted = scene.counts()
    assert {name: counted[name] for name in row.once} == row.once
    for card in cards:
        assert not isinstance(card, Problem), card
        assert not getattr(card, "taken", None), card


@rows
async def test_once_has_the_effect_that_twice_is_measured_by(row: Row) -> None:
    scene = await row.prepare()
    one = by(scene, FIRST)
    await true(row, scene, {FIRST: await scene.press(scene.world, one)})


@rows
async def test_a_double_click(row: Row) -> None:
    """Two requests of the same card, the second before anything was done about the first."""
    scene = await row.prepare()
    one, two = by(scene, FIRST), by(scene, FIRST)
    await scene.press(scene.world, one)
    await true(row, scene, {FIRST: await scene.press(scene.world, two)})


@rows
async def test_a_delivery_that_comes_again(row: Row) -> None:
    """The same request, past the memory of what was seen."""
    scene = await row.prepare()
    one = by(scene, FIRST, "trigger-1")
    assert await scene.world.dialogue.first_time(one)
    first = await scene.press(scene.world, one)
    assert not await scene.world.dialogue.first_time(one)
    await scene.press(scene.world, one)
    await true(row, scene, {FIRST: first})


@rows
async def test_the_back_button_or_a_card_that_is_stale(row: Row) -> None:
    """The same press on another card when the first one's work is done."""
    scene = await row.prepare()
    first = await scene.press(scene.world, by(scene, FIRST))
    await settled(scene)
    second = await scene.press(scene.world, by(scene, SECOND))
    await true(row, scene, {FIRST: first, SECOND: second})


@rows
async def test_two_devices_at_the_same_moment(row: Row) -> None:
    scene = await row.prepare()
    world = scene.world
    pressed = (scene.press(world, by(scene, card)) for card in (FIRST, SECOND))
    first, second = await asyncio.gather(*pressed)
    await true(row, scene, {FIRST: first, SECOND: second})
