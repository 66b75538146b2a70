"""The delegated scopes the sign-in service knows, in the plain words of its consent page."""

RESOURCE = "https://graph.microsoft.com/"
SIGN_IN_SCOPES = ("openid", "profile", "email", "offline_access")

SCOPES: dict[str, str] = {
    "User.Read": "Sign you in and read your profile",
    "Calendars.ReadBasic": "Read when your calendars are busy, without details",
    "Calendars.Read": "Read your calendars",
    "Calendars.Read.Shared": "Read calendars you can access, including ones shared with you",
    "Calendars.ReadWrite": "Have full access to your calendars: read, add, change and delete events",
    "Calendars.ReadWrite.Shared": "Read and change calendars you can access, including ones shared with you",
    "MailboxSettings.Read": "Read your mailbox settings, such as time zone and working hours",
    "MailboxSettings.ReadWrite": "Read and change your mailbox settings",
}
WORK_ONLY = frozenset({"Calendars.Read.Shared", "Calendars.ReadWrite.Shared"})
OFFLINE_WORDS = "Keep access to what you have given it access to"


def short_names(text: str) -> tuple[str, ...]:
    """The scopes of a space-separated list without the Graph prefix, each once, in order."""
    return tuple(dict.fromkeys(part.removeprefix(RESOURCE) for part in text.split()))


def resource_scopes(names: tuple[str, ...]) -> tuple[str, ...]:
    """The ones that need consent, without those of signing in itself."""
    return tuple(name for name in names if name not in SIGN_IN_SCOPES)
