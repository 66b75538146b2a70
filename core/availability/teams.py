"""Modes: who must be free, and of which others how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.availability.model import Attendee, Mode, Request


@dataclass(frozen=True, slots=True)
class Pool:
    """At least `needed` of these people must be free, the same ones for the whole slot."""

    needed: int
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Who decides about a slot: everybody in `must`, and enough of every pool."""

    must: tuple[Attendee, ...]
    pools: tuple[Pool, ...] = ()


def everybody(request: Request) -> tuple[Attendee, ...]:
    """The people of a request: its attendees, or the request itself as the only person, without an id."""
    if request.attendees:
        return request.attendees
    return (
        Attendee(id="", hours=request.hours, available=request.available, busy=request.busy, bookings=request.bookings),
    )


def is_alone(request: Request) -> bool:
    """Whether the request is about one person, so that reasons are theirs and there is no `who`."""
    return request.mode is Mode.SINGLE or not request.attendees


def team_of(request: Request, people: Sequence[Attendee]) -> Team:
    """The team that the mode makes of the people.

    Required people count in collective (everybody, unless marked otherwise) and k of n (nobody, unless marked);
    `any` and round robin have no required people. Round robin's groups are those of its people who aren't fixed.
    """
    if is_alone(request):
        return Team(tuple(people))
    if request.mode is Mode.COLLECTIVE:
        return Team(tuple(person for person in people if person.required is not False))
    if request.mode is Mode.K_OF_N:
        must = tuple(person for person in people if person.required is True)
        return Team(must, (Pool(request.k, tuple(person for person in people if person.required is not True)),))
    if request.mode is Mode.ROUND_ROBIN:
        groups: dict[str, list[Attendee]] = {}
        for person in people:
            if not person.fixed:
                groups.setdefault(person.group, []).append(person)
        must = tuple(person for person in people if person.fixed)
        return Team(must, tuple(Pool(1, tuple(members)) for members in groups.values()))
    return Team((), (Pool(1, tuple(people)),))
