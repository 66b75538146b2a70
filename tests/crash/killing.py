"""Lives that end by kill -9, one after the other, over one database and one Graph that fails now and then.

People press; whoever got no answer presses again in the next life, as a chat delivers again what nobody answered.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.booking.model import HOLD_LEASE
from tests.crash.life import Order
from tests.driving.programs import ROOT, Addresses, admin

DAYS = 14
LIVES_IN_A_LEASE = 40
PEOPLE = ("ada", "ben", "carol", "dina", "emil")
MEMBERS, TAKES_NO_TURN = ("ada", "ben", "emil"), "carol"
"""Of the round robin, by which Carol books."""
WRITES = (*[("POST", "/calendars/")] * 3, *[("PATCH", "/events/")] * 2, ("POST", "/cancel"), ("DELETE", "/events/"))
HABITS = ("503", "lost", "lost", "lost", "slow", "reads", "", "")
"""What Graph will do to one request to come, one of these for each life."""


@dataclass(slots=True)
class Nursery:
    """The process that forks lives."""

    process: subprocess.Popen[str]
    log: Path

    def complaints(self) -> list[str]:
        """Jobs that met what nobody expected."""
        said = self.log.read_text().splitlines()
        return [line for line in said if "job_failed" in line or "job_buried" in line or "jobs_turn_failed" in line]

    def warm(self, order: Order) -> None:
        """The first: it lives in the process itself until its work is done."""
        self._write(json.dumps(asdict(order)))
        self._read("warm")

    def life(self, order: Order, seconds: float | None) -> float:
        """Lets one live for so long after it is ready, then kills it; None: until it ends by itself. How long it
        lived."""
        self._write(json.dumps(asdict(order)))
        pid = int(self._read("born"))
        self._read("ready")
        began = time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            os.kill(pid, signal.SIGKILL)
        status = int(self._read("ended"))
        assert status == (signal.SIGKILL if seconds is not None else 0), f"a life ended by itself: {status}"
        return time.monotonic() - began

    def _write(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def _read(self, word: str) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line.startswith("ended") and word != "ended":
            raise AssertionError(f"a life ended before it was {word}")
        assert line.startswith(word), line
        return line.removeprefix(word).strip()


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
        with process:
            yield Nursery(process, log)
            assert process.stdin is not None
            process.stdin.close()


@dataclass(slots=True)
class Office:
    """What people do, and what they were told of it. `told` is the file that the lives write."""

    address: str
    keys: str
    sandbox: Addresses
    told: Path
    staff: dict[str, list[str]]
    tokens: dict[str, str]
    chance: random.Random
    careless: bool = False
    began: float = field(default_factory=time.monotonic)
    base: datetime = field(default_factory=lambda: datetime.now(UTC))
    speed: float = 10.0
    today: datetime = field(default_factory=lambda: datetime.now(UTC))
    clicks: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)
    shown: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    _heard: int = 0
    _titles: dict[str, str] = field(default_factory=dict)

    @property
    def first_day(self) -> datetime:
        """Weeks after those that the sandbox fills, and before the horizon ends."""
        return self.today.replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=30)

    def run_at(self, speed: float) -> None:
        """The clock of the lives goes on from where it is, so many times as fast as the wall's."""
        now = time.monotonic()
        self.base += timedelta(seconds=(now - self.began) * self.speed)
        self.began, self.speed = now, speed

    def hear(self) -> None:
        """What the lives wrote since."""
        with self.told.open() as lines:
            lines.seek(self._heard)
            for line in lines:
                self._note(json.loads(line))
            self._heard = lines.tell()

    def _note(self, said: dict[str, Any]) -> None:
        if "answered" in said:
            self.answers[said["answered"]] = said["with_"]
        elif "shown" in said:
            title = said["shown"] or self._titles.get(said["message"], "")
            self._titles[said["message"]] = title
            self.shown.setdefault(title, []).append(said)
        else:
            self.found.update(state for state in said["found"] if state in ("held", "pushing", "cancelling"))

    @property
    def unanswered(self) -> list[dict[str, Any]]:
        return [one for one in self.clicks if one["number"] not in self.answers]

    def press(self, count: int, *, only_new: bool = False) -> list[dict[str, Any]]:
        """What is pressed in the next life: what was not answered, and so many new clicks (`only_new`: bookings)."""
        again, click = self.unanswered, self._booking if only_new else self._new
        new = [click(len(self.clicks) + 1 + more) for more in range(count)]
        self.clicks += new
        return again + new

    def _new(self, number: int) -> dict[str, Any]:
        booked = {one["booking"]: title for title, cards in self.shown.items() for one in cards if one["booking"]}
        if not booked or self.chance.random() < 0.5:
            return self._booking(number)
        booking, title = self.chance.choice(list(booked.items()))
        before = next(one for one in self.clicks if one.get("title") == title)
        acts = ("cancel", "move", "hand over", "hand over") if "host" in before else ("cancel", "move")
        to = self.chance.choice(MEMBERS)
        act = self.chance.choice(acts)
        return {
            "number": number,
            "act": act,
            "who": before["who"],
            "booking": booking,
            "start": self._start(),
            "to": to,
        }

    def _booking(self, number: int) -> dict[str, Any]:
        who, guests = self.chance.choice(PEOPLE), self.chance.choice((0, 1, 1, 2))
        act = self.chance.choice(("book", "take turns"))
        if act == "take turns":
            who = TAKES_NO_TURN
        return {
            "number": number,
            "act": act,
            "who": who,
            "guests": self.chance.sample([one for one in PEOPLE if one != who], guests),
            "start": self._start(),
            "minutes": self.chance.choice((30, 60)),
            "title": f"Kept {number}",
            **({"host": self.chance.choice(MEMBERS)} if act == "take turns" else {}),
        }

    def _start(self) -> str:
        when = self.first_day + timedelta(days=self.chance.randrange(DAYS), minutes=30 * self.chance.randrange(20))
        return when.isoformat()

    def order(self, clicks: list[dict[str, Any]], *, drain: bool = False) -> Order:
        return Order(
            address=self.address, keys=self.keys, graph=self.sandbox.graph, tokens=self.tokens, staff=self.staff,
            told=str(self.told), base=self.base.isoformat(), began=self.began, speed=self.speed, clicks=clicks,
            careless=self.careless, drain=drain,
        )  # fmt: skip

    def trouble(self) -> None:
        """Graph will fail once more: it says 503 before it does anything, or does it and loses the answer."""
        kind = self.chance.choice(HABITS)
        method, path = self.chance.choice(WRITES)
        rule: dict[str, Any] = {"kind": "graph", "method": method, "path": path, "times": 1}
        if kind == "503":
            rule |= {"status": 503}
        elif kind == "lost":
            rule |= {"answer": "lose_answer"}
        elif kind == "slow":
            rule |= {"answer": "slow", "delay_seconds": 0.1}
        elif kind == "reads":
            rule |= {"method": "GET", "path": "calendarview", "status": 503}
        if kind:
            admin(self.sandbox, "POST", "faults", rule)


def kill_again_and_again(office: Office, lives: Nursery, kills: int) -> None:
    """Each life is killed at a random moment of the time that such a life takes for its work; what it leaves is the
    next one's. When too much is left they live longer, so that a slow machine kills as well as a fast one."""
    lives.warm(office.order(office.press(2), drain=True))
    office.hear()
    span = 1.5 * lives.life(office.order(office.press(2), drain=True), None)
    for _ in range(kills):
        office.hear()
        office.trouble()
        office.run_at(HOLD_LEASE.total_seconds() / (LIVES_IN_A_LEASE * span / 2))
        lives.life(office.order(office.press(office.chance.choice((1, 2, 3)))), office.chance.uniform(0, span))
        office.kills += 1
        span = min(max(span * (1.3 if len(office.unanswered) > 4 else 0.95), 0.1), 3.0)
    office.hear()
    office.run_at(15.0)
    lives.life(office.order(office.press(0), drain=True), None)  # what Graph hasn't done wrong yet, it does now
    admin(office.sandbox, "DELETE", "faults")
    office.hear()
