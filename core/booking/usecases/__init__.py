"""Finding times, booking them, and what follows."""

from core.booking.usecases.answering import ACCEPT_JOB, ANSWER_JOB, Answering
from core.booking.usecases.finding import Explained, Finding, FindRequest, Found
from core.booking.usecases.gathering import Aside, Basis, Evidence, Gathering
from core.booking.usecases.holding import Holding
from core.booking.usecases.inviting import Inviting
from core.booking.usecases.jobs import CANCEL_JOB, PUSH_JOB
from core.booking.usecases.moving import Moving
from core.booking.usecases.other_times import Offer, OtherTimes
from core.booking.usecases.pushing import Pushing

__all__ = [
    "ACCEPT_JOB",
    "ANSWER_JOB",
    "CANCEL_JOB",
    "PUSH_JOB",
    "Answering",
    "Aside",
    "Basis",
    "Evidence",
    "Explained",
    "FindRequest",
    "Finding",
    "Found",
    "Gathering",
    "Holding",
    "Inviting",
    "Moving",
    "Offer",
    "OtherTimes",
    "Pushing",
]
