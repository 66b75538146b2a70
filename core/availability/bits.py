"""Sets of starts as Python integers: bit i is the minute `origin + i * unit`.

Ranges are what is kept and swept for one person; bits are for many people at once, where one `&` of two integers
compares weeks. With a unit of five minutes busy times round outwards and hours inwards, which is exact as long as
starts, lengths and buffers are all multiples of five: such a meeting touches a minute if and only if it touches the
five minutes around it. `tests/unit/availability` holds both ways against each other and against the oracle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.availability.spans import Pair, Ranges, clipped


def covered(ranges: Ranges, frame: Pair, unit: int) -> int:
    """The units of the frame that the ranges touch: rounded outwards, for what is busy."""
    return _filled(ranges, frame, unit, 0, unit - 1)


def contained(ranges: Ranges, frame: Pair, unit: int) -> int:
    """The units of the frame that lie wholly in the ranges: rounded inwards, for hours."""
    return _filled(ranges, frame, unit, unit - 1, 0)


def sampled(ranges: Ranges, frame: Pair, unit: int) -> int:
    """The units of the frame whose first minute lies in the ranges, for rules about the start."""
    return _filled(ranges, frame, unit, unit - 1, unit - 1)


def everything(frame: Pair, unit: int) -> int:
    """All units of the frame; both its ends must be multiples of the unit."""
    return (1 << (frame[1] - frame[0]) // unit) - 1


def every(step: int, first: int, end: int) -> int:
    """The bits `first`, `first + step`, … below `end`."""
    count = max(0, -(-(end - first) // step))
    row, have = 1, 1
    while have < count:
        row |= row << have * step
        have *= 2
    return (row & ((1 << count * step) - 1)) << first if count else 0


def _filled(ranges: Ranges, frame: Pair, unit: int, add_low: int, add_high: int) -> int:
    """Sum of all `2**end` minus sum of all `2**start`: one subtraction fills every range."""
    origin, close = frame
    size = (close - origin) // unit
    starts, ends = bytearray(size // 8 + 1), bytearray(size // 8 + 1)
    add_low, add_high, last = add_low - origin, add_high - origin, 0
    for low, high in clipped(ranges, origin, close):
        first, end = (low + add_low) // unit, (high + add_high) // unit
        if first < last:  # noqa: PLR1730 (max() takes twice as long; rounded outwards, a range may reach into the last)
            first = last
        if first < end:
            starts[first >> 3] |= 1 << (first & 7)
            ends[end >> 3] |= 1 << (end & 7)
            last = end
    return int.from_bytes(ends, "little") - int.from_bytes(starts, "little")


def eroded(bits: int, length: int) -> int:
    """The bits from which `length` bits in a row are set."""
    have = 1
    while have * 2 <= length:
        bits &= bits >> have
        have *= 2
    if have < length:
        bits &= bits >> (length - have)
    return bits


def runs(bits: int) -> list[Pair]:
    """The set bits as half-open ranges of their numbers, ascending."""
    text = format(bits, "b")[::-1]
    found: list[Pair] = []
    first = text.find("1")
    while first >= 0:
        end = text.find("0", first)
        if end < 0:
            end = len(text)
        found.append((first, end))
        first = text.find("1", end)
    return found


def numbers(bits: int, origin: int = 0, unit: int = 1) -> list[int]:
    """The numbers of the set bits, ascending; or the minutes they stand for."""
    gaps = format(bits, "b").split("1")
    gaps.reverse()  # the lowest bit stands last
    gaps.pop()
    at = origin - unit
    return [at := at + len(gap) * unit + unit for gap in gaps]


def counted(many: Iterable[int]) -> list[int]:
    """How many of the sets hold each bit, in binary: the first set holds the ones, the next the twos, and so on.

    A carry-save adder: three sets of one weight become one of it and one of the next.
    """
    planes: list[int] = []
    level = list(many)
    while level:
        carried: list[int] = []
        total = level[0]
        for left, right in zip(level[1::2], level[2::2], strict=False):
            odd = total ^ left
            carried.append((total & left) | (odd & right))
            total = odd ^ right
        if len(level) % 2 == 0:
            carried.append(total & level[-1])
            total ^= level[-1]
        planes.append(total)
        level = carried
    return planes


def at_least(needed: int, many: Sequence[int]) -> int:
    """The bits that at least `needed` (one or more) of the sets hold."""
    if needed > len(many):
        return 0
    planes = counted(many)
    more, same = 0, -1
    for weight in reversed(range(max(len(planes), needed.bit_length()))):
        plane = planes[weight] if weight < len(planes) else 0
        if needed >> weight & 1:
            same &= plane
        else:
            more |= same & plane
            same &= ~plane
    return more | same


def fullest(many: Sequence[int], among: int, most: int) -> list[tuple[int, int]]:
    """Of the bits in `among` those that most sets hold, then the lowest: at most `most` times (bit, how many).

    Bits that no set holds are left out. Walks down the planes of the count: who has the highest weight goes first.
    """
    planes = counted(many)
    found: list[tuple[int, int]] = []
    waiting = [(among, len(planes), 0)]
    while waiting and len(found) < most:
        some, weight, count = waiting.pop()
        if weight == 0:
            if count:
                found.extend((bit, count) for bit in numbers(some)[: most - len(found)])
            continue
        plane = planes[weight - 1]
        for part, more in ((some & ~plane, 0), (some & plane, 1 << (weight - 1))):
            if part:
                waiting.append((part, weight - 1, count + more))
    return found
