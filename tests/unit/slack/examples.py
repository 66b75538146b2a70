"""One example of every screen, filled with a given text; the size says how much of everything there is."""

from datetime import UTC, date, datetime, timedelta

from core.dialogue.commands import (
    AddAccount,
    Book,
    BookEarliest,
    CancelBooking,
    Connect,
    Disconnect,
    Find,
    Named,
    OpenAdvanced,
    OpenBookingForm,
    OpenFindForm,
    OpenWhyForm,
    SaveAdvanced,
    ShowAgenda,
    ShowBooking,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
    Why,
)
from core.dialogue.morning_commands import TellAgenda
from core.dialogue.screens import (
    AccountHealth,
    AccountOption,
    Action,
    AdvancedForm,
    AgendaCard,
    AgendaDay,
    AgendaItem,
    BlockedTime,
    BookingAsk,
    BookingCard,
    BookingForm,
    BookingLine,
    BookingsCard,
    CalendarHealth,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    CodeAsked,
    ComposeCard,
    ConnectDone,
    ConnectionsCard,
    ConnectOffer,
    Day,
    DisconnectAsk,
    DisconnectDone,
    FindForm,
    Form,
    HelpCard,
    HelpEntry,
    Instant,
    Line,
    NewsCard,
    PersonChoice,
    Problem,
    Question,
    Screen,
    SlotDay,
    SlotsCard,
    Style,
    Text,
    UserText,
    Waiting,
    When,
    WhyCard,
    WhyForm,
    Zone,
    say,
)
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.ranges import Range
from tests.unit.slack.admin_examples import admin_examples, admin_forms
from tests.unit.slack.answer_examples import answer_examples
from tests.unit.slack.conflict_examples import conflict_examples
from tests.unit.slack.home_examples import home_examples
from tests.unit.slack.invitation_examples import invitation_examples
from tests.unit.slack.morning_examples import morning_examples
from tests.unit.slack.offer_examples import offer_examples, offer_form
from tests.unit.slack.series_examples import series_examples, series_form
from tests.unit.slack.settings_examples import settings_examples, settings_forms
from tests.unit.slack.type_examples import type_examples, type_forms

HOSTILE = "<!channel> <@U1|x> *bold* <http://x.example|y> & \u202e\n*When:* `now`"
START = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
BERLIN = Zone("Europe/Berlin")
WORDS = Words(Reader("Europe/Berlin", "en-GB"), datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
FIND = Find(people=(Named("user", "U0BEN0001"), Named("address", "carol@contoso.com")), duration_minutes=45)
TYPED = Find(at_minute=14 * 60, zone="Asia/Kolkata", weekdays_off=(0, 6), days_off=(date(2026, 12, 3),))


class Examples:
    """`text` stands for all user text, `size` for the length of every list."""

    def __init__(self, text: str, size: int) -> None:
        self.name = UserText(text)
        self.says = say("connect.kept", command=self.name)
        self.size = min(size, 60)
        self.calendars = size

    def cards(self) -> list[Screen]:
        return [
            Line(self.says),
            Line(self.says, Action(say("action.find"), OpenFindForm(FIND))),
            Problem(self.says, self.says, Action(say("action.help"), ShowHelp()), "0123abcd"),
            Problem(self.says, self.says, None, ""),
            Waiting(say("waiting.outlook")),
            NewsCard(self.says, (self.says,) * 2, (Action(say("action.connect"), Connect()),)),
            *self._connecting(),
            self.picker(),
            CalendarPicker((), None, (), (), (), False, (), 0, (), True, ()),
            *self._times(),
            *self._bookings(),
            *self._whys(),
            *self._composed(),
            *settings_examples(self.name, self.says, self.size),
            *conflict_examples(self.name, self.says, START, self.size),
            *answer_examples(self.name, self.says, START, self.size),
            *invitation_examples(self.name, self.says, START, self.size),
            *morning_examples(self.name, self.says, START, self.size),
            *offer_examples(self.name, self.says, START, self.size),
            *home_examples(self.name, self.says, START, self.size),
            *admin_examples(self.name, self.says, self.size),
            *series_examples(self.name, self.says, START, self.size),
            *type_examples(self.says, self.size),
        ]

    def forms(self) -> list[Form]:
        people = self._people()
        start = Book(START, 45, FIND.people, self.name[:200], False, self.name)
        return [
            *admin_forms(self.name, self.size),
            FindForm((15, 30, 60), 45, people, FIND),
            FindForm((15, 30, 60), 30, (), Find(since=date(2026, 12, 1), part="morning")),
            FindForm((30,), 30, (), Find(from_minute=14 * 60, to_minute=17 * 60)),
            FindForm(
                (30,), 30, (), TYPED, kept=(("zone", self.says), ("weekdays_off", self.says), ("days_off", self.says))
            ),
            BookingForm(self.when, self.says, UserText(self.name[:200]), people, (30, 45, 90), 45, True, start),
            BookingForm(self.when, self.says, UserText(""), (), (30,), 30, False, Book(START, 30)),
            AdvancedForm("custom", (("busy", True), ("oof", False), ("workingElsewhere", True)), True, self.name),
            AdvancedForm("default", (), False, None, SaveAdvanced()),
            WhyForm(START.date(), 14 * 60, (15, 30, 60), 45, people, Why(START.date(), 0, 45, FIND.people)),
            WhyForm(START.date(), 0, (), 30, (), Why(START.date(), 0)),
            *settings_forms(self.name, self.says),
            offer_form(self.name, self.says, START),
            series_form(self.name, START),
            *type_forms(self.name, people),
            self.warning("c0", "c1"),
            self.warning(),
            self.hiding("a0"),
            self.hiding(),
        ]

    def warning(self, *warned: str) -> AdvancedForm:
        """The form with a list of calendars; two of them stand in different groups."""
        groups = (say("group.mine"), self.says)
        listed = tuple(CalendarOption(f"c{n}", self.name, groups[n % 2]) for n in range(self.calendars))
        return AdvancedForm("default", (), False, None, warnable=listed, warned=warned if listed else ())

    def hiding(self, *hidden: str) -> AdvancedForm:
        """The form with accounts whose titles may be hidden."""
        accounts = tuple(AccountOption(f"a{n}", self.name) for n in range(max(2, min(self.size, 30))))
        return AdvancedForm("default", (), True, self.name, accounts=accounts, hidden=hidden)

    @property
    def when(self) -> When:
        return When(Range(START, START + HALF_HOUR))

    def picker(self) -> CalendarPicker:
        options = tuple(CalendarOption(f"c{n}", self.name, say("action.help")) for n in range(self.calendars))
        foreign = tuple(CalendarOption(f"s{n}", self.name, self.says) for n in range(self.calendars))
        return CalendarPicker(
            linkable=options,
            linked="c0" if options else None,
            obstacles=(CalendarObstacle(self.name, self.says, Action(say("action.upgrade"), AddAccount("a"))),)
            + (CalendarObstacle(self.name, self.says, None),) * self.size,
            selectable=options[1:] + foreign,
            conflicts=tuple(one.id for one in (*options, *foreign)),
            linked_blocks=True,
            preview=tuple(self._blocked(n) for n in range(self.size)),
            more_blocked=self.size,
            unread=(self.name,) * self.size,
            saved=False,
            actions=(Action(say("action.advanced"), OpenAdvanced()),),
            question=Question(self.says, (Action(say("offer.agenda_no"), TellAgenda()),)),
        )

    def _blocked(self, number: int) -> BlockedTime:
        return BlockedTime(self.when, self.name, self.name, self.says if number % 2 else None)

    def _people(self) -> tuple[PersonChoice, ...]:
        return tuple(PersonChoice(one, self.name) for one in FIND.people)

    def _names(self) -> tuple[UserText, ...]:
        return (self.name,) * self.size

    def _connecting(self) -> list[Screen]:
        links = (
            Action(say("action.connect"), url="https://bot.example/connect/abc?x=1&y=2", style=Style.PRIMARY),
            Action(say("action.connect_read_only"), url="https://bot.example/connect/def"),
        )
        calendars = tuple(CalendarHealth(self.name, self.says, self.says) for _ in range(self.size))
        buttons = (
            Action(say("action.reconnect"), AddAccount("a")),
            Action(self.says, Disconnect("a"), style=Style.DANGER),
        )
        return [
            HelpCard("/schedule", tuple(HelpEntry(self.name, self.says) for _ in range(self.size)), buttons, self.name),
            ConnectOffer(links, self.says, self.name),
            ConnectOffer(links, None),
            ConnectDone(self.name, True, self.name, self._names(), BERLIN, self.says, self.says, self._buttons()),
            ConnectDone(self.name, False, None, (), BERLIN, self.says, None, ()),
            CodeAsked("/schedule"),
            ConnectionsCard((), (Action(say("action.connect"), Connect()),)),
            ConnectionsCard((AccountHealth(self.name, self.says, self.says, calendars, buttons),) * 3, self._buttons()),
            DisconnectAsk(self.name, (self.says,) * self.size, (buttons[1],)),
            DisconnectAsk(None, (), self._buttons()),
            DisconnectDone(self.name, self._buttons()),
        ]

    def _times(self) -> list[Screen]:
        day = Day(START.date())
        slots = tuple(self._slot(n) for n in range(min(self.size, 40)))
        days = tuple(SlotDay(day, slots) for _ in range(min(self.size, 7)))
        all_day = AgendaItem(None, None, self.name, self.name, (), None)
        event = AgendaItem(
            Instant(START),
            Instant(START + HALF_HOUR),
            self.name,
            self.name,
            (self.says,),
            "https://teams.example/j?a=1&b=2",
        )
        lying = AgendaItem(Instant(START), Instant(START), self.says, self.name, (), "https://x|<!channel>")
        lines = (self.says,) * min(self.size, 5)
        again = (Action(say("action.more_times"), Find(after=START)), Action(say("action.change"), OpenFindForm(FIND)))
        return [
            SlotsCard(
                self.says, self.says, self.says, days, BERLIN, Zone("America/New_York"), lines, lines, None, again
            ),
            SlotsCard(self.says, None, self.says, (), BERLIN, None, (), (), self.says, self._buttons()),
            AgendaCard(
                self.says, (AgendaDay(day, (all_day, event, lying) * self.size),), BERLIN, lines, self._buttons()
            ),
            AgendaCard(self.says, (AgendaDay(day, ()),) * 7, BERLIN, (), ()),
        ]

    def _whys(self) -> list[Screen]:
        lines = (self.says,) * min(self.size, 20)
        again = Action(say("action.why_other"), OpenWhyForm(START.date(), 14 * 60, 45, FIND.people))
        offered = WhyCard(self.says, self.when, BERLIN, None, (self.says,), (), (), (again,))
        york = Zone("America/New_York")
        return [offered, WhyCard(self.says, self.when, BERLIN, york, lines, lines, lines, (again, *self._buttons()))]

    def _composed(self) -> list[Screen]:
        opened = Action(say("compose.open"), url="https://bot.example/connect/form?a=1&b=2", style=Style.PRIMARY)
        lines = (self.says,) * min(self.size, 4)
        return [
            ComposeCard(
                self.says, self.name, self.when, self._names(), lines, False, (opened, *self._buttons()), "composed:1:a"
            ),
            ComposeCard(self.says, self.name, self.when, (), (), True, (), "composed:1:a"),
        ]

    def _slot(self, number: int) -> Action:
        start = START + HALF_HOUR * number
        command = OpenBookingForm(start, 45, FIND.people, self.name[:100])
        named = say("connect.kept", command=UserText(f"{number} {self.name}"))
        return Action(Instant(start), command, name=named)

    def _bookings(self) -> list[Screen]:
        cancel = Action(say("action.cancel"), CancelBooking("b"), style=Style.DANGER)
        sure = Action(say("action.cancel_meeting"), CancelBooking("b", confirmed=True), style=Style.DANGER)
        earliest = Action(say("action.book"), BookEarliest(FIND), style=Style.DANGER)
        line = BookingLine(
            self.name, self.when, self._names(), self.says, (Action(say("action.open"), ShowBooking("b")), cancel)
        )
        return [
            BookingCard(
                self.says, self.name, self.when, BERLIN, Zone("America/New_York"), self._names(), self.says, self.says,
                (self.says,) * min(self.size, 5), True, (cancel,),
            ),
            BookingCard(self.says, self.name, self.when, BERLIN, None, (), None, self.says, (), False, ()),
            BookingAsk(self.says, self.name, self.when, (self.says,) * self.size, (sure, earliest)),
            BookingAsk(self.says, self.name, self.when, (self.says,), (sure, earliest), comment=say("ask.comment")),
            BookingsCard((), 0, self._buttons()),
            BookingsCard((line,) * self.size, 300, self._buttons()),
        ]  # fmt: skip

    def _buttons(self) -> tuple[Action, ...]:
        commands = (
            ShowAgenda("week"),
            ShowBookings(),
            ShowCalendars(),
            ShowConnections(),
            Connect(),
            BookEarliest(FIND),
        )
        return tuple(Action(Text("connect.kept", (("command", self.name),)), command) for command in commands)
