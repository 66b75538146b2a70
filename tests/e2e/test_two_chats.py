"""One person in Slack and in Teams: joined by one account after a question, and by nothing else."""

from tests.driving.pages import Page
from tests.driving.person import Person
from tests.driving.teams import Json, TeamsPerson, named
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, DINA_AT_HOME, EMIL, books, code_of, connected
from tests.e2e.conftest import Seat

OFFER = "Connect Outlook"
JOINED = "one person in both chats"


async def offered(person: TeamsPerson, command: str = "connect") -> Json:
    await person.types(command)
    return await person.sees(OFFER)


async def asked(slack: Person, teams: TeamsPerson, account: str) -> Page:
    """Connected in Slack, and signed in from Teams with the same account: the page that asks."""
    await connected(slack, account)
    page = await teams.goes_to(await offered(teams), "Connect", account)
    assert page.title.startswith("Already connected from Slack"), page
    return page


async def is_alone(person: TeamsPerson) -> None:
    """Teams knows of no account."""
    await offered(person, "connections")


async def test_the_same_account_in_teams_joins_after_asking_and_not_before(
    ada: Person, in_teams: Seat, truth: Truth
) -> None:
    await connected(ada, ADA)
    card, start = await books(ada, "30m next week", "Made in Slack")
    teams = await in_teams("ada").installs()
    offer = await offered(teams, "bookings")
    page = await teams.goes_to(offer, "Connect", ADA)
    assert "from Ada Lindqvist in Slack. Use it here too, as Ada Lindqvist in Teams?" in page.words, page
    await is_alone(teams)
    offer = await offered(teams, "bookings")

    page = await teams.browser.press(page, "join")
    assert JOINED in page.title
    await teams.sees("Upcoming bookings", "Made in Slack")  # what was asked before goes on
    await teams.types("connections")
    await teams.sees(ADA, "Works", "Tell me in Teams, not in Slack")

    await teams.types("bookings")
    listed = await teams.sees("Upcoming bookings", "Made in Slack")
    await teams.clicks_on(listed, "Cancel meeting: Made in Slack")
    await teams.clicks_on(await teams.sees("Cancel this meeting?"), "Yes, cancel it")
    await teams.sees("Outlook has cancelled it", "Made in Slack")
    edited = await ada.sees("Outlook has cancelled it", "Made in Slack")
    assert edited.ts == card.ts, "the message of the booking itself"
    assert await truth.called(ADA, "Made in Slack", start) == []

    await ada.types("/schedule connections")
    await ada.clicks_on(await ada.sees("Connections", ADA), "Tell me in Teams, not in Slack")
    assert (await ada.sees("Connections", ADA)).element("Tell me in Slack, not in Teams")


async def test_disconnecting_in_teams_disconnects_in_slack_too(emil: Person, in_teams: Seat) -> None:
    teams = await in_teams("emil").installs()
    await teams.browser.press(await asked(emil, teams, EMIL), "join")
    await teams.sees("Connected as", EMIL)
    await teams.types("disconnect")
    await teams.clicks_on(await teams.sees("Disconnect", EMIL), "Disconnect")
    await teams.sees("is disconnected")
    await emil.types("/schedule today")
    await emil.sees(OFFER)
    await emil.connects(EMIL)
    await emil.sees("Connected as", EMIL)
    await teams.types("connections")
    await teams.sees(EMIL, "Works")


async def test_an_account_of_another_address_joins_with_the_code_and_the_answer(dina: Person, in_teams: Seat) -> None:
    teams = await in_teams("dina").installs()
    await dina.types(f"code {code_of(await dina.connects(DINA_AT_HOME))}")
    await dina.sees("Connected as", DINA_AT_HOME)
    page = await teams.goes_to(await offered(teams), "Connect", DINA_AT_HOME)
    early = await teams.browser.follow(page, "go_on")
    assert "isn't typed yet" in early.title
    await teams.types(f"code {code_of(page)}")
    await teams.sees("The code is right")
    await is_alone(teams)
    page = await teams.browser.press(await teams.browser.follow(page, "go_on"), "join")
    assert JOINED in page.title
    await teams.types("connections")
    await teams.sees(DINA_AT_HOME, "Works")


async def mallorys_link_asks_nothing(ben: Person, mallory: TeamsPerson) -> None:
    """Ben, who holds the account, follows Mallory's link and signs in."""
    page = await ben.browser.open(named((await offered(mallory))["cards"][0], "Connect")["url"])
    page = await ben.browser.sign_in(await ben.browser.press(page, "continue"), BEN)
    assert "Don't give them this code" in page.words
    assert [one.testid for one in page.buttons] == []
    assert "isn't typed yet" in (await ben.browser.follow(page, "go_on")).title
    await mallory.sees("Type the code")
    await mallory.types("code AAAAAA")
    await mallory.sees("not the code")
    await is_alone(mallory)
    await ben.types("/schedule connections")
    assert "Tell me in" not in (await ben.sees("Connections", BEN)).text, "Ben has gained no other chat"


async def test_nobody_but_the_browser_that_was_asked_joins_and_only_once(ben: Person, in_teams: Seat) -> None:
    """Each of Mallory's ways leaves Ben two persons, until he himself says yes."""
    teams, mallory = await in_teams("ben").installs(), await in_teams("carol").installs()
    await connected(ben, BEN)
    await mallorys_link_asks_nothing(ben, mallory)
    page = await asked(ben, teams, BEN)
    join = page.button("join")
    assert (await mallory.browser.press(page, "join")).status == 403, "no cookie"
    assert (await mallory.browser.open(page.url)).status == 410, "the callback, seen by somebody"
    csrf = join.fields.pop("csrf")
    assert (await teams.browser.press(page, "join")).status == 403, "no token of the form"
    join.fields["csrf"] = "x" * len(csrf)
    assert (await teams.browser.press(page, "join")).status == 403, "another token"
    await is_alone(teams)
    join.fields["csrf"] = csrf
    cancelled = await teams.browser.press(page, "cancel")
    assert "Nothing was joined" in cancelled.title
    assert (await teams.browser.press(page, "join")).status in (403, 410), "after the answer"
    await is_alone(teams)
    page = await asked(ben, teams, BEN)
    assert JOINED in (await teams.browser.press(page, "join")).title
    assert (await teams.browser.press(page, "join")).status in (403, 410), "replayed"
    await teams.sees("Connected as", BEN)
