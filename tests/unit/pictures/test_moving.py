"""An animated PNG: every frame whole, in order, each chunk as the format wants it."""

import struct
import zlib

import pytest

from tests.pictures.moving import SIGNATURE, moving, smaller

HEAD = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
RED, BLUE = b"\x00" + b"\xff\x00\x00" * 2, b"\x00" + b"\x00\x00\xff" * 2


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def still(pixels: bytes, head: bytes = HEAD) -> bytes:
    """Its pixels in two chunks, as a browser may write them."""
    packed = zlib.compress(pixels, 0)
    parts = (packed[:5], packed[5:])
    return SIGNATURE + _chunk(b"IHDR", head) + b"".join(_chunk(b"IDAT", one) for one in parts) + _chunk(b"IEND", b"")


def chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and data of each; its checksum holds."""
    assert picture.startswith(SIGNATURE)
    found, at = [], len(SIGNATURE)
    while at < len(picture):
        (size,) = struct.unpack_from(">I", picture, at)
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        assert picture[at : at + 12 + size] == _chunk(kind, data)
        found.append((kind, data))
        at += 12 + size
    return found


def test_every_frame_is_there_in_order_with_its_time() -> None:
    found = chunks(moving([still(RED), still(BLUE), still(RED)], [100, 200, 300]))
    kinds = [kind for kind, _ in found]
    assert kinds == [b"IHDR", b"acTL", b"fcTL", b"IDAT", b"fcTL", b"fdAT", b"fcTL", b"fdAT", b"IEND"]
    assert dict(found)[b"acTL"] == struct.pack(">II", 3, 0)
    controls = [struct.unpack(">IIIIIHHBB", data) for kind, data in found if kind == b"fcTL"]
    assert [one[1:] for one in controls] == [(2, 1, 0, 0, shown, 1000, 0, 0) for shown in (100, 200, 300)]
    numbers = [struct.unpack_from(">I", data)[0] for kind, data in found if kind in {b"fcTL", b"fdAT"}]
    assert numbers == [0, 1, 2, 3, 4]
    pixels = [zlib.decompress(data[4 * (kind == b"fdAT") :]) for kind, data in found if kind in {b"IDAT", b"fdAT"}]
    assert pixels == [RED, BLUE, RED]


def test_two_equal_frames_are_two_frames() -> None:
    same = still(RED)
    kinds = [kind for kind, _ in chunks(moving([same, same], [1, 1]))]
    assert (kinds.count(b"IDAT"), kinds.count(b"fdAT")) == (1, 1)


def test_frames_of_another_size_are_refused() -> None:
    wider = struct.pack(">IIBBBBB", 4, 1, 8, 2, 0, 0, 0)
    with pytest.raises(ValueError, match="different sizes"):
        moving([still(RED), still(RED + BLUE[1:], wider)], [1, 1])


def test_a_repacked_picture_has_the_same_pixels() -> None:
    (kind, head), (_, data), end = chunks(smaller(still(RED)))
    assert (kind, head, end) == (b"IHDR", HEAD, (b"IEND", b""))
    assert zlib.decompress(data) == RED
