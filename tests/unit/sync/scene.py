"""Somebody whose calendars are copied, an Outlook that may crash us, and what the copy must equal."""

from datetime import timedelta

from core.availability import DEFAULT_BLOCKING
from core.sync.model import BusyChanged, Event, Notification, SyncState, blocking_times
from tests.fakes.outlook import DEFAULT
from tests.unit.core.crashing import CrashingMemory, CrashingOutlook
from tests.unit.world import MONDAY, World, build

TEAM = "Team"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AT_ELEVEN = MONDAY + 2 * HOUR


async def copied(*, team: bool = True) -> World:
    """Ada, with one calendar of her own or two, copied and subscribed to."""
    world = build(memory=CrashingMemory(), outlook=CrashingOutlook, copied=True)
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    if team:
        box.add_calendar(TEAM)
    await world.connected("ada")
    await world.work(through=timedelta(seconds=5))
    return world


def states(world: World) -> dict[str, SyncState]:
    """By the calendar's name."""
    tables = world.store.transactions.tables
    return {tables.calendars[key].name: state for key, state in tables.sync_states.items()}


def copy_of(world: World, name: str) -> dict[str, Event]:
    state, blocks = states(world)[name], world.store.transactions.tables.busy_blocks
    return {key[1]: event for key, event in blocks.items() if key[0] == state.calendar}


def outlook_of(world: World, name: str) -> dict[str, Event]:
    """What Outlook shows of the calendar in the copy's window."""
    window = states(world)[name].window
    assert window is not None
    events = world.box("ada").events[name]
    return {one.id: one for one in events if one.start < window.end and window.start < one.end}


def busy_facts(world: World) -> list[BusyChanged]:
    return [fact for fact in world.store.transactions.published if isinstance(fact, BusyChanged)]


def blocking(world: World, name: str) -> frozenset[tuple[object, ...]]:
    return blocking_times(copy_of(world, name), DEFAULT_BLOCKING)


def hints(world: World, name: str = DEFAULT) -> tuple[Notification, ...]:
    """What Outlook sends about a change in the calendar."""
    return tuple(world.subscriptions.notifications(name, world.clock.now()))


async def told(world: World, name: str = DEFAULT, through: timedelta = timedelta()) -> None:
    """Outlook notifies, and we work."""
    await world.notified.receive(hints(world, name))
    await world.work(through=through)


def waiting_jobs(world: World, kind: str) -> list[object]:
    jobs = world.store.transactions.tables.jobs.values()
    return [job for job in jobs if job.kind == kind and job.state == "waiting"]


def rounds_asked(world: World) -> int:
    return sum(call == "changes" for call, _ in world.outlook.calls)
