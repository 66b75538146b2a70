"""Many calendars, several accounts, what others share, and Outlook's own form: in both chats, over HTTP."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from tests.driving.cards import Json
from tests.driving.pages import Page
from tests.driving.person import Person
from tests.driving.teams import TeamsPerson
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, DINA, DINA_AT_HOME, EMIL, code_of, connected, connects, finds, starts
from tests.e2e.conftest import Seat

SLACK, TEAMS = 12, 45
"""So many more calendars; 300 are tried where it takes no program (tests/unit/test_calendar_picker_sizes.py)."""


async def _consents(person: Person, url: str | None, account: str) -> Page:
    assert url is not None
    page = await person.browser.press(await person.browser.open(url), "continue")
    return await person.browser.sign_in(page, account)


def choices(message: Json, name: str) -> dict[str, str]:
    """Title -> value of one list of a picker in Teams."""
    (found,) = [one for one in message["cards"][0]["body"] if one.get("id") == name]
    return {one["title"].split(" · ")[0]: one["value"] for one in found["choices"]}


async def test_in_slack_one_of_many_calendars_is_chosen_and_all_others_are_kept(ada: Person, truth: Truth) -> None:
    names = [f"Project {number:02}" for number in range(SLACK)]
    await truth.makes_calendars(ADA, *names)
    await connected(ada, ADA)
    await ada.types("/schedule calendars")
    card = await ada.sees(
        "Changes count after you press Save", "conflict calendars. Each costs one Outlook subscription"
    )
    await ada.chooses(card, "linked", names[-1])
    await ada.clicks_on(await ada.sees("Changes count after you press Save"), "Save")
    card = await ada.sees("Saved. This is in use now.")
    chosen = {label for one in card.elements if one.action_id.startswith("conflicts:") for label in one.chosen}
    assert chosen >= {f"{names[-1]} (linked)", *names[:-1]}


async def test_in_teams_a_calendar_is_looked_for_by_name_and_the_others_stay_as_they_were(
    in_teams: Seat, truth: Truth
) -> None:
    names = [f"Region {number:02} of the northern sales organisation" for number in range(TEAMS)]
    await truth.makes_calendars(CAROL, *names)
    carol: TeamsPerson = await in_teams("carol").installs()
    await connects(carol, CAROL)
    await carol.types("calendars")
    card = await carol.sees("Linked calendar", "calendars are listed")
    assert names[-1] not in choices(card, "conflicts")
    await carol.clicks_on(card, "Search and show", search=names[-1][:9])
    found = await carol.sees("Linked calendar", names[-1])
    others = [value for title, value in choices(found, "conflicts").items() if title != names[-1]]
    await carol.clicks_on(found, "Save", conflicts=",".join(others))
    saved = await carol.sees("Saved. This is in use now.")
    await carol.clicks_on(saved, "Search and show", search="region 4")
    shown = await carol.sees("Linked calendar", *names[40:45])
    assert names[39] not in choices(shown, "conflicts")
    (listed,) = [one for one in shown["cards"][0]["body"] if one.get("id") == "conflicts"]
    known = choices(shown, "conflicts")
    ticked = {title for title, value in known.items() if value in listed["value"].split(",")}
    assert set(names[40:44]) <= ticked
    assert names[-1] not in ticked


async def test_a_personal_account_is_personal_busy_until_its_owner_says_otherwise(dina: Person, truth: Truth) -> None:
    await connected(dina, DINA)
    await dina.types("/schedule connections")
    await dina.clicks_on(await dina.sees("Connections"), "Add account")
    offer = await dina.sees("Connect Outlook")
    page = await _consents(dina, offer.element("Connect").url, DINA_AT_HOME)
    await dina.types(f"code {code_of(page)}")
    await dina.sees("Connected as", DINA_AT_HOME)
    start = (await truth.now()).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    title = "Zahnarzt zqz"
    moment = {"start": {"dateTime": f"{start:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}}
    moment["end"] = {"dateTime": f"{start + timedelta(minutes=30):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
    await truth.adds(DINA_AT_HOME, {"subject": title, **moment})
    await dina.types("/schedule week")
    await dina.sees("The next seven days", "Personal: busy")
    assert title not in json.dumps([[card.lines, card.fallback] for card in await dina.cards()])
    await dina.types("/schedule calendars")
    card = await dina.sees("Linked calendar", "titles are hidden")
    await dina.clicks_on(card, "Advanced settings")
    assert (await dina.submits(await dina.form(), hidden_titles=[]))["ok"]
    await dina.sees("Saved. This is in use now.")
    await dina.types("/schedule week")
    await dina.sees("The next seven days", title)


async def test_shared_calendars_are_asked_for_when_they_are_wanted_and_a_no_changes_nothing(
    ben: Person, truth: Truth
) -> None:
    await connected(ben, BEN)
    await ben.types("/schedule calendars")
    before = await ben.sees("Changes count after you press Save")
    assert "Design desk" not in json.dumps([one.options for one in before.elements])
    for decision in ("deny", "accept"):
        await ben.clicks_on(before, "Show calendars shared with me")
        offer = await ben.sees("Sign in again as", BEN)
        await ben.goes_to(offer, BEN, label="Allow shared calendars", decision=decision)
        await ben.types("/schedule calendars")
        before = await ben.sees("Changes count after you press Save")
        listed = "Design desk" in json.dumps([one.options for one in before.elements])
        scopes = {scope for grant in await truth.grants(BEN) for scope in grant["scopes"]}
        assert ("Calendars.Read.Shared" in scopes) == listed == (decision == "accept")


async def test_who_connected_read_only_books_in_outlooks_own_form_and_the_card_notices(
    emil: Person, truth: Truth
) -> None:
    await emil.types("/schedule connect")
    offer = await emil.sees("Connect Outlook")
    await _consents(emil, offer.element("Connect read-only").url, EMIL)
    await emil.sees("Connected as", EMIL)
    found = await finds(emil, "30m next week with ben@contoso.com")
    await emil.presses(found, found.slots()[0])
    card = await emil.sees("I can't write this, but you can", "You connected read-only")
    url = urlsplit(card.element("Open in Outlook, filled in").url or "")
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.hostname, asked["to"]) == ("outlook.office.com", BEN)
    start = starts(found)[0]
    assert asked["startdt"] == f"{start:%Y-%m-%dT%H:%M:%SZ}"
    when = {name: {"dateTime": asked[key].rstrip("Z"), "timeZone": "UTC"} for name, key in WHEN}
    await truth.adds(EMIL, {"subject": asked["subject"], **when})
    done = await emil.sees("It's in your calendar")
    assert done.ts == card.ts


WHEN = (("start", "startdt"), ("end", "enddt"))
