"""A booking's card and its line in the list: what is said and what can be done, for its host and for its guests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking.disagreement import standing
from core.booking.model import Booking, BookingState
from core.booking.responses import Answers
from core.booking.usecases.handing_over import HandOver
from core.configuration.teams.model import is_team
from core.configuration.usecases import Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking_posted import post_actions, post_note
from core.dialogue.answers.differences import adopted_line, state_line, ways_out
from core.dialogue.answers.hand_over_card import hand_over_actions, hand_over_note, hand_over_state
from core.dialogue.answers.optional import optional_line
from core.dialogue.answers.response_lines import answers_action, said_line, with_answers
from core.dialogue.answers.series_lines import (
    guest_series_lines,
    moving_rule,
    series_actions,
    series_lines,
    series_state,
    shown_time,
)
from core.dialogue.booking_commands import OfferTimes, TellOfBookings
from core.dialogue.commands import CancelBooking, Find, Named, ShowAgenda, ShowBooking, ShowBookings, Terms
from core.dialogue.health_commands import BookAgain
from core.dialogue.model import Notice
from core.dialogue.screens import (
    Action,
    BookingCard,
    BookingLine,
    Names,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.dialogue.titles import title_of
from core.people.model import Invitee
from core.shared.errors import CalendarUnreadable

TOLD_FOR = timedelta(hours=1)
"""So long a card says that its booking could not be moved."""

WRITING = (BookingState.HELD, BookingState.PUSHING, BookingState.CANCELLING)
OVER = (BookingState.CANCELLED, BookingState.FAILED)
NAMES_CALENDAR = (
    BookingState.PUSHING,
    BookingState.CONFIRMED,
    BookingState.CANCELLING,
    BookingState.CANCELLED,
    BookingState.MOVED,
)
"""States whose sentence says in which calendar; to who doesn't know it, they say it without."""


@dataclass(frozen=True, slots=True)
class Case:
    """A booking for one reader. `setup` is its host's calendars, None when they are gone; `move` the hold that was
    taken last to move it, `answers` what is known of those of its guests, `hand_over` whether somebody takes it over,
    `about` by which meeting type, with whom as its host or for whom it is; `post` its line in a channel.
    """

    asker: Asker
    booking: Booking
    setup: Setup | None
    move: Booking | None = None
    answers: Answers | None = None
    hand_over: HandOver | None = None
    about: tuple[Text, ...] = ()
    post: Notice | None = None

    @property
    def moving(self) -> Booking | None:
        """The hold that is moving it right now."""
        return self.move if self.move is not None and self.move.is_live(self.asker.now) else None


def booking_card(case: Case) -> BookingCard:
    """The card of who may manage it."""
    booking, asker = case.booking, case.asker
    home = case.setup.preferences.home_zone if case.setup else asker.reader.zone
    return BookingCard(
        heading=_heading(case),
        title=title_of(booking),
        when=When(shown_time(booking, asker.now)),
        zone=Zone(asker.reader.zone),
        second_zone=asker.second_zone(home, booking.plan.when.start),
        people=tuple(UserText(item.name) for item in booking.plan.invitees if item.required),
        where=say("where.teams") if booking.join_url else None,
        state=state_of(case),
        notes=_notes(case),
        done=booking.state is BookingState.CONFIRMED,
        actions=_actions(case),
    )


def booking_line(case: Case) -> BookingLine:
    """Its line in the list of bookings."""
    plan = case.booking.plan
    people = tuple(UserText(item.name) for item in plan.invitees)
    state = with_answers(state_of(case), case.booking, case.answers)
    state = series_state(case.booking, case.asker, state)
    when = When(shown_time(case.booking, case.asker.now))
    return BookingLine(title_of(case.booking), when, people, state, _actions(case))


def guest_card(case: Case, host: str, booker: str, *, told: bool) -> BookingCard:
    """What somebody who was invited is shown. `host`, `booker`: whose meeting it is and who booked it, empty when
    nobody knows any more. `told`: whether the person wants to be told of bookings."""
    booking, asker = case.booking, case.asker
    over = booking.state not in (BookingState.CONFIRMED, BookingState.CANCELLING)
    others = [UserText(item.name) for item in booking.plan.invitees if item.person != asker.person]
    title = title_of(booking)
    joins = () if over or not booking.join_url else (_join(booking, title),)
    switch = TellOfBookings(not told, booking.id)
    moved = _moved_note(case)
    return BookingCard(
        heading=say("guest.cancelled" if over else "guest.confirmed"),
        title=title,
        when=When(shown_time(booking, asker.now)),
        zone=Zone(asker.reader.zone),
        second_zone=None,
        people=(*((UserText(host),) if host and not _is_theirs(case) else ()), *others),
        where=say("where.teams") if booking.join_url else None,
        state=_guest_state(case, booker),
        notes=(
            *guest_series_lines(booking, asker),
            *((moved,) if moved and not over else ()),
            *(() if told else (say("guest.silent"),)),
        ),
        done=booking.state is BookingState.CONFIRMED,
        actions=(
            *joins,
            Action(say("action.agenda"), ShowAgenda()),
            Action(say("action.tell_no_bookings" if told else "action.tell_bookings"), switch),
        ),
    )


def can_move(booking: Booking) -> bool:
    """Whether a card offers other times for it: Outlook has it where it was booked, and it is one meeting of ours."""
    single = booking.plan.repeats is None and (booking.adopted is None or booking.adopted.series is None)
    return can_cancel(booking) and single and booking.outlook_id is not None and standing(booking) is None


def can_cancel(booking: Booking) -> bool:
    adopted = booking.adopted
    return booking.state is BookingState.CONFIRMED and (adopted is None or (adopted.is_mine and adopted.series is None))


def move_action(booking: Booking, find: Find | None = None) -> Action:
    title = title_of(booking)
    return Action(
        say("action.move"), OfferTimes(booking.id, find or Find()), name=say("name.move_booking", title=title)
    )


def cancel_action(booking: Booking) -> Action:
    title = title_of(booking)
    return Action(say("action.cancel"), CancelBooking(booking.id), name=say("name.cancel", title=title))


def again(booking: Booking) -> Find:
    """The search for another time for the same meeting."""
    plan = booking.plan
    if booking.behalf is not None:
        boss = Terms(boss=Named("address", booking.behalf.address))
        return Find(people=named(plan.invitees), duration_minutes=plan.when.minutes, title=plan.title, terms=boss)
    if booking.type is not None:  # its members and who asked come by themselves
        return Find(duration_minutes=plan.when.minutes, title=plan.title, terms=Terms(booking.type))
    return Find(people=named(plan.invitees), duration_minutes=plan.when.minutes, title=plan.title)


def named(invitees: tuple[Invitee, ...]) -> tuple[Named, ...]:
    """The invitees as a command names them."""
    return tuple(
        Named("user", item.user.user, not item.required)
        if item.user
        else Named("address", item.address or "", not item.required)
        for item in invitees
        if item.user or item.address
    )


def _heading(case: Case) -> Text:
    """Only a confirmed booking is called booked, and only one that surely isn't in Outlook is called not booked."""
    if case.moving is not None:
        return say("booking.moving")
    unknown = case.booking.failure == "outcome_unknown"
    return say("booking.outcome_unknown") if unknown else say(f"booking.{case.booking.state}")


def state_of(case: Case) -> Text:
    """The line of state."""
    booking, setup = case.booking, case.setup
    if case.moving is not None:
        if case.moving.moves_series:
            return say("state.moving_series", rule=moving_rule(case.asker, case.moving))
        return say("state.moving", when=When(case.moving.plan.when))
    handed = hand_over_state(case.hand_over)
    if handed is not None:
        return handed
    elsewhere = state_line(booking)
    if elsewhere is not None:
        return elsewhere
    if booking.adopted is not None and booking.state is BookingState.CONFIRMED:
        return adopted_line(booking.adopted)
    if booking.state is BookingState.FAILED:
        return say(f"failed.{booking.failure}", calendars=_calendars(case, booking.failure_detail))
    calendar = setup.calendar(booking.calendar) if setup else None
    if calendar is None and booking.state in NAMES_CALENDAR:
        return say(f"state.{booking.state}_there")
    return say(f"state.{booking.state}", calendar=UserText(calendar.name if calendar else ""))


def _calendars(case: Case, names: str | None) -> UserText | Text:
    """How calendars are called is their owner's to know, also when somebody else booked."""
    if case.asker.person != case.booking.host:
        return say("types.hosts_calendars")
    return UserText(names or "")


def _guest_state(case: Case, booker: str) -> Text:
    if case.booking.state is BookingState.CANCELLING:
        return say("guest.cancelling")
    if case.booking.state is not BookingState.CONFIRMED:
        return say("guest.ended")
    if case.moving is not None:
        if case.moving.moves_series:
            return say("guest.moving_series", rule=moving_rule(case.asker, case.moving))
        return say("guest.moving", when=When(case.moving.plan.when))
    if _is_theirs(case):
        return say("guest.booked_for", name=UserText(booker)) if booker else say("guest.in_calendar")
    return say("guest.booked_by", name=UserText(booker)) if booker else say("guest.booked")


def _is_theirs(case: Case) -> bool:
    """Whether an assistant booked it for them, in their own calendar: they are not invited, it is theirs."""
    booking, person = case.booking, case.asker.person
    invited = {one.person for one in booking.plan.invitees}
    return booking.behalf is not None and person in booking.protected - invited


def _notes(case: Case) -> tuple[Text, ...]:
    booking, setup = case.booking, case.setup
    said = said_line(booking, case.answers)
    notes = [say("answers.said", said=said)] if said else []
    over = booking.state in OVER
    notes += optional_line(booking.plan.invitees)
    if setup is not None and not over and not setup.preferences.works_in(booking.plan.when):
        notes.append(say("note.outside_hours"))
    outside = [item for item in booking.plan.invitees if item.required and item.person not in booking.protected]
    if outside and booking.state is not BookingState.FAILED and booking.adopted is None:
        notes.append(say("note.unprotected", names=Names(tuple(UserText(item.name) for item in outside))))
    if booking.unchecked and not over:
        notes.append(say("note.unchecked", calendars=_calendars(case, booking.unchecked)))
    if booking.plan.online and booking.state is BookingState.CONFIRMED and not booking.join_url:
        notes.append(say("note.no_teams"))
    if booking.failure and booking.state is BookingState.CONFIRMED and state_line(booking) is None:
        notes.append(say(f"note.{booking.failure}"))
    news = (_moved_note(case), hand_over_note(case.hand_over, case.asker.now))
    posted = post_note(booking, case.post)
    return (*case.about, *series_lines(booking, case.asker), *notes, *(note for note in news if note), *posted)


def _moved_note(case: Case) -> Text | None:
    """Where it lay before it was moved here, or for a while that it could not be moved."""
    booking, move = case.booking, case.move
    if booking.state is not BookingState.CONFIRMED or move is None or move.moves is None or case.moving is not None:
        return None
    if move.state is BookingState.MOVED and move.plan.when == booking.plan.when:
        return say("note.moved", when=When(move.moves.was))
    if move.state is BookingState.FAILED and is_fresh(move, case.asker.now):
        return say("note.not_moved", when=When(move.plan.when), why=say(f"move.{move.failure}"))
    return None


def is_fresh(move: Booking, now: datetime) -> bool:
    """Whether a move ended so lately that its outcome is still news."""
    return now - move.created_at < TOLD_FOR


def _actions(case: Case) -> tuple[Action, ...]:
    """What can be done now: names are told apart by the meeting's title for a screen reader."""
    booking = case.booking
    title = title_of(booking)
    refresh = Action(say("action.refresh"), ShowBooking(booking.id), name=say("name.refresh", title=title))
    actions: list[Action] = list(ways_out(booking, case.asker.now))
    if booking.state is BookingState.CONFIRMED:
        if booking.join_url:
            actions.append(_join(booking, title))
        if case.moving is not None:
            actions.append(refresh)
        elif can_move(booking):
            actions.append(move_action(booking))
            actions += hand_over_actions(case.hand_over)
        actions += opened(case)
        if case.moving is None and can_cancel(booking):
            actions += [cancel_action(booking), *series_actions(booking)]
            actions += answers_action(booking, case.answers)
        actions += post_actions(booking, case.post)
    elif booking.state in WRITING:
        actions.append(refresh)
    else:
        if booking.failure == CalendarUnreadable.code and booking.moves is None:  # tried or booked once more
            actions.append(Action(say("action.retry"), BookAgain(booking.id), style=Style.PRIMARY))
            actions.append(Action(say("action.book_anyway_ask"), BookAgain(booking.id, anyway=True)))
        actions += series_actions(booking)
        actions.append(Action(say("action.find_again"), again(booking)))
        actions.append(Action(say("action.bookings"), ShowBookings()))
    return tuple(actions)


def opened(case: Case) -> tuple[Action, ...]:
    """The event in Outlook, for whoever can open it there: the host, and the members of a team calendar."""
    booking, title = case.booking, title_of(case.booking)
    if booking.web_link is None or not (booking.host == case.asker.person or is_team(booking.host)):
        return ()
    return (Action(say("action.open"), url=booking.web_link, name=say("name.open", title=title)),)


def _join(booking: Booking, title: UserText | Text) -> Action:
    return Action(say("action.join"), url=booking.join_url, name=say("name.join", title=title))
