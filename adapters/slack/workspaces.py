"""The workspaces we speak in: one by a configured token, or every one that installed the app."""

from dataclasses import dataclass
from typing import Protocol

from adapters.slack.calls import Calls
from adapters.slack.parse.ask import Here
from core.people.installations.model import Installation
from core.people.installations.ports import Installations
from core.shared.errors import ClearhourError
from core.shared.transaction import Transactions


class NotInstalled(ClearhourError):
    """This workspace has no token of ours (any more): whatever was to be said there can't be."""

    code = "slack_not_installed"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Who and where we are, and the calls that speak there."""

    here: Here
    calls: Calls


class Workspaces(Protocol):
    """Finds the workspace that a request came from, or that a message goes to."""

    async def of(self, team: str) -> Workspace:
        """Raises NotInstalled, ChatUnavailable, OperatorNeeded."""

    def left(self, team: str) -> None:
        """The workspace took the app out: its token is dead from now on."""

    async def start(self) -> str:
        """Proves what can be proved before the first request; what to log. Raises OperatorNeeded, ChatUnavailable."""


class OneWorkspace:
    """Implements Workspaces by one configured token. Every team is answered: the app is installed in this one only, and
    people of others whom it meets in shared channels are found by it."""

    def __init__(self, token: str, api_url: str) -> None:
        self.calls = Calls(token, api_url)
        self._workspace: Workspace | None = None
        self._is_out = False

    async def of(self, team: str) -> Workspace:  # noqa: ARG002 - the port's own
        if self._is_out:
            raise NotInstalled
        if self._workspace is None:
            self._workspace = Workspace(await self.calls.here(), self.calls)
        return self._workspace

    def left(self, team: str) -> None:  # noqa: ARG002 - the port's own
        """Until the program starts again: with a new token, or it says that the old one is refused."""
        self._is_out = True

    async def start(self) -> str:
        return (await self.of("")).here.team


class ManyWorkspaces:
    """Implements Workspaces by what was installed. Read at every use, as another process may have installed it."""

    def __init__(self, installations: Installations, transactions: Transactions, api_url: str) -> None:
        self._installations = installations
        self._transactions = transactions
        self._api_url = api_url
        self._known: dict[str, tuple[Installation, Workspace]] = {}

    async def of(self, team: str) -> Workspace:
        async with self._transactions.read() as tx:
            found = await self._installations.get(tx, team)
        if found is None:
            self._known.pop(team, None)
            raise NotInstalled
        known = self._known.get(team)
        if known is None or known[0] != found:
            here = Here(found.workspace, found.bot_user, found.url)
            known = (found, Workspace(here, Calls(found.token, self._api_url)))
            self._known[team] = known
        return known[1]

    def left(self, team: str) -> None:
        """Its row goes in the transaction that ends everything else."""

    async def start(self) -> str:
        """Nothing to prove: a token that is refused is one workspace's trouble."""
        async with self._transactions.read() as tx:
            return f"{len(await self._installations.all(tx))} workspaces"
