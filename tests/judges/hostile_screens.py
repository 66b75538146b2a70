"""Screens whose fields belong together, so that their types alone don't say how they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from adapters.edge.fields import KEPT
from adapters.edge.settings import SETTINGS_FIELDS, Kind
from core.dialogue.catalogue import ENGLISH
from core.dialogue.commands import Book, ChooseCalendars, Find, Named, PreviewCalendars, SaveAdvanced, Why
from core.dialogue.screens import (
    AccountOption,
    AdvancedForm,
    BookingForm,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    CodeAsked,
    FindForm,
    HelpCard,
    HelpEntry,
    PersonChoice,
    Screen,
    SettingsForm,
    UserText,
    WhyForm,
)
from core.dialogue.screens.settings import (
    ChoiceField,
    DayField,
    Field,
    ManyField,
    NoteField,
    PeopleField,
    SwitchField,
    TextField,
)

if TYPE_CHECKING:
    from tests.judges.hostile import Maker

OPEN = [key for key, sentence in sorted(ENGLISH.items()) if "{" not in sentence]
"""Sentences without gaps: what fields are labelled with."""


def picker(make: Maker) -> CalendarPicker:
    listed = _calendars(make, make.many("selectable"))
    ids = [one.id for one in listed]
    linkable = tuple(one for one in listed if make.random.random() < 0.7)
    linked = make.random.choice([None, *(one.id for one in linkable)])
    obstacles = [make.built(CalendarObstacle) for _ in range(make.many("obstacles"))]
    some = [tuple(one for one in ids if make.random.random() < part) for part in (0.5, 0.8)]
    return make.built(
        CalendarPicker,
        linkable=linkable,
        obstacles=tuple(one if at < 5 else replace(one, action=None) for at, one in enumerate(obstacles)),
        linked=linked,
        linked_blocks=linked is not None and make.random.random() < 0.5,
        selectable=listed,
        conflicts=some[0],
        stored=make.random.choice(some),
        search="",
        save=ChooseCalendars(),
        on_change=PreviewCalendars(),
    )


def advanced(make: Maker) -> AdvancedForm:
    listed = _calendars(make, make.many("warnable"))
    accounts = tuple(AccountOption(f"a{number}", make.words()) for number in range(make.many("accounts")))
    states = tuple((one, make.random.random() < 0.5) for one in ("free", "tentative", "busy", "oof", "unknown"))
    return AdvancedForm(
        make.random.choice(("default", "only_busy", "custom")),
        states,
        make.random.random() < 0.5,
        make.random.choice((None, make.words())),
        SaveAdvanced(),
        listed,
        tuple(one.id for one in listed if make.random.random() < 0.5),
        accounts,
        tuple(one.id for one in accounts if make.random.random() < 0.5),
    )


def _calendars(make: Maker, count: int) -> tuple[CalendarOption, ...]:
    groups = [make.sentence() for _ in range(3)]
    return tuple(CalendarOption(f"c{number}", make.words(), make.random.choice(groups)) for number in range(count))


def help_card(make: Maker) -> HelpCard:
    usages = (UserText(make.words().replace("`", "")) for _ in range(make.many("entries")))
    entries = tuple(HelpEntry(one, make.sentence()) for one in usages)
    return make.built(HelpCard, command="/schedule", entries=entries)


def find_form(make: Maker) -> FindForm:
    people = _people(make)
    find = make.command(Find)
    assert isinstance(find, Find)
    hours = make.random.choice(({"from_minute": None, "to_minute": None}, {"from_minute": 840, "to_minute": 1440}))
    kept = tuple((name, make.sentence()) for name, empty in KEPT.items() if getattr(find, name) != empty)
    return FindForm(_durations(make), 45, people, replace(find, people=_named(people), **hours), kept=kept)


def booking_form(make: Maker) -> BookingForm:
    people, title = _people(make), make.words()
    repeats = make.random.random() < 0.5
    book = make.command(Book)
    assert isinstance(book, Book)
    more = {"number": make.random.choice((None, 1, 9999)), "duration_minutes": 45, "note": str(make.words()) * 2}
    book = replace(book, people=_named(people), title=title, **more)
    return BookingForm(make.when(), make.sentence(), title, people, _durations(make), 45, True, book, repeats)


def why_form(make: Maker) -> WhyForm:
    people, day, minute = _people(make, optional=False), make.day(), make.random.choice((0, 605, 1439))
    why = make.command(Why)
    assert isinstance(why, Why)
    asked = replace(why, on=day, minute=minute, people=_named(people), terms=Why(day, minute).terms)
    return WhyForm(day, minute, _durations(make), 45, people, asked)


def settings_form(make: Maker) -> SettingsForm:
    """Of any command that such a form submits, with the fields that the edges read for it."""
    command = make.random.choice(list(SETTINGS_FIELDS))
    kinds, hints = SETTINGS_FIELDS[command], get_type_hints(command, include_extras=True)
    listed = [_field(make, name, kind, hints[name]) for name, kind in kinds.items()]
    notes = tuple(make.sentence() for _ in range(make.many("notes")))
    submit = make.command(command)
    return SettingsForm(make.random.choice(OPEN), notes, tuple(listed), submit, make.random.choice(OPEN))


def _field(make: Maker, name: str, kind: Kind, hint: Any) -> Field:
    label = make.random.choice(OPEN)
    match kind:
        case Kind.TEXT:
            hinted = make.random.choice((None, label))
            if make.random.random() < 0.3:
                return NoteField(name, label, make.words())
            return TextField(name, label, make.words(), hinted)
        case Kind.DAY:
            return DayField(name, label, make.random.choice((None, make.day())))
        case Kind.SWITCH:
            return SwitchField(name, label, make.random.choice(OPEN), make.random.random() < 0.5)
        case Kind.PEOPLE:
            return PeopleField(_people(make, optional=False))
        case Kind.MANY:
            values = tuple(f"v{number}" for number in range(make.many("selectable")))
            chosen = tuple(one for one in values if make.random.random() < 0.5)
            return ManyField(name, label, tuple((one, _said(make)) for one in values), chosen)
        case Kind.CHOICE:
            values = _values(hint)
            return ChoiceField(name, label, tuple((one, _said(make)) for one in values), make.random.choice(values))


def _said(make: Maker) -> Any:
    return make.sentence()


def _values(hint: Any) -> tuple[str, ...]:
    """Some values that a field takes: those of a Literal, numbers, else times."""
    plain = get_args(hint) or (hint,)
    if all(isinstance(one, str) for one in plain):
        return plain
    if plain[0] is int:
        return ("5", "10", "15", "30", "60")
    return ("own", "c1", "c2") if str in (hint, plain[0]) else tuple(f"2026-12-{day:02}T10:00Z" for day in range(1, 13))


def _people(make: Maker, *, optional: bool = True) -> tuple[PersonChoice, ...]:
    """As they come from core: those of the chat first, then addresses; those who may miss it last."""
    users = [Named("user", f"U0{number:07}") for number in range(min(10, make.size))]
    addresses = [Named("address", f"somebody.{number}@contoso.example") for number in range(min(10, make.size))]
    found = [*users, *addresses]
    if optional and make.random.random() < 0.5:
        found += [Named("user", "U1000000", optional=True), Named("address", "late@contoso.example", optional=True)]
    return tuple(PersonChoice(one, make.words()) for one in found)


def _named(people: tuple[PersonChoice, ...]) -> tuple[Named, ...]:
    return tuple(one.named for one in people)


def _durations(make: Maker) -> tuple[int, ...]:
    return make.random.choice(((), (30,), (15, 30, 60, 90)))


SPECIAL: dict[type[Screen], Callable[[Maker], Screen]] = {
    CalendarPicker: picker,
    AdvancedForm: advanced,
    HelpCard: help_card,
    CodeAsked: lambda _: CodeAsked("/schedule"),
    FindForm: find_form,
    BookingForm: booking_form,
    WhyForm: why_form,
    SettingsForm: settings_form,
}
