"""A booking lives its whole life on the page; turns are handed over, a team calendar and a series are booked."""

import pytest
from playwright.async_api import Browser, Locator

from tests.browser.bookings import (
    books_with_three,
    both_connect,
    moves,
    moves_the_series,
    one_declines_one_proposes,
    series_with_a_clash,
    take_turns,
    team_calendar,
)
from tests.browser.colleague import Colleague
from tests.browser.looking import named_alike
from tests.browser.program import running_demo
from tests.browser.visitor import visiting

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]


async def test_a_booking_lives_its_whole_life_in_the_chats(browser: Browser) -> None:
    async with running_demo() as origin, visiting(browser, origin, "ada") as ada:
        ben = Colleague(ada, "ben@contoso.com")
        await both_connect(ada, ben)
        card = await books_with_three(ada, ben, _no_two_alike)
        await one_declines_one_proposes(ada, card, _no_two_alike)
        await moves(ada, _no_two_alike)
        await take_turns(ada, _no_two_alike)
        await team_calendar(ada, _no_two_alike)
        await series_with_a_clash(ada, _no_two_alike)
        await moves_the_series(ada, _no_two_alike)
        await ada.check()


async def _no_two_alike(name: str, card: Locator) -> None:
    """Every control of the card has a name of its own."""
    assert await named_alike(card) == [], name
