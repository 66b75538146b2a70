"""What one person chose and knows, when they turn out to be two: pure rules, the same for every storage."""

from dataclasses import replace

from core.configuration.model import Preferences
from core.conflicts.model import Ledger


def both_choices(mine: Preferences, theirs: Preferences) -> Preferences:
    """What I chose stays. What blocked the other blocks both from now on, because unknown is never free; what was said
    of single calendars goes over with them. So does a linked calendar where I have none; it blocks, whatever I had said
    of none."""
    linked = mine.linked or theirs.linked
    return replace(
        mine,
        linked=linked,
        linked_blocks=mine.linked_blocks or mine.linked is None,
        conflicts=(mine.conflicts | theirs.blocking_calendars) - {linked},
        warned_shared=mine.warned_shared | theirs.warned_shared,
        unwarned_own=mine.unwarned_own | theirs.unwarned_own,
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
