"""The demo as a program of its own, as `make demo` starts it."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.driving.friday import seconds_until_friday

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
Json = dict[str, Any]


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """`clearhour demo` on a free port, on a Friday whatever day it is; gives the address it prints, without a slash at
    its end."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CLEARHOUR_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "demo", "--clock-offset", str(seconds_until_friday())),
        cwd=CHECKOUT,
        env=clean,
        stdout=PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            address = await _address(process)
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: Process) -> str:
    assert process.stdout is not None
    said = ""
    async for line in process.stdout:
        said += line.decode()
        words = line.decode().split()
        if "Open" in words:
            return words[-1].rstrip("/")
    raise ChildProcessError(f"The demo ended before it was ready. It said:\n{said}")


async def post(url: str, **body: Any) -> Json:
    """POST to the sandbox's admin API."""
    return await asyncio.to_thread(_post, url, body)


def _post(url: str, body: Json) -> Json:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as answer:
        found: Json = json.load(answer)
    return found
