"""kill -9 between held, pushing and confirmed: after a restart the booking is in the chat once, and in Outlook once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, connected, finds, starts, submits_slot, until

VIEW, EVENTS = "calendarview", "/events"
LOOKS = 3  # calendars that the fresh look before the POST reads: Ada's own three


async def _while_looking(ada: Person, truth: Truth) -> Callable[[], Awaitable[None]]:
    """Held: Outlook takes its time over the fresh look."""
    await truth.fault(kind="graph", method="GET", path=VIEW, answer="slow", delay_seconds=2, times=LOOKS)

    async def window() -> None:
        await ada.sees("Booking …", "held")

    return window


async def _at_once(_ada: Person, _truth: Truth) -> Callable[[], Awaitable[None]]:
    """Held: the form's answer has just come."""

    async def window() -> None:
        """Nothing to wait for."""

    return window


async def _while_writing(_ada: Person, truth: Truth) -> Callable[[], Awaitable[None]]:
    """Pushing: the POST is on its way, and will have its effect after the death of who sent it."""
    await truth.fault(kind="graph", method="POST", path=EVENTS, answer="slow", delay_seconds=1.5, times=1)
    since = await truth.mark()

    async def window() -> None:
        await until(lambda: _reads(truth, since, LOOKS))
        await asyncio.sleep(0.3)

    return window


async def _answer_lost(_ada: Person, truth: Truth) -> Callable[[], Awaitable[None]]:
    """Pushing: Outlook did it, and its answer got lost."""
    await truth.fault(kind="graph", method="POST", path=EVENTS, answer="lose_answer", times=1)
    since = await truth.mark()
    return lambda: until(lambda: _posted(truth, since))


async def _just_written(_ada: Person, truth: Truth) -> Callable[[], Awaitable[None]]:
    """Between pushing and confirmed, or a moment later."""
    since = await truth.mark()
    return lambda: until(lambda: _posted(truth, since))


async def _while_reading_back(_ada: Person, truth: Truth) -> Callable[[], Awaitable[None]]:
    """Confirmed: the look at what was written hangs, and nothing was said yet."""
    await truth.fault(kind="graph", method="GET", path=VIEW, answer="slow", delay_seconds=0, times=LOOKS)
    await truth.fault(kind="graph", method="GET", path=VIEW, answer="slow", delay_seconds=2, times=1)
    since = await truth.mark()

    async def window() -> None:
        await until(lambda: _posted(truth, since))
        await asyncio.sleep(0.2)

    return window


Prepare = Callable[[Person, Truth], Awaitable[Callable[[], Awaitable[None]]]]
WINDOWS: list[Prepare] = [_while_looking, _at_once, _while_writing, _answer_lost, _just_written, _while_reading_back]
CERTAINLY_BEFORE = 4  # of these windows: before anybody was told that it is booked


@pytest.mark.parametrize("prepare", WINDOWS, ids=[getattr(window, "__name__", "").strip("_") for window in WINDOWS])
async def test_a_booking_survives_kill_9_and_exists_once(
    prepare: Prepare,
    bot: Bot,
    ada: Person,
    truth: Truth,
) -> None:
    await connected(ada, ADA)
    title = f"Killed {WINDOWS.index(prepare)}"
    number = WINDOWS.index(prepare)
    day = (await truth.now()).date() + timedelta(days=7)
    card = await finds(ada, f"30m {day + timedelta(days=-day.weekday() + number % 5)}")
    start = starts(card)[2 + number]
    window = await prepare(ada, truth)
    await submits_slot(ada, card, start, title=title)
    await window()
    bot.kill()
    if WINDOWS.index(prepare) < CERTAINLY_BEFORE:
        assert not [card for card in await ada.cards() if card.says("Booked", title)], "killed too late to prove much"
    await truth.no_faults()
    bot.launch()
    bot.await_ready()
    done = await ada.sees("Booked", title)
    assert (done.channel, done.ts) == (card.channel, card.ts), "the card that was clicked tells the end"
    await _is_once(ada, truth, title, start)


async def _is_once(ada: Person, truth: Truth, title: str, start: datetime) -> None:
    await asyncio.sleep(0.5)  # whatever would still be written a second time
    assert [name for name, _ in await truth.called(ADA, title, start)] == ["Calendar"]
    assert len([card for card in await ada.cards() if card.says("Booked", title)]) == 1
    await ada.types("/schedule bookings")
    assert (await ada.sees("Upcoming bookings", title)).text.count(title) == 1


async def _posted(truth: Truth, since: int) -> bool:
    log = await truth.log(since, "graph")
    return any(one["method"] == "POST" and one["path"].lower().endswith(EVENTS) for one in log)


async def _reads(truth: Truth, since: int, count: int) -> bool:
    log = await truth.log(since, "graph")
    return len([one for one in log if VIEW in one["path"].lower()]) >= count
