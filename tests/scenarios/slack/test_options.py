"""Lists that ask for their options while somebody types."""

import json

import pytest

from core.dialogue.screens import CalendarOption, UserText, say
from tests.scenarios.slack.stage import Stage

LISTED = (
    CalendarOption("c1", UserText("Work <&>"), say("group.mine")),
    CalendarOption("c2", UserText("Ben's " + "x" * 90), say("group.shared", owner=UserText("Ben"))),
)


async def typed(stage: Stage, value: str, action: str = "conflicts:2", **more: object) -> dict[str, object]:
    payload = {
        "type": "block_suggestion",
        "user": {"id": "U0ADA0001", "team_id": "T0CONTOSO"},
        "team": {"id": "T0CONTOSO"},
        "action_id": action,
        "block_id": "conflicts-2:abc:{}",
        "value": value,
        **more,
    }
    status, text = await stage.settled(stage.interaction(payload))
    assert status == 200
    found: dict[str, object] = json.loads(text)
    return found


async def test_the_persons_own_are_offered_by_group_within_slacks_limits(stage: Stage) -> None:
    stage.dialogue.offered = LISTED
    answer = await typed(stage, "wo")
    ((actor, which, value),) = stage.dialogue.looked
    assert (actor.user.user, which, value) == ("U0ADA0001", "conflicts", "wo")
    groups = answer["option_groups"]
    assert isinstance(groups, list)
    assert [group["label"]["text"] for group in groups] == ["Mine", "Shared by Ben"]
    texts = [one["text"]["text"] for group in groups for one in group["options"]]
    assert texts[0] == "Work &lt;&amp;&gt;"
    assert all(len(text) <= 75 for text in texts)


async def test_nothing_found_is_an_empty_list(stage: Stage) -> None:
    assert await typed(stage, "nothing") == {"options": []}


@pytest.mark.parametrize("value", [None, 3, ["x"]])
async def test_an_ill_formed_question_is_refused(stage: Stage, value: object) -> None:
    payload = {"type": "block_suggestion", "user": {"id": "U1"}, "action_id": "linked", "value": value}
    status, _ = await stage.interaction(payload)
    assert status == 400
