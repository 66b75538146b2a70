"""40 and 300 calendars in both chats: within every limit, each of them choosable, and no choice lost on the way."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from adapters.teams.http import encoded
from adapters.teams.render.limits import CARD_MOST_BYTES
from core.configuration.model import CalendarId
from core.dialogue.answers.calendar_choice import chosen_conflicts
from core.dialogue.commands import ChooseCalendars, OpenAdvanced, PreviewCalendars
from core.dialogue.screens import (
    Action,
    AdvancedForm,
    BlockedTime,
    CalendarOption,
    CalendarPicker,
    Text,
    UserText,
    When,
    say,
)
from core.shared.ranges import Range
from sandbox.teams.cards import card_problems, dialog_problems
from sandbox.teams.cards.finding import inputs_of
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.examples import HALF_HOUR, START, WORDS
from tests.unit.slack.rules import elements, message_problems, options, view_problems
from tests.unit.teams import pressing as teams_hands

Json = dict[str, Any]
PLAIN, LONG = (
    "Calendar of the {number}th project",
    "Ein sehr langer Kalendername für Größe & Würde, Projekt {number} " * 3,
)


def calendars(count: int, name: str) -> tuple[CalendarOption, ...]:
    """In two accounts, a third of them shared by colleagues."""
    groups: list[Text] = [
        say("group.of_account", group=say("group.mine"), address=UserText("ada.lindqvist@contoso.com")),
        say(
            "group.of_account",
            group=say("group.shared", owner=UserText("Benjamin Carter (Design)")),
            address=UserText("ada.lindqvist@contoso.com"),
        ),
        say("group.of_account", group=say("group.mine"), address=UserText("ada@outlook.example")),
    ]
    return tuple(
        CalendarOption(str(UUID(int=number + 1)), UserText(name.format(number=f"{number:03}")), groups[number % 3])
        for number in range(count)
    )


def picker(
    listed: tuple[CalendarOption, ...], conflicts: set[str], stored: set[str], search: str = ""
) -> CalendarPicker:
    blocked = BlockedTime(When(Range(START, START + HALF_HOUR)), UserText("Review"), listed[0].name, None)
    return CalendarPicker(
        linkable=listed,
        linked=listed[0].id,
        obstacles=(),
        selectable=listed,
        conflicts=tuple(one.id for one in listed if one.id in conflicts),
        linked_blocks=True,
        preview=(blocked,) * 8,
        more_blocked=20,
        unread=(),
        saved=False,
        actions=(Action(say("action.advanced"), OpenAdvanced()),),
        notes=(say("calendars.cost", count=len(listed)),),
        stored=tuple(one.id for one in listed if one.id in stored),
        search=search,
    )


def teams_card(screen: CalendarPicker) -> Json:
    card: Json = in_teams.render(screen, WORDS).card
    return card


def input_of(card: Json, name: str) -> Json:
    return next(one for one in inputs_of(card) if one["id"] == name)


def listed_in(card: Json, name: str) -> set[str]:
    return {one["value"] for one in input_of(card, name)["choices"]}


def button(card: Json, label: str) -> Json:
    return next(one for one in teams_hands.buttons(card) if one["title"] == label)


@pytest.mark.parametrize("name", [PLAIN, LONG])
@pytest.mark.parametrize("count", [40, 300])
@pytest.mark.parametrize("ticked", [0.0, 0.5, 1.0])
def test_so_many_calendars_fit_both_chats_however_many_are_ticked(count: int, name: str, ticked: float) -> None:
    listed = calendars(count, name)
    some = {one.id for one in listed[1 : 1 + int(count * ticked)]}
    for stored in (some, set[str]()):
        screen = picker(listed, some, stored)
        message = in_slack.render(screen, WORDS)
        assert message_problems(message.text, message.blocks) == []
        card = teams_card(screen)
        assert card_problems(card) == []
        dialog = in_teams.render(screen, WORDS, in_teams.Surface.DIALOG).card
        assert dialog_problems(dialog) == []
        assert max(len(encoded(card)), len(encoded(dialog))) <= CARD_MOST_BYTES


def test_in_slack_forty_calendars_stand_in_a_list_that_is_searched_by_typing() -> None:
    listed = calendars(40, PLAIN)
    everything = {one.id for one in listed}
    shown: dict[str, set[str]] = {}
    for element in elements(in_slack.render(picker(listed, everything, everything), WORDS).blocks):
        if element["type"] in ("static_select", "multi_static_select"):
            field = element["action_id"].split(":")[0]
            shown.setdefault(field, set()).update(one["value"] for one in options(element))
    assert shown == {"linked": everything, "conflicts": everything}


@pytest.mark.parametrize("count", [101, 300, 700])
def test_in_slack_more_than_a_list_takes_are_asked_for_while_somebody_types(count: int) -> None:
    listed = calendars(count, PLAIN)
    everything = [one.id for one in listed]
    message = in_slack.render(picker(listed, set(everything), set(everything)), WORDS)
    assert message_problems(message.text, message.blocks) == []
    asked = [one for one in elements(message.blocks) if one["type"].endswith("external_select")]
    assert {one["action_id"].split(":")[0] for one in asked} == {"linked", "conflicts"}
    said = slack_hands.click(message, next(one for one in elements(message.blocks) if one.get("style") == "primary"))
    assert said is not None
    assert isinstance(said.said, ChooseCalendars)
    assert (said.said.linked, list(said.said.conflicts)) == (everything[0], everything)


@pytest.mark.parametrize("count", [40, 300])
def test_in_teams_every_calendar_is_found_by_a_part_of_its_name(count: int) -> None:
    listed = calendars(count, PLAIN)
    for number, one in enumerate(listed):
        if number % 7 == 0 or number == count - 1:
            card = teams_card(picker(listed, set(), set(), search=f"the {number:03}th"))
            assert one.id in listed_in(card, "conflicts")
            assert one.id in listed_in(card, "linked")


def test_in_teams_calendars_are_also_found_by_whose_they_are() -> None:
    listed = calendars(60, PLAIN)
    card = teams_card(picker(listed, set(), set(), search="benjamin"))
    shared = {one.id for number, one in enumerate(listed) if number % 3 == 1}
    assert listed_in(card, "conflicts") == shared | {listed[0].id}


def test_forty_short_calendars_need_no_search_in_teams() -> None:
    listed = tuple(CalendarOption(f"c{number}", UserText(f"Team {number}"), say("group.mine")) for number in range(40))
    card = teams_card(picker(listed, set(), set()))
    assert "search" not in {one["id"] for one in inputs_of(card)}
    said = teams_hands.click(card, button(card, "Save")).said
    assert isinstance(said, ChooseCalendars)
    assert said.listed is None


STEPS = st.lists(st.tuples(st.sampled_from(["", "03", "17", "benjamin", "outlook.example", "nothing"]), st.randoms()))


@settings(max_examples=15, deadline=None)
@given(steps=STEPS, first=st.integers(0, 299), count=st.sampled_from([40, 300]))
def test_nothing_ticked_or_unticked_on_any_face_of_the_card_is_lost_until_save(
    steps: list[tuple[str, Any]], first: int, count: int
) -> None:
    listed = calendars(count, PLAIN)
    stored = {one.id for one in listed[1 : first % count]}
    meant, now, search = set(stored), set(stored), ""
    for looked_for, chance in [*steps, ("", None)]:
        card = teams_card(picker(listed, now, stored, search))
        shown = listed_in(card, "conflicts")
        ticked = {one for one in shown if chance.random() < 0.5} if chance else meant & shown
        meant = (meant - shown) | ticked
        label = (
            "Save" if chance is None else next(iter({"Search and show", "Show what that blocks"} & _labels(card)), "")
        )
        if not label:  # too many changes wait: only Save is left
            continue
        changed = {"conflicts": ",".join(sorted(ticked)), **({"search": looked_for} if _searches(card) else {})}
        said = teams_hands.click(card, button(card, label), **changed).said
        assert isinstance(said, ChooseCalendars | PreviewCalendars)
        now = set(chosen_conflicts([CalendarId(one) for one in stored], said))
        search = said.search if isinstance(said, PreviewCalendars) else ""
        assert now - {listed[0].id} == meant - {listed[0].id}


def _labels(card: Json) -> set[str]:
    return {one["title"] for one in teams_hands.buttons(card)}


def _searches(card: Json) -> bool:
    return any(one["id"] == "search" for one in inputs_of(card))


def test_more_changes_than_two_buttons_carry_are_saved_before_anybody_looks_further() -> None:
    listed = calendars(300, PLAIN)
    everything = {one.id for one in listed}
    card = teams_card(picker(listed, everything, set(), search="nothing"))
    assert "Search and show" not in _labels(card)
    assert "Many changes wait to be saved" in json.dumps(card)
    said = teams_hands.click(card, button(card, "Save")).said
    assert isinstance(said, ChooseCalendars)
    assert chosen_conflicts([], said) == everything
    assert len(encoded(card)) <= CARD_MOST_BYTES


def test_advanced_settings_of_300_calendars_and_30_accounts_fit_both_chats() -> None:
    listed = calendars(300, LONG)
    form = AdvancedForm("default", (), True, UserText("Work"), warnable=listed, warned=tuple(one.id for one in listed))
    assert view_problems(in_slack.render_form(form, WORDS, in_slack.Origin())) == []
    opened = in_teams.Opened("form-1", OpenAdvanced())
    assert len(encoded(in_teams.render_form(form, WORDS, opened).card)) <= CARD_MOST_BYTES
    said = slack_hands.submit(in_slack.render_form(form, WORDS, in_slack.Origin())).said
    assert getattr(said, "warned", ()) == tuple(one.id for one in listed)
