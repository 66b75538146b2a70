"""Our programs without paying for their imports each time: one process imports them once, and forks for each start.

What is forked is a process like any other: its own id, environment, arguments, folder and output; it is killed, and
starts over, as if `python -m …` had been typed. Imports cost three seconds of processor for each bot otherwise. Where
the command itself is the point (smoke, the demo, tests of settings) it is started for real.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

PROGRAMS = {"bot.cli": "bot.cli", "sandbox": "sandbox.__main__"}
"""What can be forked: the name after `-m`, and the module whose `main` runs."""
PRELOADED = (*PROGRAMS.values(), "bot.serve", "bot.demo")
_SIZE = 4
_Main = Callable[[], int]


class Forked:
    """A program that the zygote forked; speaks as far as needed like subprocess.Popen."""

    def __init__(self, channel: socket.socket, pid: int, stdout: int | None) -> None:
        self._channel = channel
        self.pid = pid
        self.returncode: int | None = None
        self.stdout = None if stdout is None else os.fdopen(stdout, "rb")

    def poll(self) -> int | None:
        return self._ended(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._channel], [], [], timeout)[0]:
            told = self._channel.recv(64)
            self.returncode = int(told) if told else -signal.SIGKILL  # the zygote is gone, and its children with it
            self._channel.close()
        return self.returncode


class Zygote:
    """The process that forks. Ends with us, and everything it forked ends with it."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "tests.driving.zygote", str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=Path(__file__).parents[2])

    def start(
        self, module: str, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], stdout: int, stderr: int
    ) -> Forked:
        """Like Popen of `python -m module arguments`. `stdout` may be subprocess.PIPE."""
        reads, writes = os.pipe() if stdout == subprocess.PIPE else (None, None)
        mine, theirs = socket.socketpair()
        with theirs:
            wish = json.dumps(
                {"module": module, "arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
            ).encode()
            handles = [stdout if writes is None else writes, stderr, theirs.fileno()]
            socket.send_fds(self._control, [len(wish).to_bytes(_SIZE, "big")], handles)
            self._control.sendall(wish)
        if writes is not None:
            os.close(writes)
        pid = int(mine.recv(64))
        mine.send(b".")
        return Forked(mine, pid, reads)

    def close(self) -> None:
        self._control.close()
        self._process.wait()


@cache
def zygote() -> Zygote:
    """The one of this process; made at its first use, gone at the end."""
    made = Zygote()
    atexit.register(made.close)
    return made


def serve(control: socket.socket) -> _Main:
    """Forks until the other side is gone. Returns, in each fork, what it shall run."""
    mains = {name: importlib.import_module(module).main for name, module in PROGRAMS.items()}
    for module in PRELOADED:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    reads, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    channels: dict[int, socket.socket] = {}
    while True:
        ready = select.select([control, reads], [], [])[0]
        if reads in ready:
            os.read(reads, 1024)
            _bury(channels)
        if control in ready:
            wish, handles = _wish(control)
            if wish is None:
                _end_all(channels)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for each in (control, *channels.values()):
                    each.close()
                os.close(reads)
                os.close(wakes)
                _become(wish, handles)
                return mains[wish["module"]]
            for handle in handles[:2]:
                os.close(handle)
            channels[pid] = socket.socket(fileno=handles[2])
            channels[pid].send(str(pid).encode())
            channels[pid].recv(1)  # read: what comes next is the exit status


def _wish(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    head, handles, _, _ = socket.recv_fds(control, _SIZE, 3)
    if not head:
        return None, []
    wanted, body = int.from_bytes(head, "big"), b""
    while len(body) < wanted:
        body += control.recv(wanted - len(body))
    return json.loads(body), handles


def _become(wish: Mapping[str, Any], handles: Sequence[int]) -> None:
    """In the fork: where it stands, what it is told, where its words go."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for handle, number in ((nothing, 0), (handles[0], 1), (handles[1], 2)):
        os.dup2(handle, number)
    for handle in (nothing, *handles):
        os.close(handle)
    os.chdir(wish["cwd"])
    os.environ.clear()
    os.environ.update(wish["env"])
    time.tzset()
    sys.argv = [wish["module"], *wish["arguments"]]


def _bury(channels: dict[int, socket.socket]) -> None:
    """Tells those who wait how their programs ended."""
    while channels:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with channels.pop(pid) as channel, suppress(BrokenPipeError):
            channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def _end_all(channels: Mapping[int, socket.socket]) -> NoReturn:
    for pid in channels:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us; we end when they do
    run = serve(socket.socket(fileno=int(sys.argv[1])))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(run())
