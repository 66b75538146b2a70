"""What Teams posts, read: who asks, where, and what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.parse import payloads
from adapters.teams.parse.ask import Stale, actor
from adapters.teams.parse.forms import submission
from adapters.teams.parse.payloads import Account, Malformed
from adapters.teams.parse.press import press
from adapters.teams.parse.typed import message, parts
from core.dialogue.model import MessageRef, Place
from core.people.model import ChatUser, Platform, Reader
from tests.unit.teams.pressing import OID, PERSONAL, TENANT, activity

BOT = {"type": "mention", "mentioned": {"id": "28:bot", "name": "Clearhour"}, "text": "<at>Clearhour</at>"}
BEN = {"type": "mention", "mentioned": {"id": "29:ben", "name": "Ben"}, "text": "<at>Ben</at>"}
CHANNEL = {"id": "19:x@thread.tacv2;messageid=170", "conversationType": "channel", "tenantId": TENANT}


def test_a_person_is_their_account_in_their_organisation() -> None:
    who = actor(activity(**{"from": {"id": "29:ada", "aadObjectId": OID.upper()}}))
    assert who is not None
    assert who.user == ChatUser(Platform.TEAMS, TENANT, OID)
    assert (who.place, who.channel, who.reads) == (Place.DIRECT, PERSONAL, Reader("Europe/Berlin", "en-GB"))


def test_somebody_without_an_account_is_nobody() -> None:
    assert message(activity(**{"from": {"id": "29:anonymous"}}, text="today")) is None


@pytest.mark.parametrize(
    ("conversation", "shared"),
    [
        (None, False),
        ({"id": "19:ada_ben@unq.gbl.spaces", "conversationType": "personal"}, False),
        ({"id": "19:x@thread.v2", "conversationType": "groupChat", "isGroup": True}, True),
        ({"id": "19:meeting_x@thread.v2"}, True),
        (CHANNEL, True),
    ],
)
def test_where_the_extension_is_used_is_never_our_own_chat(conversation: object, shared: bool) -> None:
    """A chat of two people is "personal" too, or has no name; what is claimed of a card there is no card of ours."""
    found = activity(
        type="invoke",
        name="composeExtension/submitAction",
        conversation=conversation,
        value={"data": {"card": "1", "form": "f", "command": "{}"}},
    )
    ask = submission(found)
    assert ask is not None
    assert not found.direct
    assert not ask.ask.where.member
    assert ask.ask.actor.card is None
    assert ask.ask.actor.place is (Place.CHANNEL if shared else Place.DIRECT)


def test_only_the_extension_may_leave_the_conversation_unnamed() -> None:
    with pytest.raises(Malformed):
        activity(conversation=None)


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "", None, "/etc/localtime"])
def test_a_zone_that_is_none_is_left_to_the_profile(zone: str | None) -> None:
    who = actor(activity(localTimezone=zone))
    assert who is not None
    assert who.reads is None


def test_a_channel_is_told_from_its_thread() -> None:
    ask = message(activity(conversation=CHANNEL, text="today"))
    assert ask is not None
    assert (ask.where.conversation, ask.where.thread, ask.where.direct) == ("19:x@thread.tacv2", "170", False)


def test_a_card_in_a_channel_is_never_edited_for_one_person() -> None:
    value = {"action": {"data": {"command": '{"do":"ShowBookings"}'}}}
    pressed = {"type": "invoke", "name": "adaptiveCard/action", "replyToId": "171", "value": value}
    here, there = press(activity(**pressed)), press(activity(**pressed, conversation=CHANNEL))
    assert here is not None
    assert there is not None
    assert (here.actor.card, there.actor.card) == (MessageRef(PERSONAL, "171"), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<at>Clearhour</at> today", ["today"]),
        ("<at>Clearhour</at>&nbsp;find with <at>Ben</at> tomorrow", ["find with", "Ben", "tomorrow"]),
        ("find with <at>Ben</at>, <at>Ben</at>", ["find with", "Ben", ",", "Ben"]),
        ("<p>today</p>", ["today"]),
        ("find with [carol@contoso.com](mailto:carol@contoso.com)", ["find with carol@contoso.com"]),
        ("Q&amp;A &lt;b&gt;", ["Q&A <b>"]),
        ("<at>Somebody</at> <@U1>", ["< @U1>"]),
        ("", []),
    ],
)
def test_typed_lines_come_apart_into_words_and_people(text: str, expected: list[str]) -> None:
    found = parts(activity(text=text, entities=[BOT, BEN]))
    assert [one.name if isinstance(one, Account) else one for one in found] == expected


@given(st.text(max_size=80))
def test_no_typed_words_make_a_mention(text: str) -> None:
    found = parts(activity(text=text, entities=[BOT]))
    assert all(isinstance(one, str) and "<@" not in one for one in found)


@pytest.mark.parametrize(
    "data",
    [{}, {"command": 7}, {"command": "{"}, {"command": '{"do":"Dance"}'}, {"command": '{"do":"Find","x":1}'}, []],
)
def test_a_button_of_another_version_is_stale(data: object) -> None:
    ask = press(activity(type="invoke", name="adaptiveCard/action", value={"action": {"data": data}}))
    assert ask is not None
    assert isinstance(ask.said, Stale)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{}", b'{"type":"message"}', b"[" * 100_000])
def test_what_is_no_activity_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        payloads.activity(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    name=st.sampled_from(["from", "conversation", "channelData", "entities", "value", "text", "replyToId", "locale"]),
    value=JSON,
)
def test_any_content_of_a_field_is_read_or_refused(name: str, value: object) -> None:
    try:
        found = activity(**{name: value}, type="invoke")
    except Malformed:
        return
    press(found)
    message(found)
