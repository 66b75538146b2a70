"""Which message shows which double booking: the subjects and kinds of their notices.

- "conflict:<cause>", "card:<channel>:<message>": that message shows the cause;
- "conflict:<cause>", "move:<booking>": this hold was to solve it;
- "conflicts:<person>", "card:<channel>:<message>": that message shows the list;
- "warning:<warning>", "card": the message that was sent unasked;
- "elsewhere", "card:<channel>:<message>": such a message shows something else by now, like free times.
"""

from core.dialogue.model import MessageRef

CONFLICT, LIST, WARNING = "conflict:", "conflicts:", "warning:"
MOVE, CARD = "move:", "card"
ELSEWHERE = "elsewhere"


def message_kind(ref: MessageRef) -> str:
    """What a notice's kind is for whatever this message shows."""
    return f"{CARD}:{ref.channel}:{ref.message}"
