"""clearhour demo: the sandbox and the bot as two programs of their own, and what to do with them."""

import asyncio
import base64
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from adapters.slack.manifest import slack_manifest
from adapters.teams.manifest import teams_manifest
from bot.settings import PREFIX

START_SECONDS = 120
"""A small and busy machine takes a minute."""
STOP_SECONDS = 25
CHECKOUT = Path(__file__).resolve().parent.parent
PAGE_PACKAGES = CHECKOUT / "sandbox" / "page" / "node_modules"
WELCOME = """
Clearhour is ready. Open   {page}

Slack, Teams and the Outlook week, side by side. Be two of five people at once: Ada, Ben, Carol (her Slack address
differs), Dina (two Microsoft accounts), Emil. Three things to try:
  /schedule connect                        in Slack; in Teams press Add Clearhour and type connect
  /schedule find 30m with @ben next week   then press a time
  a clash                                  drag one meeting onto another in Outlook: the chat says so when it has stood
                                           for 90 seconds, and Move or Decline solves it

Nothing leaves this machine. Ctrl-C ends it{kept}.
"""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: its addresses and the settings that make the bot use it."""

    page: str
    admin: str
    settings: dict[str, str]


async def demo(keep: Path | None, port: int, clock_offset: int) -> int:
    """Runs until Ctrl-C. Exit status 1, with one line that says the fix, when a tool is missing.

    `clock_offset`: seconds by which the day it plays on is ahead."""
    missing = _missing()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    folder = keep or Path(tempfile.mkdtemp(prefix="clearhour-demo-"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with _sandbox(folder / "sandbox", port) as sandbox, aiohttp.ClientSession() as session:
            if clock_offset:
                sandbox.settings[f"{PREFIX}CLOCK_OFFSET"] = str(clock_offset)
                await _post(session, f"{sandbox.admin}/clock", {"offset_seconds": clock_offset})
                await _post(session, f"{sandbox.admin}/reset", {})
            await _run_bots(session, sandbox, folder, stop, kept=keep is not None)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


async def _run_bots(
    session: aiohttp.ClientSession, sandbox: Sandbox, folder: Path, stop: asyncio.Event, *, kept: bool
) -> None:
    """One bot after the other: Reset in the page begins afresh, with an empty database and a new key."""
    fresh = True
    while not stop.is_set():
        if not kept or not (folder / "settings.env").exists():
            _remember(folder, {f"{PREFIX}ENCRYPTION_KEYS": _key()})
        async with _bot(session, sandbox, folder) as process:
            if fresh:
                words = f"; {folder} keeps everything" if kept else ", and everything is forgotten"
                print(WELCOME.format(page=sandbox.page, kept=words), flush=True)
                fresh = False
            if not await _until_reset(session, sandbox, process, stop):
                return
        for name in ("clearhour.db", "clearhour.db-wal", "clearhour.db-shm", "settings.env"):
            (folder / name).unlink(missing_ok=True)
        print("Reset: the bot begins afresh.", flush=True)


async def _until_reset(
    session: aiohttp.ClientSession, sandbox: Sandbox, process: asyncio.subprocess.Process, stop: asyncio.Event
) -> bool:
    """True when the sandbox was reset; False when it is time to stop. Raises ChildProcessError if the bot ended."""
    resets = await _resets(session, sandbox)
    while not stop.is_set():
        if process.returncode is not None:
            raise ChildProcessError("The bot ended by itself; its last lines above say why.")
        if await _resets(session, sandbox) != resets:
            return True
        await asyncio.wait({asyncio.ensure_future(stop.wait())}, timeout=0.5)
    return False


async def _resets(session: aiohttp.ClientSession, sandbox: Sandbox) -> int:
    async with session.get(f"{sandbox.admin}/clock") as answer:
        return int((await answer.json())["resets"])


@asynccontextmanager
async def _sandbox(folder: Path, port: int) -> AsyncIterator[Sandbox]:
    arguments = ("-m", "sandbox", "--port", str(port), "--data", str(folder))
    async with _child(*arguments, environment=dict(os.environ), output=asyncio.subprocess.PIPE) as process:
        assert process.stdout is not None
        async with _in_time("The sandbox"):
            line = await process.stdout.readline()
        if not line:
            raise ChildProcessError("The sandbox didn't start; its last lines above say why.")
        said: dict[str, Any] = json.loads(line)
        yield Sandbox(said["page"], said["admin"], said["settings"])


@asynccontextmanager
async def _bot(
    session: aiohttp.ClientSession, sandbox: Sandbox, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`clearhour serve` with documented settings only, registered as an app is with Slack and Entra."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        **sandbox.settings,
        **_remembered(folder),
        f"{PREFIX}PUBLIC_URL": address,
        f"{PREFIX}PORT": str(port),
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder / 'clearhour.db'}",
        f"{PREFIX}LOG_LEVEL": "warning",
    }
    clean = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    async with _child("-m", "bot.cli", "serve", environment={**clean, **settings}) as process:
        await _ready(session, address, process)
        await _post(session, f"{sandbox.admin}/entra/app", {"redirect_uris": [f"{address}/connect/callback"]})
        await _post(session, f"{sandbox.admin}/slack/app", {"manifest": slack_manifest(address, "/schedule")})
        app = teams_manifest(address, sandbox.settings[f"{PREFIX}TEAMS_APP_ID"])
        await _post(session, f"{sandbox.admin}/teams/app", {"endpoint": f"{address}/api/messages", "manifest": app})
        yield process


@asynccontextmanager
async def _child(
    *arguments: str, environment: dict[str, str], output: int | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python child program, ended on leaving; killed if it doesn't."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, cwd=CHECKOUT, stdout=output, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def _in_time(program: str) -> AsyncIterator[None]:
    """Raises a TimeoutError that says which program didn't start, and what to do."""
    try:
        async with asyncio.timeout(START_SECONDS):
            yield
    except TimeoutError:
        raise TimeoutError(f"{program} didn't start within {START_SECONDS} seconds. Fix: try again.") from None


async def _ready(session: aiohttp.ClientSession, address: str, process: asyncio.subprocess.Process) -> None:
    async with _in_time("The bot"):
        while process.returncode is None:
            try:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    raise ChildProcessError("The bot didn't start; its last lines above say why.")


async def _post(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> None:
    async with session.post(url, json=body) as answer:
        if answer.status != 200:
            raise ChildProcessError(f"The sandbox refused the registration: {await answer.text()}")


def _missing() -> str:
    if not (CHECKOUT / "sandbox" / "__main__.py").exists():
        return "The demo needs a checkout of the repository. Fix: git clone it and run make demo there."
    if not PAGE_PACKAGES.exists():
        return "The page's packages are missing. Fix: make page (or make demo, which does it)."
    return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _key() -> str:
    return f"demo:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _remember(folder: Path, settings: dict[str, str]) -> None:
    path = folder / "settings.env"
    path.touch(mode=0o600)
    path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")


def _remembered(folder: Path) -> dict[str, str]:
    lines = (folder / "settings.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)
