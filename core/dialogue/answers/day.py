"""Everything that a day brings by itself, as one family of answers."""

from dataclasses import dataclass

from core.dialogue.answers.invitations import InvitationAnswers
from core.dialogue.answers.mornings import MorningAnswers
from core.dialogue.answers.reminders import ReminderAnswers
from core.dialogue.answers.routing import Routes, together


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """The agenda, reminders, invitations."""

    mornings: MorningAnswers
    reminders: ReminderAnswers
    invitations: InvitationAnswers

    @property
    def routes(self) -> Routes:
        return together(self.mornings.routes, self.reminders.routes, self.invitations.routes)
