"""The cards of a booking's life, from the same steps that the browser test takes."""

from tests.browser.bookings import (
    books_with_three,
    moves,
    one_declines_one_proposes,
    series_with_a_clash,
    take_turns,
    team_calendar,
)
from tests.browser.colleague import Colleague
from tests.browser.visitor import Visitor
from tests.pictures.album import Album
from tests.pictures.cards import WIDE


async def bookings(ada: Visitor, ben: Colleague, album: Album) -> None:
    """Ada in Slack and Ben in Teams, both connected."""
    await ada.page.set_viewport_size(WIDE)
    card = await books_with_three(ada, ben, album.cut)
    await one_declines_one_proposes(ada, card, album.cut)
    await moves(ada, album.cut)
    await take_turns(ada, album.cut)
    await team_calendar(ada, album.cut)
    await series_with_a_clash(ada, album.cut)
