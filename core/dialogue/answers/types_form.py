"""The form of a meeting type: what it shows, and how what was typed becomes one. Strict, with errors by field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, Member, TypeMode
from core.configuration.model import CalendarId
from core.configuration.usecases import Setup
from core.dialogue.answers.settings_fields import typed_number
from core.dialogue.screens import PersonChoice, SettingsForm, UserText, say
from core.dialogue.screens.settings import ChoiceField, Field, ManyField, NoteField, PeopleField, SwitchField, TextField
from core.dialogue.type_commands import OWN_CALENDAR, SaveType
from core.people.model import Invitee, PersonId
from core.shared.errors import InvalidChoice

MODES = tuple(TypeMode)
PEOPLE_MODES = tuple(mode for mode in TypeMode if mode is not TypeMode.TEAM)
MOST_CALENDARS = 50
BUFFER_MOST, NOTICE_MOST, HORIZON_MOST, LIMIT_MOST, K_MOST = 240, 9999, 365, 50, 20


def type_form(
    kind: MeetingType | None, setup: Setup, people: tuple[PersonChoice, ...], required: str, draft: str
) -> SettingsForm:
    """Filled in with what holds now; a new one begins like the person's own rules."""
    usual = setup.preferences
    durations = kind.durations if kind else (usual.duration_minutes,)
    k = kind.k if kind and kind.mode is TypeMode.K_OF_N else None
    mode = kind.mode if kind else TypeMode.PERSONAL
    modes = MODES if kind is None else (mode,) if mode is TypeMode.TEAM else PEOPLE_MODES
    fields: tuple[Field, ...] = (
        TextField("name", "types.form.name", kind.name if kind else ""),
        TextField("durations", "types.form.durations", ", ".join(map(str, durations)), "types.form.durations_hint"),
        ChoiceField("mode", "types.form.mode", tuple((one, say(f"types.mode.{one}")) for one in modes), mode),
        PeopleField(people),
        TextField("required", "types.form.required", required, "types.form.required_hint"),
        TextField("k", "types.form.k", _shown(k), "types.form.k_hint"),
        TextField(
            "before", "types.form.before", _shown(kind.buffer_before_minutes if kind else None), "types.form.usual"
        ),
        TextField("after", "types.form.after", _shown(kind.buffer_after_minutes if kind else None)),
        TextField("notice", "types.form.notice", _shown(kind.minimum_notice_minutes if kind else None)),
        TextField("horizon", "types.form.horizon", _shown(kind.horizon_days if kind else None)),
        TextField(
            "daily_limit", "types.form.limit", _shown(kind.daily_limit if kind else None), "types.form.limit_hint"
        ),
        TextField("title", "types.form.title", kind.title if kind else "", "types.form.marks"),
        NoteField("note", "types.form.note", kind.note if kind else ""),
        SwitchField("online", "types.form.online", "types.form.online_title", kind.online if kind else True),
        TextField("place", "types.form.place", kind.place if kind else ""),
        *_calendars(kind, setup),
    )
    submit = SaveType(kind.id if kind else None, "" if kind else draft)
    return SettingsForm("types.form.change" if kind else "types.form.new", (), fields, submit)


def _calendars(kind: MeetingType | None, setup: Setup) -> tuple[Field, ...]:
    if kind is not None and kind.mode is TypeMode.TEAM:
        return ()
    listed = [(item.id, say("types.form.calendar", name=UserText(item.name))) for item in setup.calendars]
    linked = kind.linked if kind else None
    known = {calendar for calendar, _ in listed}
    choices = [(OWN_CALENDAR, say("types.form.linked_own")), *listed[:MOST_CALENDARS]]
    if linked is not None and linked not in known:
        choices.append((linked, say("types.form.linked_gone")))
    conflicts = tuple(sorted((kind.conflicts or frozenset()) & known)) if kind else ()
    return (
        ChoiceField("linked", "types.form.linked", tuple(choices), linked or OWN_CALENDAR),
        ManyField("conflicts", "types.form.conflicts", tuple(listed[:MOST_CALENDARS]), conflicts),
    )


def typed_type(
    command: SaveType, known: MeetingType | None, people: tuple[Invitee, ...], new: Mapping[str, object]
) -> MeetingType:
    """The type as it was typed. Raises InvalidChoice with its field."""
    members = _members(command, people)
    mode = TypeMode(command.mode) if known is None or known.mode is not TypeMode.TEAM else TypeMode.TEAM
    if mode is TypeMode.TEAM and known is not None and known.team is None:
        raise InvalidChoice("mode", "teams.stays_with_people")
    if mode is TypeMode.PERSONAL:
        members = ()
    base = known or MeetingType(
        id=MeetingTypeId(command.draft),
        owner=PersonId(str(new["owner"])),
        workspace=str(new["workspace"]),
        name="",
        durations=(),
        created_at=_instant(new["now"]),
    )
    return replace(
        base,
        name=command.name.strip(),
        durations=_durations(command.durations),
        mode=mode,
        members=members,
        k=typed_number("k", command.k, 1, K_MOST, "types.bad_k") if mode is TypeMode.K_OF_N else 1,
        buffer_before_minutes=_number("before", command.before, BUFFER_MOST),
        buffer_after_minutes=_number("after", command.after, BUFFER_MOST),
        minimum_notice_minutes=_number("notice", command.notice, NOTICE_MOST),
        horizon_days=_number("horizon", command.horizon, HORIZON_MOST, least=1),
        daily_limit=_number("daily_limit", command.daily_limit, LIMIT_MOST, least=1),
        title=command.title.strip(),
        note=command.note.strip(),
        place=command.place.strip(),
        online=command.online,
        linked=base.linked if base.team else _linked(command.linked),
        conflicts=base.conflicts if base.team else _conflicts(command.conflicts),
    )


def _linked(chosen: str) -> CalendarId | None:
    return None if chosen in ("", OWN_CALENDAR) else CalendarId(chosen)


def _conflicts(chosen: tuple[str, ...]) -> frozenset[CalendarId] | None:
    return frozenset(map(CalendarId, chosen)) or None


def _members(command: SaveType, people: tuple[Invitee, ...]) -> tuple[Member, ...]:
    """Members are people who use the bot, so that their calendars can be looked at."""
    needed = {word.casefold() for word in command.required.replace(",", " ").replace(";", " ").split()}
    found = []
    for item in people:
        if item.person is None:
            raise InvalidChoice("people", "types.member_unknown")
        found.append(Member(item.person, (item.address or "").casefold() in needed))
    addresses = {(item.address or "").casefold() for item in people}
    if not needed <= addresses:
        raise InvalidChoice("required", "types.bad_required")
    return tuple(found)


def _durations(text: str) -> tuple[int, ...]:
    words = text.replace(",", " ").replace(";", " ").split()
    numbers = (typed_number("durations", word, 5, 24 * 60, "types.bad_durations") for word in words)
    return tuple(dict.fromkeys(numbers))


def _number(field: str, text: str, most: int, *, least: int = 0) -> int | None:
    return typed_number(field, text, least, most, "types.bad_number") if text.strip() else None


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def _instant(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value
