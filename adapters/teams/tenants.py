"""Whose Teams may talk to us, and the kind refusal for everybody else's."""

from dataclasses import dataclass

from adapters.edge.dialogue import FALLBACK_READER
from adapters.edge.log import Log, facts
from adapters.edge.tasks import Tasks
from adapters.teams import invoke
from adapters.teams.calls import Calls
from adapters.teams.http import Json
from adapters.teams.parse.ask import reader
from adapters.teams.parse.payloads import Activity
from adapters.teams.routes import Routes
from core.dialogue.screens import UserText, say
from core.dialogue.texts import Words
from core.shared.clock import Clock
from core.shared.errors import ClearhourError

ANY = "*"


@dataclass(frozen=True, slots=True)
class Tenants:
    """Our own tenant, and those that may talk to us besides; ANY: each that installed the app."""

    own: str
    others: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, own: str, others: str) -> "Tenants":
        return cls(own.casefold(), frozenset(one.strip().casefold() for one in others.split(",") if one.strip()))

    async def admit(self, found: Activity, routes: Routes) -> bool:
        """Of one tenant for certain: whether it may talk to us. Without a tenant of our own (development) all may."""
        tenant = next(iter(found.tenants), "")
        if not self.own or tenant == self.own or tenant in self.others:
            return True
        if ANY not in self.others:
            return False
        return found.type == "installationUpdate" or (await routes.get(routes.bot(tenant))).installs > 0


class Refusing:
    """Says why there is no answer, and what would help, where the person asked."""

    def __init__(self, *, calls: Calls, tasks: Tasks, clock: Clock, log: Log) -> None:
        self._calls = calls
        self._tasks = tasks
        self._clock = clock
        self._log = log

    def answer(self, found: Activity) -> Json | None:
        """The answer to an invoke; a message, or a first word, is answered in its conversation."""
        self._log.warning("teams.tenant_refused", kind=found.type)
        words = Words(reader(found) or FALLBACK_READER, self._clock.now())
        text = words.say(say("private.tenant_refused", tenant=UserText(next(iter(found.tenants), ""))))
        if found.type == "invoke":
            return invoke.says(text) if found.name == "adaptiveCard/action" else invoke.tells(text)
        asked = found.type == "message" or (found.type == "installationUpdate" and found.action == "add")
        if asked and found.conversation.id:
            self._tasks.start(self._say(found, text))
        return None

    async def _say(self, found: Activity, text: str) -> None:
        conversation, thread = found.place
        try:
            await self._calls.post(found.service_url, conversation, text, thread)
        except ClearhourError as error:
            self._log.warning("teams.refusal_not_said", **facts(error))
