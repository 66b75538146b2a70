"""One's own data and the admins' card with both programs, in both chats."""

import json
from datetime import datetime

from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, EMIL, connected, connects
from tests.e2e.conftest import Seat


async def test_an_admin_decides_in_slack_and_somebody_takes_their_data_along_and_erases_it(
    ada: Person, ben: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    await connected(ben, BEN)
    await ben.types("/schedule admin")
    await ben.sees("That is for the admins of this workspace. Ask Ada Lindqvist.")
    await ada.types("/schedule admin")
    card = await ada.sees("Administration", "people used me from here", "Connecting offers to read and write first.")
    await ada.clicks_on(card, "Change")
    assert (await ada.submits(await ada.form(), booking="one_tap", duration_minutes="45"))["ok"]
    await ada.sees("Saved.", "A time is booked with one tap.", "Usual length 45 min")
    await ben.types("/schedule find 30m next week")
    times = await ben.sees("Read just now")
    slot = next(one for one in times.elements if one.command.get("do") == "Book")
    await ben.presses(times, slot)
    await ben.sees("Booked")
    await ben.types("mydata")
    await ben.clicks_on(await ben.sees("Your data", BEN), "Take it along")
    url = (await ben.sees("Take your data along")).element("Open the page").url
    assert url is not None
    for _ in range(2):  # a preview of the link uses nothing up
        page = await ben.browser.open(url)
        assert page.headers["Cache-Control"] == "no-store"
    stored = json.loads((await ben.browser.press(page, "continue")).html)
    assert stored["connection"][0]["address"] == BEN
    assert "token_cache" not in stored or "cache" not in stored["token_cache"][0]
    assert (await ben.browser.open(url)).status == 410
    await ben.types("mydata")
    await ben.clicks_on(await ben.sees("Your data"), "Erase everything…")
    asked = await ben.sees("Erase your data?", "1 upcoming booking can't be changed from here any more.")
    await ben.clicks_on(asked, "Erase everything")
    await ben.sees("Your data is erased")
    await ben.types("mydata")
    await ben.sees("No Outlook is connected")
    assert await truth.called(BEN, "Ben", datetime.fromisoformat(slot.command["start"])), (
        "what is in Outlook stays there"
    )
    await ada.types("/schedule admin")
    await ada.clicks_on(await ada.sees("Administration"), "Log")
    await ada.sees("somebody who erased their data: erased all their data", "changed the workspace's defaults")


async def test_in_teams_who_installed_the_app_first_is_the_admin(in_teams: Seat) -> None:
    emil, ada = await in_teams("emil").installs(), await in_teams("ada").installs()
    await connects(emil, EMIL)
    await ada.types("admin")
    await ada.sees("That is for the admins of this workspace. Ask Emil")
    await emil.types("admin")
    card = await emil.sees("Administration", "Connecting offers to read and write first.")
    await emil.clicks_on(card, "Log")
    await emil.sees("connected an account")
