"""The booking form, the booking's card through its life, the list of bookings."""

from dataclasses import dataclass

from core.dialogue.commands import Book
from core.dialogue.screens.base import Form, Screen
from core.dialogue.screens.slots import PersonChoice
from core.dialogue.screens.words import Action, Text, UserText, When, Zone


@dataclass(frozen=True, slots=True)
class BookingForm(Form):
    """Title, people, duration, Teams or not, note; all filled in. Submits `submit` with its fields filled in.

    `writes_to` says into which calendar it goes. `durations` in minutes. `repeats`: whether it asks how it repeats.
    """

    when: When
    writes_to: Text
    title: UserText
    people: tuple[PersonChoice, ...]
    durations: tuple[int, ...]
    duration_minutes: int
    online: bool
    submit: Book
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class BookingCard(Screen):
    """One booking as it stands. `state` is one sentence ("Booked in Work. Ben hasn't answered yet").

    `second_zone` is the home zone where it differs. `done` is True once Outlook has the event (only then may the
    heading say "Booked").
    """

    heading: Text
    title: UserText | Text
    when: When
    zone: Zone
    second_zone: Zone | None
    people: tuple[UserText, ...]
    where: Text | None
    state: Text
    notes: tuple[Text, ...]
    done: bool
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class BookingAsk(Screen):
    """One confirmation: of `book …` (shows date and where it will be written), of a move or a cancellation. `comment`
    labels a field whose text fills the confirming command's field of that name; None: there is no such field."""

    heading: Text
    title: UserText | Text
    when: When
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]
    comment: Text | None = None


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One upcoming booking with its buttons."""

    title: UserText | Text
    when: When
    people: tuple[UserText, ...]
    state: Text
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class BookingsCard(Screen):
    """Upcoming bookings, soonest first; `more` counts those left out. `heading` asks for a choice among them."""

    bookings: tuple[BookingLine, ...]
    more: int
    actions: tuple[Action, ...]
    heading: Text | None = None
