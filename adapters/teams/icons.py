"""The app's two icons, drawn by code: a clock whose hour is clear.

Sizes and colours: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
"""

import struct
import zlib
from collections.abc import Callable
from math import atan2, hypot, pi

Colour = tuple[int, int, int, int]
"""Red, green, blue, opacity."""

NAVY, WHITE, SKY, NOTHING = (31, 58, 95, 255), (255, 255, 255, 255), (120, 190, 255, 255), (255, 255, 255, 0)
SAMPLES = 4
"""So many points are looked at per pixel and direction, for smooth edges."""


def color_icon() -> bytes:
    """192 x 192, with a full background."""
    return _png(192, lambda x, y: _clock(x, y, face=WHITE, hour=SKY, around=NAVY))


def outline_icon() -> bytes:
    """32 x 32, white on nothing."""
    return _png(32, lambda x, y: _clock(x, y, face=WHITE, hour=WHITE, around=NOTHING))


def _clock(x: float, y: float, *, face: Colour, hour: Colour, around: Colour) -> Colour:
    """What is at a point of the square from -1 to 1: a ring, its hands, and the hour between twelve and three."""
    distance, angle = hypot(x, y), atan2(x, -y)
    if 0.62 <= distance <= 0.74:
        return face
    hands = (abs(x) <= 0.055 and -0.46 <= y <= 0.055) or (abs(y) <= 0.055 and -0.055 <= x <= 0.38)
    if hands:
        return face
    return hour if 0.2 <= distance <= 0.52 and 0.1 < angle < pi / 2 - 0.1 else around


def _png(size: int, at: Callable[[float, float], Colour]) -> bytes:
    rows = b"".join(b"\x00" + b"".join(bytes(_pixel(size, x, y, at)) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def _pixel(size: int, column: int, row: int, at: Callable[[float, float], Colour]) -> Colour:
    """The mean of the points in it, weighed by their opacity."""
    step = 2 / size / SAMPLES
    start_x, start_y = (2 * place / size - 1 + step / 2 for place in (column, row))
    found = [at(start_x + i * step, start_y + j * step) for i in range(SAMPLES) for j in range(SAMPLES)]
    opacity = sum(one[3] for one in found)
    if not opacity:
        return NOTHING
    red, green, blue = (round(sum(one[at] * one[3] for one in found) / opacity) for at in range(3))
    return red, green, blue, round(opacity / len(found))
