"""Third act: booked through the form, found in Outlook, shown in the agenda, cancelled."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.driving.cards import Card, Json
from tests.driving.truth import instant
from tests.smoke.report import expect
from tests.smoke.stage import ADA, BEN, CHOSEN, NOTE, TITLE, Stage

BERLIN = ZoneInfo("Europe/Berlin")
SPANS = {0: "today", 1: "tomorrow"}


async def booking(stage: Stage, times: Card) -> None:
    ada, report = stage.ada, stage.report
    with report.step("a time is booked through the form"):
        slot = times.slots()[1]
        stage.start = datetime.fromisoformat(slot.command["start"]).astimezone(UTC)
        await ada.presses(times, slot)
        form = await ada.form()
        report.saw("Ada", form)
        expect(form.says(f"Goes into “{CHOSEN}”", slot.label), "the form names the time and the calendar", form)
        answer = await ada.submits(form, title=TITLE, note=NOTE)
        expect(answer["ok"], "the form is accepted", answer)
        card = await ada.sees("Booked", TITLE)
        report.saw("Ada", card)
        expect(card.says(f"Written to “{CHOSEN}”", "Ben Okafor", slot.label), "where it is, with whom and when", card)

    with report.step("the event is in Outlook"):
        found = await stage.truth.called(ADA, TITLE, stage.booked)
        expect(found, f"an event {TITLE!r} in Ada's mailbox", "none in any of her calendars")
    with report.step("it is in the chosen calendar and only there"):
        expect([name for name, _ in found] == [CHOSEN], f"one event, in {CHOSEN}", [name for name, _ in found])
    with report.step("it is as it was booked, and Ben has it"):
        await _as_booked(stage, found[0][1])
    await _agenda(stage)
    await _cancelled(stage)


async def _as_booked(stage: Stage, event: Json) -> None:
    expect(instant(event["start"]) == stage.booked, f"start {stage.booked}", event["start"])
    length = (instant(event["end"]) - instant(event["start"])).total_seconds() / 60
    expect(length == 30, "30 minutes", length)
    expect(event["transactionId"], "a transactionId", event)
    expect(NOTE in event["body"]["content"], f"the note {NOTE!r}", event["body"])
    invited = [one["emailAddress"]["address"] for one in event["attendees"]]
    expect(invited == [BEN], "Ben invited, nobody else", invited)
    copies = await stage.truth.called(BEN, TITLE, stage.booked)
    expect([name for name, _ in copies] == ["Calendar"], "one copy, in Ben's calendar", [name for name, _ in copies])
    expect(copies[0][1]["iCalUId"] == event["iCalUId"], "the same meeting", copies[0][1]["iCalUId"])
    stage.report.note(
        f"{event['subject']!r} in Outlook: {event['start']['dateTime'][:16]} UTC, {CHOSEN}; Ben has a copy"
    )


async def _agenda(stage: Stage) -> None:
    """Today's list, and the one that holds the booked day."""
    ada, report = stage.ada, stage.report
    with report.step("the agenda shows it"):
        today = (await stage.truth.now()).astimezone(BERLIN).date()
        command = SPANS.get((stage.booked.astimezone(BERLIN).date() - today).days, "week")
        await ada.types(f"/schedule {command}")
        report.saw("Ada", card := await ada.sees(TITLE, CHOSEN))
        expect(card.says(f"{stage.booked.astimezone(BERLIN):%H:%M}"), "at its time", card)
        if command != "today":
            await ada.types("/schedule today")
            card = await ada.sees("Today", "Read just now")
            expect(not card.says(TITLE), "today without it", card)

    with report.step("bookings lists it"):
        await ada.types("/schedule bookings")
        card = await ada.sees("Upcoming bookings", TITLE)
        report.saw("Ada", card)


async def _cancelled(stage: Stage) -> None:
    ada, report = stage.ada, stage.report
    with report.step("it is cancelled after one confirmation"):
        card = next(card for card in reversed(await ada.cards()) if card.says("Upcoming bookings", TITLE))
        await ada.clicks_on(card, "Cancel meeting")
        card = await ada.sees("Cancel this meeting?", "Ben Okafor")
        report.saw("Ada", card)
        expect(await stage.truth.called(ADA, TITLE, stage.booked), "still in Outlook before the confirmation", "gone")
        await ada.clicks_on(card, "Yes, cancel it")
        report.saw("Ada", await ada.sees("Cancelled", TITLE))

    with report.step("it is gone from both mailboxes"):
        left = await stage.truth.called(ADA, TITLE, stage.booked)
        expect(not left, "nothing in Ada's mailbox", left)
        copies = await stage.truth.everywhere(BEN, stage.booked, stage.booked.replace(hour=23, minute=59))
        alive = [event["subject"] for _, event in copies if TITLE in event["subject"] and not event["isCancelled"]]
        expect(not alive, "in Ben's mailbox cancelled or gone", alive)
