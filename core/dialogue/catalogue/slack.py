"""The sentences of Slack alone: installing the app in a workspace."""
# ruff: noqa: E501  (a sentence stands on one line)

SLACK: dict[str, str] = {
    "install.title": "Add Clearhour to Slack",
    "install.what": "Clearhour finds free times, books them in Outlook, and tells people about double bookings.",
    "install.next": "Slack asks next which workspace, and shows what Clearhour may do there.",
    "install.each": "Each person connects their own Outlook afterwards. Taking the app out ends all of it.",
    "install.go": "Add to Slack",
    "install.again": "Try again",
    "install.done": "Installed",
    "install.done.where": "{workspace} has Clearhour now. Everybody there can write to it.",
    "install.workspace": "Your workspace",
    "install.open": "Open it in Slack",
    "install.expired": "That took too long",
    "install.expired.means": "Each attempt counts once, for ten minutes, and in one browser. Nothing was installed.",
    "install.declined": "Not installed",
    "install.declined.means": "Slack says that it wasn't allowed. Nothing was installed.",
    "install.organisation": "Choose one workspace",
    "install.organisation.means": "Clearhour goes into single workspaces, not into a whole organisation. Nothing was installed.",
    "install.failed": "Slack refused",
    "install.failed.means": "Nothing was installed. The reason stands in Clearhour's log.",
    "install.unavailable": "Slack doesn't answer",
    "install.unavailable.means": "Nothing was installed. Try again in a minute.",
    "slack.not_installed": "Clearhour isn't installed in this workspace any more. Ask an admin to install it again.",
}
