"""What one person chose and knows, when they turn out to be two: pure rules, the same for every storage."""

from dataclasses import replace

from core.configuration.accounts import hidden_at_first
from core.configuration.model import Preferences
from core.conflicts.model import Ledger
from core.connection.model import Connection


def both_choices(
    mine: Preferences, theirs: Preferences, accounts: tuple[tuple[Connection, ...], tuple[Connection, ...]]
) -> Preferences:
    """`accounts`: mine and theirs, oldest first.

    What I chose stays. What blocked the other blocks both from now on, because unknown is never free; what was said of
    single calendars goes over with them. So does a linked calendar where I have none; it blocks, whatever I had said of
    none. Their accounts are further accounts of mine, with titles hidden where a further account's are.
    """
    linked = mine.linked or theirs.linked
    further = frozenset(item.id for item in accounts[1] if hidden_at_first((*accounts[0], item), item))
    return replace(
        mine,
        linked=linked,
        linked_blocks=mine.linked_blocks or mine.linked is None,
        conflicts=(mine.conflicts | theirs.blocking_calendars) - {linked},
        warned_shared=mine.warned_shared | theirs.warned_shared,
        unwarned_own=mine.unwarned_own | theirs.unwarned_own,
        two_way=mine.two_way | theirs.two_way,
        hidden_titles=mine.hidden_titles | theirs.hidden_titles | further,
        told_of_bookings=mine.told_of_bookings and theirs.told_of_bookings,
        told_of_answers=mine.told_of_answers and theirs.told_of_answers,
        ignored=tuple(sorted({*mine.ignored, *theirs.ignored})),
    )


def both_ledgers(mine: Ledger, theirs: Ledger) -> Ledger:
    """Everything that either knows and was told; where both speak of the same, mine counts."""
    return replace(
        mine,
        conflicts={**theirs.conflicts, **mine.conflicts},
        causes={**theirs.causes, **mine.causes},
        warnings={**theirs.warnings, **mine.warnings},
        rules=replace(
            mine.rules,
            silences=mine.rules.silences | theirs.rules.silences,
            never=mine.rules.never | theirs.rules.never,
            keeps={**theirs.rules.keeps, **mine.rules.keeps},
        ),
    )
