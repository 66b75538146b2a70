"""Sync preference: one-way or two-way, a dry run before the switch, and Undo for ten minutes after it."""

from core.booking.model import Booking
from core.booking.usecases.switching import Preview, Standing, Switching
from core.configuration.model import CalendarId
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import ShowBookings, ShowCalendars
from core.dialogue.screens import Action, Instant, Names, Style, SyncPreferenceCard, Text, UserText, When, say
from core.dialogue.sync_commands import (
    AskSyncPreference,
    ChooseSyncPreference,
    ShowSyncPreference,
    UndoSyncPreference,
)
from core.dialogue.titles import title_of
from core.people.model import PersonId

NAMED = 5
"""Names on a card; the others are counted."""


def sync_subject(person: PersonId) -> str:
    """The notice subject of a person's sync preference."""
    return f"sync:{person}"


class SyncPreferenceAnswers:
    """The card and its buttons."""

    def __init__(self, *, switching: Switching) -> None:
        self._switching = switching

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, InvalidChoice, CalendarUnreadable."""
        return {
            ShowSyncPreference: lambda asker, _: self.show(asker),
            AskSyncPreference: self._ask,
            ChooseSyncPreference: self._choose,
            UndoSyncPreference: lambda asker, _: self._undo(asker),
        }

    async def _ask(self, asker: Asker, command: AskSyncPreference) -> SyncPreferenceCard:
        return await (self._dry_run(asker) if command.two_way else self._before_one_way(asker))

    async def show(self, asker: Asker, *said: Text) -> SyncPreferenceCard:
        """How it stands now; `said`: what has just happened."""
        return _card(await self._switching.standing(asker.person), said)

    async def _dry_run(self, asker: Asker, *said: Text) -> SyncPreferenceCard:
        standing = await self._switching.standing(asker.person)
        if standing.two_way:
            return _card(standing, said)
        return _preview(standing, await self._switching.preview(asker.person), said)

    async def _before_one_way(self, asker: Asker) -> SyncPreferenceCard:
        standing = await self._switching.standing(asker.person)
        if not standing.two_way:
            return _card(standing, ())
        drops = (say("sync.back_drops", n=len(standing.adopted)),) if standing.adopted else ()
        choose = ChooseSyncPreference(standing.calendar.id, two_way=False)
        return SyncPreferenceCard(
            say("sync.ask.one_way"),
            UserText(standing.calendar.name),
            (say("sync.back_means"), *drops, say("sync.back_keeps")),
            (),
            (
                Action(say("action.to_one_way"), choose, style=Style.PRIMARY),
                Action(say("action.stay_two_way"), ShowSyncPreference()),
            ),
        )

    async def _choose(self, asker: Asker, command: ChooseSyncPreference) -> SyncPreferenceCard:
        calendar = CalendarId(command.calendar)
        if not command.two_way:
            await self._switching.to_one_way(asker.person, calendar)
            return await self.show(asker)
        differs = await self._switching.to_two_way(asker.person, calendar, command.seen)
        if differs is None:
            return await self.show(asker)
        standing = await self._switching.standing(asker.person)
        return _preview(standing, differs, (say("sync.changed_meanwhile"),))

    async def _undo(self, asker: Asker) -> SyncPreferenceCard:
        undone = await self._switching.undo(asker.person)
        if not undone.done:
            standing = await self._switching.standing(asker.person)
            return _card(standing, (say("sync.undo_over"),) if standing.two_way else ())
        kept = (say("sync.undo_kept", names=_titles(undone.kept)),) if undone.kept else ()
        return await self.show(asker, say("sync.undone"), *kept)


def _card(standing: Standing, said: tuple[Text, ...]) -> SyncPreferenceCard:
    if not standing.two_way:
        actions = (
            Action(say("action.to_two_way"), AskSyncPreference(two_way=True)),
            Action(say("action.calendars"), ShowCalendars()),
        )
        return SyncPreferenceCard(
            say("sync.one_way"),
            UserText(standing.calendar.name),
            (*said, say("sync.one_way.means")),
            (),
            actions,
        )
    undo = Action(say("action.undo"), UndoSyncPreference(), name=say("name.undo_switch"))
    until = standing.undo_until
    return SyncPreferenceCard(
        say("sync.two_way"),
        UserText(standing.calendar.name),
        (*said, say("sync.two_way.means"), say("sync.adopted", n=len(standing.adopted))),
        (say("sync.undo_until", until=Instant(until)),) if until else (),
        (
            *((undo,) if until else ()),
            Action(say("action.bookings"), ShowBookings()),
            Action(say("action.to_one_way"), AskSyncPreference(two_way=False)),
        ),
    )


def _preview(standing: Standing, found: Preview, said: tuple[Text, ...]) -> SyncPreferenceCard:
    choose = ChooseSyncPreference(standing.calendar.id, two_way=True, seen=found.seen)
    return SyncPreferenceCard(
        say("sync.ask.two_way"),
        UserText(standing.calendar.name),
        (*said, *_lines(found)),
        (say("sync.outlook_untouched"),),
        (
            Action(say("action.to_two_way"), choose, style=Style.PRIMARY),
            Action(say("action.stay_one_way"), ShowSyncPreference()),
        ),
    )


def _lines(found: Preview) -> tuple[Text, ...]:
    takes, moves, ends, asks = found.takes, found.moves, found.ends, found.asks
    more = len(takes) - NAMED
    named = Names(tuple(_item(title_of(one), When(one.plan.when)) for one in takes[:NAMED]))
    moved = Names(tuple(_item(title_of(one), When(when)) for one, when in moves[:NAMED]))
    if not takes:
        first = say("sync.would_take_none")
    elif more > 0:
        first = say("sync.would_take_more", n=len(takes), names=named, more=more)
    else:
        first = say("sync.would_take", n=len(takes), names=named)
    cancel = say("sync.would_cancel", n=len(ends), names=_titles(ends)) if ends else say("sync.would_cancel_none")
    move = say("sync.would_move", n=len(moves), names=moved) if moves else say("sync.would_move_none")
    ask = (say("sync.would_ask", n=len(asks), names=_titles(asks)),) if asks else ()
    return (first, cancel, move, *ask)


def _item(title: UserText | Text, when: When) -> Text:
    return say("sync.item", title=title, when=when)


def _titles(bookings: tuple[Booking, ...]) -> Names:
    return Names(tuple(_item(title_of(one), When(one.plan.when)) for one in bookings[:NAMED]))
