"""What this room does."""

from core.sync.usecases.copies import Copies
from core.sync.usecases.jobs import COMPARE_JOB, ROUND_JOB, SUBSCRIBE_JOB, UNSUBSCRIBE_JOB
from core.sync.usecases.keeping import Keeping
from core.sync.usecases.notified import Counted, Notified
from core.sync.usecases.polling import Polling
from core.sync.usecases.reading import Reading
from core.sync.usecases.rounds import Rounds
from core.sync.usecases.subscribing import Subscribing

__all__ = [
    "COMPARE_JOB",
    "ROUND_JOB",
    "SUBSCRIBE_JOB",
    "UNSUBSCRIBE_JOB",
    "Copies",
    "Counted",
    "Keeping",
    "Notified",
    "Polling",
    "Reading",
    "Rounds",
    "Subscribing",
]
