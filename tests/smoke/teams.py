"""The main job in Teams, then a double booking with somebody else's meeting: Decline and propose."""

from datetime import UTC, datetime, timedelta

from tests.driving.meetings import meeting, room_for
from tests.driving.teams import buttons, slots, text
from tests.driving.truth import instant
from tests.smoke.report import expect
from tests.smoke.stage import EMIL, Stage

TITLE = "Smoke: planning in Teams"
INVITED, OWN = "Smoke: budget round", "Smoke: school meeting"
CAROL = "carol@contoso.com"


async def teams(stage: Stage) -> None:
    await _main_job(stage)
    await _clash(stage)


async def _main_job(stage: Stage) -> None:
    emil, report, truth = stage.emil, stage.report, stage.truth
    with report.step("Emil installs the app in Teams and connects"):
        await emil.installs()
        report.saw("Emil", text(await emil.sees("Double bookings, caught and solved")))
        await emil.types("connect")
        page = await emil.goes_to(await emil.sees("Connect Outlook"), "Connect", EMIL)
        expect(EMIL in page.words, f"a page that says: connected as {EMIL}", page)
        report.saw("Emil", text(await emil.sees("Connected as", EMIL)))

    with report.step("a time is found and booked through the dialog"):
        await emil.types("find 30m next week")
        times = await emil.sees("Read just now")
        report.saw("Emil", text(times))
        slot = slots(times)[0]
        start = datetime.fromisoformat(slot["command"]["start"]).astimezone(UTC)
        await emil.clicks_on(times, slot["tooltip"])
        await emil.submits("Book", title=TITLE)
        booked = await emil.sees("Booked", TITLE, "Written to")
        report.saw("Emil", text(booked))
        expect(booked["id"] == times["id"], "on the card that was clicked", booked["id"])
        found = [instant(event["start"]) for _, event in await truth.called(EMIL, TITLE, start)]
        expect(found == [start], f"one event in Outlook, at {start}", found)

    with report.step("it is cancelled in Teams and gone from Outlook"):
        await emil.clicks_on(booked, "Cancel meeting")
        await emil.clicks_on(await emil.sees("Cancel this meeting?"), "Yes, cancel it")
        report.saw("Emil", text(await emil.sees("Cancelled", TITLE)))
        left = await truth.called(EMIL, TITLE, start)
        expect(not left, "nothing in Emil's mailbox", left)


async def _clash(stage: Stage) -> None:
    emil, report, truth = stage.emil, stage.report, stage.truth
    await truth.listened_to(EMIL, 1)
    start = await room_for(truth, EMIL)
    with report.step("a double booking with Carol's meeting is told in Teams"):
        await truth.adds(CAROL, meeting(INVITED, start, guests={EMIL: "Emil Novak"}))
        await truth.accepts(EMIL, INVITED, start)
        await emil.marks()
        await truth.adds(EMIL, meeting(OWN, start + timedelta(minutes=15)))
        told = await emil.sees("Double booking", INVITED, OWN)
        report.saw("Emil", text(told))

    with report.step("Decline and propose offers three other times"):
        await emil.clicks_on(told, "Decline and propose")
        offer = await emil.sees("propose")
        report.saw("Emil", text(offer))
        times = [
            one
            for one in buttons(offer)
            if one["command"].get("do") == "DeclineMeeting" and one["command"].get("start")
        ]
        expect(len(times) == 3, "three times", [one["title"] for one in times])
        expect(offer["id"] == told["id"], "on the same message", offer["id"])

    with report.step("one more press declines in Outlook and proposes the time"):
        wanted = datetime.fromisoformat(times[0]["command"]["start"])
        await emil.clicks_on(offer, times[0]["tooltip"])
        resolved = await emil.sees("Resolved")
        report.saw("Emil", text(resolved))
        expect(resolved["id"] == told["id"], "the message of the warning", resolved["id"])
        left = await truth.called(EMIL, INVITED, start)
        expect(not left, "no copy of it in Emil's mailbox", left)
        ((_, event),) = await truth.called(CAROL, INVITED, start)
        (answer,) = event["attendees"]
        expect(answer["status"]["response"] == "declined", "Emil declined", answer)
        proposed = instant(answer["proposedNewTime"]["start"])
        expect(proposed == wanted, f"{wanted} proposed to Carol", proposed)
