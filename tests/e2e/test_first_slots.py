"""From nothing to the first free times: counted as a person counts."""

from tests.driving.person import Person
from tests.e2e.acts import ADA

CARDS_MOST, CLICKS_MOST = 3, 4


async def test_first_slots_take_at_most_three_cards_and_four_clicks(ada: Person) -> None:
    """Microsoft's own pages aren't counted; Continue on our page is."""
    assert await ada.cards() == []
    await ada.types("/schedule find 30m")
    offer = await ada.sees("Connect Outlook")
    url = offer.element("Connect").url
    assert url is not None
    ours = 1  # Connect
    page = await ada.browser.open(url)
    page = await ada.browser.press(page, "continue")
    ours += 1  # Continue to Microsoft
    assert page.host == "localhost"
    await ada.browser.sign_in(page, ADA)
    times = await ada.sees("Read just now")
    assert times.slots()
    assert len(await ada.cards()) <= CARDS_MOST, "\n\n".join(map(str, await ada.cards()))
    assert ours + ada.clicks <= CLICKS_MOST


async def test_help_leads_to_the_first_slots_within_the_same_bounds(dina: Person) -> None:
    """Starting from help, by clicking alone."""
    await dina.types("hello")
    card = await dina.sees("What I can do")
    await dina.clicks_on(card, "Connect")
    offer = await dina.sees("Connect Outlook")
    url = offer.element("Connect").url
    assert url is not None
    page = await dina.browser.press(await dina.browser.open(url), "continue")
    await dina.browser.sign_in(page, "dina@contoso.com")
    done = await dina.sees("Connected as")
    await dina.clicks_on(done, "Find 30 minutes")
    times = await dina.sees("Read just now")
    assert times.slots()
    assert len(await dina.cards()) <= CARDS_MOST, "\n\n".join(map(str, await dina.cards()))
    assert dina.clicks + 2 <= CLICKS_MOST, "two clicks in the chat, Connect and Continue"
