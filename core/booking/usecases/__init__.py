"""Finding times, booking them, and what follows."""

from core.booking.usecases.finding import Finding, FindRequest, Found
from core.booking.usecases.gathering import Basis, Evidence, Gathering
from core.booking.usecases.holding import Holding
from core.booking.usecases.inviting import Inviting
from core.booking.usecases.pushing import CANCEL_JOB, PUSH_JOB, Pushing

__all__ = [
    "CANCEL_JOB",
    "PUSH_JOB",
    "Basis",
    "Evidence",
    "FindRequest",
    "Finding",
    "Found",
    "Gathering",
    "Holding",
    "Inviting",
    "Pushing",
]
