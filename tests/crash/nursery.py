"""A process that has imported everything and opened nothing: each line it reads is a life, forked and awaited.

A start of the bot takes 2.4 s of processor time, a fork 10 ms; what is killed is the same code over the same database
and the same Graph. The first line is a life of its own, which warms it. Said on stdout: `warm`; then for each life
`born PID`, `ready` (by the life), `ended STATUS`.
"""

import asyncio
import gc
import json
import os
import random
import sys
import traceback
from typing import NoReturn

import structlog

from core.storage import Store
from tests.crash.life import Order, live, open_warm


def main() -> None:
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=sys.stderr))
    store = asyncio.run(open_warm(_order(sys.stdin.readline())))
    gc.freeze()
    _say("warm")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(0)
            random.seed()
            _live(_order(line), store)
        _say(f"born {pid}")
        _, status = os.waitpid(pid, 0)
        _say(f"ended {status}")


def _live(order: Order, store: Store) -> NoReturn:
    """Ends the process, whatever happens: threads of the database that are still there would hold it."""
    try:
        asyncio.run(live(order, store))
    except BaseException:  # noqa: BLE001 the edge of this program
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _order(line: str) -> Order:
    return Order(**json.loads(line))


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
