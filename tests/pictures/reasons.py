"""Cards that explain: why a time isn't offered, and the settings, in both chats; the calendars of two accounts."""

from playwright.async_api import expect

from tests.browser.colleague import Colleague
from tests.browser.visitor import Visitor
from tests.pictures.album import Album
from tests.pictures.cards import WIDE

NOT_OFFERED = "This time isn't offered"
AT_HOME = "dina.haddad@outlook.example"


async def reasons(ada: Visitor, ben: Colleague, album: Album) -> None:
    """Ada asks in Slack, Ben in Teams: about their own time, and about somebody else's."""
    await ada.page.set_viewport_size(WIDE)
    await album.cut("why-slack", await ada.say("/schedule why 2026-12-03 14:00", NOT_OFFERED))
    await album.cut("why-other-slack", await ada.say("/schedule why 2026-12-02 16:00 with @ben", NOT_OFFERED))
    await album.cut("settings-slack", await ada.say("/schedule settings", "Settings"))
    await album.cut("why-teams", await ben.say("why 2026-12-04 11:00", NOT_OFFERED))
    await album.cut("why-other-teams", await ben.say("why 2026-12-02 09:00 with ada@contoso.com", NOT_OFFERED))
    await album.cut("settings-teams", await ben.say("settings", "Settings"))


async def two_accounts(dina: Visitor, album: Album) -> None:
    """Dina adds her personal account with the code of the page; the picker groups by account."""
    connections = await dina.say("/schedule connections", "Connections")
    await connections.get_by_role("button", name="Add account").click()
    tab = await dina.sign_in(dina.card("Connect Outlook"), AT_HOME)
    code = await tab.get_by_test_id("code").inner_text()
    await tab.close()
    await dina.by("composer").fill(code)
    await dina.by("composer").press("Enter")
    await expect(dina.card("Connected").filter(has_text=AT_HOME)).to_be_visible()
    picker = await dina.say("/schedule calendars", "Calendars")
    await picker.locator(".picker-face").click()
    await album.cut("calendars-accounts", picker)
