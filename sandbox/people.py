"""The five people of the sandbox, their accounts, and the fixed names of the registered app and the Slack workspace."""

from dataclasses import dataclass

CONTOSO_TENANT = "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41"
CONSUMER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"  # Microsoft's fixed tenant of personal accounts

CLIENT_ID = "3d5a9b1e-7c24-4f86-8f5d-2a9c41e7b0c3"
CLIENT_SECRET = "sandbox~client.secret-7Qx2"
APP_NAME = "Clearhour"

SLACK_TEAM = "T0CONTOSO"
SLACK_BOT_USER = "U0CLEARHR"
SLACK_APP = "A0CLEARHR"
SLACK_BOT_TOKEN = "xoxb-sandbox-0000000001-clearhour"
SLACK_CLIENT_ID = "1234567890.9876543210"
SLACK_CLIENT_SECRET = "sandbox-slack-client-secret"
SLACK_APP_TOKEN = "xapp-1-A0CLEARHR-sandbox"
SLACK_SIGNING_SECRET = "5a6e0c7f1b2d48c39e00aa41sandbox1"


@dataclass(frozen=True, slots=True)
class Account:
    """One Microsoft account; `oid` and `tid` identify it, `personal` ones live in the consumer tenant."""

    address: str
    name: str
    oid: str
    tid: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Slack user and one or more Microsoft accounts; `tz` is the IANA zone Slack reports."""

    key: str
    name: str
    initials: str
    slack_id: str
    slack_email: str
    tz: str
    locale: str
    title: str
    accounts: tuple[Account, ...]


def _work(address: str, name: str, number: int) -> Account:
    return Account(address, name, f"a1b2c3d4-0000-4000-8000-{number:012d}", CONTOSO_TENANT)


_ADA = _work("ada@contoso.com", "Ada Lindqvist", 1)
_BEN = _work("ben@contoso.com", "Ben Okafor", 2)
_CAROL = _work("carol@contoso.com", "Carol Reyes", 3)
_DINA = _work("dina@contoso.com", "Dina Haddad", 4)
_EMIL = _work("emil@contoso.com", "Emil Novak", 5)
_DINA_HOME = Account(
    "dina.haddad@outlook.example", "Dina Haddad", "00000000-0000-0000-4a7d-91c2e05b6f10", CONSUMER_TENANT, personal=True
)

PEOPLE: tuple[Person, ...] = (
    Person(
        "ada", "Ada Lindqvist", "AL", "U0ADA0001", "ada@contoso.com", "Europe/Berlin", "en-GB", "Product lead", (_ADA,)
    ),
    Person("ben", "Ben Okafor", "BO", "U0BEN0001", "ben@contoso.com", "Europe/London", "en-GB", "Engineer", (_BEN,)),
    Person(
        "carol",
        "Carol Reyes",
        "CR",
        "U0CAROL01",
        "carol.reyes@slackmail.example",
        "America/New_York",
        "en-US",
        "Sales lead",
        (_CAROL,),
    ),
    Person(
        "dina",
        "Dina Haddad",
        "DH",
        "U0DINA001",
        "dina@contoso.com",
        "Europe/Berlin",
        "de-DE",
        "Designer",
        (_DINA, _DINA_HOME),
    ),
    Person("emil", "Emil Novak", "EN", "U0EMIL001", "emil@contoso.com", "Asia/Kolkata", "en-GB", "Engineer", (_EMIL,)),
)

ACCOUNTS: tuple[Account, ...] = tuple(account for person in PEOPLE for account in person.accounts)


def account_of(address: str) -> Account | None:
    """The account with this address, compared without case; None when there is none."""
    wanted = address.strip().casefold()
    return next((account for account in ACCOUNTS if account.address == wanted), None)


def account_by_oid(oid: str) -> Account | None:
    """The account with this object id; None when there is none."""
    return next((account for account in ACCOUNTS if account.oid == oid), None)


def person_of(address: str) -> Person | None:
    """Whose account this address is; None when nobody's."""
    account = account_of(address)
    return next((person for person in PEOPLE if account in person.accounts), None) if account else None
