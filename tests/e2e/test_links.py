"""Connect links: once, for ten minutes, for one person, and previews don't use them up."""

import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, connected


async def _link(person: Person) -> str:
    await person.types("/schedule connect")
    return (await person.sees("Connect Outlook")).element("Connect").url or ""


async def test_previews_do_not_use_a_link_up_and_a_sign_in_does(ada: Person, truth: Truth) -> None:
    url = await _link(ada)
    mark = await truth.mark()
    for _ in range(3):
        assert (await ada.browser.open(url)).status == 200
    page = await ada.browser.press(await ada.browser.open(url), "continue")
    assert page.title == "Pick an account"
    again = await ada.browser.open(url)
    assert again.status == 410
    assert "This link is used up" in again.words
    assert "connect in the chat" in again.words, "with a next step"
    done = await ada.browser.sign_in(page, ADA)
    assert "Connected as" in done.words
    await ada.sees("Connected as", ADA)
    assert len([one for one in await truth.log(mark, "login") if one["path"].endswith("/token")]) == 1


async def test_a_link_made_up_or_a_callback_out_of_nowhere_changes_nothing(bot: Bot, ben: Person, truth: Truth) -> None:
    mark = await truth.mark()
    for path in (
        "/connect/made-up",
        "/connect/callback",
        "/connect/callback?code=x&state=y",
        "/connect/callback?error=z",
    ):
        page = await ben.browser.open(bot.address + path)
        assert page.status == 410, page
        assert "used up" in page.words
    assert [one for one in await truth.log(mark) if one["side"] == "login" or one["account"] == BEN] == []


async def test_another_browser_cannot_finish_a_sign_in(ben: Person, carol: Person, truth: Truth) -> None:
    """The callback needs the cookie of the browser that began."""
    page = await ben.browser.press(await ben.browser.open(await _link(ben)), "continue")
    mark = await truth.mark()
    stolen = await carol.browser.press(await carol.browser.press(page, f"account-{BEN}"), "consent-accept")
    assert stolen.status == 410
    assert [one for one in await truth.log(mark, "login") if one["path"].endswith("/token")] == []


async def test_refused_consent_says_so_and_offers_another_try(carol: Person) -> None:
    await carol.types("/schedule connect")
    offer = await carol.sees("Connect Outlook")
    page = await carol.goes_to(offer, CAROL, decision="cancel")
    assert "You didn't allow the access" in page.words
    page = await carol.browser.follow(page, "retry")
    assert page.status == 200
    page = await carol.browser.sign_in(await carol.browser.press(page, "continue"), CAROL)
    assert "One more step" in page.words


@pytest.mark.timeout(60)
async def test_an_expired_link_is_dead_and_a_fresh_one_works(bot: Bot, dina: Person) -> None:
    url = await _link(dina)
    bot.stop()
    bot.clock_offset += 11 * 60
    bot.launch()
    bot.await_ready()
    page = await dina.browser.open(url)
    assert page.status == 410
    assert "ten minutes" in page.words
    await connected(dina, "dina@contoso.com")
