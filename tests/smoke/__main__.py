"""python -m tests.smoke [--clock DAY ...] [-- BOT COMMAND ...]

Starts the sandbox and the bot, and plays over HTTP, in both chats, the main job and the way out of a double booking.
Exit status 0 when every step showed what it promises; 1 with the first step that didn't. DAY is an instant with an
offset, such as 2026-11-27T23:50+01:00, or one of friday-night, clock-change, last-day; several are played one after the
other. The bot's command line defaults to `python -m bot.cli serve`.
"""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import yaml

from tests.driving.person import Person
from tests.driving.programs import ROOT, SERVE, Bot, DidNotStartError, admin, running_sandbox, temporary_folder
from tests.driving.teams import TeamsPerson
from tests.driving.truth import Truth
from tests.smoke.booking import booking
from tests.smoke.choosing import choosing
from tests.smoke.clashing import clashing
from tests.smoke.connecting import connecting
from tests.smoke.days import DAYS
from tests.smoke.leaving import leaving
from tests.smoke.report import Report, StepFailedError
from tests.smoke.stage import Stage
from tests.smoke.teams import teams


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.smoke", description="Plays the main job over HTTP.")
    parser.add_argument("--clock", nargs="+", type=_offset, default=[0], metavar="DAY", help=f"instant, or {[*DAYS]}")
    parser.add_argument("command", nargs="*", metavar="BOT COMMAND", help="after --; default: python -m bot.cli serve")
    found = parser.parse_args(arguments)
    for offset in found.clock:
        report = Report()
        try:
            _play(report, tuple(found.command) or SERVE, offset)
        except (StepFailedError, DidNotStartError) as failed:
            print(f"\n✗ {failed}", file=sys.stderr)
            return 1
        print(f"\nAll {len(report.steps)} steps passed in {report.seconds:.1f} s.", flush=True)
    return 0


def _offset(text: str) -> int:
    """Seconds from now to the wanted day."""
    now = datetime.now(UTC)
    moment = DAYS[text](now) if text in DAYS else datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("an instant needs an offset, such as 2026-11-27T23:50+01:00")
    return round((moment - now).total_seconds())


def _play(report: Report, command: Sequence[str], offset: int) -> None:
    with temporary_folder() as folder, running_sandbox(folder) as sandbox:
        admin(sandbox, "POST", "clock", {"offset_seconds": offset})
        print(
            f"The clock says {datetime.fromisoformat(admin(sandbox, 'POST', 'reset')['now']):%A %d %B %Y, %H:%M} UTC."
        )
        bot = Bot(sandbox, folder, command, offset)
        try:
            bot.launch()
            manifest = _manifest(bot.address)
            bot.await_ready()
            bot.register(manifest)
            print(f"Sandbox and bot serve after {report.seconds:.1f} s.", flush=True)
            asyncio.run(_acts(report, bot))
        finally:
            bot.stop()


def _manifest(address: str) -> dict[str, Any]:
    """What `clearhour manifest` prints, as an operator would paste it."""
    line = [sys.executable, "-m", "bot.cli", "manifest", "--public-url", address]
    text = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return dict(yaml.safe_load(text))


async def _acts(report: Report, bot: Bot) -> None:
    async with AsyncExitStack() as stack:
        ada, ben = [await stack.enter_async_context(Person(bot.sandbox.page, key)) for key in ("ada", "ben")]
        emil = await stack.enter_async_context(TeamsPerson(bot.sandbox.page, "emil"))
        truth = await stack.enter_async_context(Truth(bot.sandbox))
        stage = Stage(truth, ada, ben, emil, "127.0.0.1", report)
        offered = await connecting(stage)
        times = await choosing(stage, offered)
        await booking(stage, times)
        await clashing(stage)
        await teams(stage)
        await leaving(stage)


if __name__ == "__main__":
    sys.exit(main())
