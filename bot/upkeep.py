"""Which jobs nobody waits for: they leave the rest its places (bot/runner.py, docs/adr/0002)."""

from core.administration.governing import APPLY_JOB
from core.booking.usecases import jobs as bookings
from core.conflicts.usecases import LOOK_JOB
from core.dialogue.free_days import FREE_DAYS_JOB
from core.people.installations.model import AppRemoved
from core.people.model import PersonMet, ProfileChanged
from core.shared.jobs import Kinds
from core.sync.model import AnswersChanged, BusyChanged
from core.sync.usecases import COMPARE_JOB, ROUND_JOB, SUBSCRIBE_JOB, UNSUBSCRIBE_JOB

UPKEEP = Kinds(
    frozenset(
        {
            ROUND_JOB,
            COMPARE_JOB,
            SUBSCRIBE_JOB,
            UNSUBSCRIBE_JOB,
            BusyChanged.kind(),
            AnswersChanged.kind(),
            bookings.ADOPT_JOB,
            bookings.SERIES_JOB,
            bookings.COMPARE_JOB,
            LOOK_JOB,
            FREE_DAYS_JOB,
            APPLY_JOB,
            AppRemoved.kind(),
            ProfileChanged.kind(),
            PersonMet.kind(),
        }
    ),
    but=False,
)
"""Keeping the copies and looking through them. What is asked before a copy is there reads Outlook itself, so nobody
waits for a first read either. Messages are no upkeep, asked for or not: they come at their time. No lock key is shared
between these and other kinds, or what somebody waits for would stand behind them after all."""
