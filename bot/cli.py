"""The command line: clearhour serve | demo | migrate | manifest | slots | key | settings."""

import argparse
import asyncio
import base64
import gc
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from core.shared.errors import ClearhourError, SettingsError

COMMAND = "/schedule"
"""What the slash command is called unless somebody says otherwise."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; problems are one sentence each on standard error, and exit status 1 (2: wrong input)."""
    found = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = found.run
    try:
        return run(found)
    except SettingsError as error:
        return _complain("Clearhour can't start with these settings:", *(f"  - {item}" for item in error.problems))
    except ClearhourError as error:
        return _complain(str(error) or (type(error).__doc__ or error.code))
    except (ValueError, OSError) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clearhour", description="Scheduling in Slack and Teams, with Outlook as the truth."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        return command

    for name, run, summary in (
        ("serve", _serve, "Serve Slack, Teams and the connect pages."),
        ("migrate", _migrate, "Bring the database's tables to this version."),
    ):
        command = add(name, run, summary)
        command.add_argument("--settings", type=Path, metavar="FILE", help="file of KEY=value lines")
    demo = add("demo", _demo, "Try it: a sandbox Microsoft 365 and Slack in a page.")
    demo.add_argument("--keep", type=Path, metavar="DIR", help="keep the data in this folder")
    demo.add_argument("--port", type=int, default=0, help="port of the page (default: a free one)")
    demo.add_argument("--clock-offset", type=int, default=0, metavar="SECONDS", help="how far ahead its clock is")
    manifest = add("manifest", _manifest, "Print the Slack app manifest for your address, or write Teams' package.")
    manifest.add_argument("--public-url", required=True, metavar="URL")
    manifest.add_argument("--command", default=COMMAND, metavar="/NAME")
    manifest.add_argument("--installs", action="store_true", help="Slack: workspaces install the app by themselves")
    manifest.add_argument("--socket", action="store_true", help="Slack: Socket Mode, without an address of ours")
    manifest.add_argument("--teams", metavar="APP_ID", help="write the Teams app package of this bot instead")
    manifest.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to (default: clearhour-teams.zip)")
    slots = add("slots", _slots, "Answer a slot request (JSON, see docs/availability.md).")
    slots.add_argument("request", metavar="FILE", help="a request or an array of them; - for standard input")
    slots.add_argument("--human", action="store_true", help="draw the days instead of printing JSON")
    add("key", _key, "Make a fresh encryption key.")
    add("settings", _settings, "Print the table of all settings.")
    return parser


def _serve(found: argparse.Namespace) -> int:
    gc.disable()  # what importing makes stays: looking for garbage in it takes an eighth of the start
    from bot.serve import serve
    from bot.settings import load

    settle()
    asyncio.run(serve(load(file=found.settings)))
    return 0


def settle() -> None:
    """What importing made is never looked at again for garbage, and looks are rarer: each one keeps everybody waiting
    (of a thousand notifications a second the slowest hundredth waited 94 to 151 ms, now 67 to 86)."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _migrate(found: argparse.Namespace) -> int:
    from bot.settings import load
    from core.storage import migrate

    asyncio.run(migrate(load(file=found.settings).database_url.get_secret_value()))
    print("The database is at this version.")
    return 0


def _demo(found: argparse.Namespace) -> int:
    from bot.demo import demo

    return asyncio.run(demo(found.keep, found.port, found.clock_offset))


def _manifest(found: argparse.Namespace) -> int:
    if found.teams is not None:
        from adapters.teams.manifest import teams_package

        file: Path = found.output or Path("clearhour-teams.zip")
        file.write_bytes(teams_package(found.public_url, found.teams))
        print(f"Written to {file}. Upload it in Teams under Apps, Manage your apps, Upload an app.")
        return 0
    from adapters.slack.manifest import slack_manifest_yaml

    made = slack_manifest_yaml(found.public_url, found.command, installs=found.installs, socket=found.socket)
    print(made, end="")
    if found.command != COMMAND:
        print(f"Start the program with CLEARHOUR_COMMAND={found.command}, so that its texts say so.", file=sys.stderr)
    return 0


def _slots(found: argparse.Namespace) -> int:
    from bot.slots import slots

    return slots(found.request, human=found.human)


def _key(_: argparse.Namespace) -> int:
    print(f"k{secrets.token_hex(2)}:{base64.b64encode(secrets.token_bytes(32)).decode()}")
    return 0


def _settings(_: argparse.Namespace) -> int:
    from bot.settings import table

    print(table())
    return 0


def _complain(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
