"""Words about several accounts and many calendars."""
# ruff: noqa: E501  (a sentence stands on one line)

ACCOUNTS: dict[str, str] = {
    "event.hidden": "Personal: busy",
    "advanced.hidden.label": "Hide the titles of these accounts",
    "advanced.hidden.choose": "Choose accounts",
    "advanced.hidden.hint": "Their events block your time and are shown as “Personal: busy”, also to yourself.",
    "choice.account_gone": "One of these accounts isn't connected any more. Open the settings again and look.",
}
