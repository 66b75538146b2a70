"""The two programs as processes of their own: the sandbox, and the bot with documented settings only."""

import base64
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.slack.manifest import slack_manifest
from adapters.teams.manifest import teams_manifest
from bot.settings import PREFIX, Settings
from tests.driving.zygote import PROGRAMS, Forked, zygote
from tests.sandbox.types.recording import hold

ROOT = Path(__file__).parents[2]
SERVE = (sys.executable, "-m", "bot.cli", "serve")
START_SECONDS = 90.0
STOP_SECONDS = 20.0
Program = subprocess.Popen[bytes] | Forked
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class DidNotStartError(Exception):
    """A program ended, or kept silent, instead of serving; the text holds its last lines."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the sandbox serves, and the settings it hands to a bot."""

    page: str
    admin: str
    graph: str
    login: str
    settings: dict[str, str]


@dataclass(slots=True)
class Bot:
    """`clearhour serve` (or what stands for it) over one database, which outlives its process."""

    sandbox: Addresses
    folder: Path
    command: Sequence[str] = SERVE
    clock_offset: int = 0
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    process: Program | None = None
    _key: str = field(default_factory=lambda: f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of the process: settings, and nothing else."""
        return {
            **self.sandbox.settings,
            f"{PREFIX}ENCRYPTION_KEYS": self._key,
            f"{PREFIX}PUBLIC_URL": self.address,
            f"{PREFIX}PORT": str(self.port),
            f"{PREFIX}DATABASE_URL": f"sqlite:///{self.folder / 'clearhour.db'}",
            f"{PREFIX}LOG_LEVEL": "info",
            f"{PREFIX}CLOCK_OFFSET": str(self.clock_offset),
            **self.extra,
        }

    def launch(self) -> None:
        """Starts the process and doesn't wait. Every key of its environment is a documented setting."""
        undocumented = {key for key in self.environment if key not in documented()}
        assert not undocumented, f"the bot needs {undocumented}, which docs/settings.md doesn't know"
        with self.log.open("ab") as log:
            self.process = start(self.command, env=self.environment, stdout=log.fileno(), stderr=log.fileno())

    def await_ready(self) -> None:
        """Returns when /readyz answers. Raises DidNotStartError."""
        assert self.process is not None
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends and self.process.poll() is None:
            try:
                with _LOCAL.open(f"{self.address}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise DidNotStartError(f"{' '.join(self.command)} doesn't serve:\n{self.log.read_text()[-2000:]}")

    def register(self, manifest: dict[str, Any] | None = None) -> None:
        """Registers the app with Slack and its redirect address with Entra, as an operator does."""
        admin(self.sandbox, "POST", "entra/app", {"redirect_uris": [f"{self.address}/connect/callback"]})
        admin(self.sandbox, "POST", "slack/app", {"manifest": manifest or slack_manifest(self.address, "/schedule")})
        app = teams_manifest(self.address, self.sandbox.settings[f"{PREFIX}TEAMS_APP_ID"])
        admin(self.sandbox, "POST", "teams/app", {"endpoint": f"{self.address}/api/messages", "manifest": app})

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Asks it to end; kills it when it doesn't."""
        if self.process is not None:
            _end(self.process)


def start(command: Sequence[str], *, env: Mapping[str, str], stdout: int, stderr: int) -> Program:
    """Starts the program and doesn't wait. In a test run our own are forked, see tests/driving/zygote.py; smoke, which
    is a program itself, starts them as its user would."""
    if "pytest" in sys.modules and tuple(command[:2]) == (sys.executable, "-m") and command[2] in PROGRAMS:
        return zygote().start(command[2], command[3:], cwd=ROOT, env=env, stdout=stdout, stderr=stderr)
    found = shutil.which(command[0]) or command[0]
    return subprocess.Popen([found, *command[1:]], cwd=ROOT, env=env, stdout=stdout, stderr=stderr)


def documented() -> frozenset[str]:
    """The names of all settings."""
    return frozenset(PREFIX + name.upper() for name in Settings.model_fields)


@contextmanager
def running_sandbox(folder: Path) -> Iterator[Addresses]:
    """`python -m sandbox` on a free port. What its Graph answered is held against the documented types at the end."""
    answers = folder / "answers.jsonl"
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--answers", str(answers)]
    with (folder / "sandbox.log").open("ab") as log:
        process = start(command, env=_clean(), stdout=subprocess.PIPE, stderr=log.fileno())
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise DidNotStartError((folder / "sandbox.log").read_text()[-2000:])
        said = json.loads(line)
        yield Addresses(said["page"], said["admin"], said["graph"], said["login"], said["settings"])
    finally:
        _end(process)
        if process.stdout is not None:
            process.stdout.close()
    hold(answers)


@contextmanager
def running_pair(
    *, command: Sequence[str] = SERVE, clock_offset: int = 0, extra: dict[str, str] | None = None
) -> Iterator[Bot]:
    """Both programs, registered with each other, on a fresh database; everything is gone afterwards."""
    with temporary_folder() as folder, running_sandbox(folder) as sandbox:
        admin(sandbox, "POST", "clock", {"offset_seconds": clock_offset})
        admin(sandbox, "POST", "reset")
        bot = Bot(sandbox, folder, command, clock_offset, extra=extra or {})
        try:
            bot.launch()
            bot.await_ready()
            bot.register()
            yield bot
        finally:
            bot.stop()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="clearhour-e2e-") as name:
        yield Path(name)


def admin(sandbox: Addresses, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One call of the sandbox's admin API."""
    request = urllib.request.Request(
        f"{sandbox.admin}/{path}",
        method=method,
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with _LOCAL.open(request, timeout=10) as answer:
        text = answer.read()
    return dict(json.loads(text)) if text else {}


def _clean() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}


def _end(process: Program) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
