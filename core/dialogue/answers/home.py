"""home: what this is, or how things stand."""

from collections import Counter
from dataclasses import replace

from core.configuration.usecases import Configuring, Setup
from core.connection.model import Connection
from core.connection.usecases import Connecting
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_card import conflict_card
from core.dialogue.answers.conflict_case import Case
from core.dialogue.answers.conflict_ways import told_apart
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.connect import account_state
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import (
    Connect,
    OpenFindForm,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConflict,
    ShowConflicts,
    ShowHelp,
)
from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import Action, ConflictLine, HomeScreen, Instant, Style, Text, UserText, When, say
from core.dialogue.settings_commands import ShowSettings
from core.shared.errors import NotConnected

EVENTS_SHOWN = 12
CLASHES_SHOWN = 3
MEETINGS_IN_CLASH = 2

READ = frozenset({"sources.read", "sources.read_ago"})
"""What is well needs no line here, where the words stay for hours."""

SHOW = say("action.show_conflicts")
MAIN = (
    Action(say("action.find"), OpenFindForm(), style=Style.PRIMARY),
    Action(say("action.week"), ShowAgenda("week")),
    Action(say("action.bookings"), ShowBookings()),
    Action(say("action.conflicts"), ShowConflicts()),
    Action(say("action.calendars"), ShowCalendars()),
    Action(say("action.settings"), ShowSettings()),
    Action(say("action.help"), ShowHelp()),
)


class HomeAnswers:
    """One screen, for its person's eyes only."""

    def __init__(
        self, *, connecting: Connecting, configuring: Configuring, agenda: AgendaAnswers, conflicts: ConflictAnswers
    ) -> None:
        self._connecting = connecting
        self._configuring = configuring
        self._agenda = agenda
        self._conflicts = conflicts

    @property
    def routes(self) -> Routes:
        return {ShowHome: lambda asker, _: self.home(asker)}

    async def home(self, asker: Asker) -> HomeScreen:
        """What the copies know; double bookings are those of the last look."""
        accounts = await self._connecting.of_person(asker.person)
        try:
            setup = await self._configuring.setup(asker.person)
        except NotConnected:  # or signed in a moment ago: the defaults come in the next
            return _before()
        agenda = await self._agenda.agenda(asker, ShowAgenda("today"))
        today = agenda.days[0]
        cases = await self._conflicts.interrupting(asker)
        return HomeScreen(
            heading=say("home.hello"),
            lines=(*map(_account, accounts), _linked(setup)),
            actions=MAIN,
            today=replace(today, items=today.items[:EVENTS_SHOWN]),
            more_today=max(0, len(today.items) - EVENTS_SHOWN),
            zone=agenda.zone,
            clashes=_clashes(cases[:CLASHES_SHOWN]),
            more_clashes=max(0, len(cases) - CLASHES_SHOWN),
            calm=None if cases else say("home.calm"),
            sources=tuple(one for one in agenda.sources if one.key not in READ),
            looked=Instant(asker.now),
        )


def _before() -> HomeScreen:
    return HomeScreen(
        heading=say("home.title"),
        lines=(say("home.does.tell"), say("home.does.find"), say("home.does.truth")),
        actions=(
            Action(say("action.connect"), Connect(), style=Style.PRIMARY),
            Action(say("action.help"), ShowHelp()),
        ),
        tip=say("home.tip"),
    )


def _account(account: Connection) -> Text:
    return say("home.account", address=UserText(account.account.address), state=account_state(account))


def _linked(setup: Setup) -> Text:
    if setup.linked is None:
        return say("home.no_linked")
    return say("home.linked", calendar=UserText(setup.linked.name))


def _clashes(cases: list[Case]) -> tuple[ConflictLine, ...]:
    named: Counter[Text | Instant] = Counter()
    return tuple(_clash(case, named) for case in cases)


def _clash(case: Case, named: Counter[Text | Instant]) -> ConflictLine:
    """Two of its meetings, and the button to its ways out."""
    meetings = conflict_card(case).meetings[:MEETINGS_IN_CLASH]
    overlap = When(case.next.pair.overlap)
    name = say("name.show_clash", when=overlap, title=meetings[0].title)
    show = Action(SHOW, ShowConflict(case.cause.id), name=name)
    return ConflictLine(meetings, (say("conflicts.overlap", when=overlap),), None, told_apart((show,), named))
