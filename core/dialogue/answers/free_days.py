"""Block it, or leave it free: the answers to all-day time off that Outlook shows as free."""

from datetime import date

from core.configuration.rules import Rules
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.routing import Routes
from core.dialogue.free_day_commands import BlockDays, LeaveDaysFree
from core.dialogue.screens import Action, Day, NewsCard, Style, Text, UserText, say


class FreeDayAnswers:
    """Blocking is a rule of ours, the days away of the settings: nothing is written to Outlook."""

    def __init__(self, *, rules: Rules) -> None:
        self._rules = rules

    @property
    def routes(self) -> Routes:
        """The card has the way back. They raise NotConnected, InvalidChoice for days gone by."""
        return {BlockDays: self._block, LeaveDaysFree: self._leave_free}

    async def _block(self, asker: Asker, command: BlockDays) -> NewsCard:
        first, last = command.first, command.last
        await self._rules.set_days(asker.person, first, last, (), asker.today)
        back = Action(say("action.take_back_block"), LeaveDaysFree(first, last))
        heading = say("free_days.blocked", days=days(first, last))
        return NewsCard(heading, (say("free_days.blocked_means"),), (back,))

    async def _leave_free(self, asker: Asker, command: LeaveDaysFree) -> NewsCard:
        first, last = command.first, command.last
        await self._rules.clear_days(asker.person, first, last)
        block = Action(say("action.block_days"), BlockDays(first, last))
        return NewsCard(say("free_days.left", days=days(first, last)), (say("free_days.left_means"),), (block,))


def asking(title: Text | UserText, calendar: UserText, first: date, last: date) -> NewsCard:
    """The question. What it says of the event was true when it was asked."""
    return NewsCard(
        say("free_days.heading", title=title),
        (say("free_days.means", days=days(first, last), calendar=calendar), say("free_days.offer")),
        (
            Action(say("action.block_days"), BlockDays(first, last), style=Style.PRIMARY),
            Action(say("action.leave_days_free"), LeaveDaysFree(first, last)),
        ),
    )


def days(first: date, last: date) -> Text:
    if first == last:
        return say("free_days.one", first=Day(first))
    return say("free_days.span", first=Day(first), last=Day(last))
