"""Cards that explain: why a time isn't offered, and the settings, in both chats; the calendars of two accounts."""

from tests.browser.colleague import Colleague
from tests.browser.visitor import Visitor
from tests.pictures.album import Album
from tests.pictures.cards import WIDE

OFFERED, NOT_OFFERED = "This time is offered", "This time isn't offered"


async def reasons(ada: Visitor, ben: Colleague, album: Album) -> None:
    """Ada asks in Slack, Ben in Teams: about their own time, and about somebody else's."""
    await ada.page.set_viewport_size(WIDE)
    await album.cut("why-slack", await ada.say("/schedule why thu 3 dec 14:00", NOT_OFFERED))
    await album.cut("why-other-slack", await ada.say("/schedule why wed 2 dec 16:00 with @ben", NOT_OFFERED))
    await album.cut("settings-slack", await ada.say("/schedule settings", "Settings"))
    await album.cut("why-teams", await ben.say("why fri 4 dec 11:00", NOT_OFFERED))
    await album.cut("why-other-teams", await ben.say("why wed 2 dec 09:00 with ada@contoso.com", NOT_OFFERED))
    await album.cut("settings-teams", await ben.say("settings", "Settings"))
