"""The calendar picker with its preview, and Advanced settings."""

import hashlib

from adapters.edge.fields import BLOCKING
from adapters.slack.render.blocks import Card, user
from adapters.slack.render.elements import (
    Json,
    checkboxes,
    external_select,
    grouped,
    multi_external_select,
    multi_select,
    option,
    payload,
    radio_buttons,
    select,
)
from adapters.slack.render.limits import OPTION_MOST, OPTIONS_MOST
from adapters.slack.render.modal import Modal
from core.dialogue.screens import (
    Action,
    AdvancedForm,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    Names,
    Style,
    say,
)
from core.dialogue.texts import Words

OBSTACLES_MOST = 5
LINKED, CONFLICTS, WARNED = "linked", "conflicts", "warned"
"""The inputs with calendars; a long list comes in parts ("conflicts:1", "conflicts:2")."""


def picker(card: Card, screen: CalendarPicker) -> None:
    card.header(say("calendars.title"))
    _linked(card, screen)
    _obstacles(card, screen)
    _conflicts(card, screen)
    _preview(card, screen)
    card.notes(say("calendars.saved" if screen.saved else "calendars.unsaved"), *screen.notes)
    save = Action(say("calendars.save"), screen.save, style=Style.PRIMARY)
    card.actions((save, *screen.actions))
    if screen.question is not None:
        card.text(card.said(screen.question.text))
        card.actions(screen.question.answers)


def _linked(card: Card, screen: CalendarPicker) -> None:
    label = f"*{card.label('calendars.linked')}*\n{card.label('calendars.linked_hint')}"
    if not screen.linkable:
        card.text(*label.split("\n"), card.label("calendars.no_linkable"))
        return
    options, asked = _options(card, screen.linkable, None), card.label("calendars.choose_one")
    chosen = options.get(screen.linked or "")
    if len(screen.linkable) > OPTIONS_MOST:
        element = external_select(LINKED, placeholder=asked, chosen=chosen)
    else:
        element = select(LINKED, _groups(card, screen.linkable, options), placeholder=asked, chosen=chosen)
    card.control(label, element, _block_id(screen, "linked", [screen.linked or ""]))
    if chosen:
        card.lines.append(chosen["text"]["text"])


def _obstacles(card: Card, screen: CalendarPicker) -> None:
    """Why a calendar can't be the linked one, and what helps; the first ones with their buttons."""
    for obstacle in screen.obstacles[:OBSTACLES_MOST]:
        card.text(_obstacle(card, obstacle))
        card.actions((obstacle.action,) if obstacle.action else ())
    card.text(*(_obstacle(card, one) for one in screen.obstacles[OBSTACLES_MOST:]))


def _obstacle(card: Card, obstacle: CalendarObstacle) -> str:
    """The calendar's name once."""
    name, why = card.said(user(obstacle.name)), card.said(obstacle.why)
    return why if name in why else f"{name}: {why}"


def _conflicts(card: Card, screen: CalendarPicker) -> None:
    """The ticked linked calendar stands first and says so in words."""
    fixed = screen.linked if screen.linked_blocks else None
    label = f"*{card.label('calendars.conflicts')}*\n{card.label('calendars.conflicts_hint')}"
    listed = _listed(screen, fixed)
    if not listed:
        card.text(*label.split("\n"), card.label("calendars.no_conflicts"))
        return
    options, asked = _options(card, listed, fixed), card.label("calendars.choose_many")
    ticked = [one for id_, one in options.items() if id_ in screen.conflicts or id_ == fixed]
    if len(listed) <= OPTIONS_MOST:
        parts = [
            (ticked, multi_select(f"{CONFLICTS}:1", _groups(card, listed, options), placeholder=asked, chosen=ticked))
        ]
    else:
        parts = [
            (some, multi_external_select(f"{CONFLICTS}:{number}", placeholder=asked, chosen=some))
            for number, some in enumerate(_parts(ticked), start=1)
        ]
    for number, (some, element) in enumerate(parts, start=1):
        block = _block_id(screen, f"{CONFLICTS}-{number}", [one["value"] for one in some])
        card.control(label, element, block)
        card.lines.append(", ".join(one["text"]["text"] for one in some))
    if fixed is not None:
        card.notes(say("calendars.linked_blocks"))


def _parts(ticked: list[Json]) -> list[list[Json]]:
    """As many as one list may show as chosen; at least one, to choose in."""
    return [ticked[start : start + OPTIONS_MOST] for start in range(0, len(ticked), OPTIONS_MOST)] or [[]]


def _listed(screen: CalendarPicker, fixed: str | None) -> tuple[CalendarOption, ...]:
    """Each calendar once, the fixed one first."""
    known = {one.id: one for one in (*screen.linkable, *screen.selectable)}
    first = {fixed: known[fixed]} if fixed in known else {}
    return tuple({**first, **{one.id: one for one in screen.selectable}}.values())


def suggested(found: tuple[CalendarOption, ...], words: Words) -> Json:
    """The answer to what was typed into such a list."""
    card = Card.for_reader(words)
    return _groups(card, found, _options(card, found, None)) if found else {"options": []}


def _preview(card: Card, screen: CalendarPicker) -> None:
    lines = [_blocked(card, one) for one in screen.preview] or [card.label("calendars.preview_none")]
    more = [card.label("label.more", n=screen.more_blocked)] if screen.more_blocked else []
    card.text(f"*{card.label('calendars.preview')}*", *lines, *more)
    if screen.preview:
        card.in_zone()
    if screen.unread:
        card.text(card.label("calendars.unread", names=Names(screen.unread)))


def _blocked(card: Card, one: BlockedTime) -> str:
    why_not = f" ({card.said(one.why_not)})" if one.why_not else ""
    return f"{card.said(one.when)}  {card.said(user(one.title))}{why_not} · {card.said(user(one.calendar))}"


def _options(card: Card, calendars: tuple[CalendarOption, ...], linked: str | None) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for one in calendars:
        name = card.said(user(one.name))
        shown = card.label("calendars.is_linked", name=user(one.name)) if one.id == linked else name
        if len(shown) > OPTION_MOST and one.id == linked:
            suffix = card.label("calendars.is_linked", name="")
            shown = option("", name[: OPTION_MOST - len(suffix) - 1] + "…")["text"]["text"] + suffix
        found[one.id] = option(one.id, shown)
    return found


def _groups(card: Card, calendars: tuple[CalendarOption, ...], options: dict[str, Json]) -> Json:
    groups: dict[str, list[Json]] = {}
    for one in calendars:
        if one.id in options:
            groups.setdefault(card.said(one.group), []).append(options[one.id])
    return grouped(groups)


def _block_id(screen: CalendarPicker, field: str, chosen: list[str]) -> str:
    """Carries the command a change sends. Slack's client keeps what a person chose for a block it knows, so a block
    with another choice has another id."""
    digest = hashlib.sha256("\n".join(chosen).encode()).hexdigest()[:12]
    return f"{field}:{digest}:{payload(screen.on_change, 200)}"


def advanced_form(modal: Modal, form: AdvancedForm) -> None:
    modal.titled("advanced.title", "advanced.submit", form.submit)
    choices = {
        name: option(name, modal.label(f"advanced.blocking.{name}"), modal.label(f"advanced.blocking.{name}_hint"))
        for name in BLOCKING
    }
    radio = radio_buttons("blocking", list(choices.values()), choices.get(form.blocking))
    modal.field("blocking", "advanced.blocking.label", radio)
    states = {name: option(name, modal.label(f"state.{name}")) for name, _ in form.states}
    if states:
        ticked = [states[name] for name, blocks in form.states if blocks]
        boxes = checkboxes("states", list(states.values()), ticked)
        modal.field("states", "advanced.states.label", boxes, optional=True, hint="advanced.states.hint")
    name = form.linked_name
    linked = option(
        "linked_blocks",
        modal.label("advanced.linked_blocks.option", name=user(name))
        if name
        else modal.label("advanced.linked_blocks.nameless"),
    )
    boxes = checkboxes("linked_blocks", [linked], [linked] if form.linked_blocks else [])
    modal.field("linked_blocks", "advanced.linked_blocks.label", boxes, optional=True)
    _warned(modal, form)
    _hidden(modal, form)


def _warned(modal: Modal, form: AdvancedForm) -> None:
    if not form.warnable:
        return
    options = {one.id: option(one.id, modal.words.say(user(one.name))) for one in form.warnable}
    ticked, asked = [options[id_] for id_ in form.warned if id_ in options], modal.label("calendars.choose_many")
    if len(form.warnable) > OPTIONS_MOST:
        for number, some in enumerate(_parts(ticked), start=1):
            part = f"{WARNED}:{number}"
            element = multi_external_select(part, placeholder=asked, chosen=some)
            modal.field(part, "advanced.warned.label", element, optional=True, hint="advanced.warned.hint")
        return
    groups: dict[str, list[Json]] = {}
    for one in form.warnable:
        groups.setdefault(modal.words.say(one.group), []).append(options[one.id])
    element = multi_select(WARNED, grouped(groups), placeholder=asked, chosen=ticked)
    modal.field(WARNED, "advanced.warned.label", element, optional=True, hint="advanced.warned.hint")


def _hidden(modal: Modal, form: AdvancedForm) -> None:
    options = {one.id: option(one.id, modal.words.say(user(one.address))) for one in form.accounts[:OPTIONS_MOST]}
    if options:
        ticked = [options[id_] for id_ in form.hidden if id_ in options]
        element = multi_select(
            "hidden_titles",
            {"options": list(options.values())},
            placeholder=modal.label("advanced.hidden.choose"),
            chosen=ticked,
        )
        modal.field("hidden_titles", "advanced.hidden.label", element, optional=True, hint="advanced.hidden.hint")
