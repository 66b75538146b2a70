"""Which message shows which double booking: the subjects and kinds of their notices.

- "conflict:<cause>", "card:<channel>:<message>": that message shows the cause;
- "conflict:<cause>", "move:<booking>": this hold was to solve it;
- "conflict:<cause>", "declined:<event>": the person declined this meeting of it;
- "conflicts:<person>", "card:<channel>:<message>": that message shows the list;
- "warning:<warning>", "card": the message that was sent unasked;
- "warning:<warning>", "agenda": the day's agenda carries it, and no message of its own does;
- "elsewhere", "card:<channel>:<message>": such a message shows something else by now, like free times.
"""

CONFLICT, LIST, WARNING = "conflict:", "conflicts:", "warning:"
MOVE, DECLINED = "move:", "declined:"
ELSEWHERE = "elsewhere"
AGENDA = "agenda"

ANSWERED_NO = frozenset({"declined", "proposed"})
"""Outcomes of MeetingAnswered after which the meeting is gone from the calendar."""
