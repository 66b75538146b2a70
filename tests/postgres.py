"""A throw-away PostgreSQL cluster on a free loopback port, shared by the workers of one test run.

The first worker that asks starts it, the last one that is done stops it.
PostgreSQL refuses to run as root, so root starts it as `postgres`.
"""

import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

import psycopg

MISSING = "PostgreSQL is not installed. Fix: apt-get install postgresql, or name a server: CLEARHOUR_TEST_POSTGRES_URL=postgresql://user@host:5432"


class PostgresMissingError(Exception):
    """No server program was found, or nobody may run it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on which tests make databases of their own.

    `address` is a libpq address without a database name at its end.
    """

    address: str

    def create_database(self) -> str:
        """Makes an empty database of a fresh name and returns its address in SQLAlchemy's form."""
        name = f"test_{secrets.token_hex(6)}"
        self._execute(f"CREATE DATABASE {name}")
        return f"{self.address.replace('postgresql://', 'postgresql+psycopg://')}/{name}"

    def drop_database(self, url: str) -> None:
        """Removes it, also under open connections."""
        self._execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(cast("LiteralString", statement))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a throw-away cluster lives. `home` is its own temporary directory, `port` a loopback port."""

    home: Path
    port: int


def programs() -> Path:
    """The directory of initdb and postgres: from PATH, else the newest of Debian's. Raises PostgresMissingError."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise PostgresMissingError(MISSING)
    return max(found, key=lambda path: int(path.parent.name))


@contextmanager
def shared_server(run_directory: Path) -> Iterator[Server]:
    """The server of the test run that `run_directory` belongs to. Raises PostgresMissingError."""
    state = run_directory / "postgres"
    state.mkdir(exist_ok=True)
    with _locked(state):
        users = _users(state)
        cluster = _read(state) if users else _start()
        (state / "address").write_text(f"{cluster.home}\n{cluster.port}\n")
        (state / "users").write_text(str(users + 1))
    try:
        yield Server(f"postgresql://postgres@127.0.0.1:{cluster.port}")
    finally:
        with _locked(state):
            left = _users(state) - 1
            (state / "users").write_text(str(left))
            if left == 0:
                _stop(cluster)


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _users(state: Path) -> int:
    counter = state / "users"
    return int(counter.read_text()) if counter.exists() else 0


def _read(state: Path) -> Cluster:
    home, port = (state / "address").read_text().split()
    return Cluster(Path(home), int(port))


def _start() -> Cluster:
    binaries = programs()
    home = Path(tempfile.mkdtemp(prefix="clearhour-postgres-"))
    if os.geteuid() == 0:
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            raise PostgresMissingError("root cannot run PostgreSQL and there is no user postgres. " + MISSING) from None
        os.chown(home, account.pw_uid, account.pw_gid)
    cluster = Cluster(home, _free_port())
    data = home / "data"
    _as_owner(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={cluster.port} -c unix_socket_directories={home} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )
    _as_owner(
        str(binaries / "pg_ctl"), "-D", str(data), "-l", str(home / "log"), "-w", "-t", "30", "-o", options, "start"
    )
    return cluster


def _stop(cluster: Cluster) -> None:
    _as_owner(str(programs() / "pg_ctl"), "-D", str(cluster.home / "data"), "-m", "immediate", "-w", "stop")
    for _ in range(20):
        shutil.rmtree(cluster.home, ignore_errors=True)
        if not cluster.home.exists():
            return
        time.sleep(0.1)


def _as_owner(*command: str) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, cwd="/"
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
