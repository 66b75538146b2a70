"""A line that was not understood altogether: says so, and offers what it can mean."""

from functools import reduce

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.wish import understood
from core.dialogue.commands import Find, OpenFindForm, OpenWhyForm, ShowHelp
from core.dialogue.reading.meaning import meant
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import Action, Names, NewsCard, Style, Text, UserText, length, say

WORDS_MOST = 100
NAMED_MOST = 5
MEANINGS_MOST = 4


class ReadingAnswers:
    """Nothing is done before a press."""

    def __init__(self, *, find: FindAnswers) -> None:
        self._find = find

    @property
    def routes(self) -> Routes:
        """Raises InvalidChoice("people")."""
        return {NotUnderstood: lambda asker, command: _card(self._find, asker, command)}


async def _card(find: FindAnswers, asker: Asker, command: NotUnderstood) -> NewsCard:
    wishes = tuple(dict.fromkeys(command.wishes))[:MEANINGS_MOST] or (Find(),)
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
    rest = await _rest(find, asker, wishes[0], days=not several)
    if rest is not None:
        lines.append(say("reading.rest", rest=rest))
    return NewsCard(
        heading=say("reading.title") if unclear else say("reading.which"),
        lines=(*lines, say("reading.nothing_done")),
        actions=(*(_choices(asker, command, wishes) if several else ()), *_actions(asker, command, wishes)),
    )


def _quoted(words: tuple[str, ...]) -> Names:
    shown = (UserText(one[:WORDS_MOST]) for one in words[:NAMED_MOST])
    return Names(tuple(say("reading.quoted", text=one) for one in shown))


async def _rest(find: FindAnswers, asker: Asker, wish: Find, *, days: bool) -> Text | None:
    """What is certain, of a wish that says anything; without its `days` where they are asked about."""
    people = await find.choices(asker, wish.people)
    boss = await find.choices(asker, (wish.terms.boss,) if wish.terms.boss else ())
    parts = [
        *([length(wish.duration_minutes)] if wish.duration_minutes else []),
        *([understood(asker, wish)] if days and wish != Find() else []),
        *([say("reading.with", names=Names(tuple(one.name for one in people)))] if people else []),
        *(say("reading.for", name=one.name) for one in boss),
        *([say("reading.quoted", text=UserText(wish.title))] if wish.title else []),
    ]
    return reduce(lambda one, other: say("reading.parts", one=one, other=other), parts) if parts else None


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
