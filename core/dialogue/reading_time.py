"""A time of day in typed words: "14:00", "3pm", "3:30 pm", "noon"."""

import re

NAMED = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 0}
_TIME = re.compile(
    r"(?<![\w:.@/-])(?:(?:at )?(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)) ?(?P<half>[ap]m)?"
    r"|(?:at )?(?P<whole>\d{1,2}) ?(?P<part>[ap]m)"
    r"|at (?P<bare>\d{1,2})"
    r"|(?P<named>noon|midday|midnight))(?![\w:.@/-])(?! ?(?:-|–|to )\s?\d)(?! ?(?:m|min|mins|minutes|h|hours?)\b)",
    re.IGNORECASE,
)


def time_of_day(line: str) -> tuple[int | None, str]:
    """The minute of the day that the line names, and the line without it; (None, line) when it names none, or two."""
    found = list(_TIME.finditer(line))
    minutes = [_minute(one) for one in found]
    if len(found) != 1 or minutes[0] is None:
        return None, line
    return minutes[0], f"{line[: found[0].start()]} {line[found[0].end() :]}"


def _minute(found: re.Match[str]) -> int | None:
    """None where there is no such time of day ("25:00", "13pm")."""
    if found["named"]:
        return NAMED[found["named"].casefold()]
    hour = int(found["hour"] or found["whole"] or found["bare"])
    half = (found["half"] or found["part"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + int(found["minute"] or 0) if hour < 24 else None
