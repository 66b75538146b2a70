"""First act: help, a command before connecting, the sign-in with consent, and the command goes on by itself."""

from datetime import datetime

from tests.driving.pages import Page
from tests.smoke.report import expect
from tests.smoke.stage import ADA, Stage

RIGHTS = ("User.Read", "Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "offline_access")
SCOPES = {f"scope-{right}" for right in RIGHTS}
KEPT = "/schedule find 30m with @ben"


async def connecting(stage: Stage) -> datetime:
    """Gives a time that the kept command offered."""
    ada, report, truth = stage.ada, stage.report, stage.truth
    with report.step("help says what there is"):
        await ada.types("/schedule help")
        card = await ada.sees("find", "connect")
        report.saw("Ada", card)

    with report.step("a command before connecting is kept"):
        await ada.types(KEPT)
        offer = await ada.sees("Connect Outlook", "go on")
        report.saw("Ada", offer)
        url = offer.element("Connect").url or ""

    with report.step("the link opens a page that changes nothing"):
        mark = await truth.mark()
        first = await ada.browser.open(url)
        preview = await ada.browser.open(url)
        report.saw("Ada", str(preview))
        for page in (first, preview):
            expect(page.status == 200 and "Ada Lindqvist" in page.words, "a page that names Ada", page)
        asked = [entry for entry in await truth.log(mark) if entry["side"] != "slack"]
        expect(not asked, "nothing asked of Microsoft before Continue", asked)

    await _signing_in(stage, preview)

    with report.step("connected, with defaults in force"):
        card = await ada.sees("Connected as", ADA)
        report.saw("Ada", card)
        expect(
            card.says("read and write", "Linked calendar", "Times in Berlin"), "rights, linked calendar and zone", card
        )

    with report.step("the kept command goes on by itself"):
        card = await ada.sees("30 min with Ben Okafor")
        report.saw("Ada", card)
        expect(card.slots(), "times as buttons", card)
        expect(card.says("Ben Okafor", "free/busy"), "it says that Ben is known by free/busy only", card)
        expect(not await truth.grants("ben@contoso.com"), "no sign-in of Ben's yet", "there is one")
        return datetime.fromisoformat(card.slots()[2].command["start"])


async def _signing_in(stage: Stage, page: Page) -> None:
    ada, report = stage.ada, stage.report
    with report.step("the sign-in is at Microsoft, and consent is asked"):
        visited = len(ada.browser.visited)
        picker = await ada.browser.press(page, "continue")
        expect(picker.host == "localhost", "Microsoft's page on localhost, another site than the bot", picker)
        expect(picker.title == "Pick an account", "the account picker", picker)
        report.saw("Ada", str(picker))
        consent = await ada.browser.press(picker, f"account-{ADA}")
        expect(consent.title == "Permissions requested", "the consent page", consent)
        expect(consent.texts.get("consent-account") == ADA, f"consent asked of {ADA}", consent)
        report.saw("Ada", str(consent))
        named = {testid for testid in consent.texts if testid.startswith("scope-")}
        expect(named == SCOPES, f"the rights by name: {sorted(SCOPES)}", sorted(named))
        done = await ada.browser.press(consent, "consent-accept")
        report.saw("Ada", str(done))
        expect(done.status == 200 and ADA in done.words, f"a page that says: connected as {ADA}", done)
        expect(done.host == stage.bot_host, "back at the bot", done)
        hosts = [address.split("/")[2].split(":")[0] for _, address, _ in ada.browser.visited[visited:]]
        expect("localhost" in hosts and hosts[-1] == stage.bot_host, "bot, Microsoft, bot", hosts)
        grants = await stage.truth.grants(ADA)
        expect(len(grants) == 1, "one sign-in of Ada's at Microsoft", grants)
        stage.graph_grants = {grant["grant"] for grant in grants}
