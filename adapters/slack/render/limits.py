"""Slack's limits, and escaping for its text.

https://docs.slack.dev/reference/block-kit/blocks and .../block-elements
"""

from adapters.edge.words import clean

BLOCKS_MOST = 50
SECTION_MOST = 3000
HEADER_MOST = 150
BUTTON_MOST = 75
VALUE_MOST = 2000
URL_MOST = 3000
OPTION_MOST = 75
OPTION_VALUE_MOST = 150
OPTIONS_MOST = 100
GROUP_LABEL_MOST = 75
PLACEHOLDER_MOST = 150
LABEL_MOST = 2000
MODAL_TITLE_MOST = 24
METADATA_MOST = 3000
INPUT_MOST = 3000
BUTTONS_PER_ROW = 5
BUTTONS_PER_BLOCK_MOST = 25
CONFIRM_TITLE_MOST = 100
CONFIRM_TEXT_MOST = 300
CONFIRM_BUTTON_MOST = 30
FALLBACK_MOST = 3900
"""chat.postMessage takes 40,000 characters and advises 4,000."""


def escape(text: str) -> str:
    """Somebody's words as Slack text: clean, and without the three characters that Slack gives a meaning.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
