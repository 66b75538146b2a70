"""The calendar picker with its preview, and Advanced settings."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from adapters.edge.fields import BLOCKING
from adapters.teams.http import Json, encoded
from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import choice, choices, text_input, toggle
from core.dialogue.commands import SaveAdvanced
from core.dialogue.screens import (
    Action,
    AdvancedForm,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    Names,
    Style,
    Text,
    UserText,
    say,
)

OBSTACLES_MOST = 5
LIST_MOST_BYTES = 5 * 1024
"""So much of a card may each of the two lists take (our choice)."""

LISTED_MOST = 60
CHOICE_BYTES = 90
CHANGES_MOST = 80
"""So many changes of calendars that aren't listed may two buttons carry; with more, only Save does (our choice)."""

Listed = tuple[str, ...]
Changes = dict[str, Any]
NO_CHANGES: Changes = {"listed": None, "added": (), "removed": ()}


def picker(card: Card, screen: CalendarPicker) -> None:
    """Where not every calendar fits, the buttons carry which ones were listed and what was changed of the others."""
    card.header(say("calendars.title"))
    many_linkable = _linked(card, screen)
    _obstacles(card, screen)
    listed, many = _conflicts(card, screen)
    changes = _changes(screen, listed) if many else NO_CHANGES
    full = len(changes["added"]) + len(changes["removed"]) > CHANGES_MOST
    searches = (many or many_linkable or bool(screen.search)) and not full
    if searches:
        card.control(text_input("search", card.label("calendars.search"), screen.search))
        card.notes(say("calendars.search_hint"))
    _preview(card, screen)
    unsaved = say("calendars.saved" if screen.saved else "calendars.unsaved")
    card.notes(unsaved, *((say("calendars.save_first"),) if full else ()), *screen.notes)
    save = Action(say("calendars.save"), replace(screen.save, **changes), style=Style.PRIMARY)
    label = say("calendars.search_look") if searches else say("calendars.look")
    look = Action(label, replace(screen.on_change, **changes))
    card.actions((save,) if full else (save, look), inputs=True)
    card.actions(screen.actions)
    if screen.question is not None:
        card.text(card.said(screen.question.text))
        card.actions(screen.question.answers)


def _changes(screen: CalendarPicker, listed: Listed) -> Changes:
    """What the buttons say of the calendars that aren't listed."""
    ticked, stored = set(screen.conflicts) - set(listed), set(screen.stored) - set(listed)
    return {"listed": listed, "added": tuple(sorted(ticked - stored)), "removed": tuple(sorted(stored - ticked))}


def _linked(card: Card, screen: CalendarPicker) -> bool:
    """Whether there are others than those listed."""
    if not screen.linkable:
        card.text(card.label("calendars.linked"), bold=True)
        card.text(card.label("calendars.linked_hint"), card.label("calendars.no_linkable"))
        return False
    chosen = [one.id for one in screen.linkable if one.id == screen.linked]
    first = sorted(_found(card, screen, screen.linkable, set(chosen)), key=lambda one: one.id not in chosen)
    options = _options(card, first, None, _room(screen))
    card.control(choices("linked", card.label("calendars.linked"), options, chosen, style="filtered"))
    card.lines += [one["title"] for one in options if one["value"] in chosen]
    card.notes(say("calendars.linked_hint"), *_many(options, len(screen.linkable)))
    return len(options) < len(screen.linkable)


def _obstacles(card: Card, screen: CalendarPicker) -> None:
    """Why a calendar can't be the linked one, and what helps; the first ones with their buttons."""
    for obstacle in screen.obstacles[:OBSTACLES_MOST]:
        card.text(_obstacle(card, obstacle))
        card.actions((obstacle.action,) if obstacle.action else ())
    card.text(*(_obstacle(card, one) for one in screen.obstacles[OBSTACLES_MOST:]))


def _obstacle(card: Card, obstacle: CalendarObstacle) -> str:
    """The calendar's name once."""
    name, why = card.foreign(obstacle.name), card.said(obstacle.why)
    return why if name in why else f"{name}: {why}"


def _conflicts(card: Card, screen: CalendarPicker) -> tuple[Listed, bool]:
    """The ticked linked calendar stands first and says so in words. The listed ones, and whether there are others."""
    fixed = screen.linked if screen.linked_blocks else None
    everything = _everything(screen, fixed)
    if not everything:
        card.text(card.label("calendars.conflicts"), bold=True)
        card.text(card.label("calendars.conflicts_hint"), card.label("calendars.no_conflicts"))
        return (), False
    ticked_first = len(everything) * CHOICE_BYTES > LIST_MOST_BYTES and not screen.search
    found = _found(card, screen, everything, {fixed} if fixed else set())
    if ticked_first:
        found = sorted(found, key=lambda one: (one.id != fixed, one.id not in screen.conflicts))
    options = _options(card, found, fixed, _room(screen))
    ticked = [one["value"] for one in options if one["value"] in screen.conflicts or one["value"] == fixed]
    card.control(choices("conflicts", card.label("calendars.conflicts"), options, ticked, several=True))
    card.lines.append(", ".join(one["title"] for one in options if one["value"] in ticked))
    card.notes(say("calendars.conflicts_hint"), *_many(options, len(everything)))
    if fixed is not None:
        card.notes(say("calendars.linked_blocks"))
    return tuple(one["value"] for one in options), len(options) < len(everything)


def _everything(screen: CalendarPicker, fixed: str | None) -> list[CalendarOption]:
    """Each calendar once, the fixed one first."""
    known = {one.id: one for one in (*screen.linkable, *screen.selectable)}
    first = {fixed: known[fixed]} if fixed in known else {}
    return list({**first, **{one.id: one for one in screen.selectable}}.values())


def _found(
    card: Card, screen: CalendarPicker, calendars: Sequence[CalendarOption], always: Collection[str]
) -> list[CalendarOption]:
    """Those whose name or group has what was looked for, and these in any case."""
    looked_for = screen.search.casefold()

    def fits(one: CalendarOption) -> bool:
        return looked_for in f"{one.name} {card.said(one.group)}".casefold()

    return [one for one in calendars if not looked_for or one.id in always or fits(one)]


def _room(screen: CalendarPicker) -> int:
    """So many bytes may a list take: fewer where Save has much to carry."""
    waiting = len(set(screen.conflicts) ^ set(screen.stored))
    return LIST_MOST_BYTES if waiting <= 2 * CHANGES_MOST else LIST_MOST_BYTES // 2


def _options(card: Card, calendars: list[CalendarOption], linked: str | None, room: int) -> list[Json]:
    """As many choices as fit."""
    found: list[Json] = []
    several, size = len({each.group for each in calendars}) > 1, 0
    for one in calendars:
        name = card.foreign(one.name)
        shown = f"{name} · {card.said(one.group)}" if several else name
        made = choice(
            one.id, card.label("calendars.is_linked", name=UserText(name[:45])) if one.id == linked else shown
        )
        size += len(encoded(made)) + 1
        if size > room or len(found) == LISTED_MOST:
            break
        found.append(made)
    return found


def _many(options: list[Json], all_of_them: int) -> tuple[Text, ...]:
    return () if len(options) == all_of_them else (say("calendars.some", n=len(options), all=all_of_them),)


def _preview(card: Card, screen: CalendarPicker) -> None:
    card.text(card.label("calendars.preview"), bold=True)
    lines = [_blocked(card, one) for one in screen.preview] or [card.label("calendars.preview_none")]
    more = [card.label("label.more", n=screen.more_blocked)] if screen.more_blocked else []
    card.text(*lines, *more)
    if screen.preview:
        card.in_zone()
    if screen.unread:
        card.text(card.label("calendars.unread", names=Names(screen.unread)))


def _blocked(card: Card, one: BlockedTime) -> str:
    why_not = f" ({card.said(one.why_not)})" if one.why_not else ""
    return f"{card.said(one.when)}  {card.foreign(one.title)}{why_not} · {card.foreign(one.calendar)}"


def advanced_form(form: FormCard, screen: AdvancedForm) -> None:
    listed = _warnable(form, screen)
    form.titled("advanced.title", "advanced.submit", _submits(screen, listed))
    options = [choice(name, form.label(f"advanced.blocking.{name}")) for name in BLOCKING]
    chosen = [screen.blocking] if screen.blocking in BLOCKING else []
    label, missing = form.label("advanced.blocking.label"), form.label("form.bad_field")
    form.field(choices("blocking", label, options, chosen, style="expanded", required=missing))
    form.text(
        *(
            f"{form.label(f'advanced.blocking.{one}')}: {form.label(f'advanced.blocking.{one}_hint')}"
            for one in BLOCKING
        )
    )
    if screen.states:
        states = [choice(name, form.label(f"state.{name}")) for name, _ in screen.states]
        ticked = [name for name, blocks in screen.states if blocks]
        boxes = choices("states", form.label("advanced.states.label"), states, ticked, several=True, style="expanded")
        form.field(boxes, hint="advanced.states.hint")
    name = screen.linked_name
    title = (
        form.label("advanced.linked_blocks.option", name=UserText(name))
        if name
        else form.label("advanced.linked_blocks.nameless")
    )
    form.field(toggle("linked_blocks", form.label("advanced.linked_blocks.label"), title, on=screen.linked_blocks))
    _warned(form, screen, listed)
    if screen.accounts:
        accounts = [choice(one.id, form.words.say(UserText(one.address))) for one in screen.accounts]
        label = form.label("advanced.hidden.label")
        form.field(choices("hidden_titles", label, accounts, list(screen.hidden), several=True), "advanced.hidden.hint")


def _submits(screen: AdvancedForm, listed: list[Json]) -> SaveAdvanced:
    """Of a list that is there, nothing ticked means none."""
    return replace(screen.submit, warned=() if listed else None, hidden_titles=() if screen.accounts else None)


def _warned(form: FormCard, screen: AdvancedForm, listed: list[Json]) -> None:
    """The list, where it fits."""
    if not listed and screen.warnable:
        form.text(form.label("advanced.warned.many"))
    if listed:
        ticked = [one["value"] for one in listed if one["value"] in screen.warned]
        boxes = choices("warned", form.label("advanced.warned.label"), listed, ticked, several=True)
        form.field(boxes, hint="advanced.warned.hint")


def _warnable(form: FormCard, screen: AdvancedForm) -> list[Json]:
    """A choice for each calendar, none when they are too many for one list."""
    found = [
        choice(one.id, f"{form.words.say(UserText(one.name))} · {form.words.say(one.group)}") for one in screen.warnable
    ]
    return found if sum(len(encoded(one)) + 1 for one in found) <= LIST_MOST_BYTES else []
