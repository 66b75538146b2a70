"""A moving picture out of still ones: an animated PNG, which every browser plays."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Chunk = tuple[bytes, bytes]


def moving(stills: Sequence[bytes], milliseconds: Sequence[int]) -> bytes:
    """Shows each PNG that long, then begins again. Raises ValueError unless all are of one size and kind of pixel."""
    heads = {dict(_chunks(one))[b"IHDR"] for one in stills}
    if len(heads) != 1:
        raise ValueError("Frames of different sizes or kinds of pixel.")
    (head,) = heads
    return SIGNATURE + b"".join(
        _written((b"IHDR", head), (b"acTL", struct.pack(">II", len(stills), 0)), *_frames(head, stills, milliseconds))
    )


def smaller(still: bytes) -> bytes:
    """The same picture, packed better than a browser takes the time for, and without what isn't picture."""
    head = dict(_chunks(still))[b"IHDR"]
    return SIGNATURE + b"".join(_written((b"IHDR", head), (b"IDAT", _pixels(still)), (b"IEND", b"")))


def in_palette(width: int, height: int, palette: bytes, rows: bytes) -> bytes:
    """A picture whose `rows`, each after a zero, are numbers of a palette of up to 256 colours, three bytes each."""
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return SIGNATURE + b"".join(_written(*parts))


def _frames(head: bytes, stills: Sequence[bytes], milliseconds: Sequence[int]) -> Iterator[Chunk]:
    width, height = struct.unpack(">II", head[:8])
    order = count()
    for number, (still, shown) in enumerate(zip(stills, milliseconds, strict=True)):
        yield b"fcTL", struct.pack(">IIIIIHHBB", next(order), width, height, 0, 0, shown, 1000, 0, 0)
        if number == 0:
            yield b"IDAT", _pixels(still)
        else:
            yield b"fdAT", struct.pack(">I", next(order)) + _pixels(still)
    yield b"IEND", b""


def _pixels(still: bytes) -> bytes:
    """Each frame whole: a viewer that goes astray is right again with the next one."""
    packed = b"".join(data for kind, data in _chunks(still) if kind == b"IDAT")
    return zlib.compress(zlib.decompress(packed), 9)


def _chunks(still: bytes) -> Iterator[Chunk]:
    at = len(SIGNATURE)
    while at < len(still):
        (size,) = struct.unpack_from(">I", still, at)
        yield still[at + 4 : at + 8], still[at + 8 : at + 8 + size]
        at += 12 + size


def _written(*chunks: Chunk) -> Iterable[bytes]:
    for kind, data in chunks:
        yield struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
