"""Examples of the cards and the form of meeting types; the size says how much of everything there is."""

from dataclasses import replace
from datetime import UTC, datetime

from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, TypeMode
from core.configuration.model import Calendar, CalendarId, CalendarKind
from core.configuration.usecases import Setup
from core.connection.model import ConnectionId
from core.dialogue.answers.types_form import type_form
from core.dialogue.commands import Find, Terms
from core.dialogue.screens import (
    Action,
    PersonChoice,
    Screen,
    SettingsForm,
    SettingsPart,
    Style,
    Text,
    TypesCard,
    UserText,
)
from core.dialogue.type_commands import LeaveType, OpenType, RemoveType, ShareType, ShowType, ShowTypes, UnshareType
from core.people.model import PersonId
from tests.unit.slack.settings_examples import PLAIN

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def type_examples(says: Text, size: int) -> list[Screen]:
    actions = (
        Action(says, Find(terms=Terms("t")), name=says),
        Action(says, OpenType("t")),
        Action(says, ShareType("t", "C1")),
        Action(says, UnshareType("t")),
        Action(says, LeaveType("t")),
        Action(says, RemoveType("t")),
    )
    parts = tuple(SettingsPart(says, (says, says), actions) for _ in range(min(size, 20)))
    ask = (Action(says, RemoveType("t", confirmed=True), style=Style.DANGER), Action(says, ShowType("t", "C1")))
    return [
        TypesCard(says, None, (), (), ()),
        TypesCard(says, says, (says,), parts, (Action(says, OpenType()), Action(says, ShowTypes("C1")))),
        TypesCard(says, None, (says,), (), ask),
    ]


def type_forms(name: UserText, people: tuple[PersonChoice, ...]) -> list[SettingsForm]:
    line = str(name)[:50].replace("\n", " ").strip()
    listed = tuple(
        Calendar(CalendarId(f"c{at}"), ConnectionId("a"), "o", name or "–", CalendarKind.OWN, "", "", True, at == 0)
        for at in range(3)
    )
    kind = MeetingType(
        MeetingTypeId("t"), PersonId("p"), "T1", line, (30, 60), NOW, TypeMode.K_OF_N, k=2, buffer_before_minutes=5,
        buffer_after_minutes=0, minimum_notice_minutes=60, horizon_days=9, daily_limit=3, title=line, place=line,
        note=str(name).strip(), linked=CalendarId("c1"), conflicts=frozenset({CalendarId("c0"), CalendarId("c2")}),
        shared=True,
    )  # fmt: skip
    setup = Setup(PLAIN, listed, ())
    return [
        type_form(None, setup, (), "", "draft"),
        type_form(kind, setup, people, "ben@contoso.com", ""),
        type_form(replace(kind, linked=CalendarId("gone"), conflicts=None), setup, people, "", ""),
        type_form(replace(kind, mode=TypeMode.TEAM), Setup(PLAIN, (), ()), (), "", ""),
    ]
