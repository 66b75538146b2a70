"""The worlds that are crawled: how somebody may stand with us when they press."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from core.connection.health import Why
from core.connection.model import Access, ConnectionState
from core.dialogue.commands import Book, Disconnect
from core.dialogue.offer_commands import MakeOffer
from core.dialogue.type_commands import SaveType
from core.shared.errors import PermissionMissing
from tests.fakes.outlook import DEFAULT
from tests.judges.crawl_occasions import OCCASIONS
from tests.judges.crawl_safety import SECRET
from tests.judges.crawler import CHANNEL
from tests.unit.core.asking import BEN, actor
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.clashing import HALF, meeting, noticed
from tests.unit.core.sickness import lose
from tests.unit.world import World, build

DAY = timedelta(days=1)
Scene = Callable[[], Awaitable[World]]


async def _office(access: Access = Access.READ_WRITE, *, ada: bool = True) -> World:
    """Ada and her colleagues; Eve is a stranger to everything of Ada's."""
    world = build(copied=True)
    for key in ("ben", "eve"):
        await world.connected(key)
    world.join("ada")
    world.join("cleo")
    world.mailbox("ada@contoso.com")
    if ada:
        await world.connected("ada", access)
    world.box("ada").add(TEN + DAY, TEN + DAY + HOUR, f"{SECRET} dentist")
    world.box("ada").add_calendar(f"{SECRET} family")
    await world.work(through=timedelta(seconds=5))
    return world


async def not_connected() -> World:
    return await _office(ada=False)


async def connected() -> World:
    return await _office()


async def read_only() -> World:
    return await _office(Access.READ)


async def after_disconnecting() -> World:
    world = await _office()
    await world.dialogue.handle(actor(), Disconnect(confirmed=True))
    await world.work(through=timedelta(seconds=5))
    return world


async def signed_out() -> World:
    """Microsoft refuses Ada's tokens."""
    world = await _office()
    await lose(world)
    return world


async def approval_missing() -> World:
    world = await _office()
    await lose(world, why=Why.ADMIN, state=ConnectionState.NEEDS_ADMIN)
    return world


async def unreadable() -> World:
    """Ada's calendar can't be read; what she has booked stands."""
    world = await booked()
    world.box("ada").unreadable[DEFAULT] = PermissionMissing("calendar")
    await world.polling.tick()
    await world.work(through=timedelta(minutes=3))
    return world


async def booked() -> World:
    """A meeting with Ben, one that repeats, one whose guest is not in the chat."""
    world = await _office()
    await world.dialogue.submit(actor(), Book(TEN + HOUR, 60, (BEN,), f"{SECRET} planning"))
    await world.dialogue.submit(
        actor(), Book(TEN + 3 * HOUR, 30, (BEN,), f"{SECRET} weekly", repeats="weekly", number=4)
    )
    await world.work(through=timedelta(seconds=5))
    return world


async def disagreeing() -> World:
    """Outlook has moved one booking and lost another."""
    world = await booked()
    await world.dialogue.submit(actor(), Book(TEN + DAY * 2, 30, (BEN,), f"{SECRET} review"))
    await world.work(through=timedelta(seconds=5))
    first, *others = [one for one in world.box("ada").all_events() if SECRET in one.subject and one.attendees]
    world.box("ada").change(first.id, start=first.start + DAY, end=first.end + DAY)
    world.box("ada").remove(others[-1].id)
    await noticed(world)
    return world


async def clashing() -> World:
    """Double bookings of every kind: one's own, somebody else's, two series, time off."""
    world = await _office()
    world.box("ada").add(TEN + 2 * DAY, TEN + 2 * DAY + HOUR, f"{SECRET} review", web_link="https://o.example/1")
    meeting(world, "ben", "ada", TEN + 2 * DAY + HALF, f"{SECRET} too")
    for week in range(4):
        start = TEN + DAY * (3 + 7 * week)
        world.box("ada").add(start, start + HOUR, f"{SECRET} team", series="team", uid="team")
        world.box("ada").add(start, start + HOUR, f"{SECRET} sports", series="sports", uid="sports")
    await noticed(world)
    return world


async def offering() -> World:
    """Times offered in a channel, and a meeting type of every mode that needs no calendar of its own."""
    world = await booked()
    made = MakeOffer(TEN + 5 * HOUR, 30, TEN + DAY + 4 * HOUR, channel=CHANNEL, where="channel", title="Coffee")
    await world.dialogue.submit(actor(), made)
    for number, mode in enumerate(("personal", "collective", "round_robin")):
        people = () if mode == "personal" else (BEN,)
        saved = SaveType(draft=f"d{number}", name=f"Talk {number}", durations="30", mode=mode, people=people)
        await world.dialogue.submit(actor(), saved)
    await world.work(through=timedelta(seconds=5))
    return world


async def many_calendars() -> World:
    """Forty calendars, all chosen; two accounts."""
    world = await _office()
    for number in range(40):
        world.box("ada").add_calendar(f"{SECRET} project {number}")
    world.mailbox("ada@outlook.example")
    await world.sign("ada", "ada@outlook.example")
    await world.work(through=timedelta(seconds=5))
    return world


WORLDS: tuple[Scene, ...] = (
    not_connected,
    connected,
    read_only,
    after_disconnecting,
    signed_out,
    approval_missing,
    unreadable,
    booked,
    disagreeing,
    clashing,
    offering,
    many_calendars,
    *OCCASIONS,
)
