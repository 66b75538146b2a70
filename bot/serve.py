"""Serving: start, run until asked to stop, drain."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import structlog
from aiohttp import web

from bot import logs
from bot.settings import Settings
from bot.ticks import LOOK_EVERY_MINUTES, POLL_EVERY_MINUTES, SWEEP_EVERY_MINUTES, scheduler
from bot.web import application
from bot.wiring import Makers, Program, build

log = structlog.get_logger()

DRAIN_SECONDS = 20.0


async def serve(settings: Settings, makers: Makers | None = None) -> None:
    """Serves until SIGTERM or SIGINT. Raises ClearhourError or ValueError with what is wrong at the start."""
    logs.configure(settings.log_level)
    program = await build(settings, makers)
    try:
        for chat in program.chats:
            await chat.start()
        await _serve(program)
    finally:
        await program.close()


async def _serve(program: Program) -> None:
    settings = program.settings
    web_runner = web.AppRunner(application(program), access_log=None)
    await web_runner.setup()
    site = web.TCPSite(web_runner, settings.host, settings.port, reuse_address=True)
    jobs = asyncio.create_task(program.runner.run())

    async def sweep() -> None:
        await program.store.sweep(program.clock.now())

    async def poll() -> None:
        await program.rooms.sync.polling.tick()

    async def look_nightly() -> None:
        await program.rooms.watching.daily()

    ticking = scheduler(
        {
            "sweep": (SWEEP_EVERY_MINUTES, sweep),
            "poll": (POLL_EVERY_MINUTES, poll),
            "look_nightly": (LOOK_EVERY_MINUTES, look_nightly),
        }
    )
    try:
        ticking.start()
        await site.start()
        log.info("serving", host=settings.host, port=settings.port)
        await _stop_asked(jobs)
    finally:
        log.info("stopping")
        ticking.shutdown(wait=False)
        await web_runner.cleanup()
        for chat in program.chats:
            await chat.drain(DRAIN_SECONDS / 2 / len(program.chats))
        await program.runner.stop(DRAIN_SECONDS / 2)
        jobs.cancel()
        with suppress(asyncio.CancelledError):
            await jobs
        log.info("stopped")


async def _stop_asked(jobs: asyncio.Task[None]) -> None:
    """Returns on SIGTERM or SIGINT; raises what ended the job runner, if it ends by itself."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    handle: Callable[[], None] = asked.set
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, handle)
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait({waiting, jobs}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if jobs.done():
        await jobs
