"""What this room knows: meetings that take time, pairs of them, causes, and what was said."""

from core.conflicts.model.changes import causes_changed, causes_of, needs_digest, pruned, to_say, warnings_changed
from core.conflicts.model.engagements import Engagement, Role
from core.conflicts.model.facts import CauseChanged, WarningChanged
from core.conflicts.model.finding import LOOKS_AHEAD, Events, Look, Overruled, engagements, look_at, pairs, window_at
from core.conflicts.model.grouping import Group, groups
from core.conflicts.model.ledger import (
    STANDING,
    Cause,
    CauseId,
    CauseKind,
    Conflict,
    End,
    Ending,
    Form,
    Ledger,
    Manners,
    Rules,
    Silence,
    State,
    Warned,
    WarningId,
)
from core.conflicts.model.looking import looked
from core.conflicts.model.manners import is_quiet, left_today, manners_of, next_digest, quiet_until
from core.conflicts.model.pairs import Kind, Pair, PairKey, Weight
from core.conflicts.model.settling import accepted, ignored, kept, never, offer_rule, told_elsewhere, warned_again
from core.conflicts.model.telling import digest, said

__all__ = [
    "LOOKS_AHEAD",
    "STANDING",
    "Cause",
    "CauseChanged",
    "CauseId",
    "CauseKind",
    "Conflict",
    "End",
    "Ending",
    "Engagement",
    "Events",
    "Form",
    "Group",
    "Kind",
    "Ledger",
    "Look",
    "Manners",
    "Overruled",
    "Pair",
    "PairKey",
    "Role",
    "Rules",
    "Silence",
    "State",
    "Warned",
    "WarningChanged",
    "WarningId",
    "Weight",
    "accepted",
    "causes_changed",
    "causes_of",
    "digest",
    "engagements",
    "groups",
    "ignored",
    "is_quiet",
    "kept",
    "left_today",
    "look_at",
    "looked",
    "manners_of",
    "needs_digest",
    "never",
    "next_digest",
    "offer_rule",
    "pairs",
    "pruned",
    "quiet_until",
    "said",
    "to_say",
    "told_elsewhere",
    "warned_again",
    "warnings_changed",
    "window_at",
]
