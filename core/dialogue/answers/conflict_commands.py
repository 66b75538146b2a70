"""The commands about double bookings, each with its answer."""

from dataclasses import replace

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_ways import ALL
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.routing import Answer, Routes
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


def conflict_routes(conflicts: ConflictAnswers) -> Routes:
    """They raise NotConnected and what only another connection mends; what else went wrong leads back to the list."""
    routes: Routes = {
        ShowConflicts: lambda asker, _: conflicts.conflicts(asker),
        ShowConflict: conflicts.show,
        OfferMove: conflicts.offer_move,
        MoveTo: conflicts.move,
        OfferProposal: conflicts.offer_proposal,
        DeclineMeeting: conflicts.decline,
        DeclineAll: conflicts.decline_all,
        KeepBoth: conflicts.keep,
        IgnoreSeries: conflicts.ignore,
        NeverWarn: conflicts.never,
    }
    return {command: _leading_back(answer) for command, answer in routes.items()}


def _leading_back(answer: Answer) -> Answer:
    async def answered(asker: Asker, command: Command) -> Screen | None:
        try:
            return await answer(asker, command)
        except (Gone, NotYours, InvalidChoice, OutlookUnavailable, OutlookRejected) as error:
            return replace(problem(error), next_step=ALL)

    return answered
