"""Every limit of Block Kit: exactly at it passes, one beyond is refused with its place."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack.blocks import message_problems, view_problems
from tests.sandbox.slack.stage import Stage, button, modal, option, plain, text_input

Json = dict[str, Any]


def section(**extra: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **extra}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(count: int = 1, **extra: Any) -> Json:
    found = {"type": "static_select", "action_id": "s", "options": [option(str(n)) for n in range(count)]}
    return {**found, **extra}


def choose(kind: str, count: int) -> Json:
    return {"type": kind, "action_id": "c", "options": [option(str(n)) for n in range(count)]}


def entry(**element: Any) -> Json:
    return {"type": "input", "label": plain("L"), "element": {"action_id": "a", **element}}


def text_entry(**extra: Any) -> Json:
    return entry(type="plain_text_input", **extra)


LIMITS: dict[str, tuple[int, Any]] = {
    "section text": (3000, lambda n: section(text=plain("x" * n))),
    "section fields": (10, lambda n: {"type": "section", "fields": [plain("x")] * n}),
    "field text": (2000, lambda n: {"type": "section", "fields": [plain("x" * n)]}),
    "option text": (75, lambda n: actions(select(options=[option("v", "x" * n)]))),
    "option value": (150, lambda n: actions(select(options=[option("x" * n, "t")]))),
    "option description": (75, lambda n: actions(select(options=[{**option("v"), "description": plain("x" * n)}]))),
    "static_select options": (100, lambda n: actions(select(n))),
    "multi_static_select options": (100, lambda n: section(accessory=choose("multi_static_select", n))),
    "checkboxes options": (10, lambda n: actions(choose("checkboxes", n))),
    "radio_buttons options": (10, lambda n: actions(choose("radio_buttons", n))),
    "overflow options": (5, lambda n: actions(choose("overflow", n))),
    "placeholder": (150, lambda n: actions(select(placeholder=plain("x" * n)))),
    "header": (150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "button text": (75, lambda n: actions(button(text=plain("x" * n)))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button url": (3000, lambda n: actions(button(url="https://" + "x" * (n - 8)))),
    "accessibility label": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "action_id": (255, lambda n: actions(button("x" * n))),
    "block_id": (255, lambda n: section(block_id="x" * n)),
    "actions elements": (25, lambda n: actions(*[button(str(i)) for i in range(n)])),
    "context elements": (10, lambda n: {"type": "context", "elements": [plain("x")] * n}),
    "input label": (2000, lambda n: {**text_entry(), "label": plain("x" * n)}),
    "input hint": (2000, lambda n: {**text_entry(), "hint": plain("x" * n)}),
    "max_length": (3000, lambda n: text_entry(max_length=n)),
    "alt_text": (2000, lambda n: {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "x" * n}),
    "confirm title": (
        100,
        lambda n: actions(
            button(confirm={"title": plain("x" * n), "text": plain("t"), "confirm": plain("y"), "deny": plain("n")})
        ),
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_kept_exactly(name: str) -> None:
    most, make = LIMITS[name]
    assert message_problems([make(most)]) == []
    assert message_problems([make(most + 1)]) != []


REFUSED: dict[str, Json] = {
    "empty text": section(text=plain("")),
    "section with nothing": {"type": "section"},
    "select without options": actions(select(0)),
    "checkboxes without options": actions(choose("checkboxes", 0)),
    "select without any source of options": actions({"type": "static_select", "action_id": "s"}),
    "initial_option that is not offered": actions(select(initial_option=option("other"))),
    "equal option values": actions(select(options=[option("v"), option("v", "again")])),
    "header as mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "button text as mrkdwn": actions(button(text={"type": "mrkdwn", "text": "x"})),
    "placeholder as mrkdwn": actions(select(placeholder={"type": "mrkdwn", "text": "x"})),
    "option text as mrkdwn in a select": actions(
        select(options=[{"text": {"type": "mrkdwn", "text": "x"}, "value": "v"}])
    ),
    "unknown style": actions(button(style="loud")),
    "a day that does not exist": actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-40"}),
    "a date in another form": actions({"type": "datepicker", "action_id": "d", "initial_date": "01.12.2026"}),
    "a time that does not exist": actions({"type": "timepicker", "action_id": "t", "initial_time": "25:99"}),
    "a time with am": actions({"type": "timepicker", "action_id": "t", "initial_time": "9:00am"}),
    "unknown block": {"type": "carpet"},
    "block without type": {"text": plain("x")},
    "unknown element": actions({"type": "lever", "action_id": "l"}),
    "extra property of a block": section(colour="red"),
    "extra property of an element": actions(button(colour="red")),
    "file_input among actions": actions({"type": "file_input", "action_id": "f"}),
    "text input among actions": actions({"type": "plain_text_input", "action_id": "p"}),
    "file_input in a message": entry(type="file_input"),
    "image without alt_text": {"type": "image", "image_url": "https://a.example/i.png"},
    "image without source": {"type": "image", "alt_text": "x"},
    "duplicate action_id": actions(button("a"), button("a")),
    "min_length above max_length": text_entry(min_length=5, max_length=2),
    "number_input without is_decimal_allowed": entry(type="number_input"),
    "no actions": actions(),
    "confirm without deny": actions(button(confirm={"title": plain("t"), "text": plain("t"), "confirm": plain("y")})),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_slack_refuses_is_refused_with_its_place(name: str) -> None:
    problems = message_problems([REFUSED[name]])
    assert problems
    assert all("[json-pointer:/blocks/0" in problem for problem in problems)


def test_a_message_has_fifty_blocks_at_most_and_a_view_a_hundred() -> None:
    assert message_problems([section()] * 50) == []
    assert message_problems([section()] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert view_problems(modal(*[section()] * 100), "modal") == []
    assert view_problems(modal(*[section()] * 101), "modal") != []


def test_a_block_id_stands_once() -> None:
    twice = [section(block_id="b"), section(block_id="b")]
    assert message_problems(twice) == ["`block_id` b already exists [json-pointer:/blocks/1/block_id]"]
    assert view_problems(modal(*twice), "modal") != []


def test_one_action_id_may_stand_in_two_blocks() -> None:
    assert message_problems([actions(button("a")), actions(button("a"))]) == []


VIEW_LIMITS: dict[str, tuple[int, Any]] = {
    "title": (24, lambda n: modal(title=plain("x" * n))),
    "submit": (24, lambda n: modal(submit=plain("x" * n))),
    "close": (24, lambda n: modal(close=plain("x" * n))),
    "private_metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "external_id": (255, lambda n: modal(external_id="x" * n)),
}


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_limit_of_a_modal_is_kept_exactly(name: str) -> None:
    most, make = VIEW_LIMITS[name]
    assert view_problems(make(most), "modal") == []
    assert view_problems(make(most + 1), "modal") != []


REFUSED_VIEWS: dict[str, Any] = {
    "no object": [],
    "input without submit": {key: value for key, value in modal().items() if key != "submit"},
    "no title": {key: value for key, value in modal().items() if key != "title"},
    "no blocks": {key: value for key, value in modal().items() if key != "blocks"},
    "title as mrkdwn": modal(title={"type": "mrkdwn", "text": "x"}),
    "unknown property": modal(submit_disabled=True),
    "another type": modal(type="dialog"),
    "two fields with the focus": modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
}


@pytest.mark.parametrize("name", REFUSED_VIEWS)
def test_a_modal_that_slack_refuses_is_refused(name: str) -> None:
    assert view_problems(REFUSED_VIEWS[name], "modal")


def test_a_home_tab_has_no_title() -> None:
    assert view_problems({"type": "home", "blocks": [section()]}, "home") == []
    assert view_problems({"type": "home", "blocks": [], "title": plain("x")}, "home")


async def test_the_answer_names_the_place_as_slack_does(slack: Stage) -> None:
    with pytest.raises(SlackApiError) as error:
        await slack.client.chat_postMessage(channel="D0ADA0001", text="x", blocks=[section(text=plain("x" * 3001))])
    assert error.value.response["error"] == "invalid_blocks"
    assert error.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
