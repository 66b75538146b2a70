"""`python -m sandbox --port 0 [--data DIR] [--host 127.0.0.1] [--answers FILE]`: serve until stopped.

One JSON line tells where.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
from pathlib import Path

from sandbox.server import addresses, start
from sandbox.witness import Recorder
from sandbox.world import World


def main() -> int:
    """Serve until SIGINT or SIGTERM; 1 when the port cannot be had."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A local Microsoft 365, Slack and Teams for Clearhour."
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--data", type=Path, default=None, help="directory that keeps the state across restarts")
    parser.add_argument("--answers", type=Path, default=None, help="file that gets every answer of Graph, for tests")
    parser.add_argument("--public-login", metavar="URL", help="origin that the discovery document names")
    parser.add_argument("--public-graph", metavar="URL", help="origin in Graph's links; else the one a client asks")
    options = parser.parse_args()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="sandbox %(levelname)s %(message)s")
    return asyncio.run(_serve(options))


def _world(options: argparse.Namespace) -> World:
    world = World(data_dir=options.data, public_graph=options.public_graph)
    world.public_login = options.public_login or world.public_login
    if options.answers is not None:
        world.witnesses.append(Recorder(options.answers))
    return world


async def _serve(options: argparse.Namespace) -> int:
    try:
        world = _world(options)
    except (ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"The state kept in {options.data} cannot be read ({error!r}). Remove it to begin anew.\n")
        return 1
    try:
        runner, taken = await start(world, options.host, options.port)
    except OSError as error:
        where = f"{options.host}:{options.port}"
        sys.stderr.write(f"The sandbox cannot listen on {where}: {error.strerror}. Choose another --port.\n")
        return 1
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # before anybody knows that it runs
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print(json.dumps(addresses(taken)), flush=True)
    await stop.wait()
    await runner.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
