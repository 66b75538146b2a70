"""Every button of every card about double bookings leads on, and every card fits both chats."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.slack.render import render as in_slack
from adapters.teams.render import render as in_teams
from core.availability import ShowAs
from core.connection.model import Access
from core.dialogue.commands import (
    Command,
    KeepBoth,
    OfferMove,
    OfferProposal,
    ShowConflict,
    ShowConflicts,
)
from core.dialogue.payloads import to_payload
from core.dialogue.screens import Action, ConflictCard, ConflictsCard, Problem, Screen
from core.dialogue.texts import Words
from core.people.model import Reader
from sandbox.teams.cards import card_problems
from tests.unit.core.booking_scene import TEN
from tests.unit.core.clashing import DAY, HALF, HOUR, desk, meeting, message, noticed, press, told
from tests.unit.slack.rules import elements, message_problems
from tests.unit.world import MONDAY, World, user

TUESDAY = TEN + DAY
LONG = "Quarterly alignment & <!channel> of *everybody* who was not asked, " * 9
LOOKING = (ShowConflict, ShowConflicts, OfferMove, OfferProposal)
"""Commands that change nothing."""

Scene = Callable[[], Awaitable[World]]


async def two_meetings(title: str = "Design review") -> World:
    world = await desk()
    guests = (("ben@contoso.com", "Ben Example"),)
    link = "https://o.example/1"
    world.outlook.meet(world.box("ada"), guests, TUESDAY, TUESDAY + HOUR, title, web_link=link)
    meeting(world, "ben", "ada", TUESDAY + HALF, f"{title} too")
    await noticed(world)
    return world


async def long_titles() -> World:
    return await two_meetings(LONG)


async def no_titles() -> World:
    world = await desk()
    for _ in range(2):
        world.box("ada").add(TUESDAY, TUESDAY + HOUR, "")
    await noticed(world)
    return world


async def twelve() -> World:
    world = await desk()
    for number in range(12):
        meeting(world, "ben", "ada", TUESDAY, f"{number:02} {LONG}")
    await noticed(world)
    return world


async def two_series() -> World:
    world = await desk()
    for day in range(8):
        start = TUESDAY + DAY * day
        world.box("ada").add(start, start + HOUR, "Team", series="team", uid="team")
        world.box("ada").add(start, start + HOUR, LONG, series="sports", uid="sports")
    await noticed(world)
    return world


async def away() -> World:
    world = await desk()
    for number in range(6):
        meeting(world, "ben", "ada", TUESDAY + HALF * number, f"{number} {LONG}", HALF)
    world.box("ada").add(TUESDAY - HOUR, TUESDAY + 4 * HOUR, "Rest", show_as=ShowAs.OOF)
    await noticed(world)
    return world


async def read_only() -> World:
    world = await desk("ben")
    await world.connected("ada", Access.READ)
    await world.work(through=timedelta(seconds=5))
    world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Design review", web_link="https://o.example/1")
    meeting(world, "ben", "ada", TUESDAY + HALF, "1:1 Ana")
    await noticed(world)
    return world


async def no_times() -> World:
    world = await two_meetings()
    for number in range(9):
        start = TEN + DAY * number - 2 * HOUR
        world.box("ben").add(start, start + 12 * HOUR, "Away")
    await noticed(world, "ben")
    return world


SCENES = (two_meetings, long_titles, no_titles, twelve, two_series, away, read_only, no_times)


@pytest.mark.parametrize("scene", SCENES)
async def test_every_button_of_every_card_leads_on(scene: Scene) -> None:
    kinds = {type(one): number for number, one in enumerate(await _acts(await scene()))}
    assert KeepBoth in kinds
    for number in kinds.values():
        world = await scene()
        ref, command = message(world), (await _acts(world))[number]
        answer = await press(world, command, ref)
        assert not isinstance(answer, Problem), (command, answer)
        _fits(answer or world.messenger.messages[ref].screen)


async def _acts(world: World) -> list[Command]:
    return [one for one in (await _looked_at(world)).values() if not isinstance(one, LOOKING)]


async def _looked_at(world: World) -> dict[str, Command]:
    """Every command that can be reached without changing anything; each card on the way fits and has a next step."""
    (card,) = told(world)
    waiting: list[Screen] = [card]
    seen: dict[str, Command] = {}
    while waiting:
        screen = waiting.pop()
        _fits(screen)
        for action in _actions(screen):
            if action.command is None or to_payload(action.command) in seen:
                continue
            seen[to_payload(action.command)] = action.command
            if isinstance(action.command, LOOKING):
                found = await press(world, action.command, message(world))
                assert isinstance(found, ConflictCard | ConflictsCard), (action, found)
                waiting.append(found)
    return seen


def _fits(screen: Screen) -> None:
    words = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
    slack = in_slack(screen, words)
    assert message_problems(slack.text, slack.blocks) == []
    assert card_problems(in_teams(screen, words).card) == []
    if isinstance(screen, ConflictCard | ConflictsCard):
        names = [one["accessibility_label"] for one in elements(slack.blocks)]
        assert names
        assert len(set(names)) == len(names), names


def _actions(screen: Screen) -> list[Action]:
    match screen:
        case ConflictCard():
            return [*screen.times, *screen.actions]
        case ConflictsCard():
            return [*(one for line in (*screen.conflicts, *screen.soft) for one in line.actions), *screen.actions]
        case _:
            return []


async def test_titles_of_double_bookings_stay_in_direct_messages() -> None:
    """Nobody but the person is sent anything of it; who is invited to one of the two hears of that one."""
    world = await two_meetings("Secret")
    told = [one for one in world.messenger.messages.values() if isinstance(one.screen, ConflictCard | ConflictsCard)]
    assert {one.user for one in told if "Secret" in str(one.screen)} == {user("ada")}
