"""English, as people type it to a scheduling assistant."""

from core.dialogue.reading.language import Language
from core.dialogue.reading.roles import Role

ENGLISH = Language(
    code="en",
    commands={
        "help": "help|help me|commands|hi|hello|hey|good morning|what can you do|how does this work",
        "connect": "connect|link|sign in|log in|login|connect outlook|connect calendar|connect my calendar"
        "|connect my outlook|connect to outlook|link outlook|link my calendar",
        "connections": "connections|connection|accounts|account|status|my accounts|my connections",
        "calendars": "calendars|calendar|my calendars|my calendar|choose calendars",
        "settings": "settings|setting|preferences|hours|my settings|my hours|working hours|my working hours"
        "|reminders|language|quiet hours|invitations",
        "home": "home|start|overview",
        "today": "today|agenda|my day|my agenda|what's on|what's on today|what is on today|meetings today|my meetings"
        "|appointments|my appointments|events",
        "tomorrow": "tomorrow|what's on tomorrow|what is on tomorrow|agenda tomorrow|meetings tomorrow",
        "week": "week|this week|my week|what's on this week|what is on this week|agenda week|agenda this week",
        "bookings": "bookings|booking|my bookings|show bookings|upcoming bookings",
        "cancel": "cancel|cancel booking|cancel a booking|cancel my booking|cancel meeting|cancel a meeting"
        "|cancel my meeting",
        "reschedule": "reschedule|move|reschedule booking|reschedule a booking|reschedule my booking|move booking"
        "|move a booking|move my booking|move meeting|move a meeting|reschedule meeting|reschedule a meeting",
        "conflicts": "conflicts|conflict|clashes|clash|overlaps|double bookings|double booking|my conflicts",
        "disconnect": "disconnect|unlink|sign out|log out|logout|disconnect outlook|disconnect my calendar",
        "types": "types|type|meeting types|meeting type|my meeting types",
        "admin": "admin|administration|workspace defaults|audit",
        "mydata": "mydata|my data|export my data|erase my data|delete my data|data",
        "find": "find|book|search|schedule|free times|free slots|find time|find a time|find times|find a meeting"
        "|book a meeting|book a time|book time|schedule a meeting|new meeting",
        "why": "why|why not",
    },
    verbs={
        "find": "find|find me|set up|am i free|am i available|are we free"
        "|find us|search|search for|look for|suggest|propose"
        "|schedule|plan|arrange|when am|when are"
        "|when is|when can|when do|when does",
        "book": "book|book me|book us|reserve",
        "why": "why|why not|why is|why isn't|why am i not free|why am i busy",
        "move": "reschedule|move|reschedule to|move to|move it to|reschedule it to",
    },
    last_verbs={},
    lead_ins="please|can you|could you|would you|will you|can we|could we|i need|i want|i'd like|i would like|we need"
    "|we want|let's|lets|let us|to have|to meet|hi|hello|hey|to|show|show me|give me|open|me",
    plain={
        Role.FILLER: "a|an|the|with|meeting|meetings|call|slot|slots|appointment|please|me|us|my|i|we|time|times|free"
        "|available|meet|long|sometime|some time|anytime|any time|asap|either|also|thanks|thank you|have",
        Role.AND: "and|plus|&",
        Role.OR: "or",
        Role.NOT: "not|except|except for|excluding|but not|without|no|avoid|just not|other than",
        Role.EVERY: "every|each",
        Role.OPTIONAL: "optional|optionally",
        Role.FOR: "for|on behalf of",
        Role.ON: "on",
        Role.IN: "in",
        Role.WITHIN: "within|within the|over the|during|during the|in the",
        Role.OF: "of",
        Role.FROM: "from|starting|starting from|beginning|starting at|not before|no earlier than|not earlier than",
        Role.TO: "to|till|until|through|thru",
        Role.UNTIL: "until|through|thru|till|by|up to|no later than|not later than|at the latest by|not after",
        Role.BEFORE: "before|earlier than",
        Role.AFTER: "after|later than",
        Role.AT: "at|@",
        Role.BETWEEN: "between",
        Role.NEXT: "next|the next",
        Role.COMING: "coming|the coming|upcoming",
        Role.THIS: "this",
        Role.WEEK: "week|weeks|cw|calendar week",
        Role.MONTH_UNIT: "month",
        Role.WEEKEND: "weekend|weekends|the weekend",
        Role.WORKDAYS: "weekdays|workdays|working days|business days",
        Role.O_CLOCK: "o'clock|oclock|hrs",
        Role.ZONE_WORD: "time|local time|standard time",
        Role.ORDINAL: "st|nd|rd|th",
    },
    words={
        Role.RELATIVE: {"today": 0, "tomorrow|tmrw|tmr": 1, "day after tomorrow|the day after tomorrow": 2},
        Role.AFTER_NEXT: {"week after next|the week after next": 0},
        Role.PART: {
            "morning|mornings|in the morning|in the mornings": 0,
            "afternoon|afternoons|in the afternoon|in the afternoons": 1,
            "evening|evenings|in the evening|in the evenings": 2,
            "lunchtime|lunch time|lunch|over lunch|at lunchtime|at lunch": 3,
            "early|early morning|early in the morning|early in the day": 4,
            "early afternoon|early in the afternoon": 5,
            "late afternoon|late in the afternoon": 6,
            "late morning|late in the morning": 7,
        },
        Role.NOON: {"noon|midday": 12 * 60, "midnight": 24 * 60},
        Role.HALF: {"am|a.m|a.m.": 0, "pm|p.m|p.m.": 1},
        Role.COUNT: {
            "a|an|one": 1,
            "two|a couple of": 2,
            "three": 3,
            "four": 4,
            "five": 5,
            "six": 6,
            "seven": 7,
            "eight": 8,
            "nine": 9,
            "ten": 10,
            "twelve": 12,
            "fifteen": 15,
            "twenty": 20,
            "thirty": 30,
            "forty": 40,
            "forty five|fourty five": 45,
            "fifty": 50,
            "sixty": 60,
            "ninety": 90,
        },
        Role.UNIT: {"m|min|mins|minute|minutes": 1, "h|hr|hrs|hour|hours": 60},
        Role.PERIOD: {"day|days": 1, "week|weeks": 7},
        Role.LENGTH: {
            "half an hour|half hour|a half hour|half-hour": 30,
            "an hour and a half|one and a half hours|hour and a half|one hour and a half": 90,
            "quarter of an hour|a quarter of an hour|quarter hour|a quarter hour": 15,
            "three quarters of an hour": 45,
            "two and a half hours": 150,
        },
    },
    days={"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    each="s",
    pairs={"tonight": ("today", "evening")},
)
