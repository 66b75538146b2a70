"""What this room knows: meetings that take time, pairs of them, causes, and what was said."""

from core.conflicts.model.engagements import Engagement, Role
from core.conflicts.model.facts import WarningChanged
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
from core.conflicts.model.pairs import Kind, Pair, PairKey, Weight

__all__ = [
    "STANDING",
    "Cause",
    "CauseId",
    "CauseKind",
    "Conflict",
    "End",
    "Ending",
    "Engagement",
    "Form",
    "Kind",
    "Ledger",
    "Manners",
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
]
