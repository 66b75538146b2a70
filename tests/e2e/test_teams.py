"""The main job in Teams, with both programs as they are served: install, connect, find, book, cancel."""

from datetime import UTC, datetime

from tests.driving.teams import slots
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, EMIL, code_of, connects
from tests.e2e.conftest import Seat


async def test_the_main_job_in_teams(in_teams: Seat, truth: Truth) -> None:
    ada = await in_teams("ada").installs()
    await ada.types("help")
    await ada.sees("What I can do")
    await connects(ada, ADA)
    await ada.types("/schedule find 30m next week")
    times = await ada.sees("Read just now")
    slot = slots(times)[0]
    await ada.clicks_on(times, slot["tooltip"])
    await ada.submits("Book", title="Planning in Teams")
    booked = await ada.sees("Booked", "Planning in Teams", "Written to")
    assert booked["id"] == times["id"], "the card that was clicked shows the booking"
    start = datetime.fromisoformat(slot["command"]["start"]).astimezone(UTC)
    assert len(await truth.called(ADA, "Planning in Teams", start)) == 1
    await ada.clicks_on(booked, "Cancel meeting")
    asked = await ada.sees("Cancel this meeting?")
    await ada.clicks_on(asked, "Yes, cancel it")
    await ada.sees("Cancelled", "Planning in Teams")


async def test_a_question_in_the_team_is_answered_in_private(in_teams: Seat) -> None:
    ada, ben = await in_teams("ada").installs("general"), in_teams("ben")
    await ben.types("@Clearhour connect", "general")
    offer = await ben.sees("Connect Outlook")
    assert "messageid" not in offer["conversation"]
    assert offer["conversation"] not in {one["conversation"] for one in await ada.said()}
    await ben.goes_to(offer, "Connect", BEN)
    await ben.sees("Connected as", BEN)


async def test_somebody_elses_account_needs_the_code(in_teams: Seat) -> None:
    """The page shows a code, and only the person who asked can type it into their own chat."""
    emil = await in_teams("emil").installs()
    await connects(emil, EMIL)
    await emil.types("connect")
    await emil.clicks_on(await emil.sees("Add account"), "Add account")
    page = await emil.goes_to(await emil.sees("Connect Outlook"), "Connect", CAROL)
    await emil.sees("Type the code")
    await emil.types(f"code {code_of(page)}")
    await emil.sees("Connected as", CAROL)
