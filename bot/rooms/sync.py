"""Building core.sync: the copies of calendars."""

from dataclasses import dataclass

from bot.jobs import Mirroring
from bot.rooms.outside import Outside
from core.configuration.teams.reach import TeamReach
from core.configuration.usecases import Configuring
from core.sync.usecases import Copies, Keeping, Notified, Polling, Reading, Rounds, Subscribing


@dataclass(frozen=True, slots=True)
class Sync:
    """The copies of calendars."""

    mirroring: Mirroring
    copies: Copies
    reading: Reading
    notified: Notified
    polling: Polling


def build_sync(outside: Outside, configuring: Configuring) -> Sync:
    store, outlook, clock = outside.store, outside.outlook, outside.clock
    transactions, states, jobs = store.transactions, store.sync_states, store.jobs
    rounds = Rounds(
        transactions=transactions,
        states=states,
        mirror=store.mirror,
        persons=store.persons,
        preferences=store.preferences,
        delta=outlook.delta,
        reader=outlook.reader,
        jobs=jobs,
        clock=clock,
        jitter=outside.jitter,
    )
    keeping = Keeping(
        transactions=transactions,
        configuring=configuring,
        reach=TeamReach(transactions=transactions, configuring=configuring, teams=store.teams),
        states=states,
        subscriptions=outlook.subscriptions,
        jobs=jobs,
        clock=clock,
        notified=outside.options.notified,
    )
    subscribing = Subscribing(
        transactions=transactions,
        states=states,
        subscriptions=outlook.subscriptions,
        jobs=jobs,
        clock=clock,
        notified=outside.options.notified,
        jitter=outside.jitter,
    )
    copies = Copies(transactions=transactions, states=states, mirror=store.mirror, rounds=rounds, clock=clock)
    return Sync(
        mirroring=Mirroring(keeping, rounds, subscribing),
        copies=copies,
        reading=Reading(reader=outlook.reader, clock=clock, copies=copies),
        notified=Notified(transactions=transactions, states=states, jobs=jobs, clock=clock),
        polling=Polling(transactions=transactions, states=states, jobs=jobs, clock=clock),
    )
