"""Where only administrators may consent: the wall, the request, their approval, and who is told. Allowed tenants."""

from collections.abc import Iterator

import pytest

from sandbox.people import CONTOSO_TENANT
from tests.driving.pages import Page
from tests.driving.person import NotSeenError, Person
from tests.driving.programs import Bot, running_pair
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, DINA, DINA_AT_HOME, EMIL
from tests.e2e.log import no_fault, no_secret

ANOTHER_TENANT = "11111111-5b1d-4e0f-9a77-0c1f3d2b8e41"


@pytest.fixture(scope="module")
def bot() -> Iterator[Bot]:
    """Takes accounts of two organisations, so that nothing tells beforehand whose somebody is; no private ones."""
    allowed = {"CLEARHOUR_ALLOWED_TENANTS": f"{CONTOSO_TENANT},{ANOTHER_TENANT}"}
    with running_pair(extra=allowed) as running:
        yield running
        running.stop()
        text = running.log.read_text()
        assert no_fault(text) == []
        assert no_secret(text, running) == []


async def follows(person: Person, account: str) -> Page:
    """Opens the link of the offer that is on the screen, presses Continue and picks the account."""
    url = (await person.sees("Connect Outlook")).element("Connect").url
    assert url is not None
    page = await person.browser.press(await person.browser.open(url), "continue")
    return await person.browser.press(page, f"account-{account}")


async def leaves(person: Person, account: str) -> Page:
    """Asks for a link and follows it; what Microsoft shows then."""
    await person.types("/schedule connect")
    return await follows(person, account)


async def request(person: Person) -> str:
    """Presses Try again on the card and takes the request from the page; the address for the administrator."""
    await person.clicks_on(await person.sees("Didn't finish?"), "Try again")
    url = (await person.sees("Connect Outlook")).element("Connect").url
    assert url is not None
    page = await person.browser.follow(await person.browser.open(url), "request")
    assert page.status == 200, page
    return next(word for word in page.texts["copied"].split() if "/v2.0/adminconsent?" in word)


@pytest.mark.timeout(90)
async def test_the_way_from_the_wall_over_an_administrator_to_being_connected(
    bot: Bot, truth: Truth, ada: Person, ben: Person, carol: Person, dina: Person, emil: Person
) -> None:
    await truth.admin("POST", "entra/consent", {"user_consent": False})
    walls = {}
    for person, account in ((ada, ADA), (ben, BEN), (carol, CAROL), (dina, DINA)):
        walls[account] = await leaves(person, account)
        assert walls[account].title == "Need admin approval"
        await person.marks()
    bot.stop()
    bot.clock_offset += 6 * 60
    bot.launch()
    bot.await_ready()
    for person in (ben, carol, dina):
        await person.sees("Didn't finish?", "Try again")
    address = await request(ada)
    assert "/organizations/" in address, "nothing tells her organisation yet"
    for person in (ada, ben, carol):
        await person.marks()
    asked = await emil.browser.press(await emil.browser.open(address), f"account-{EMIL}")
    refused = await emil.browser.press(asked, "consent-cancel")
    assert refused.title.startswith("Not approved")
    approved = await emil.browser.press(asked, "consent-accept")
    assert CONTOSO_TENANT in approved.words, approved
    await ada.sees("Approved: continue")
    await ben.clicks_on(await ben.sees("Approved: continue"), "Continue")
    assert "Connected as" in (await follows(ben, BEN)).words
    await ben.sees("Connected as", BEN)
    late = await dina.browser.open(walls[DINA].url)
    assert "Connected as" in (await dina.browser.press(late, f"account-{DINA}")).words, "her link still lives"
    await dina.sees("Connected as", DINA)
    with pytest.raises(NotSeenError):
        await carol.sees("Approved", within=0.3)


async def test_a_private_account_that_is_not_allowed_leaves_nothing_and_no_event_is_read(
    truth: Truth, emil: Person
) -> None:
    mark = await truth.mark()
    page = await emil.browser.press(await leaves(emil, DINA_AT_HOME), "consent-accept")
    assert "That account can't be used here" in page.words
    await emil.sees("That account can't be used here", "work account")
    assert [one["path"] for one in await truth.log(mark, "graph") if one["account"] == DINA_AT_HOME] == []
