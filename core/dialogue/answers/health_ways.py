"""What a press on the card about something unreadable does, and what the card then says."""

from dataclasses import replace

from core.configuration.ignoring import Ignoring
from core.configuration.model import CalendarId
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.health import calendars_of, ended_card, trouble_card, troubles_now
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import OpenFindForm, ShowConnections
from core.dialogue.health import Trouble, fingerprint
from core.dialogue.health_commands import IgnoreUntil, LeaveOut, LookAgain
from core.dialogue.ports import TroubleRepository
from core.dialogue.screens import Action, NewsCard, say
from core.shared.days import day_at
from core.shared.errors import Gone
from core.shared.transaction import Transactions
from core.sync.ports import SyncStates
from core.sync.usecases import Reading


class HealthAnswers:
    """Remove from conflicts, Ignore until, Look again. The subject in a press is a claim: only what the person's own
    accounts and calendars are in is looked at."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        ignoring: Ignoring,
        reading: Reading,
        states: SyncStates,
        troubles: TroubleRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._ignoring = ignoring
        self._reading = reading
        self._states = states
        self._troubles = troubles

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, InvalidChoice."""
        return {LookAgain: self._look_again, LeaveOut: self._leave_out, IgnoreUntil: self._ignore}

    async def _leave_out(self, asker: Asker, command: LeaveOut) -> NewsCard:
        await self._ignoring.leave_out(asker.person, await self._calendars(asker, command.subject))
        return await self._card(asker, command.subject)

    async def _ignore(self, asker: Asker, command: IgnoreUntil) -> NewsCard:
        calendars = await self._calendars(asker, command.subject)
        today = day_at(asker.now, (await self._setup(asker)).preferences.home_zone)
        await self._ignoring.ignore(asker.person, calendars, command.until, today)
        return await self._card(asker, command.subject)

    async def _look_again(self, asker: Asker, command: LookAgain) -> NewsCard:
        setup = await self._setup(asker)
        wanted = calendars_of(setup, command.subject) if command.subject else setup.shown
        await self._reading.renew(wanted)
        return await self._card(asker, command.subject)

    async def _setup(self, asker: Asker) -> Setup:
        return await self._configuring.setup(asker.person)

    async def _calendars(self, asker: Asker, subject: str) -> list[CalendarId]:
        return [item.id for item in calendars_of(await self._setup(asker), subject)]

    async def _card(self, asker: Asker, subject: str | None) -> NewsCard:
        """What stands now. A card that its message didn't show before is looked at again by the notices."""
        card, known = await self._found(asker, subject)
        if known is not None and fingerprint(card) != known.shown:
            async with self._transactions.write() as tx:
                await self._troubles.showed(tx, asker.person, known.subject, "")
        return card

    async def _found(self, asker: Asker, subject: str | None) -> tuple[NewsCard, Trouble | None]:
        """This, or (None) the oldest of all; and what was told of it."""
        async with self._transactions.read() as tx:
            setup = await self._configuring.setup_in(tx, asker.person)
            told = {one.subject: one for one in await self._troubles.of_person(tx, asker.person)}
            states = await self._states.of_person(tx, asker.person)
        found = troubles_now(self._configuring, setup, states, told, asker.now)
        if subject is None:
            first = min(found.values(), key=lambda one: (one.since, one.subject), default=None)
            card = trouble_card(setup, first, asker.now) if first else _all_well()
            return card, told.get(first.subject) if first else None
        known = told.get(subject)
        if subject in found:
            name = found[subject].name or (known.name if known else "")
            return trouble_card(setup, _named(found[subject], name), asker.now), known
        if known is not None:
            return ended_card(setup, known), known
        if not calendars_of(setup, subject):
            raise Gone
        return _all_well(), None


def health_subject(screen: NewsCard) -> str | None:
    """The notice subject of a message with this card, to be edited later; None for one that is over."""
    asked = (action.command for action in screen.actions)
    named = (command.subject for command in asked if isinstance(command, LookAgain))
    return next((f"health:{subject}" for subject in named if subject), None)


def _named(trouble: Trouble, name: str) -> Trouble:
    return replace(trouble, name=name)


def _all_well() -> NewsCard:
    ways = (Action(say("action.find"), OpenFindForm()), Action(say("action.connections"), ShowConnections()))
    return NewsCard(say("health.all_well"), (), ways)
