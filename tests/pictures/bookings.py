"""The cards of a booking's life, from the same steps that the browser test takes."""

from playwright.async_api import Browser

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
from tests.browser.visitor import visiting
from tests.pictures.album import Album
from tests.pictures.cards import WIDE


async def bookings(browser: Browser, origin: str, album: Album) -> None:
    """Ada in Slack and Ben in Teams."""
    async with visiting(browser, origin, "ada", viewport=WIDE) as ada:
        ben = Colleague(ada, "ben@contoso.com")
        await both_connect(ada, ben)
        card = await books_with_three(ada, ben, album.cut)
        await one_declines_one_proposes(ada, card, album.cut)
        await moves(ada, album.cut)
        await take_turns(ada, album.cut)
        await team_calendar(ada, album.cut)
        await series_with_a_clash(ada, album.cut)
        await moves_the_series(ada, album.cut)
