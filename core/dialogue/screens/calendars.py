"""The calendar picker with its preview, and Advanced settings."""

from dataclasses import dataclass, field

from core.dialogue.commands import ChooseCalendars, PreviewCalendars, SaveAdvanced
from core.dialogue.screens.base import Form, Screen
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class CalendarOption:
    """A calendar that may be picked. `group` says whose it is ("Mine", "Shared by Ben")."""

    id: str
    name: UserText
    group: Text


@dataclass(frozen=True, slots=True)
class AccountOption:
    """A Microsoft account by its address."""

    id: str
    address: UserText


@dataclass(frozen=True, slots=True)
class CalendarObstacle:
    """A calendar that can't be the linked one, why, and the one next step."""

    name: UserText
    why: Text
    action: Action | None


@dataclass(frozen=True, slots=True)
class BlockedTime:
    """One line of the preview. `why_not` is set for events that don't block ("marked free", "declined")."""

    when: When | Text
    title: UserText | Text
    calendar: UserText
    why_not: Text | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something else that is asked on a card, with the answers under it."""

    text: Text
    answers: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class CalendarPicker(Screen):
    """Linked calendar (one), conflict calendars (many), what they block next week.

    `conflicts` are the ticked ids; the linked calendar stands first, as ticked and fixed while `linked_blocks`.
    Changing an input sends `on_change` with `linked` and `conflicts` filled in; Save sends `save` the same way.
    `saved` is shown after Save. `more_blocked` counts what the preview leaves out; `unread` names calendars that
    couldn't be read. `stored` are the ticked ids as they are in force: a card that can't list every calendar sends what
    it listed, and how the others differ from these. `search` is what was looked for among them. `question`, asked once,
    stands after everything else.
    """

    linkable: tuple[CalendarOption, ...]
    linked: str | None
    obstacles: tuple[CalendarObstacle, ...]
    selectable: tuple[CalendarOption, ...]
    conflicts: tuple[str, ...]
    linked_blocks: bool
    preview: tuple[BlockedTime, ...]
    more_blocked: int
    unread: tuple[UserText, ...]
    saved: bool
    actions: tuple[Action, ...]
    notes: tuple[Text, ...] = ()
    stored: tuple[str, ...] = ()
    search: str = ""
    question: Question | None = None
    save: ChooseCalendars = field(default_factory=ChooseCalendars)
    on_change: PreviewCalendars = field(default_factory=PreviewCalendars)


@dataclass(frozen=True, slots=True)
class AdvancedForm(Form):
    """What blocks me, whether the linked calendar does, and which calendars' double bookings I am told of. Submits
    `submit` with its fields filled in.

    `states`: every show-as state with whether it blocks now (used by "custom"). `warnable`: the calendars that block,
    `warned` the ids of those ticked. `accounts`: those whose titles can be hidden, `hidden` the ids of those ticked.
    """

    blocking: str
    states: tuple[tuple[str, bool], ...]
    linked_blocks: bool
    linked_name: UserText | None
    submit: SaveAdvanced = field(default_factory=SaveAdvanced)
    warnable: tuple[CalendarOption, ...] = ()
    warned: tuple[str, ...] = ()
    accounts: tuple[AccountOption, ...] = ()
    hidden: tuple[str, ...] = ()
