"""Who accepted, declined or hasn't answered, in one line."""

from collections.abc import Iterable
from functools import reduce

from core.booking.model import Booking
from core.booking.responses import Answers, Remark, Said, answerable, has_answers
from core.configuration.model import Preferences
from core.dialogue.answer_commands import ShowAnswers, TellOfAnswers
from core.dialogue.screens import Action, Names, Text, UserText, say
from core.dialogue.titles import title_of
from core.sync.model import Response

NAMED = 4
"""So many names of one answer are said; the rest is counted."""

SAID = {
    Response.ACCEPTED: "answers.accepted",
    Response.TENTATIVE: "answers.tentative",
    Response.DECLINED: "answers.declined",
}


def said_line(booking: Booking, answers: Answers | None) -> Text | None:
    """ "Ben accepted, Carol declined, Dina hasn't answered"; None where nobody is asked."""
    if not has_answers(booking):
        return None
    said = answers.now if answers is not None else _nobody_yet(booking)
    parts = [
        say(key, names=_names(booking, people))
        for response, key in SAID.items()
        if (people := [one for one in said if one.response is response])
    ]
    silent = [one for one in said if one.response not in SAID]
    if silent:
        parts.append(say("answers.silent_one" if len(silent) == 1 else "answers.silent", names=_names(booking, silent)))
    if not parts:
        return None
    return reduce(lambda first, then: say("answers.and", first=first, then=then), parts)


def with_answers(state: Text, booking: Booking, answers: Answers | None) -> Text:
    """The line of state, with who answered what."""
    said = said_line(booking, answers)
    return state if said is None else say("answers.beside", state=state, said=said)


def answers_action(booking: Booking, answers: Answers | None) -> tuple[Action, ...]:
    """The way to what waits for the host, if anything does."""
    if answers is None or not answerable(booking) or not answers.open:
        return ()
    return (Action(say("action.answers"), ShowAnswers(booking.id), name=say("name.answers", title=title_of(booking))),)


def answers_told(chosen: Preferences) -> Text:
    """The line of the settings."""
    return say("settings.told_of_answers" if chosen.told_of_answers else "settings.not_told_of_answers")


def tell_answers(chosen: Preferences) -> Action:
    """The switch of the settings for messages about answers."""
    on = chosen.told_of_answers
    return Action(say("action.tell_no_answers" if on else "action.tell_answers"), TellOfAnswers(not on))


def name_of(booking: Booking, one: Said | Remark) -> UserText:
    """As the booking names them; Outlook may know them by their address only."""
    address = one.address.casefold()
    known = (item.name for item in booking.plan.invitees if item.address and item.address.casefold() == address)
    return UserText(next(known, one.name or one.address))


def _names(booking: Booking, people: Iterable[Said]) -> Names:
    names: list[UserText | Text] = [name_of(booking, one) for one in people]
    left = len(names) - NAMED
    return Names(tuple(names) if left <= 1 else (*names[:NAMED], say("answers.others", n=left)))


def _nobody_yet(booking: Booking) -> tuple[Said, ...]:
    return tuple(Said(item.address, item.name) for item in booking.plan.invitees if item.address)
