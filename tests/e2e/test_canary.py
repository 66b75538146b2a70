"""The canary: poisoned titles, names and tokens pass through everything and never reach the log."""

from tests.driving.person import Person
from tests.driving.programs import running_pair
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, books, connected
from tests.e2e.log import no_secret

POISON = "Poisoned-Canary-Title"


async def test_nothing_poisoned_reaches_the_log_even_at_debug_level_and_in_trouble() -> None:
    with running_pair(extra={"CLEARHOUR_LOG_LEVEL": "debug"}) as bot:
        async with (
            Person(bot.sandbox.page, "ada") as ada,
            Person(bot.sandbox.page, "ben") as ben,
            Truth(bot.sandbox) as truth,
        ):
            await connected(ada, ADA)
            await connected(ben, BEN)
            _, start = await books(ada, f'30m "{POISON}" with @ben', POISON)
            await truth.fault(kind="graph", status=503, message=POISON, times=6)
            await ada.types("/schedule today")
            await ada.sees("Today")
            await truth.no_faults()
            await truth.fault(kind="graph", method="POST", status=403, code=POISON, times=1)
            await ada.types(f"/schedule {POISON}")
            await ada.sees("What I can do")
            await ada.types("/schedule bookings")
            await ada.sees("Upcoming bookings", POISON)
            assert await truth.called(ADA, POISON, start)
        bot.stop()
        text = bot.log.read_text()
        assert text, "there is a log to look at"
        assert no_secret(text, bot, POISON) == []
