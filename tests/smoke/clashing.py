"""A double booking made in Outlook is told in Slack, and solved there: Move, and Resolved."""

from datetime import datetime, timedelta

from tests.driving.cards import Card, Element
from tests.driving.meetings import meeting, room_for
from tests.smoke.report import expect
from tests.smoke.stage import ADA, BEN, Stage

MEETING, OTHER = "Smoke: design review", "Smoke: vendor call"


async def clashing(stage: Stage) -> None:
    """Within the hour, so that nothing waits for 90 seconds, nor for the end of the quiet hours."""
    ada, report, truth = stage.ada, stage.report, stage.truth
    await truth.listened_to(ADA)
    start = await room_for(truth, ADA)
    with report.step("a double booking made in Outlook is told"):
        await truth.adds(ADA, meeting(MEETING, start, guests={BEN: "Ben Okafor"}))
        await ada.marks()
        await truth.adds(ADA, meeting(OTHER, start + timedelta(minutes=10)))
        told = await ada.sees("Double booking", MEETING, OTHER)
        report.saw("Ada", told)
        expect(told.channel == ada.dm, "in the direct message", told.channel)

    with report.step("Move offers times that suit everybody"):
        await ada.clicks_on(told, f"Move {MEETING}")
        offer = await ada.sees("Ben Okafor will be told")
        report.saw("Ada", offer)
        expect(offer.ts == told.ts, "on the same message", offer.ts)
        expect(len(times(offer)) == 3, "three times", times(offer))

    with report.step("one more press moves it in Outlook"):
        pressed = times(offer)[0]
        wanted = datetime.fromisoformat(pressed.command["start"])
        await ada.presses(offer, pressed)
        moved = await truth.lies_at(ADA, MEETING, wanted)
        expect(moved == [wanted], f"the meeting at {wanted}", moved)
        copies = await truth.lies_at(BEN, MEETING, wanted)
        expect(copies == [wanted], "Ben's copy as well", copies)

    with report.step("the same message says Resolved"):
        resolved = await ada.sees("Resolved", MEETING)
        report.saw("Ada", resolved)
        expect(resolved.ts == told.ts, f"the message of the warning, {told.ts}", resolved.ts)
        expect(not resolved.says("Double booking"), "no double booking any more", resolved)
        left = [card for card in await ada.cards() if card.says("Double booking", MEETING)]
        expect(not left, "no other message that still warns", left)


def times(card: Card) -> list[Element]:
    """The buttons that move the meeting."""
    return [one for one in card.buttons if one.value and one.command.get("do") == "MoveTo"]
