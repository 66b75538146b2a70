"""What a person can ask of their settings. What is typed in a form comes as it was typed: core says what is wrong."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from core.dialogue.commands import Command, LocalDay, MinuteOfDay, Minutes, Named, PairKind

NoticeMinutes = Annotated[int, Field(ge=0, le=30 * 24 * 60)]


@dataclass(frozen=True, slots=True)
class ShowSettings(Command):
    """Hours, exceptions, travel, rules, warnings."""


@dataclass(frozen=True, slots=True)
class OpenHours(Command):
    """The form for the hours of each weekday, and the home zone."""


@dataclass(frozen=True, slots=True)
class TypedWeek:
    """Each day like "09:00-12:00, 13:00-17:00", empty for not available."""

    mon: str = ""
    tue: str = ""
    wed: str = ""
    thu: str = ""
    fri: str = ""
    sat: str = ""
    sun: str = ""


@dataclass(frozen=True, slots=True)
class SaveHours(TypedWeek, Command):
    """`zone` as its IANA name or its city."""

    zone: str = ""


@dataclass(frozen=True, slots=True)
class TakeOutlookHours(Command):
    """Outlook's hours and zone again, as they are there now."""


@dataclass(frozen=True, slots=True)
class KeepHours(Command):
    """The hours and the zone as they are, whatever Outlook says from now on."""


@dataclass(frozen=True, slots=True)
class OpenDays(Command):
    """The form for days with other hours, or without any."""


@dataclass(frozen=True, slots=True)
class SaveDays(Command):
    """Other hours from `first` to `last` (None: that one day); `hours` counts unless away."""

    first: LocalDay | None = None
    last: LocalDay | None = None
    kind: Literal["away", "hours"] = "away"
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ClearDays(Command):
    """The usual hours again on these days, `last` included."""

    first: LocalDay
    last: LocalDay


@dataclass(frozen=True, slots=True)
class OpenTravel(Command):
    """The form for days in another zone, with what is known filled in; `first` names a journey that is there."""

    first: LocalDay | None = None
    zone: str = ""
    hours: Literal["local", "home"] = "local"


@dataclass(frozen=True, slots=True)
class SaveTravel(Command):
    """Days in another zone, `last` included, in place of the journey that began on `was`. `hours`: by which clock they
    are meant."""

    first: LocalDay | None = None
    last: LocalDay | None = None
    zone: str = ""
    hours: Literal["local", "home"] = "local"
    was: LocalDay | None = None


@dataclass(frozen=True, slots=True)
class ClearTravel(Command):
    """The journey that begins on this day is off."""

    first: LocalDay


@dataclass(frozen=True, slots=True)
class OpenRules(Command):
    """The form for duration, step, buffers, notice, horizon and daily limit."""


@dataclass(frozen=True, slots=True)
class SaveRules(Command):
    """What holds for meetings; days and the daily limit as typed, an empty limit is none."""

    duration_minutes: Minutes = 30
    step_minutes: Minutes = 30
    buffer_before_minutes: MinuteOfDay = 0
    buffer_after_minutes: MinuteOfDay = 0
    notice_minutes: NoticeMinutes = 60
    horizon_days: str = ""
    daily_limit: str = ""


@dataclass(frozen=True, slots=True)
class WarnAgain(Command):
    """Takes back a rule that a third Keep led to."""

    kind: PairKind


@dataclass(frozen=True, slots=True)
class OpenWarnings(Command):
    """The form for warnings and quiet hours."""


@dataclass(frozen=True, slots=True)
class SaveWarnings(Command):
    """Whether double bookings are told; `quiet` like "20:00-07:00", empty for none."""

    warnings: bool = False
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class OpenLanguage(Command):
    """The form for the language that the person reads."""


@dataclass(frozen=True, slots=True)
class SaveLanguage(Command):
    """`language` is one of those that there are, "" as in each of the person's chats."""

    language: Annotated[str, Field(max_length=20)] = ""


@dataclass(frozen=True, slots=True)
class OpenSharing(Command):
    """The form for who may see when the person is free."""


@dataclass(frozen=True, slots=True)
class SaveSharing(Command):
    """`people` counts where `seen_by` is "chosen"."""

    seen_by: Literal["organisation", "chosen", "nobody"] = "organisation"
    people: tuple[Named, ...] = ()
