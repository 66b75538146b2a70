"""What a word can be in a line; one word may be several things, in one language or in two."""

from enum import StrEnum, auto


class Role(StrEnum):
    """The value that stands beside a role is said behind it; no word: 0."""

    FILLER = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    EVERY = auto()
    OPTIONAL = auto()
    WITH = auto()
    ARTICLE = auto()
    FOR = auto()
    ON = auto()
    IN = auto()
    WITHIN = auto()
    OF = auto()
    FROM = auto()
    TO = auto()
    UNTIL = auto()  # "by", "until": the end itself is wanted too
    BEFORE = auto()
    AFTER = auto()
    AT = auto()
    BETWEEN = auto()
    NEXT = auto()
    COMING = auto()
    THIS = auto()
    AFTER_NEXT = auto()
    WEEK = auto()
    MONTH_UNIT = auto()
    WEEKEND = auto()
    WORKDAYS = auto()
    WEEKDAY = auto()  # 0 is Monday
    EACH_WEEKDAY = auto()  # "mondays", "montags"
    MONTH = auto()  # 1 is January
    RELATIVE = auto()  # days from today
    PART = auto()  # index of parts.PARTS
    NOON = auto()  # minute of the day
    HALF = auto()  # am 0, pm 1
    O_CLOCK = auto()
    COUNT = auto()
    UNIT = auto()  # minutes
    PERIOD = auto()  # days
    MINUTES_FROM = auto()  # "quarter past": minutes from the hour behind it
    RHYTHM = auto()  # index of repeats.RHYTHMS
    TIMES = auto()  # behind a number: so many dates
    LENGTH = auto()  # minutes
    ZONE_WORD = auto()
    ORDINAL = auto()  # "st", "nd" behind a number


Roles = dict[Role, int]
