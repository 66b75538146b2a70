"""The crawler complains of what it is there for: each fault is planted into an otherwise good bot."""

from dataclasses import replace
from typing import Any

import pytest

from core.dialogue.commands import Command, ShowAgenda, ShowHelp
from core.dialogue.model import Actor
from core.dialogue.screens import Action, Line, NewsCard, Problem, Screen, UserText, say
from tests.judges.crawl_safety import SECRET
from tests.judges.crawl_worlds import not_connected
from tests.judges.crawler import STRANGER, Crawl
from tests.unit.world import user

TODAY: dict[str, Command] = {"today": ShowAgenda()}
HELP = Action(say("action.help"), ShowHelp())
SAYS = say("help.title")


class Lying:
    """A dialogue that answers one command with a screen of its own, or with an exception."""

    def __init__(self, dialogue: Any, answer: Screen | Exception, *, to: str = "") -> None:
        self._dialogue = dialogue
        self._answer = answer
        self._to = to

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dialogue, name)

    async def handle(self, actor: Actor, command: Command) -> Screen | None:
        if not isinstance(command, ShowAgenda) or (self._to and actor.user != user(self._to)):
            found: Screen | None = await self._dialogue.handle(actor, command)
            return found
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


LIES = {
    "KeyError": KeyError("day"),
    "without a next step": Problem(SAYS, SAYS, None, ""),
    "is a problem too": Problem(SAYS, SAYS, Action(SAYS, ShowAgenda("week")), ""),
    "a dead end": NewsCard(SAYS, (SAYS,), ()),
    "a fault of ours": Problem(say("problem.unexpected.what"), SAYS, HELP, "0123abcd"),
}


@pytest.mark.parametrize("complaint", LIES)
async def test_a_planted_fault_is_complained_of(complaint: str) -> None:
    world = await not_connected()
    crawl = Crawl(replace(world, rooms=replace(world.rooms, dialogue=Lying(world.dialogue, LIES[complaint]))), most=3)
    await crawl.walk(TODAY)
    assert any(complaint in one for one in crawl.complaints), crawl.complaints


async def test_a_stranger_who_is_shown_our_words_is_complained_of() -> None:
    world = await not_connected()
    told = Line(say("connect.kept", command=UserText(f"{SECRET} dentist")), HELP)
    lying = Lying(world.dialogue, told, to=STRANGER)
    crawl = Crawl(replace(world, rooms=replace(world.rooms, dialogue=lying)), most=3)
    await crawl.walk({"week": ShowAgenda("week")})
    assert any("a stranger sees our words" in one for one in crawl.complaints), crawl.complaints


async def test_a_good_bot_is_not_complained_of() -> None:
    crawl = Crawl(await not_connected(), most=3)
    await crawl.walk(TODAY)
    assert crawl.complaints == []
