"""Last act: Ada disconnects, and nothing of hers is used any more."""

from tests.smoke.report import expect
from tests.smoke.stage import ADA, Stage


async def leaving(stage: Stage) -> None:
    ada, ben, report, truth = stage.ada, stage.ben, stage.report, stage.truth
    with report.step("disconnect asks once, then disconnects"):
        await ada.types("/schedule disconnect")
        card = await ada.sees("Disconnect", ADA)
        report.saw("Ada", card)
        await ada.clicks_on(card, "Disconnect")
        report.saw("Ada", await ada.sees("is disconnected", ADA))
        mark = await truth.mark()

    with report.step("connections says: not connected"):
        await ada.types("/schedule connections")
        card = await ada.sees("Connect Outlook")
        report.saw("Ada", card)

    with report.step("nothing of Ada's is used for others any more"):
        for command in ("/schedule find 30m with @ada", f"/schedule find 30m with {ADA}"):
            await ben.types(command)
            card = await ben.sees("30 min with Ada Lindqvist")
            report.saw("Ben", card)
            expect(card.says("Ada Lindqvist", "free/busy"), "Ada is known by free/busy only", card)
        log = await truth.log(mark)
        used = [entry for entry in log if entry["account"] == ADA or entry["grant"] in stage.graph_grants]
        expect(not used, "no request with a token of Ada's after the disconnect", used)
        expect(any(entry["side"] == "graph" for entry in log), "requests with Ben's token", log)
