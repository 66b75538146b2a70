"""Which message shows which double booking: the subjects and kinds of their notices.

- "conflict:<cause>", "card:<channel>:<message>": that message shows the cause;
- "conflict:<cause>", "move:<booking>": this hold was to solve it;
- "conflict:<cause>", "declined:<event>": the person declined this meeting of it;
- "conflicts:<person>", "card:<channel>:<message>": that message shows the list;
- "warning:<warning>", "card": the message that was sent unasked;
- "elsewhere", "card:<channel>:<message>": such a message shows something else by now, like free times.
"""

from core.dialogue.model import MessageRef

CONFLICT, LIST, WARNING = "conflict:", "conflicts:", "warning:"
MOVE, DECLINED, CARD = "move:", "declined:", "card"
ELSEWHERE = "elsewhere"

ANSWERED_NO = frozenset({"declined", "proposed"})
"""Outcomes of MeetingAnswered after which the meeting is gone from the calendar."""


def message_kind(ref: MessageRef) -> str:
    """What a notice's kind is for whatever this message shows."""
    return f"{CARD}:{ref.channel}:{ref.message}"
