"""A person's ledger as rows: what is known of the meetings as JSON, their words sealed and bound to the row."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from core.availability import ShowAs
from core.configuration.model import CalendarId
from core.conflicts.model import (
    Cause,
    CauseId,
    CauseKind,
    Conflict,
    End,
    Ending,
    Engagement,
    Form,
    Kind,
    Pair,
    PairKey,
    Role,
    Rules,
    Silence,
    State,
    Warned,
    WarningId,
    Weight,
)
from core.people.model import PersonId
from core.shared.ranges import Range
from core.storage.crypto import Cell, Keyring
from core.storage.documents import words


class ConflictRows:
    """Turns conflicts into columns and back."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def columns(self, person: PersonId, one: Conflict) -> dict[str, Any]:
        pair = one.pair
        return {
            **key_columns(person, pair.key),
            "cause": one.cause,
            "state": one.state.value,
            "since": one.since,
            "weight": pair.weight.value,
            "kind": pair.kind.value,
            "meetings": json.dumps([_facts(pair.first), _facts(pair.second)]),
            "ending": _ending_text(one.ending) if one.ending else None,
            "sealed_words": self._keyring.seal(
                _cell(person, pair.key), json.dumps([_said(pair.first), _said(pair.second)])
            ),
        }

    def conflict(self, row: Row[Any]) -> Conflict:
        key = (row.low_event, row.high_event)
        first, second = (
            _engagement(facts, *said)
            for facts, said in zip(
                json.loads(row.meetings),
                json.loads(self._keyring.open(_cell(row.person, key), row.sealed_words)),
                strict=True,
            )
        )
        return Conflict(
            pair=Pair(first, second, Weight(row.weight), Kind(row.kind)),
            cause=CauseId(row.cause),
            state=State(row.state),
            since=row.since,
            ending=_ending(row.ending) if row.ending else None,
        )


def key_columns(person: PersonId, key: PairKey) -> dict[str, str]:
    return {"person": person, "low_event": key[0], "high_event": key[1]}


def cause_columns(person: PersonId, cause: Cause) -> dict[str, Any]:
    return {
        "id": cause.id,
        "person": person,
        "kind": cause.kind.value,
        "anchor": cause.anchor,
        "say_at": cause.say_at,
        "held": cause.held,
        "warning": cause.warning,
    }


def cause_of(row: Row[Any]) -> Cause:
    warning = WarningId(row.warning) if row.warning else None
    return Cause(CauseId(row.id), CauseKind(row.kind), row.anchor, row.say_at, row.held, warning)


def warned_columns(person: PersonId, warned: Warned) -> dict[str, Any]:
    return {"id": warned.id, "person": person, "form": warned.form.value, "said_at": warned.said_at}


def warned_of(row: Row[Any]) -> Warned:
    return Warned(WarningId(row.id), Form(row.form), row.said_at)


def rules_columns(person: PersonId, rules: Rules) -> dict[str, Any]:
    silences = sorted(([one.series, one.against] for one in rules.silences), key=str)
    return {
        "person": person,
        "silences": json.dumps(silences),
        "never": words(kind.value for kind in rules.never),
        "keeps": json.dumps({kind.value: count for kind, count in sorted(rules.keeps.items())}),
    }


def rules_of(row: Row[Any]) -> Rules:
    return Rules(
        silences=frozenset(Silence(*one) for one in json.loads(row.silences)),
        never=frozenset(Kind(word) for word in row.never.split()),
        keeps={Kind(word): count for word, count in json.loads(row.keeps).items()},
    )


def _cell(person: str, key: PairKey) -> Cell:
    return Cell("conflict", f"{person}/{key[0]}/{key[1]}", "words")


def _said(one: Engagement) -> list[str | None]:
    return [one.title, one.organizer, one.web_link]


def _facts(one: Engagement) -> dict[str, Any]:
    return {
        "event": one.event,
        "calendar": one.calendar,
        "meeting": one.meeting,
        "series": one.series,
        "when": _when_list(one.when),
        "is_all_day": one.is_all_day,
        "show_as": one.show_as.value,
        "role": one.role.value,
        "is_optional": one.is_optional,
        "people": one.people,
    }


def _engagement(facts: dict[str, Any], title: str, organizer: str, web_link: str | None) -> Engagement:
    return Engagement(
        event=facts["event"],
        calendar=CalendarId(facts["calendar"]),
        meeting=facts["meeting"],
        series=facts["series"],
        when=_when(facts["when"]),
        is_all_day=facts["is_all_day"],
        show_as=ShowAs(facts["show_as"]),
        role=Role(facts["role"]),
        is_optional=facts["is_optional"],
        people=facts["people"],
        title=title,
        organizer=organizer,
        web_link=web_link,
    )


def _ending_text(ending: Ending) -> str:
    return json.dumps([ending.end.value, ending.event, _when_list(ending.now) if ending.now else None])


def _ending(text: str) -> Ending:
    end, event, now = json.loads(text)
    return Ending(End(end), event, _when(now) if now else None)


def _when_list(when: Range) -> list[str]:
    return [when.start.isoformat(), when.end.isoformat()]


def _when(texts: list[str]) -> Range:
    return Range(*(datetime.fromisoformat(text) for text in texts))
