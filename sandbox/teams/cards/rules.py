"""Rules for single values: each tells the walk what is wrong with a value and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


class Walk:
    """One check of one card: the problems so far, each with its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def found(self, text: str, at: str) -> None:
        self.problems.append(f"{at}: {text}.")


Rule = Callable[[Any, Walk, str], None]


def text(value: Any, walk: Walk, at: str) -> None:
    if not isinstance(value, str):
        walk.found("must be a string", at)


def filled(value: Any, walk: Walk, at: str) -> None:
    if not isinstance(value, str) or not value:
        walk.found("must be a string that is not empty", at)


def flag(value: Any, walk: Walk, at: str) -> None:
    if not isinstance(value, bool):
        walk.found("must be true or false", at)


def number(value: Any, walk: Walk, at: str) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        walk.found("must be a number", at)


def mapping(value: Any, walk: Walk, at: str) -> None:
    if not isinstance(value, dict):
        walk.found("must be an object", at)


def anything(_value: Any, _walk: Walk, _at: str) -> None:
    """Every value is right."""


def address(value: Any, walk: Walk, at: str) -> None:
    """An absolute address; pictures may come as data."""
    if not isinstance(value, str) or not re.match(r"https?://[^/]+|data:image/", value):
        walk.found("must be an address that starts with https://", at)


def size(value: Any, walk: Walk, at: str) -> None:
    """A width or height: a word, a weight, or pixels such as 50px."""
    good = isinstance(value, str) and re.fullmatch(r"auto|stretch|\d+(px)?", value)
    if not good and (not isinstance(value, int | float) or isinstance(value, bool)):
        walk.found("must be auto, stretch, a number or pixels such as 50px", at)


def matching(pattern: str, example: str) -> Rule:
    """A string of this form."""

    def rule(value: Any, walk: Walk, at: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            walk.found(f"must look like {example}", at)

    return rule


def one_of(*words: str) -> Rule:
    """One of these words, written in upper or lower case."""
    known = {word.casefold() for word in words}

    def rule(value: Any, walk: Walk, at: str) -> None:
        if not isinstance(value, str) or value.casefold() not in known:
            walk.found(f"must be one of {', '.join(words)}", at)

    return rule


def either(*rules: Rule) -> Rule:
    """Right when one of the rules has nothing to say; otherwise what the last one says."""

    def rule(value: Any, walk: Walk, at: str) -> None:
        tried = Walk()
        for one in rules:
            tried = Walk()
            one(value, tried, at)
            if not tried.problems:
                return
        walk.problems += tried.problems

    return rule


def many(item: Rule, *, least: int = 0, most: int | None = None) -> Rule:
    """A list whose items all follow the rule."""

    def rule(value: Any, walk: Walk, at: str) -> None:
        if not isinstance(value, list):
            walk.found("must be an array", at)
            return
        if len(value) < least:
            walk.found(f"must have at least {least}", at)
        if most is not None and len(value) > most:
            walk.found(f"must have at most {most}", at)
        for index, one in enumerate(value):
            item(one, walk, f"{at}[{index}]")

    return rule
