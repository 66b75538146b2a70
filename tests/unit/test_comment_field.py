"""The field for a comment on a card: what was typed reaches the command that confirms, in both chats, and no other."""

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import CancelBooking, ShowBooking
from core.dialogue.screens import Action, BookingAsk, Style, UserText, When, say
from core.shared.ranges import Range
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.examples import WORDS
from tests.unit.slack.rules import elements
from tests.unit.teams import pressing as teams_hands
from tests.unit.world import MONDAY

SURE = CancelBooking("b1", confirmed=True, start=MONDAY)
TYPED = "Sorry, I am ill. <b>@here</b>"


def asked() -> BookingAsk:
    actions = (
        Action(say("action.cancel_meeting"), SURE, style=Style.DANGER),
        Action(say("action.keep"), ShowBooking("b1")),
    )
    when = When(Range(MONDAY, MONDAY.replace(hour=9)))
    return BookingAsk(say("ask.cancel"), UserText("Planning"), when, (), actions, comment=say("ask.comment"))


def in_slack_with(typed: str | None) -> list[object]:
    message = in_slack.render(asked(), WORDS)
    changed = {} if typed is None else {"comment": {"type": "plain_text_input", "value": typed}}
    buttons = [one for one in elements(message.blocks) if one["type"] == "button"]
    asks = [slack_hands.click(message, one, **changed) for one in buttons]
    return [one.said for one in asks if one]


def in_teams_with(typed: str | None) -> list[object]:
    card = in_teams.render(asked(), WORDS).card
    changed = {} if typed is None else {"comment": typed}
    return [teams_hands.click(card, one, **changed).said for one in teams_hands.buttons(card)]


def test_a_comment_is_carried_by_the_button_that_cancels_and_by_no_other() -> None:
    expected = [CancelBooking("b1", confirmed=True, start=MONDAY, comment=TYPED), ShowBooking("b1")]
    assert in_slack_with(TYPED) == expected
    assert in_teams_with(TYPED) == expected


def test_without_a_comment_the_command_is_as_it_was() -> None:
    assert in_slack_with(None) == in_teams_with(None) == in_slack_with("  ") == [SURE, ShowBooking("b1")]
