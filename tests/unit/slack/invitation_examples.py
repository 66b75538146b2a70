"""Every state of an invitation, with hostile words in it."""

from datetime import datetime, timedelta

from core.dialogue.commands import ShowConflicts
from core.dialogue.morning_commands import (
    AcceptInvitation,
    DeclineInvitation,
    OfferOtherTimes,
    ShowInvitation,
    TellInvitations,
)
from core.dialogue.screens import (
    Action,
    ClashingMeeting,
    Day,
    Instant,
    InvitationCard,
    Screen,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.shared.ranges import Range

HOUR = timedelta(hours=1)


def invitation_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    """`size`: how many lines, and meetings that it overlaps."""
    when = When(Range(start, start + HOUR))
    words = ("accept", "tentative", "decline", "propose", "again")
    named = {what: say(f"name.invitation_{what}", title=name, when=when) for what in words}
    answers = (
        Action(say("action.accept"), AcceptInvitation("uid"), style=Style.PRIMARY, name=named["accept"]),
        Action(say("action.tentative"), AcceptInvitation("uid", tentative=True), name=named["tentative"]),
        Action(say("action.decline_plain"), DeclineInvitation("uid"), name=named["decline"]),
        Action(
            say("action.decline"), OfferOtherTimes("uid"), name=say("name.invitation_propose", title=name, when=when)
        ),
    )
    look = Action(say("action.open"), url="https://outlook.example/e", name=say("name.open_at", when=when, title=name))
    off = Action(say("action.tell_no_invitations"), TellInvitations("none", "uid"))
    again = Action(
        say("action.refresh"), ShowInvitation("uid"), name=say("name.invitation_again", title=name, when=when)
    )
    back = Action(say("action.back"), ShowInvitation("uid"))
    times = tuple(
        Action(
            say("offer.time", day=Day(start.date()), start=Instant(start + HOUR * number)),
            DeclineInvitation("uid", start + HOUR * number),
            name=say(
                "name.propose",
                title=name,
                when=When(Range(start + HOUR * number, start + HOUR * (number + 1))),
                zone=Zone("Europe/Berlin"),
            ),
        )
        for number in range(3)
    )
    other = ClashingMeeting(name, when, says)
    lines, others = (says,) * min(size, 8), (other,) * min(size, 5)
    conflicts = Action(say("action.conflicts"), ShowConflicts())
    waiting, answering = say("invitation.heading.waiting"), say("invitation.answering")
    return [
        InvitationCard(waiting, name, when, lines, others, (), False, (*answers, look, off), "uid"),
        InvitationCard(waiting, name, when, lines, (), times, False, (answers[2], look, back), "uid"),
        InvitationCard(answering, name, when, lines, others, (), False, (again,), "uid"),
        InvitationCard(
            say("invitation.heading.accepted"), say("event.hidden"), says, (says,), others, (), True, (conflicts, off),
            "uid",
        ),
        InvitationCard(say("invitation.heading.gone"), name, when, (), (), (), True, (off,), "uid"),
    ]  # fmt: skip
