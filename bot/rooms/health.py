"""Building message 5: what can't be read, told and decided about."""

from bot.rooms.outside import Outside
from bot.rooms.sync import Sync
from core.configuration.ignoring import Ignoring
from core.configuration.usecases import Configuring
from core.dialogue.answers.health_ways import HealthAnswers
from core.dialogue.health_notices import HealthNotices
from core.dialogue.posting import Posting


def build_health_answers(outside: Outside, configuring: Configuring, sync: Sync) -> HealthAnswers:
    store = outside.store
    ignoring = Ignoring(
        transactions=store.transactions,
        persons=store.persons,
        configuring=configuring,
        audit=store.audit,
    )
    return HealthAnswers(
        transactions=store.transactions,
        configuring=configuring,
        ignoring=ignoring,
        reading=sync.reading,
        states=store.sync_states,
        troubles=store.troubles,
    )


def build_health(outside: Outside, configuring: Configuring, posting: Posting) -> HealthNotices:
    store = outside.store
    return HealthNotices(
        transactions=store.transactions,
        persons=store.persons,
        configuring=configuring,
        states=store.sync_states,
        troubles=store.troubles,
        notices=store.notices,
        posting=posting,
        unasked=outside.unasked,
        jobs=store.jobs,
        clock=outside.clock,
    )
