"""calendars: the picker with its preview, and Advanced settings."""

from dataclasses import replace

from core.availability import DEFAULT_BLOCKING, ONLY_BUSY, Blocking, ShowAs
from core.booking.usecases.gathering import A_DAY
from core.configuration.model import Calendar, CalendarId, CalendarKind
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Connection, ConnectionId
from core.dialogue.answers.agenda_offer import AgendaOffer
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.calendar_choice import chosen_conflicts, offered, wanted
from core.dialogue.answers.calendar_picker import next_week, notes, obstacles, option, preview, sharing
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.commands import (
    AskAdmin,
    ChooseCalendars,
    Find,
    OpenAdvanced,
    PreviewCalendars,
    SaveAdvanced,
    ShowCalendars,
)
from core.dialogue.screens import (
    AccountOption,
    Action,
    AdvancedForm,
    CalendarOption,
    CalendarPicker,
    Line,
    UserText,
    say,
)
from core.dialogue.sync_commands import ShowSyncPreference
from core.shared.errors import ClearhourError
from core.sync.usecases import Reading

PREVIEW_LINES = 8
SEARCH_LENGTH = 60
OPTIONS_MOST = 100
PRESETS: dict[str, Blocking] = {"default": DEFAULT_BLOCKING, "only_busy": ONLY_BUSY}


class CalendarAnswers:
    """Which calendar takes bookings, and which ones block."""

    def __init__(self, *, configuring: Configuring, reading: Reading, offer: AgendaOffer) -> None:
        self._offer = offer
        self._configuring = configuring
        self._reading = reading

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, InvalidChoice."""
        return {
            ShowCalendars: lambda asker, _: self.show(asker),
            OpenAdvanced: lambda asker, _: self.show(asker),
            PreviewCalendars: self.preview,
            ChooseCalendars: self.choose,
            SaveAdvanced: self.save_advanced,
            AskAdmin: self._ask_admin,
        }

    @property
    def forms(self) -> Forms:
        return {OpenAdvanced: lambda asker, _: self.advanced_form(asker)}

    async def show(self, asker: Asker) -> CalendarPicker:
        """The picker with what is in force, freshly listed as far as Outlook answers."""
        try:
            setup = await self._configuring.refresh(asker.person)
        except ClearhourError:
            setup = await self._configuring.setup(asker.person)
        return await self._picker(asker, setup, saved=False)

    async def preview(self, asker: Asker, command: PreviewCalendars) -> CalendarPicker:
        """The picker with what the person is choosing; nothing is saved."""
        setup = await self._configuring.setup(asker.person)
        chosen = replace(setup, preferences=wanted(setup, command))
        return await self._picker(asker, chosen, saved=False, search=command.search[:SEARCH_LENGTH])

    async def choose(self, asker: Asker, command: ChooseCalendars) -> CalendarPicker:
        """Saves. Raises InvalidChoice."""
        stored = (await self._configuring.setup(asker.person)).preferences.conflicts
        setup = await self._configuring.choose(
            asker.person,
            CalendarId(command.linked) if command.linked else None,
            frozenset(CalendarId(item) for item in chosen_conflicts(stored, command)),
        )
        return await self._offer.once(asker, setup.preferences, await self._picker(asker, setup, saved=True))

    async def advanced_form(self, asker: Asker) -> AdvancedForm:
        """What blocks me, whether the linked calendar does, and which calendars' double bookings are told."""
        setup = await self._configuring.setup(asker.person)
        chosen = setup.preferences.blocking
        preset = next((name for name, states in PRESETS.items() if states == chosen), "custom")
        linked = setup.linked
        warnable = setup.blocking
        return AdvancedForm(
            blocking=preset,
            states=tuple((state.value, state in chosen) for state in ShowAs),
            linked_blocks=setup.preferences.linked_blocks,
            linked_name=UserText(linked.name) if linked else None,
            warnable=tuple(option(setup, item) for item in warnable),
            warned=tuple(item.id for item in warnable if setup.preferences.warns_of(item)),
            accounts=tuple(AccountOption(item.id, UserText(item.account.address)) for item in several(setup)),
            hidden=tuple(item.id for item in several(setup) if item.id in setup.preferences.hidden_titles),
        )

    async def save_advanced(self, asker: Asker, command: SaveAdvanced) -> CalendarPicker:
        """Saves. Raises InvalidChoice("warned")."""
        known = {state.value: state for state in ShowAs}
        custom = frozenset(known[name] for name in command.states if name in known)
        blocking = PRESETS.get(command.blocking, custom)
        warned = None if command.warned is None else frozenset(CalendarId(item) for item in command.warned)
        hides = command.hidden_titles
        hidden = None if hides is None else frozenset(ConnectionId(item) for item in hides)
        setup = await self._configuring.choose_advanced(
            asker.person, blocking, linked_blocks=command.linked_blocks, warned=warned, hidden=hidden
        )
        return await self._picker(asker, setup, saved=True)

    async def options(self, asker: Asker, which: str, typed: str) -> tuple[CalendarOption, ...]:
        """The calendars to choose from whose name, account, or whose owner's name holds what was typed; of a list that
        nobody has, none. Reads our own database only. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        listed = {
            "linked": lambda: self._linkable(setup),
            "conflicts": lambda: offered(setup, setup.preferences),
            "warned": lambda: setup.blocking,
        }.get(which, tuple)()
        wanted = typed.strip().casefold()[:SEARCH_LENGTH]
        found = [item for item in listed if any(wanted in one.casefold() for one in _names(setup, item))]
        return tuple(option(setup, item) for item in found[:OPTIONS_MOST])

    async def _ask_admin(self, _asker: Asker, _command: AskAdmin) -> Line:
        """What to tell the admin who left us reading only."""
        return Line(say("admin.request"), Action(say("action.calendars"), ShowCalendars()))

    def _linkable(self, setup: Setup) -> tuple[Calendar, ...]:
        listed = offered(setup, setup.preferences)
        return tuple(item for item in listed if self._configuring.obstacle(setup, item) is None)

    async def _picker(self, asker: Asker, setup: Setup, *, saved: bool, search: str = "") -> CalendarPicker:
        """`setup` with the choice as it is on the card; what is stored may differ."""
        stored = setup if saved else await self._configuring.setup(asker.person)
        window = next_week(asker)
        readings = await self._reading.calendars(setup.shown, window.widened(A_DAY))
        lines = preview(asker, setup, readings, window)
        listed = offered(setup, stored.preferences)
        found = [(item, self._configuring.obstacle(setup, item)) for item in listed]
        return CalendarPicker(
            linkable=tuple(option(setup, item) for item, obstacle in found if obstacle is None),
            linked=setup.preferences.linked,
            obstacles=obstacles(
                (item, obstacle)
                for item, obstacle in found
                if obstacle is not None and item.kind is not CalendarKind.AUTOMATIC
            ),
            selectable=tuple(option(setup, item) for item in listed),
            conflicts=tuple(item.id for item in listed if item.id in setup.preferences.conflicts),
            linked_blocks=setup.preferences.linked_blocks,
            preview=lines[:PREVIEW_LINES],
            more_blocked=max(0, len(lines) - PREVIEW_LINES),
            unread=tuple(UserText(item.calendar.name) for item in readings if not item.readable),
            saved=saved,
            actions=(
                Action(say("action.advanced"), OpenAdvanced()),
                *((Action(say("action.sync_preference"), ShowSyncPreference()),) if setup.linked else ()),
                *sharing(setup),
                Action(say("action.find"), Find(duration_minutes=30)),
            ),
            notes=notes(setup),
            stored=tuple(item.id for item in listed if item.id in stored.preferences.conflicts),
            search=search,
        )


def _names(setup: Setup, calendar: Calendar) -> tuple[str, ...]:
    """By what somebody may look for it."""
    connection = setup.connection(calendar.connection)
    address = connection.account.address if connection else ""
    return calendar.name, calendar.owner_name or "", calendar.owner_address or "", address


def several(setup: Setup) -> tuple[Connection, ...]:
    """The accounts whose titles are a question: all of several, and one that hides them."""
    asked = len(setup.connections) > 1 or any(item.hides_titles for item in setup.calendars)
    return setup.connections if asked else ()
