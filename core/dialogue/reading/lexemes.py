"""A line taken apart into words, numbers, signs, people and quotations; each with all it can be."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.dialogue.commands import Named
from core.dialogue.reading.roles import Role, Roles
from core.dialogue.reading.vocabulary import COMPOUNDS, LONGEST, PHRASES, WEAK

TITLE_MOST = 200
_PIECE = re.compile(
    r"(?P<mention><@(?P<user>[A-Za-z0-9-]{1,64})(?:\|[^<>]{0,100})?>)"
    r"|(?P<quoted>[\"“”„«»](?P<title>[^\"“”„«»]{1,200})[\"“”«»]"
    r"|(?<![\w])[‘‚'](?P<single>[^'‘’‚]{1,200})['‘’](?!\w))"
    r"|(?P<address>[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,255})"
    r"|(?P<zone>[A-Za-z]{2,20}/[A-Za-z_]{2,30}(?:/[A-Za-z_]{2,30})?(?![\w/]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’.][^\W\d_]+)*)"
    r"|(?P<sign>[-–—−:./&@])"
    r"|(?P<soft>[,;!?()]+)"
    r"|(?P<other>\S)"
)
DASHES = frozenset("-–—−")
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of the line, from `start` to `end`. `glued`: nothing stands between it and the one before, and
    `after_comma`: a comma or the like does. `key` is the folded word; `number` is set for numbers, `named` for people,
    `title` for quotations."""

    kind: str
    key: str
    start: int
    end: int
    glued: bool
    roles: Roles
    number: int | None = None
    named: Named | None = None
    title: str | None = None
    after_comma: bool = False

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def is_sign(self, sign: str) -> bool:
        return self.kind == "sign" and self.key == sign

    @property
    def is_dash(self) -> bool:
        return self.kind == "sign" and self.key in DASHES


def folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")


def lexemes(line: str, language: str) -> list[Lexeme]:
    """The pieces of the line, phrases of several words as one. `language`: the reader's, where a word is a day in one
    language and an everyday word in another. Linear in the length of the line."""
    return _certain(_joined(list(_pieces(line))), language)


def _pieces(line: str) -> Iterator[Lexeme]:
    end_before, comma = -1, False
    for found in _PIECE.finditer(line):
        kind = found.lastgroup or "other"
        start, end = found.span()
        text = found[0]
        glued = start == end_before
        if kind == "soft" and not _decimal(line, start, end):
            comma = True
            continue
        end_before = end
        for one in _made(kind, found, text, start, end):
            yield replace(one, glued=glued if one.start == start else True, after_comma=comma)
            comma = False


def _made(kind: str, found: re.Match[str], text: str, start: int, end: int) -> list[Lexeme]:
    plain = Lexeme(kind, folded(text), start, end, False, {})
    if found["mention"]:
        return [replace(plain, kind="person", named=Named("user", found["user"]))]
    if found["quoted"]:
        title = (found["title"] or found["single"]).strip()
        return [replace(plain, kind="quoted", title=title)] if title else []
    if kind == "address":
        address = text.rstrip(".!?'’").casefold()
        if "." not in address.rpartition("@")[2].strip("."):
            return [replace(plain, kind="other")]
        return [replace(plain, kind="person", named=Named("address", address), end=start + len(address))]
    if kind == "number":
        return [replace(plain, number=int(text))] if len(text) <= MOST_DIGITS else [replace(plain, kind="other")]
    if kind == "word" and plain.key in COMPOUNDS:
        return [replace(plain, key=word) for word in COMPOUNDS[plain.key]]
    return [replace(plain, kind="sign" if kind == "soft" else kind)]


def _decimal(line: str, start: int, end: int) -> bool:
    """A comma between two digits."""
    return line[start:end] == "," and line[start - 1 : start].isdigit() and line[end : end + 1].isdigit()


def _joined(pieces: list[Lexeme]) -> list[Lexeme]:
    """Phrases as one lexeme each, the longest that fits; every word with its roles. A dot behind a word is no sign."""
    found: list[Lexeme] = []
    at = 0
    while at < len(pieces):
        one = pieces[at]
        if one.is_sign(".") and one.glued and found and found[-1].kind == "word" and _ends(pieces, at):
            at += 1
            continue
        length = next((n for n in range(_run(pieces, at), 0, -1) if _keys(pieces, at, n) in PHRASES), 0)
        if length:
            roles = PHRASES[_keys(pieces, at, length)]
            key = " ".join(_keys(pieces, at, length))
            one = replace(one, kind="word", key=key, end=pieces[at + length - 1].end, roles=roles)
        found.append(one)
        at += max(1, length)
    return found


def _ends(pieces: list[Lexeme], at: int) -> bool:
    """Whether nothing is glued behind this dot but a dash."""
    return at + 1 == len(pieces) or not pieces[at + 1].glued or pieces[at + 1].is_dash


def _run(pieces: list[Lexeme], at: int) -> int:
    """How many words stand here one after the other, up to the longest phrase."""
    count = 0
    while count < LONGEST and at + count < len(pieces) and pieces[at + count].kind in ("word", "sign"):
        count += 1
    return count


def _keys(pieces: list[Lexeme], at: int, length: int) -> tuple[str, ...]:
    return tuple(one.key for one in pieces[at : at + length])


def _certain(found: list[Lexeme], language: str) -> list[Lexeme]:
    """Without the days that are everyday words in the reader's language ("so", "do")."""
    return [replace(one, roles={}) if _doubtful(found, at, language) else one for at, one in enumerate(found)]


def _doubtful(found: list[Lexeme], at: int, language: str) -> bool:
    one = found[at]
    if WEAK.get(one.key, language) == language:
        return False
    before = found[at - 1] if at else None
    after = found[at + 1 : at + 3]
    in_range = len(after) == 2 and after[0].is_dash and after[1].has(Role.WEEKDAY)
    behind = at > 1 and found[at - 1].is_dash and found[at - 2].has(Role.WEEKDAY)
    return not (in_range or behind or (before is not None and before.key in ("am", "nicht am", "bis", "ab")))
