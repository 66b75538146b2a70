"""A line that was not understood altogether: says so, and offers what it can mean. Nothing is done before a press."""

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.wish import understood
from core.dialogue.commands import Find, OpenFindForm, OpenWhyForm, ShowHelp
from core.dialogue.reading.meaning import meant
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import Action, Names, NewsCard, Style, Text, UserText, length, say

WORDS_MOST = 100
NAMED_MOST = 5


async def read_card(find: FindAnswers, asker: Asker, command: NotUnderstood) -> NewsCard:
    """Raises InvalidChoice("people")."""
    wishes = tuple(dict.fromkeys(command.wishes)) or (Find(),)
    unclear = bool(command.unknown or command.past)
    several = len(wishes) > 1
    lines = []
    if command.unknown:
        lines.append(say("reading.unknown", words=_quoted(command.unknown)))
    if command.past:
        lines.append(say("reading.past", words=_quoted(command.past)))
    if several:
        meanings = Names(tuple(understood(asker, wish) for wish in wishes))
        lines.append(say("reading.doubtful", words=_quoted((command.doubtful,)), meanings=meanings))
    elif wishes != (Find(),):
        lines.append(say("reading.rest", rest=await _rest(find, asker, wishes[0])))
    return NewsCard(
        heading=say("reading.title") if unclear else say("reading.which"),
        lines=(*lines, say("reading.nothing_done")),
        actions=(*(_choices(asker, command, wishes) if several else ()), *_actions(asker, command, wishes)),
    )


def _quoted(words: tuple[str, ...]) -> Names:
    shown = (UserText(one[:WORDS_MOST]) for one in words[:NAMED_MOST])
    return Names(tuple(say("reading.quoted", text=one) for one in shown))


async def _rest(find: FindAnswers, asker: Asker, wish: Find) -> Text:
    days = understood(asker, wish)
    minutes = wish.duration_minutes
    rest = say("reading.parts", length=length(minutes), days=days) if minutes else days
    people = await find.choices(asker, wish.people)
    return say("reading.people", rest=rest, names=Names(tuple(one.name for one in people))) if people else rest


def _choices(asker: Asker, command: NotUnderstood, wishes: tuple[Find, ...]) -> tuple[Action, ...]:
    found = ((wish, meant(command.verb, wish, asker.today, asker.reader.zone)) for wish in wishes)
    return tuple(Action(understood(asker, wish), goal) for wish, goal in found if goal is not None)


def _actions(asker: Asker, command: NotUnderstood, wishes: tuple[Find, ...]) -> tuple[Action, ...]:
    """Going on with what was understood, if that is one thing and says something; the form; help."""
    actions = []
    goal = meant(command.verb, wishes[0], asker.today, asker.reader.zone)
    if len(wishes) == 1 and goal is not None and wishes != (Find(),):
        actions.append(Action(say("reading.go_on"), goal, style=Style.PRIMARY))
    if command.verb in ("find", "book"):
        actions.append(Action(say("action.change"), OpenFindForm(wishes[0])))
    if command.verb == "why":
        wish = wishes[0]
        form = OpenWhyForm(wish.since, wish.at_minute, wish.duration_minutes, wish.people, wish.terms)
        actions.append(Action(say("action.change"), form))
    actions.append(Action(say("action.help"), ShowHelp()))
    return tuple(actions)
