"""What somebody reads before and after connecting, in both chats."""

from collections.abc import Callable

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.connection.model import Access
from core.dialogue.commands import Connect
from core.dialogue.screens import ConnectDone, ConnectOffer, Screen, UserText, Zone, say
from tests.unit.core.asking import ask
from tests.unit.slack.examples import WORDS
from tests.unit.world import build


def slack(screen: Screen) -> str:
    return in_slack.render(screen, WORDS).text


def teams(screen: Screen) -> str:
    return str(in_teams.render(screen, WORDS).card)


@pytest.mark.parametrize("drawn", [slack, teams])
async def test_the_offer_says_what_each_of_its_buttons_allows(drawn: Callable[[Screen], str]) -> None:
    world = build()
    world.join("ada")
    shown = drawn(await ask(world, Connect(), ConnectOffer))
    assert "Connect: I read your calendars and write the meetings you book." in shown
    assert "Read-only: I find times and warn you, and change nothing." in shown


@pytest.mark.parametrize("drawn", [slack, teams])
async def test_where_nobody_may_let_us_write_no_writing_is_promised(drawn: Callable[[Screen], str]) -> None:
    world = build(highest=Access.READ)
    world.join("ada")
    shown = drawn(await ask(world, Connect(), ConnectOffer))
    assert "Read-only: I change nothing in your calendars." in shown
    assert "book" not in shown.replace("double bookings", "")


@pytest.mark.parametrize("drawn", [slack, teams])
def test_linked_and_conflict_calendars_carry_their_sentences_once_connected(drawn: Callable[[Screen], str]) -> None:
    names = (UserText("Work"),)
    done = ConnectDone(
        UserText("ada@contoso.com"), True, names[0], names, Zone("Europe/Berlin"), say("hours.none"), None, ()
    )
    shown = drawn(done)
    assert "where I put your bookings" in shown
    assert "a busy event there means you're not available" in shown
