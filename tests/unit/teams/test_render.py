"""Every screen as an Adaptive Card: within Teams' limits, and without markup that isn't ours."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.http import encoded
from adapters.teams.render import Opened, Surface, render, render_form
from adapters.teams.render.limits import CARD_MOST_BYTES
from adapters.teams.render.refused import refused_card
from core.configuration.model import CalendarId
from core.dialogue import screens
from core.dialogue.answers.calendar_choice import chosen_conflicts
from core.dialogue.commands import ChooseCalendars, OpenBookingForm, OpenFindForm, ShowAgenda
from core.dialogue.screens import Action, CalendarObstacle, Instant, Line, Screen, UserText, say
from sandbox.teams.cards import card_problems, dialog_problems
from sandbox.teams.cards.finding import actions_of, every_object, inputs_of
from tests.unit.slack.examples import FIND, HOSTILE, START, WORDS, Examples
from tests.unit.teams.pressing import buttons, click

LONG = "A very long name that goes on and on, " * 12
EXTREMES = [
    ("Work", 2),
    ("", 0),
    ("", 3),
    (LONG, 300),
    (HOSTILE * 5, 60),
    ("Größe 会議 " * 20, 60),
    ("\u202e\u200b\n", 1),
]
MARKDOWN = "[x](https://x.example) **b** {{DATE(2026-12-01T00:00:00Z, SHORT)}} <at>Ada</at> https://x.example"
Json = dict[str, Any]


def opened(**changes: Any) -> Opened:
    return Opened(**{"form": "f" * 16, "opener": OpenFindForm(FIND), "card": "1700000000000", **changes})


def texts(card: Json) -> list[Json]:
    return [one for one in every_object(card) if one.get("type") in ("TextBlock", "TextRun")]


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize(("text", "size"), EXTREMES)
def test_every_card_fits_teams(text: str, size: int, surface: Surface) -> None:
    for screen in Examples(text, size).cards():
        message = render(screen, WORDS, surface)
        problems = card_problems(message.card) if surface is Surface.MESSAGE else dialog_problems(message.card)
        assert problems == [], screen
        assert len(encoded(message.card)) <= CARD_MOST_BYTES
        assert len(message.summary) <= 200


@pytest.mark.parametrize(("text", "size"), EXTREMES)
def test_every_form_fits_teams(text: str, size: int) -> None:
    for form in Examples(text, size).forms():
        made = render_form(form, WORDS, opened())
        assert dialog_problems(made.card) == [], form
        assert 0 < len(made.title) <= 64
        assert len(encoded(made.card)) <= CARD_MOST_BYTES


@settings(max_examples=25)
@given(text=st.text(max_size=60) | st.sampled_from([HOSTILE, MARKDOWN, "<at>Ada</at>", "{{TIME(x)}}"]))
def test_nobodys_words_stand_where_teams_reads_markdown_or_functions(text: str) -> None:
    marked = UserText(f"{text} zqz")
    for screen in Examples(marked, 2).cards():
        card = render(screen, WORDS).card
        for one in texts(card):
            assert "{{" not in one["text"]
            assert one["type"] == "TextRun" or "zqz" not in one["text"], one
        for action in actions_of(card):
            if action["type"] == "Action.OpenUrl":
                assert re.match(r"https://(bot|teams|outlook)\.example/", action["url"])


def test_inputs_have_labels_and_their_own_names() -> None:
    examples = Examples("Work", 3)
    cards = [render(one, WORDS).card for one in examples.cards()]
    for card in [*cards, *(render_form(one, WORDS, opened()).card for one in examples.forms())]:
        names = [one["id"] for one in inputs_of(card)]
        assert len(names) == len(set(names))
        assert all(one["label"].strip() for one in inputs_of(card))


def test_headings_are_headings_for_a_screen_reader() -> None:
    card = render(next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.BookingsCard)), WORDS).card
    assert [one["text"] for one in texts(card) if one.get("style") == "heading"] == ["Upcoming bookings"]


def test_the_fallback_text_says_every_fact_of_the_card_in_order() -> None:
    for screen in Examples("Work", 3).cards():
        card = render(screen, WORDS).card
        at = 0
        for block in card["body"]:
            if block["type"] != "RichTextBlock":
                continue
            words = "".join(run["text"] for run in block["inlines"])
            found = card["fallbackText"].find(words, at)
            assert found >= 0, (words, card["fallbackText"])
            at = found


def test_the_button_is_the_time_and_its_name_says_the_rest() -> None:
    named = say("connect.kept", command=UserText("Tue & Ana"))
    card = render(Line(say("action.find"), Action(Instant(START), OpenBookingForm(START, 30), name=named)), WORDS).card
    (button,) = buttons(card)
    assert (button["title"], button["tooltip"]) == ("14:00", WORDS.say(named))


def test_no_two_buttons_of_a_list_of_times_share_a_name() -> None:
    card = next(one for one in Examples("Work", 12).cards() if isinstance(one, screens.SlotsCard))
    shown = render(replace(card, days=card.days[:1]), WORDS).card
    names = [one["tooltip"] for one in actions_of(shown)]
    assert len(names) == len(set(names))
    assert "14:00, 14:30, 15:00" in shown["fallbackText"]


def test_rows_are_even_and_hold_at_most_five_buttons() -> None:
    card = next(one for one in Examples("Work", 12).cards() if isinstance(one, screens.SlotsCard))
    rows = [len(one["actions"]) for one in render(card, WORDS).card["body"] if one["type"] == "ActionSet"]
    assert rows[:3] == [4, 4, 4]
    assert max(rows) <= 5


def test_what_does_not_fit_is_said() -> None:
    bookings = [one for one in Examples(LONG, 60).cards() if isinstance(one, screens.BookingsCard)]
    assert "more than one message can hold" in json.dumps(render(bookings[-1], WORDS).card)


def test_a_destructive_click_is_asked_about_exactly_once() -> None:
    ask = next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.BookingAsk))
    rows = [one for one in render(ask, WORDS).card["body"] if one["type"] == "ActionSet"]
    sure, earliest = rows[0]["actions"]
    assert sure["type"] == "Action.Execute"  # this card is the question
    assert earliest["type"] == "Action.ShowCard"
    assert "Are you sure?" in json.dumps(earliest["card"])


def test_forms_open_in_dialogs_and_all_else_answers_in_place() -> None:
    find, today = Action(say("action.find"), OpenFindForm()), Action(say("action.today"), ShowAgenda())
    shown = [buttons(render(Line(say("action.find"), one), WORDS).card)[0] for one in (find, today)]
    assert [one["type"] for one in shown] == ["Action.Submit", "Action.Execute"]
    assert shown[0]["data"]["msteams"] == {"type": "task/fetch"}


def test_an_event_link_that_is_no_plain_address_is_not_shown() -> None:
    agenda = next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.AgendaCard))
    links = [one["url"] for one in actions_of(render(agenda, WORDS).card) if one["type"] == "Action.OpenUrl"]
    assert links == ["https://teams.example/j?a=1&b=2"]


def test_the_second_zone_shows_its_own_time() -> None:
    text = render(next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.BookingCard)), WORDS).card[
        "fallbackText"
    ]
    assert "14:00–14:30 (Berlin)" in text
    assert "08:00–08:30 (New York)" in text


def test_the_linked_calendar_stands_first_and_ticked_in_words() -> None:
    conflicts = next(
        one for one in inputs_of(render(Examples("Work", 2).picker(), WORDS).card) if one["id"] == "conflicts"
    )
    assert conflicts["choices"][0] == {"title": "Work (linked)", "value": "c0"}
    assert conflicts["value"].split(",")[0] == "c0"


def test_an_obstacle_names_its_calendar_once() -> None:
    picker = Examples("Work", 1).picker()
    named = CalendarObstacle(UserText("Team"), say("connect.kept", command=UserText("Team")), None)
    nameless = CalendarObstacle(UserText("Team"), say("action.help"), None)
    lines = render(replace(picker, obstacles=(named, nameless)), WORDS).card["fallbackText"].split("\n")
    assert [line.count("Team") for line in lines if "Team" in line] == [1, 1]


def test_save_loses_none_of_hundreds_of_calendars() -> None:
    picker = replace(Examples("Work", 300).picker(), linked_blocks=False)
    picker = replace(picker, stored=picker.conflicts)
    card = render(picker, WORDS).card
    save = next(one for one in buttons(card) if one["title"] == "Save")
    said = click(card, save).said
    assert isinstance(said, ChooseCalendars)
    assert chosen_conflicts([CalendarId(one) for one in picker.stored], said) == set(picker.conflicts)
    assert "calendars are listed" in json.dumps(card)


def test_a_corrected_form_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    form = next(one for one in Examples("Work", 1).forms() if isinstance(one, screens.BookingForm))
    again = opened(typed={"title": "x" * 300, "note": "bring cake"}, wrong=("title", "The title is too long."))
    card = render_form(form, WORDS, again).card
    shown = {one["id"]: one.get("value") for one in inputs_of(card)}
    assert (shown["title"], shown["note"]) == ("x" * 300, "bring cake")
    assert card["body"][0]["inlines"][0]["text"] == "Title: The title is too long."


def test_the_card_for_a_refused_private_answer_says_nothing_of_it() -> None:
    message = refused_card(WORDS, ShowAgenda("week"))
    assert card_problems(message.card) == []
    (button,) = buttons(message.card)
    assert (button["title"], button["data"]["msteams"]) == ("Open the answer", {"type": "task/fetch"})


def _some(kind: type[Screen]) -> Screen:
    return next(one for one in Examples("Work", 1).cards() if isinstance(one, kind))


def test_teams_is_told_words_without_a_slash() -> None:
    assert "/schedule" not in json.dumps(render(_some(screens.HelpCard), WORDS).card)
