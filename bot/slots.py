"""`clearhour slots`: requests in, answers or drawings out."""

import os
import shutil
import sys
from pathlib import Path

from bot.slots_drawing import drawing
from core.availability import RequestError, find_slots, read_requests, run

WRONG_INPUT = 2


def slots(source: str, *, human: bool) -> int:
    """Answers the request or the array of requests in a file, `-` for standard input. Returns the exit status."""
    try:
        text = _text(source)
        print(_drawn(text) if human else run(text))
    except UnicodeDecodeError:
        return _refuse("is not UTF-8 text")
    except (RequestError, OSError) as error:
        return _refuse(str(error))
    return 0


def _text(source: str) -> str:
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    return data.decode("utf-8-sig")


def _drawn(text: str) -> str:
    found = read_requests(text)
    width = shutil.get_terminal_size((100, 24)).columns
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    requests = found if isinstance(found, list) else [found]
    return "\n\n".join(drawing(request, find_slots(request), width=width, colour=colour) for request in requests)


def _refuse(reason: str) -> int:
    print(f"This request can't be answered. {reason}", file=sys.stderr)
    return WRONG_INPUT
