"""The commands about double bookings, each with its answer."""

from dataclasses import replace

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_ways import ALL
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.commands import (
    Command,
    DeclineAll,
    DeclineMeeting,
    IgnoreSeries,
    KeepBoth,
    MoveTo,
    NeverWarn,
    OfferMove,
    OfferProposal,
    ShowConflict,
    ShowConflicts,
)
from core.dialogue.problems import problem
from core.dialogue.screens import Screen
from core.shared.errors import Gone, InvalidChoice, NotYours, OutlookRejected, OutlookUnavailable


async def answer_conflict(conflicts: ConflictAnswers, asker: Asker, command: Command) -> tuple[bool, Screen | None]:
    """Whether this is one of them, and its screen. What went wrong leads back to the list; raises NotConnected and what
    only another connection mends."""
    try:
        return await _answer(conflicts, asker, command)
    except (Gone, NotYours, InvalidChoice, OutlookUnavailable, OutlookRejected) as error:
        return True, replace(problem(error), next_step=ALL)


async def _answer(conflicts: ConflictAnswers, asker: Asker, command: Command) -> tuple[bool, Screen | None]:
    found: Screen | None
    match command:
        case ShowConflicts():
            found = await conflicts.conflicts(asker)
        case ShowConflict():
            found = await conflicts.show(asker, command)
        case OfferMove():
            found = await conflicts.offer_move(asker, command)
        case MoveTo():
            found = await conflicts.move(asker, command)
        case OfferProposal():
            found = await conflicts.offer_proposal(asker, command)
        case DeclineMeeting():
            found = await conflicts.decline(asker, command)
        case DeclineAll():
            found = await conflicts.decline_all(asker, command)
        case KeepBoth():
            found = await conflicts.keep(asker, command)
        case IgnoreSeries():
            found = await conflicts.ignore(asker, command)
        case NeverWarn():
            found = await conflicts.never(asker, command)
        case _:
            return False, None
    return True, found
