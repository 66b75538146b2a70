"""Every sentence a person reads, in one place; a test fails on a missing or unused one."""

from core.dialogue.catalogue.accounts import ACCOUNTS
from core.dialogue.catalogue.admin import ADMIN
from core.dialogue.catalogue.approval import APPROVAL
from core.dialogue.catalogue.booking_life import BOOKING_LIFE
from core.dialogue.catalogue.conflicts import CONFLICTS
from core.dialogue.catalogue.disagreement import DISAGREEMENT
from core.dialogue.catalogue.free_days import FREE_DAYS
from core.dialogue.catalogue.health import HEALTH
from core.dialogue.catalogue.help import HELP
from core.dialogue.catalogue.home import HOME
from core.dialogue.catalogue.invitations import INVITATIONS
from core.dialogue.catalogue.labels import LABELS
from core.dialogue.catalogue.mornings import MORNINGS
from core.dialogue.catalogue.mydata import MYDATA
from core.dialogue.catalogue.offers import OFFERS
from core.dialogue.catalogue.pages import PAGES
from core.dialogue.catalogue.problems import PROBLEMS
from core.dialogue.catalogue.reading import READING
from core.dialogue.catalogue.responses import RESPONSES
from core.dialogue.catalogue.rounds import ROUNDS
from core.dialogue.catalogue.sentences import SENTENCES
from core.dialogue.catalogue.series import SERIES
from core.dialogue.catalogue.settings import SETTINGS
from core.dialogue.catalogue.slack import SLACK
from core.dialogue.catalogue.sync_preference import SYNC_PREFERENCE
from core.dialogue.catalogue.types import TYPES
from core.dialogue.catalogue.why import WHY

MODULES: dict[str, dict[str, str]] = {
    "sentences": SENTENCES,
    "problems": PROBLEMS,
    "labels": LABELS,
    "booking_life": BOOKING_LIFE,
    "conflicts": CONFLICTS,
    "disagreement": DISAGREEMENT,
    "responses": RESPONSES,
    "why": WHY,
    "pages": PAGES,
    "help": HELP,
    "types": TYPES,
    "settings": SETTINGS,
    "accounts": ACCOUNTS,
    "health": HEALTH,
    "approval": APPROVAL,
    "free_days": FREE_DAYS,
    "sync_preference": SYNC_PREFERENCE,
    "offers": OFFERS,
    "series": SERIES,
    "rounds": ROUNDS,
    "home": HOME,
    "slack": SLACK,
    "mornings": MORNINGS,
    "invitations": INVITATIONS,
    "mydata": MYDATA,
    "admin": ADMIN,
    "reading": READING,
}
"""The sentences by the name of their file; each locale has a PO file of that name (`make texts`)."""

ENGLISH: dict[str, str] = {key: sentence for module in MODULES.values() for key, sentence in module.items()}
