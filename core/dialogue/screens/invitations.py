"""An invitation of somebody else."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.conflicts import ClashingMeeting
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class InvitationCard(Screen):
    """What one was invited to, and what became of it (`done`: no answer is asked for any more).

    `lines` say who invites, and what else is true; `overlapping` are the meetings it overlaps. `times`: other times to
    propose with a no, each button names day and time. `meeting` says which one it is, so that the message can be
    edited.
    """

    heading: Text
    title: UserText | Text
    when: When | Text
    lines: tuple[Text, ...]
    overlapping: tuple[ClashingMeeting, ...]
    times: tuple[Action, ...]
    done: bool
    actions: tuple[Action, ...]
    meeting: str
