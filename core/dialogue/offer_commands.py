"""What a person can ask about offered times."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from core.dialogue.commands import Command, Minutes, Moment, Named

NO_TIME = "none"
"""The choice that stands for no second or third time."""

MaybeTime = Annotated[Moment | None, BeforeValidator(lambda value: None if value == NO_TIME else value)]
Number = Annotated[int, Field(ge=0, le=9)]


@dataclass(frozen=True, slots=True)
class OpenOffer(Command):
    """The form that offers some of the listed times. `channel`: where they were searched, when that was in one."""

    starts: tuple[Moment, ...]
    duration_minutes: Minutes
    people: tuple[Named, ...] = ()
    title: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class MakeOffer(Command):
    """Keeps these times and shows them: `where` in the channel, or as a text to copy."""

    first: Moment
    duration_minutes: Minutes
    second: MaybeTime = None
    third: MaybeTime = None
    people: tuple[Named, ...] = ()
    title: str = ""
    channel: str = ""
    where: Literal["channel", "text"] = "text"


@dataclass(frozen=True, slots=True)
class TakeOffer(Command):
    """The time with this number of the offer."""

    offer: str
    number: Number


@dataclass(frozen=True, slots=True)
class WithdrawOffer(Command):
    """Asks nothing: the times are free again at once."""

    offer: str
