"""Edits of one message: in order, and left out when the message was used for something else meanwhile."""

import asyncio
from datetime import UTC, datetime

from adapters.edge.edits import Edits
from adapters.slack.deliver import SlackMessenger
from adapters.slack.parse.ask import Here
from adapters.slack.render import Message
from adapters.slack.workspaces import Workspace
from core.dialogue.model import MessageRef
from core.dialogue.screens import Line, say
from core.people.model import ChatUser, Platform, Reader
from tests.fakes.clock import FakeClock

REF, OTHER = MessageRef("D1", "1.0"), MessageRef("D1", "2.0")
ADA, READER = ChatUser(Platform.SLACK, "T1", "UADA"), Reader("Europe/Berlin", "en-GB")


async def no() -> bool:
    return False


class SlowCalls:
    """The Web API, whose first update takes until `go` is set."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.shown: list[str] = []

    async def update(self, ref: MessageRef, message: Message) -> None:
        if not self.shown:
            await self.go.wait()
        self.shown.append(message.text)


class Speaking:
    """Implements Workspaces by these calls."""

    def __init__(self, calls: SlowCalls) -> None:
        self._calls = calls

    async def of(self, team: str) -> Workspace:
        return Workspace(Here(team, "UBOT", ""), self._calls)  # type: ignore[arg-type]

    def left(self, team: str) -> None:
        raise AssertionError(team)

    async def start(self) -> str:
        return ""


async def test_an_answer_that_is_asked_to_be_shown_while_an_edit_is_on_its_way_comes_after_it() -> None:
    calls = SlowCalls()
    messenger = SlackMessenger(Speaking(calls), FakeClock(datetime(2027, 3, 1, tzinfo=UTC)))
    older, newer = Line(say("code.right")), Line(say("never.done"))
    first = asyncio.create_task(messenger.show(ADA, older, READER, REF))
    await asyncio.sleep(0)
    second = asyncio.create_task(messenger.show(ADA, newer, READER, REF))
    await asyncio.sleep(0)
    assert calls.shown == []
    calls.go.set()
    assert await asyncio.gather(first, second) == [REF, REF]
    words = [messenger.rendered(screen, READER).text for screen in (older, newer)]
    assert calls.shown == words


async def test_an_edit_that_nobody_wants_any_more_when_its_turn_comes_is_left_out() -> None:
    calls = SlowCalls()
    calls.go.set()
    messenger = SlackMessenger(Speaking(calls), FakeClock(datetime(2027, 3, 1, tzinfo=UTC)))
    assert await messenger.show(ADA, Line(say("code.right")), READER, REF, no) == REF
    assert calls.shown == []


async def test_other_messages_do_not_wait() -> None:
    turns = Edits()
    async with turns.of(REF, None) as first, turns.of(OTHER, None) as second:
        assert (first, second) == (True, True)
