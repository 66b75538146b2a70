"""why: every reason why a time is offered or not, from the same question that finds times."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.availability import ReasonCode
from core.booking.usecases import Basis, Explained, Finding, FindRequest
from core.configuration.usecases import Configuring
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import FindAnswers, read_lines
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.answers.types_why import ArrangedWhy
from core.dialogue.answers.why_reasons import AWAY, LIMITS, Asked, codes_of, reason_lines, remark_lines
from core.dialogue.commands import (
    OWN,
    Find,
    OpenBookingForm,
    OpenWhyForm,
    ShowCalendars,
    ShowConnections,
    Why,
)
from core.dialogue.screens import Action, Line, Names, Style, Text, UserText, When, WhyCard, WhyForm, Zone, say
from core.dialogue.settings_commands import ShowSettings
from core.people.model import Platform
from core.shared.ranges import Range

FIRST_GUESS = 9 * 60
TAKEN = {ReasonCode.CONFLICT, ReasonCode.BUFFER}
CHOSEN = {*AWAY, *LIMITS, ReasonCode.BUFFER, ReasonCode.NOTICE, ReasonCode.TOO_FAR}
"""What follows from a person's settings."""


class WhyAnswers:
    """Reasons, for the eyes of whoever asks: their own with the calendar, of others only that they are busy."""

    def __init__(
        self,
        *,
        configuring: Configuring,
        finding: Finding,
        find: FindAnswers,
        arranged: ArrangedWhy,
        command_name: str,
    ) -> None:
        self._arranged = arranged
        self._configuring = configuring
        self._finding = finding
        self._find = find
        self._command_name = command_name

    @property
    def routes(self) -> Routes:
        return {Why: self.why, OpenWhyForm: self.ask}

    @property
    def forms(self) -> Forms:
        return {OpenWhyForm: self.form}

    async def why(self, asker: Asker, command: Why) -> WhyCard:
        """Raises NotConnected, InvalidChoice("people"), TooManySearches."""
        await self._find.count(asker, command.people, command.terms)
        if command.terms != OWN:
            return await self._arranged.why(asker, command, _when(asker, command, 1).start, self._find.invitees)
        invitees = await self._find.invitees(asker.person, asker.user, command.people)
        setup = await self._configuring.setup(asker.person)
        minutes = command.duration_minutes or setup.preferences.duration_minutes
        when = _when(asker, command, minutes)
        request = FindRequest(
            host=asker.person,
            invitees=invitees,
            duration_minutes=minutes,
            window=asker.local_days(asker.local_date(when.start), asker.local_date(when.end)),
            zone=asker.reader.zone,
        )
        explained = await self._finding.why(request, when.start)
        asked = Asked(asker, when, explained)
        return WhyCard(
            heading=say("why.not_offered") if explained.reasons else say("why.offered"),
            when=When(when),
            zone=Zone(asker.reader.zone),
            second_zone=asker.second_zone(explained.setup.preferences.home_zone, when.start),
            reasons=reason_lines(asked) or (_free(explained),),
            remarks=remark_lines(asked),
            sources=read_lines(explained.gathered.evidence, asker.now),
            actions=_actions(asked, command, minutes),
        )

    async def form(self, asker: Asker, command: OpenWhyForm) -> WhyForm:
        """The form with pickers. Raises NotConnected."""
        offered, usual = await self._find.durations(asker, Find(terms=command.terms))
        minutes = command.duration_minutes or usual
        on = max(command.on or asker.today, asker.today)
        minute = FIRST_GUESS if command.minute is None else command.minute % (24 * 60)
        return WhyForm(
            on=on,
            minute=minute,
            durations=tuple(sorted({*offered, minutes})),
            duration_minutes=minutes,
            people=await self._find.choices(asker, command.people),
            submit=Why(on, minute, minutes, command.people, command.terms),
        )

    async def ask(self, asker: Asker, command: OpenWhyForm) -> Line:
        """Where no form opens: how to type it, and the button that opens one. Teams has no slash commands."""
        in_slack = asker.user.platform is Platform.SLACK
        example = say("why.example", command=self._command_name) if in_slack else say("why.example_words")
        return Line(say("why.ask", example=example), Action(say("why.title"), command))


def _when(asker: Asker, command: Why, minutes: int) -> Range:
    """The time meant on the reader's wall clock; one that the clock skips is read with the offset before the gap."""
    local = datetime.combine(command.on, time()) + timedelta(minutes=command.minute)
    start = local.replace(tzinfo=ZoneInfo(asker.reader.zone)).astimezone(UTC)
    return Range(start, start + timedelta(minutes=minutes))


def _free(explained: Explained) -> Text:
    """For whom that is known: who couldn't be looked at is named apart."""
    known = (item for item in explained.gathered.evidence if item.basis is not Basis.UNKNOWN)
    names = tuple(UserText(item.invitee.name) for item in known if item.invitee is not None)
    return say("why.free_with", names=Names(names)) if names else say("why.free")


def _actions(asked: Asked, command: Why, minutes: int) -> tuple[Action, ...]:
    """Ways on: book it when it is free, else what changes the answer."""
    asker, explained = asked.asker, asked.explained
    actions = []
    if not explained.reasons:
        book = OpenBookingForm(asked.when.start, minutes, command.people)
        actions.append(Action(say("action.book"), book, style=Style.PRIMARY))
    actions.append(Action(say("action.other_times"), Find(command.people, minutes, _since(asker, explained, command))))
    if any(item.invitee is None for item in explained.gathered.evidence if item.unreadable):
        actions.append(Action(say("action.connections"), ShowConnections()))
    if codes_of(explained, host=True) & TAKEN or asked.not_counted:
        actions.append(Action(say("action.calendars"), ShowCalendars()))
    if {*codes_of(explained, host=True), *(one.code for one in explained.reasons)} & CHOSEN:
        actions.append(Action(say("action.settings"), ShowSettings()))
    again = OpenWhyForm(command.on, command.minute, minutes, command.people)
    actions.append(Action(say("action.why_other"), again))
    return tuple(actions)


def _since(asker: Asker, explained: Explained, command: Why) -> date | None:
    """From the day asked about on, if times are offered there at all."""
    last = asker.today + timedelta(days=explained.setup.preferences.horizon_days)
    return command.on if asker.today < command.on <= last else None
