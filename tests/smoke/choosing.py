"""Second act: another linked calendar, Ben connects, and a time that suits both."""

from datetime import datetime, timedelta

from tests.driving.cards import Card, Json
from tests.driving.truth import instant
from tests.smoke.report import expect
from tests.smoke.stage import ADA, BEN, CHOSEN, Stage

BLOCKING = {"busy", "tentative", "oof", "unknown"}
OWN = {ADA: {"Calendar", "Side projects", "Customer visits"}, BEN: {"Calendar", "Family", "Team launch"}}


async def choosing(stage: Stage, offered: datetime) -> Card:
    """Gives the card with times that suit Ada and Ben. `offered` must not be among them: Ben has become busy then, in
    a calendar that only he can read."""
    ada, ben, report, truth = stage.ada, stage.ben, stage.report, stage.truth
    with report.step("another calendar is linked"):
        await ada.types("/schedule calendars")
        card = await ada.sees("Linked calendar", "What blocks you")
        await ada.chooses(card, "linked", CHOSEN)
        card = await ada.sees("Changes count after you press Save")
        expect(card.element("linked").chosen == (CHOSEN,), f"{CHOSEN} shown as chosen", card)
        await ada.clicks_on(card, "Save")
        card = await ada.sees("Saved")
        report.saw("Ada", card)
        expect(card.element("linked").chosen == (CHOSEN,), f"{CHOSEN} linked", card)
        conflicts = card.element("conflicts").chosen
        expect({f"{CHOSEN} (linked)", "Calendar"} <= set(conflicts), "it and the old one block", conflicts)
        expect(card.says("Roadmap writing"), "a preview of the next week", card)

    with report.step("Ben connects by his own sign-in"):
        await truth.adds(BEN, _busy(offered))
        page = await ben.connects(BEN)
        expect(BEN in page.words, f"a page that says: connected as {BEN}", page)
        report.saw("Ben", await ben.sees("Connected as", BEN))

    with report.step("find reads Ben's own calendars"):
        await ada.types("/schedule find 30m with @ben")  # of today little may be left
        card = await ada.sees("30 min with Ben Okafor")
        report.saw("Ada", card)
        read_all = card.says("Ben Okafor: own calendars read just now (3)")
        expect(read_all, "it says that Ben's three calendars were read just now", card)
        read = {entry["account"] for entry in await truth.log(0, "graph") if "calendarview" in entry["path"].lower()}
        expect(read >= {ADA, BEN}, "calendar views of both, read with their own tokens", read)
        await _all_free(stage, card)
        starts = [datetime.fromisoformat(slot.command["start"]) for slot in card.slots()]
        expect(offered not in starts, "no time when Ben is busy in his family calendar", offered)
        return card


async def _all_free(stage: Stage, card: Card) -> None:
    """No offered time meets anything that blocks in Outlook."""
    starts = [datetime.fromisoformat(slot.command["start"]) for slot in card.slots()]
    expect(len(starts) > 3, "several times", card)
    for account in (ADA, BEN):
        found = await stage.truth.everywhere(account, starts[0] - timedelta(days=1), starts[-1] + timedelta(days=1))
        taken = [event for name, event in found if name in OWN[account] and _blocks(event)]
        for start in starts:
            met = [event["subject"] for event in taken if _meets(event, start)]
            expect(not met, f"{start:%a %H:%M} UTC free for {account}", met)


def _blocks(event: Json) -> bool:
    declined = event["responseStatus"]["response"] == "declined"
    return event["showAs"] in BLOCKING and not event["isAllDay"] and not event["isCancelled"] and not declined


def _meets(event: Json, start: datetime) -> bool:
    return instant(event["start"]) < start + timedelta(minutes=30) and start < instant(event["end"])


def _busy(start: datetime) -> Json:
    def at(moment: datetime) -> Json:
        return {"dateTime": moment.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}

    return {
        "subject": "Piano lesson",
        "calendar": "Family",
        "sensitivity": "private",
        "start": at(start),
        "end": at(start + timedelta(minutes=30)),
    }
