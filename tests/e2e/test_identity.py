"""Whose account counts: somebody else's consent opens nothing, one's own second account opens with the code."""

from tests.driving.pages import Page
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, DINA_AT_HOME, EMIL, code_of, connected


async def _asks(person: Person) -> str:
    """The link in a fresh offer."""
    await person.types("/schedule connect")
    return (await person.sees("Connect Outlook")).element("Connect").url or ""


async def _consents(person: Person, url: str, account: str) -> Page:
    page = await person.browser.press(await person.browser.open(url), "continue")
    return await person.browser.sign_in(page, account)


async def _nothing_pending(person: Person) -> None:
    """Uses up the tries of what an earlier test left; a code made of one letter is as good as never right."""
    card = None
    while card is None or not card.says("No sign-in waits"):
        await person.types("code AAAAAA")
        card = await person.sees("That can't be done")


async def test_mallorys_link_consented_to_by_ben_gives_mallory_nothing(emil: Person, ben: Person, truth: Truth) -> None:
    url = await _asks(emil)
    first = await ben.browser.open(url)
    assert "Emil Novak" in first.words, "the page says for whom the link was made"
    mark = await truth.mark()
    page = await _consents(ben, url, BEN)
    code = code_of(page)
    assert "Don't give them this code" in page.words
    seen = await emil.sees("Type the code")
    assert code not in "\n".join(card.text + card.fallback for card in await emil.cards()), seen

    for command in ("find 30m", "today", "calendars", "connections", f"find 30m with {BEN}"):
        await emil.types(f"/schedule {command}")
        await emil.sees("Connect Outlook")
    used = [one["path"] for one in await truth.log(mark, "graph") if one["account"] == BEN]
    assert [path.lower() for path in used] == ["/v1.0/me"], "who signed in was read once, and nothing else"


async def test_three_wrong_codes_throw_the_sign_in_away(emil: Person, ben: Person, truth: Truth) -> None:
    await _nothing_pending(emil)
    page = await _consents(ben, await _asks(emil), BEN)
    wrong = "AAAAAA" if code_of(page) != "AAAAAA" else "BBBBBB"
    await emil.sees("Type the code")
    for expected in ("That's not the code", "That's not the code", "third wrong code"):
        await emil.types(f"code {wrong}")
        await emil.sees(expected)
    mark = await truth.mark()
    await emil.types(f"code {code_of(page)}")
    await emil.sees("No sign-in waits for a code")
    await emil.types("/schedule find 30m")
    await emil.sees("Connect Outlook")
    assert [one for one in await truth.log(mark, "graph") if one["account"] == BEN] == []


async def test_the_right_code_connects_ones_own_account_with_another_address(carol: Person, truth: Truth) -> None:
    page = await _consents(carol, await _asks(carol), CAROL)
    await carol.sees("Type the code")
    others = {
        one["account"] for one in await truth.log(0, "graph")
    }  # connected by earlier tests, and read all the time
    await carol.types(f"/schedule code {code_of(page).lower()}")
    await carol.sees("Connected as", CAROL)
    await carol.types("/schedule connections")
    await carol.sees(CAROL, "Works")
    assert {one["account"] for one in await truth.log(0, "graph")} - others <= {CAROL}


async def test_a_second_personal_account_joins_with_the_code(dina: Person) -> None:
    await connected(dina, "dina@contoso.com")
    await dina.types("/schedule connections")
    await dina.clicks_on(await dina.sees("Connections"), "Add account")
    offer = await dina.sees("Connect Outlook")
    page = await _consents(dina, offer.element("Connect").url or "", DINA_AT_HOME)
    await dina.types(f"code {code_of(page)}")
    await dina.sees("Connected as", DINA_AT_HOME)
    await dina.types("/schedule connections")
    await dina.sees("dina@contoso.com", DINA_AT_HOME)


async def test_an_account_that_somebody_else_connected_is_refused(ada: Person, ben: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    grants = len(await truth.grants(ADA))
    page = await _consents(ben, await _asks(ben), ADA)
    assert "Already connected elsewhere" in page.words
    await ada.types("/schedule connections")
    await ada.sees(ADA, "Works")
    await ben.types("/schedule today")
    await ben.sees("Connect Outlook")
    assert len(await truth.grants(ADA)) == grants + 1, "Microsoft made a grant; nothing of ours keeps it"


async def test_reconnecting_with_another_account_changes_nothing(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    await truth.admin("POST", "entra/revoke", {"account": ADA})
    try:
        await truth.fault(kind="graph", account=ADA, status=401, times=20)
        await ada.types("/schedule connections")
        await ada.sees(ADA)
        await ada.types("/schedule connections")
        card = await ada.sees("no longer accepts")
    finally:
        await truth.no_faults()
    await ada.clicks_on(card, "Reconnect")
    offer = await ada.sees("Sign in again as", ADA)
    page = await _consents(ada, offer.element("Connect").url or "", EMIL)
    assert "That was another account" in page.words
    await ada.types("/schedule connections")
    card = await ada.sees(ADA, "no longer accepts")
    await ada.clicks_on(card, "Reconnect")
    await ada.goes_to(await ada.sees("Sign in again as", ADA), ADA)
    await ada.sees("Connected as", ADA)
    await ada.types("/schedule connections")
    await ada.sees(ADA, "Works")
