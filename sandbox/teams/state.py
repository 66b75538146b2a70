"""The state of the local Teams: one part of the world, with reset and persistence."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sandbox.entra.keys import SigningKey
from sandbox.people import CONTOSO_TENANT, Person
from sandbox.teams.model import Conversation, Dialog, Draft, Json, Message, Settings
from sandbox.teams.names import BOT_NAME, GENERAL, GROUP, personal_id, user_id, work_account

if TYPE_CHECKING:
    from sandbox.world import World

ALIASES = {"general": GENERAL, "team": GENERAL, "group": GROUP}
LOG_KEPT = 5000


class Teams:
    """Everything Teams holds; the bot's registration, the keys and the settings outlive a reset."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.endpoint: str | None = None
        self.manifest: Json = {}
        self.key = SigningKey()
        self.unendorsed_key: SigningKey | None = None  # in the key set, but for another channel
        self.settings = Settings()
        self.log: list[Json] = []
        self._logged = 0
        self._last_id = 0
        self._clear()

    def _clear(self) -> None:
        self.conversations = {one.id: one for one in self._seeded()}
        self.messages: dict[str, dict[str, Message]] = {}
        self.dialogs: dict[str, Dialog] = {}
        self.drafts: dict[str, Draft] = {}
        self.profiles: dict[str, Json] = {}  # zone and locale where an admin changed them
        self.last_request: dict[str, Json] = {}
        self.recent: dict[str, list[float]] = {}  # moments of recent Connector calls, for the rate limits
        self.faults: list[Json] = []

    def _seeded(self) -> list[Conversation]:
        everybody = [person.key for person in self.world.people]
        chats = [Conversation(personal_id(one), BOT_NAME, "personal", [one.key]) for one in self.world.people]
        return [
            *chats,
            Conversation(GENERAL, "General", "channel", everybody),
            Conversation(GROUP, "Launch planning", "groupChat", ["ada", "ben", "carol"]),
        ]

    # --- people -------------------------------------------------------------------------------------------------

    def person(self, key: str) -> Person | None:
        """By key ("ada"); None for nobody."""
        return next((person for person in self.world.people if person.key == key), None)

    def person_by_id(self, wanted: str) -> Person | None:
        """By Teams user id, directory object id or user principal name; None for nobody."""
        for person in self.world.people:
            account = work_account(person)
            if wanted == user_id(person) or wanted.casefold() in (account.oid, account.address):
                return person
        return None

    def profile(self, person: Person) -> tuple[str, str]:
        """Zone and locale as this person's client reports them now."""
        changed = self.profiles.get(person.key, {})
        return changed.get("tz", person.tz), changed.get("locale", person.locale)

    def tenant(self, person: Person, conversation: Conversation) -> str:
        """The organisation of what this person says there: Contoso's chats are Contoso's, whoever is their guest."""
        moved = self.profiles.get(person.key, {}).get("tenant")
        return str(moved) if moved and conversation.kind == "personal" else CONTOSO_TENANT

    # --- places -------------------------------------------------------------------------------------------------

    def place(self, person: Person, wanted: str) -> Conversation | None:
        """A conversation this person is in, by id or as "personal", "general" or "group"; None when there is none."""
        wanted = personal_id(person) if wanted == "personal" else ALIASES.get(wanted, wanted)
        found = self.conversations.get(wanted)
        return found if found is not None and person.key in found.members else None

    def may_write(self, conversation: Conversation) -> bool:
        """Whether the bot may write there: installed in it, or in a team the person is in."""
        if conversation.installed or conversation.kind != "personal":
            return conversation.installed
        team = self.conversations[GENERAL]
        return team.installed and conversation.members[0] in team.members

    # --- time and addresses -------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """A message id: milliseconds by the sandbox clock, never the same twice."""
        self._last_id = max(int(self.world.clock.now().timestamp() * 1000), self._last_id + 1)
        return str(self._last_id)

    def origin(self) -> str:
        return f"http://127.0.0.1:{self.world.port}"

    def service_url(self) -> str:
        """Where the bot reaches this Teams."""
        return f"{self.origin()}/teams/"

    def message(self, conversation: str, message_id: str) -> Message | None:
        return self.messages.get(conversation, {}).get(message_id)

    def record(self, entry: Json) -> None:
        """Keep a request for /admin/teams/log and show it in the trace."""
        self._logged += 1
        self.log.append({"n": self._logged, **entry})
        del self.log[:-LOG_KEPT]
        self.world.bus.publish({"type": "trace", "pane": "teams", **entry})

    @property
    def next_log_number(self) -> int:
        return self._logged + 1

    # --- a part of the world ------------------------------------------------------------------------------------

    def reset(self) -> None:
        self._clear()

    def dump(self) -> Json:
        """Everything but the moments and requests of this run."""
        return {
            "endpoint": self.endpoint,
            "manifest": self.manifest,
            "key": self.key.pem,
            "settings": asdict(self.settings),
            "conversations": [asdict(one) for one in self.conversations.values()],
            "messages": [asdict(one) for found in self.messages.values() for one in found.values()],
            "dialogs": {person: asdict(dialog) for person, dialog in self.dialogs.items()},
            "drafts": {person: asdict(draft) for person, draft in self.drafts.items()},
            "profiles": self.profiles,
            "last_id": self._last_id,
        }

    def load(self, data: Json) -> None:
        self._clear()
        self.endpoint, self.manifest = data["endpoint"], data["manifest"]
        self.key = SigningKey(data["key"])
        self.settings = Settings(**_known(data["settings"]))
        self.conversations = {one["id"]: Conversation(**one) for one in data["conversations"]}
        for one in data["messages"]:
            self.messages.setdefault(one["conversation"], {})[one["id"]] = Message(**one)
        self.dialogs = {person: Dialog(**dialog) for person, dialog in data["dialogs"].items()}
        self.drafts = {person: Draft(**draft) for person, draft in data.get("drafts", {}).items()}
        self.profiles = data["profiles"]
        self._last_id = data["last_id"]


def _known(data: Json) -> dict[str, Any]:
    names = {one.name for one in fields(Settings)}
    return {key: value for key, value in data.items() if key in names}
