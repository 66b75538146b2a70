"""P20: every card that shows a time names the zone it is in, in both chats."""

from dataclasses import fields, is_dataclass

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.screens import Action, Instant, Screen, When
from tests.unit.slack.examples import WORDS, Examples

CITY = "Berlin"
"""The readers of the examples."""


def _shows_a_time(part: object) -> bool:
    """Of what is read; a button's name says its zone by itself."""
    if isinstance(part, (When, Instant)):
        return True
    if isinstance(part, Action):
        return _shows_a_time(part.label)
    if isinstance(part, tuple):
        return any(map(_shows_a_time, part))
    return is_dataclass(part) and any(_shows_a_time(getattr(part, one.name)) for one in fields(part))


TIMED = [one for one in Examples("Review", 2).cards() if _shows_a_time(one)]


@pytest.mark.parametrize("screen", TIMED, ids=lambda one: type(one).__name__)
def test_p20_a_card_that_shows_a_time_names_its_zone(screen: Screen) -> None:
    assert CITY in in_slack.render(screen, WORDS).text
    assert CITY in str(in_teams.render(screen, WORDS).card)
