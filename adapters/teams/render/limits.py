"""Limits of Teams' cards, and somebody's words in them.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference and
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
"""

from adapters.edge.words import clean

VERSION = "1.5"
CARD_MOST_BYTES = 25 * 1024
"""Teams takes messages of 28 KB, with everything around the card."""

BUTTONS_PER_ROW = 5
BUTTON_MOST = 75
NAME_MOST = 200
LINE_MOST = 3000
FALLBACK_MOST = 3900
SUMMARY_MOST = 200
TITLE_MOST = 64
CHOICE_MOST = 60
URL_MOST = 2000
INPUT_MOST = 4000


def escape(text: str) -> str:
    """Somebody's words for a text run, which knows no Markdown: clean, and without the braces of DATE() and TIME().

    https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
    """
    return clean(text).replace("{{", "{ {").replace("}}", "} }")
