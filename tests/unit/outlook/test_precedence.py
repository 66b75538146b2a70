"""Who goes next to Outlook: what somebody waits for before upkeep, and upkeep all the same."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from core.outlook.precedence import IN_A_ROW, Precedence
from core.shared.upkeep import as_upkeep, is_upkeep

PLACES = 3


class Door:
    """Requests that come and go as told. `inside`: those that have a place; `entered`: all so far, in order."""

    def __init__(self) -> None:
        self.precedence = Precedence(PLACES)
        self.inside: list[str] = []
        self.entered: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def comes(self, *names: str) -> None:
        """Those that begin with "u" are upkeep."""
        for name in names:
            self._ends[name] = asyncio.Event()
            with as_upkeep(really=name.startswith("u")):
                self._tasks[name] = asyncio.create_task(self._request(name))
            await _settled()

    async def ends(self, name: str) -> None:
        self._ends[name].set()
        await _settled()

    async def gives_up(self, name: str) -> None:
        self._tasks[name].cancel()
        await _settled()

    async def empties(self) -> None:
        while self.inside:
            await self.ends(self.inside[0])

    async def _request(self, name: str) -> None:
        async with self.precedence.place():
            self.inside.append(name)
            self.entered.append(name)
            try:
                await self._ends[name].wait()
            finally:
                self.inside.remove(name)


async def _settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


def test_somebody_waits_unless_it_is_said_otherwise() -> None:
    assert not is_upkeep()
    with as_upkeep():
        assert is_upkeep()
        with as_upkeep(really=False):
            assert not is_upkeep()
        assert is_upkeep()
    assert not is_upkeep()


async def test_upkeep_leaves_one_place_free() -> None:
    door = Door()
    await door.comes("u1", "u2", "u3")
    assert door.inside == ["u1", "u2"]
    await door.comes("person")
    assert door.inside == ["u1", "u2", "person"]
    await door.empties()


async def test_what_somebody_waits_for_takes_every_place_and_goes_before_upkeep_that_came_earlier() -> None:
    door = Door()
    await door.comes("p1", "p2", "p3", "u1", "p4", "p5")
    assert door.inside == ["p1", "p2", "p3"]
    await door.ends("p1")
    await door.ends("p2")
    assert door.entered[3:] == ["p4", "p5"]
    await door.empties()
    assert door.entered[-1] == "u1"


async def test_upkeep_has_its_turn_although_people_never_stop_asking() -> None:
    door = Door()
    await door.comes("p1", "p2", "p3", "u1", *(f"p{number}" for number in range(4, 12)))
    for number in range(1, IN_A_ROW + 2):
        await door.ends(f"p{number}")
    assert door.entered[PLACES:] == ["p4", "p5", "p6", "u1"]
    await door.empties()


async def test_who_gives_up_waiting_takes_no_place_and_who_gives_up_inside_leaves_it() -> None:
    door = Door()
    await door.comes("p1", "p2", "p3", "p4", "u1", "p5")
    await door.gives_up("p4")
    await door.gives_up("p1")
    assert door.inside == ["p2", "p3", "p5"]
    await door.ends("p2")
    assert "u1" in door.inside
    await door.empties()


async def test_who_gives_up_at_the_moment_it_is_let_in_leaves_its_place_to_the_next() -> None:
    door = Door()
    await door.comes("p1", "p2", "p3", "p4", "p5")
    door._ends["p1"].set()
    door._tasks["p4"].cancel()
    await _settled()
    assert door.inside == ["p2", "p3", "p5"]
    await door.empties()


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(("p", "u")), st.sampled_from(("comes", "ends", "gives up"))), max_size=40))
def test_whatever_happens_no_place_is_lost_and_none_is_given_twice(story: list[tuple[str, str]]) -> None:
    async def told() -> None:
        door = Door()
        for number, (sort, what) in enumerate(story):
            there = [name for name, task in door._tasks.items() if name.startswith(sort) and not task.done()]
            if what == "comes":
                await door.comes(f"{sort}{number}")
            elif what == "ends" and door.inside:
                await door.ends(door.inside[number % len(door.inside)])
            elif what == "gives up" and there:
                await door.gives_up(there[number % len(there)])
            assert len(door.inside) <= PLACES
            assert sum(name.startswith("u") for name in door.inside) < PLACES
        await door.empties()
        assert all(task.done() for task in door._tasks.values()), "everybody who stayed had a turn"
        await door.comes("p", "pp", "ppp")
        assert door.inside == ["p", "pp", "ppp"]
        await door.empties()

    asyncio.run(told())
