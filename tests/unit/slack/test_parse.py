"""parse(press(render(screen))) is the command that the screen meant; and typed words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.parse.ask import Stale
from adapters.slack.parse.payloads import EventCallback, Malformed, SlashCommand, event, form_fields, json_object
from adapters.slack.parse.typed import message, slash, words
from adapters.slack.render import Origin, render, render_form
from adapters.slack.render.elements import TooLarge, payload
from core.dialogue.commands import (
    Book,
    ChooseCalendars,
    Command,
    Find,
    Named,
    OpenBookingForm,
    PreviewCalendars,
    SaveAdvanced,
    ShowHelp,
)
from core.dialogue.model import MessageRef, Place
from core.dialogue.payloads import to_payload
from core.dialogue.screens import Action, AdvancedForm, BookingForm, FindForm, Line, Screen, say
from core.people.model import ChatUser, Platform
from core.shared.errors import InvalidChoice
from tests.unit.slack.examples import FIND, HOSTILE, START, WORDS, Examples
from tests.unit.slack.pressing import HERE, click, submit
from tests.unit.slack.rules import elements

ADA = ChatUser(Platform.SLACK, "T0CONTOSO", "U0ADA0001")
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")  # the rest is left out on the way in


def actions(found: object) -> list[Action]:
    """Every action of a screen, in the order of its fields."""
    if isinstance(found, Action):
        return [found]
    if isinstance(found, tuple):
        return [action for one in found for action in actions(one)]
    names = getattr(type(found), "__dataclass_fields__", {})
    return [action for name in names for action in actions(getattr(found, name))]


@settings(max_examples=15)
@given(text=st.text(STORABLE, max_size=40) | st.just(HOSTILE))
def test_pressing_a_button_asks_for_what_the_screen_meant(text: str) -> None:
    for screen in Examples(text, 2).cards():
        _press_all(screen)


def _press_all(screen: Screen) -> None:
    shown = render(screen, WORDS)
    asked: list[Command] = []
    for element in elements(shown.blocks):
        if element["type"] != "button":
            continue
        ask = click(shown, element)
        if "value" not in element:
            assert ask is None  # a link
            continue
        assert ask is not None
        assert isinstance(ask.said, Command)
        assert ask.actor.card == MessageRef("D1", "17.1")
        if not isinstance(ask.said, ChooseCalendars):
            asked.append(ask.said)
    meant = [action.command for action in actions(screen) if action.command is not None]
    assert sorted(map(to_payload, asked)) == sorted(map(to_payload, meant))


def test_save_carries_what_the_picker_shows() -> None:
    picker = Examples("Work", 2).picker()
    shown = render(picker, WORDS)
    save = next(one for one in elements(shown.blocks) if one.get("style") == "primary")
    ask = click(shown, save)
    assert ask is not None
    assert ask.said == ChooseCalendars("c0", ("c0", "c1", "s0", "s1"))


def test_save_loses_none_of_hundreds_of_calendars() -> None:
    picker = Examples("Work", 300).picker()
    shown = render(picker, WORDS)
    ask = click(shown, next(one for one in elements(shown.blocks) if one.get("style") == "primary"))
    assert ask is not None
    assert isinstance(ask.said, ChooseCalendars)
    offered = {"c0", *(one.id for one in picker.selectable)}
    assert set(ask.said.conflicts) == offered


def test_changing_an_input_sends_all_inputs_of_the_card() -> None:
    shown = render(Examples("Work", 2).picker(), WORDS)
    block = next(one for one in shown.blocks if one.get("accessory", {}).get("action_id") == "linked")
    ask = click(
        shown,
        block["accessory"],
        block["block_id"],
        linked={"type": "static_select", "selected_option": {"value": "c1"}},
    )
    assert ask is not None
    assert ask.said == PreviewCalendars("c1", ("c0", "c1", "s0", "s1"))


def test_another_choice_is_another_block_so_that_slack_shows_it() -> None:
    picker = Examples("Work", 2).picker()
    ids = {
        block["block_id"]
        for shown in (picker, replace(picker, conflicts=()), replace(picker, linked="c1"))
        for block in render(shown, WORDS).blocks
        if "accessory" in block
    }
    assert len(ids) == 2 + 3  # two linked calendars, three sets of conflict calendars


@given(text=st.text(STORABLE, max_size=60) | st.just(HOSTILE))
@settings(max_examples=15)
def test_submitting_an_untouched_form_asks_for_what_it_shows(text: str) -> None:
    for form in Examples(text, 2).forms():
        said = submit(render_form(form, WORDS, Origin())).said
        if isinstance(form, FindForm):
            named = tuple(one.named for one in form.people)
            assert said == replace(form.submit, duration_minutes=form.duration_minutes, people=named)
        elif isinstance(form, BookingForm):
            expected = replace(
                form.submit,
                duration_minutes=form.duration_minutes,
                people=tuple(one.named for one in form.people),
                title=str(form.title).strip(),
                online=form.online,
                note=form.submit.note.strip(),
            )
            assert said == expected
        elif isinstance(form, AdvancedForm):
            ticked = tuple(name for name, blocks in form.states if blocks)
            warned = form.warned if form.warnable else None
            hidden = form.hidden if form.accounts else None
            expected = SaveAdvanced(form.blocking, ticked, form.linked_blocks, warned, hidden)  # type: ignore[arg-type]
            assert said == expected


def test_a_filled_in_find_form_becomes_a_search() -> None:
    view = render_form(FindForm((15, 30), 30, (), Find(from_minute=840, to_minute=1020)), WORDS, Origin())
    said = submit(
        view,
        duration_minutes={"type": "static_select", "selected_option": {"value": "15"}},
        people={"type": "multi_users_select", "selected_users": ["U0BEN0001"]},
        addresses={"type": "plain_text_input", "value": "carol@contoso.com,\n dina@contoso.com carol@contoso.com"},
        since={"type": "datepicker", "selected_date": "2026-12-01"},
        until={"type": "datepicker", "selected_date": "2026-12-04"},
        part={"type": "static_select", "selected_option": {"value": "afternoon"}},
    ).said
    people = (Named("user", "U0BEN0001"), Named("address", "carol@contoso.com"), Named("address", "dina@contoso.com"))
    assert said == Find(people, 15, date(2026, 12, 1), date(2026, 12, 4), part="afternoon")


def test_typed_hours_stay_unless_another_part_is_chosen() -> None:
    view = render_form(FindForm((30,), 30, (), Find(from_minute=840, to_minute=1020)), WORDS, Origin())
    assert submit(view).said == Find(duration_minutes=30, from_minute=840, to_minute=1020)


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("addresses", {"type": "plain_text_input", "value": "carol"}),
        ("part", {"type": "static_select", "selected_option": {"value": "midnight"}}),
    ],
)
def test_a_field_that_cannot_be_read_is_named(field: str, content: dict[str, object]) -> None:
    view = render_form(FindForm((30,), 30, (), Find()), WORDS, Origin())
    with pytest.raises(InvalidChoice) as wrong:
        submit(view, **{field: content})
    assert wrong.value.field == field


def test_a_form_remembers_where_it_was_opened() -> None:
    form = BookingForm(
        Examples("W", 1).when, Examples("W", 1).says, Examples("W", 1).name, (), (30,), 30, True, Book(START, 30)
    )
    origin = Origin(MessageRef("D1", "17.1"), "D1", "https://hooks.example/1")
    submitted = submit(render_form(form, WORDS, origin))
    assert submitted.origin == origin
    assert submitted.actor.card == origin.card
    assert submitted.actor.request == "V1:h1"


@pytest.mark.parametrize(
    "metadata", ["", "{", "[]", '{"command": "{}"}', '{"command":"{\\"do\\":\\"Gone\\"}","channel":"D1"}']
)
def test_a_form_of_another_version_is_stale(metadata: str) -> None:
    view = render_form(FindForm((30,), 30, (), Find()), WORDS, Origin())
    assert isinstance(submit({**view, "private_metadata": metadata}).said, Stale)


@pytest.mark.parametrize("value", ["", "nonsense", "[]", '{"do":"Rob"}', '{"do":"ShowHelp","more":1}', '{"do":["a"]}'])
def test_a_button_of_another_version_is_stale(value: str) -> None:
    shown = render(Line(say("action.find"), Action(say("action.help"), ShowHelp())), WORDS)
    (button,) = elements(shown.blocks)
    ask = click(shown, {**button, "value": value})
    assert ask is not None
    assert isinstance(ask.said, Stale)


def test_a_command_too_large_for_a_button_is_refused_not_shortened() -> None:
    crowd = tuple(Named("address", f"person{n}@a-long-domain.example") for n in range(60))
    with pytest.raises(TooLarge):
        payload(OpenBookingForm(START, 30, crowd))
    assert "&" not in payload(OpenBookingForm(START, 30, FIND.people, "R&D <x>"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("find 30m with <@U0BEN0001|ben> tomorrow", "find 30m with <@U0BEN0001> tomorrow"),
        ("find with <mailto:carol@contoso.com|carol@contoso.com>", "find with carol@contoso.com"),
        ("  find\n 30m ", "find 30m"),
        ("find “R&amp;D &lt;3”", "find “R&D <3”"),
        ("find &lt;@U0BEN0001&gt;", "find < @U0BEN0001>"),
        ("see <https://contoso.com|contoso.com> in <#C1|general>", "see contoso.com in general"),
        ("see <https://contoso.com>", "see https://contoso.com"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_slack_text_is_read_as_people_typed_it(typed: str, read: str) -> None:
    assert words(typed) == read


def test_a_slash_command_says_who_and_where() -> None:
    fields = {"command": "/schedule", "text": "today", "user_id": "U0ADA0001", "channel_id": "C1", "trigger_id": "t1"}
    ask = slash(SlashCommand.model_validate({**fields, "response_url": "https://hooks.example/1"}), HERE)
    assert (ask.actor.user, ask.actor.place, ask.actor.request) == (ADA, Place.CHANNEL, "t1")
    assert ask.said == "today"
    assert slash(SlashCommand.model_validate({**fields, "channel_id": "D9"}), HERE).actor.place is Place.DIRECT


def callback(**fields: object) -> EventCallback:
    base = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0ADA0001", "text": "today"}
    found = event({"type": "event_callback", "event_id": "Ev1", "event": {**base, **fields}})
    assert isinstance(found, EventCallback)
    return found


def test_a_direct_message_is_a_command() -> None:
    ask = message(callback(), HERE)
    assert ask is not None
    assert (ask.said, ask.route, ask.actor.request, ask.actor.place) == ("today", None, "Ev1", Place.DIRECT)


def test_a_mention_is_a_command_without_the_mention() -> None:
    fields = {"type": "app_mention", "channel_type": None, "channel": "C1", "thread_ts": "5.5"}
    ask = message(callback(**fields, text="<@U0CLEARHR> find with <@U0BEN0001>"), HERE)
    assert ask is not None
    assert ask.said == "find with <@U0BEN0001>"
    assert ask.route is not None
    assert (ask.route.channel, ask.route.thread) == ("C1", "5.5")


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_changed"},
        {"bot_id": "B1"},
        {"user": None},
        {"user": "U0CLEARHR"},
        {"channel_type": "channel"},
    ],
)
def test_edits_bots_ourselves_and_other_peoples_messages_are_left_alone(fields: dict[str, object]) -> None:
    assert message(callback(**fields), HERE) is None


@pytest.mark.parametrize("text", ["", "[]", "nonsense", "1", "[" * 100_000])
def test_what_is_no_json_object_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        json_object(text)


def test_a_form_of_too_many_fields_is_malformed() -> None:
    with pytest.raises(Malformed):
        form_fields("&".join(f"a{n}=1" for n in range(101)))
