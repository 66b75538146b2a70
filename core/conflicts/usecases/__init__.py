"""Double bookings: found, told once, followed until resolved."""

from core.conflicts.usecases.jobs import DIGEST_JOB, LOOK_JOB, NIGHTLY, SAY_JOB
from core.conflicts.usecases.seeing import Seeing
from core.conflicts.usecases.settling import Settling
from core.conflicts.usecases.watching import Watching

__all__ = ["DIGEST_JOB", "LOOK_JOB", "NIGHTLY", "SAY_JOB", "Seeing", "Settling", "Watching"]
