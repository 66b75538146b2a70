"""Every screen as Block Kit: within Slack's limits, and without markup that isn't ours."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.edge.words import cut
from adapters.slack.render import CARDS, FORMS, Origin, render, render_form
from adapters.slack.render.limits import escape
from core.dialogue import screens
from core.dialogue.commands import OpenBookingForm
from core.dialogue.model import MessageRef
from core.dialogue.screens import Action, CalendarObstacle, Form, Instant, Line, Screen, UserText, say
from tests.unit.slack.examples import HOSTILE, START, WORDS, Examples
from tests.unit.slack.rules import elements, message_problems, texts, view_problems

LONG = "A very long name that goes on and on, " * 12
EXTREMES = [("Work", 2), ("", 0), ("", 3), (LONG, 300), (HOSTILE * 5, 60), ("&" * 500, 7), ("\u202e\u200b\n", 1)]
OURS = re.compile(r"<https://(teams\.example/j\?a=1&amp;b=2)\|Join>")


@pytest.mark.parametrize(("text", "size"), EXTREMES)
def test_every_card_fits_slack(text: str, size: int) -> None:
    for screen in Examples(text, size).cards():
        message = render(screen, WORDS)
        assert message_problems(message.text, message.blocks) == [], screen


@pytest.mark.parametrize(("text", "size"), EXTREMES)
def test_every_form_fits_slack(text: str, size: int) -> None:
    for form in Examples(text, size).forms():
        view = render_form(form, WORDS, Origin(MessageRef("D1", "17.1"), "D1", "https://hooks.example/1"))
        assert view_problems(view) == [], form


def test_every_screen_of_the_dialogue_has_a_rendering_and_an_example() -> None:
    found = [getattr(screens, name) for name in screens.__all__]
    concrete = {one for one in found if isinstance(one, type) and issubclass(one, Screen)} - {Screen, Form}
    assert concrete == set(CARDS) | set(FORMS)
    examples = Examples("Work", 2)
    assert concrete == {type(one) for one in (*examples.cards(), *examples.forms())}


@settings(max_examples=25)
@given(
    text=st.text(max_size=60) | st.sampled_from([HOSTILE, "<!here>", "<@U1>", "<#C1|x>", "https://x.example", "&lt;"])
)
def test_no_card_holds_a_mention_or_link_that_is_not_ours(text: str) -> None:
    for screen in Examples(text, 2).cards():
        message = render(screen, WORDS)
        shown = [one["text"] for one in texts(message.blocks)]
        for one in shown:
            assert not re.search(r"[<>]", OURS.sub("", one)), one
            assert not re.search(r"&(?!amp;|lt;|gt;)", one), one
        assert not re.search(r"[<>]", message.text)
        urls = [element["url"] for element in elements(message.blocks) if "url" in element]
        assert all(url.startswith(("https://bot.example/", "https://outlook.example/e")) for url in urls)


@settings(max_examples=25)
@given(text=st.text(max_size=60) | st.just(HOSTILE))
def test_no_form_shows_a_mention_or_link_that_is_not_ours(text: str) -> None:
    for form in Examples(text, 2).forms():
        for one in texts(render_form(form, WORDS, Origin())):
            assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", one["text"]), one


@given(text=st.text(max_size=300), most=st.integers(2, 40))
def test_cut_text_holds_no_broken_entity(text: str, most: int) -> None:
    shown = cut(escape(text), most)
    assert len(shown) <= most
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)


def test_the_fallback_text_says_every_fact_of_the_card_in_order() -> None:
    for screen in Examples("Work", 3).cards():
        message = render(screen, WORDS)
        at = 0
        for block in message.blocks:
            if block["type"] in ("header", "section"):
                for line in (
                    re.sub(r"<https://[^|]+\|(\w+)>", r"\1", block["text"]["text"]).replace("*", "").split("\n")
                ):
                    found = message.text.replace("*", "").find(line.split(" · Join")[0], at)
                    assert found >= 0, (line, message.text)
                    at = found


def test_the_fallback_text_says_the_times_that_are_offered() -> None:
    card = next(one for one in Examples("Work", 3).cards() if isinstance(one, screens.SlotsCard))
    assert "14:00, 14:30, 15:00" in render(card, WORDS).text


def test_the_button_is_the_time_and_its_name_says_the_rest() -> None:
    action = Action(Instant(START), OpenBookingForm(START, 30), name=say("connect.kept", command=UserText("Tue & Ana")))
    message = render(Line(say("action.find"), action), WORDS)
    (button,) = elements(message.blocks)
    assert button["text"]["text"] == "14:00"
    assert button["accessibility_label"] == WORDS.say(say("connect.kept", command=UserText("Tue & Ana")))


def test_rows_are_even_and_hold_at_most_five_buttons_until_the_card_is_full() -> None:
    slots = [one for one in Examples("Work", 12).cards() if isinstance(one, screens.SlotsCard)]
    rows = [len(block["elements"]) for block in render(slots[0], WORDS).blocks if block["type"] == "actions"]
    assert rows[:3] == [4, 4, 4]
    full = [one for one in Examples("Work", 40).cards() if isinstance(one, screens.SlotsCard)]
    assert len(list(elements(render(full[0], WORDS).blocks))) == 7 * 40 + 2


def test_what_does_not_fit_is_said() -> None:
    bookings = [one for one in Examples("Work", 60).cards() if isinstance(one, screens.BookingsCard)]
    assert "more than one message can hold" in str(render(bookings[-1], WORDS).blocks)


def test_an_event_link_that_is_no_plain_address_is_not_shown() -> None:
    agenda = next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.AgendaCard))
    assert "https://x" not in str(render(agenda, WORDS).blocks)


def test_a_destructive_click_is_asked_about_exactly_once() -> None:
    ask = next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.BookingAsk))
    sure, earliest = elements(render(ask, WORDS).blocks)
    assert "confirm" not in sure  # this card is the question
    assert "confirm" in earliest


def test_the_second_zone_shows_its_own_time() -> None:
    card = next(one for one in Examples("Work", 1).cards() if isinstance(one, screens.BookingCard))
    text = render(card, WORDS).text
    assert "14:00–14:30 (Berlin)" in text
    assert "08:00–08:30 (New York)" in text


def test_the_linked_calendar_stands_first_and_ticked_in_words() -> None:
    select = next(
        one for one in elements(render(Examples("Work", 2).picker(), WORDS).blocks) if one["action_id"] == "conflicts:1"
    )
    assert select["initial_options"][0]["text"]["text"] == "Work (linked)"
    assert select["option_groups"][0]["options"][0]["value"] == "c0"


def test_an_obstacle_names_its_calendar_once() -> None:
    picker = Examples("Work", 1).picker()
    named = CalendarObstacle(UserText("Team"), say("connect.kept", command=UserText("Team")), None)
    nameless = CalendarObstacle(UserText("Team"), say("action.help"), None)
    lines = render(replace(picker, obstacles=(named, nameless)), WORDS).text.split("\n")
    assert [line.count("Team") for line in lines if "Team" in line] == [1, 1]


def test_titles_are_bold_unless_their_own_marks_would_break_it() -> None:
    shown = {title: str(render(_booked(title), WORDS).blocks) for title in ("Launch", "2 * 3")}
    assert "*Launch*" in shown["Launch"]
    assert "*2 * 3*" not in shown["2 * 3"]


def _booked(title: str) -> Screen:
    return next(one for one in Examples(title, 1).cards() if isinstance(one, screens.BookingCard))


def test_a_long_linked_name_keeps_its_mark() -> None:
    blocks = render(Examples("Calendar of everybody & nobody " * 9, 2).picker(), WORDS).blocks
    select = next(one for one in elements(blocks) if one["action_id"] == "conflicts:1")
    assert select["initial_options"][0]["text"]["text"].endswith("… (linked)")


@pytest.mark.parametrize("action", [None, Action(say("action.find"), OpenBookingForm(START, 30))])
def test_a_line_without_a_word_is_still_a_message_that_slack_takes(action: Action | None) -> None:
    nothing = say("optional.at", day=UserText(""), time=UserText(""))
    message = render(Line(nothing, action), WORDS)
    assert message_problems(message.text, message.blocks) == []
