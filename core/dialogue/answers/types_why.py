"""Why a time is offered by a meeting type, or for somebody else, or why not."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.availability import Reason, ReasonCode
from core.booking.usecases import Basis, Explained
from core.booking.usecases.finding import CLOSED
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import read_lines
from core.dialogue.answers.types_find import ArrangedFind, ArrangedRequest, Resolve, discreet
from core.dialogue.answers.why_reasons import Asked, reason_lines, remark_lines
from core.dialogue.commands import Find, OpenBookingForm, OpenWhyForm, Why
from core.dialogue.screens import Action, Style, Text, UserText, When, WhyCard, Zone, length, say
from core.shared.ranges import Range


class ArrangedWhy:
    """Reasons by other rules: of calendars that aren't the asker's, never more than that somebody is busy."""

    def __init__(self, *, find: ArrangedFind) -> None:
        self._find = find

    async def why(self, asker: Asker, command: Why, start: datetime, resolve: Resolve) -> WhyCard:
        """Raises like the search that offers times."""
        find = Find(command.people, command.duration_minutes, terms=command.terms)
        request = await self._find.request(asker, find, resolve)
        minutes = request.asked.duration_minutes
        when = Range(start, start + timedelta(minutes=minutes))
        window = asker.local_days(asker.local_date(when.start), asker.local_date(when.end))
        by_rules = await self._find.by_rules(request.arrangement, replace(request.asked, window=window))
        explained = await self._find.why(replace(request, asked=by_rules), start)
        asked = Asked(asker, when, _plain(request, explained))
        own = request.arrangement.booked_by is None and request.arrangement.boss is None
        return WhyCard(
            heading=say("why.not_offered") if explained.reasons else say("why.offered"),
            when=When(when),
            zone=Zone(asker.reader.zone),
            second_zone=asker.second_zone(explained.setup.preferences.home_zone, start),
            reasons=_reasons(request, explained, asked),
            remarks=remark_lines(asked) if own else _unknown(asked),
            sources=read_lines(asked.explained.gathered.evidence, asker.now),
            actions=_actions(command, when, minutes, free=not explained.reasons),
        )


def _plain(request: ArrangedRequest, explained: Explained) -> Explained:
    """What can be said like any other answer: of people, and of the start itself."""
    evidence = discreet(request.arrangement, explained.gathered.evidence)
    reasons = tuple(one for one in explained.reasons if not _is_the_types(one))
    return replace(explained, reasons=reasons, gathered=replace(explained.gathered, evidence=evidence))


def _is_the_types(reason: Reason) -> bool:
    return reason.person == CLOSED or reason.code in (
        ReasonCode.NOT_ENOUGH_PEOPLE, ReasonCode.NOTICE, ReasonCode.TOO_FAR
    )  # fmt: skip


def _reasons(request: ArrangedRequest, explained: Explained, asked: Asked) -> tuple[Text, ...]:
    rules = explained.setup.preferences
    lines: dict[object, Text] = {
        CLOSED: say("types.day_full"),
        ReasonCode.NOT_ENOUGH_PEOPLE: say("types.not_enough", k=request.arrangement.needed),
        ReasonCode.NOTICE: say("types.notice", notice=length(rules.minimum_notice_minutes)),
        ReasonCode.TOO_FAR: say("types.too_far", days=rules.horizon_days),
    }
    of_type = [lines.get(one.person) or lines[one.code] for one in explained.reasons if _is_the_types(one)]
    return (*of_type, *reason_lines(asked)) or (say("why.free"),)


def _unknown(asked: Asked) -> tuple[Text, ...]:
    return tuple(
        say("why.they_unknown", name=UserText(item.invitee.name))
        for item in asked.explained.gathered.evidence
        if item.invitee is not None and item.basis is Basis.UNKNOWN
    )


def _actions(command: Why, when: Range, minutes: int, *, free: bool) -> tuple[Action, ...]:
    book = OpenBookingForm(when.start, minutes, command.people, terms=command.terms)
    first = (Action(say("action.book"), book, style=Style.PRIMARY),) if free else ()
    others = Find(command.people, minutes, terms=command.terms)
    again = OpenWhyForm(command.on, command.minute, minutes, command.people, command.terms)
    return (*first, Action(say("action.other_times"), others), Action(say("action.why_other"), again))
