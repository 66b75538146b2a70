"""admin: only for who the chat says is one, at the moment of each use; everything is about their own workspace."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from core.administration.governing import Governing
from core.administration.ports import Admins
from core.availability import Hours
from core.availability.hours import WEEKDAYS
from core.configuration.model import SeenBy
from core.configuration.workspace import Defaults
from core.dialogue.admin_commands import (
    AllowTenant,
    DisconnectPerson,
    OpenDefaultHours,
    OpenDefaults,
    OpenPeople,
    OpenTenant,
    PickPerson,
    RemoveTenant,
    SaveDefaultHours,
    SaveDefaults,
    ShowAdmin,
    ShowAudit,
)
from core.dialogue.answers.admin_cards import (
    admin_card,
    asking_person,
    asking_tenant,
    audit_card,
    people_form,
    tenant_form,
)
from core.dialogue.answers.admin_defaults import default_hours_form, defaults_form
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.language import chosen_language
from core.dialogue.answers.routing import Answer, Forms, Routes
from core.dialogue.answers.settings_fields import typed_quiet, typed_week
from core.dialogue.catalogue.translations import SOURCE
from core.dialogue.commands import Command, ShowHelp
from core.dialogue.screens import Action, AdminCard, Line, Names, NewsCard, Screen, Text, UserText, say
from core.dialogue.screens.settings import SettingsForm
from core.people.model import PersonId, Platform
from core.shared.errors import ClearhourError, InvalidChoice

ADMIN_OPENS: tuple[type[Command], ...] = (OpenDefaults, OpenDefaultHours, OpenTenant, OpenPeople)
NAMED_MOST = 3


class AdminAnswers:
    """Whoever is no admin reads whom to ask."""

    def __init__(self, *, governing: Governing, admins: Mapping[Platform, Admins], finding: FindAnswers) -> None:
        self._governing = governing
        self._admins = admins
        self._finding = finding

    @property
    def routes(self) -> Routes:
        """They raise ChatUnavailable when the chat doesn't say who is an admin, InvalidChoice for fields of forms."""
        answers: Routes = {
            ShowAdmin: lambda asker, _: self._card(asker),
            **dict.fromkeys(ADMIN_OPENS, lambda asker, _: self._card(asker)),
            SaveDefaults: self._save_defaults,
            SaveDefaultHours: self._save_hours,
            AllowTenant: self._allow,
            RemoveTenant: self._remove,
            PickPerson: self._pick,
            DisconnectPerson: self._disconnect,
            ShowAudit: lambda asker, _: self._audit(asker),
        }
        return {command: self._guarded(answer) for command, answer in answers.items()}

    async def is_admin(self, asker: Asker) -> bool:
        """Raises ChatUnavailable."""
        known = self._admins.get(asker.user.platform)
        return known is not None and await known.is_admin(asker.user)

    async def may_be_shown(self, asker: Asker) -> bool:
        """The same for who only looks what there is: a chat that doesn't answer says no."""
        with suppress(ClearhourError):
            return await self.is_admin(asker)
        return False

    @property
    def forms(self) -> Forms:
        return dict.fromkeys(ADMIN_OPENS, self.form)

    async def form(self, asker: Asker, command: Command) -> SettingsForm | Line:
        """The form for one of ADMIN_OPENS."""
        if not await self.is_admin(asker):
            return await self._refused(asker)
        if isinstance(command, OpenDefaults):
            return defaults_form(await self._governing.defaults(asker.user.where))
        if isinstance(command, OpenDefaultHours):
            return default_hours_form(await self._governing.defaults(asker.user.where))
        if isinstance(command, OpenTenant):
            return tenant_form(await self._governing.tenants(asker.user.where))
        return people_form()

    def _guarded(self, answer: Answer) -> Answer:
        async def guarded(asker: Asker, command: Command) -> Screen | None:
            return await answer(asker, command) if await self.is_admin(asker) else await self._refused(asker)

        return guarded

    async def _refused(self, asker: Asker) -> Line:
        names: tuple[str, ...] = ()
        with suppress(ClearhourError):
            names = await self._admins[asker.user.platform].named(asker.user.where)
        known = tuple(UserText(name) for name in names[:NAMED_MOST])
        words = say("admin.refused_ask", names=Names(known)) if known else say("admin.refused")
        return Line(words, Action(say("action.help"), ShowHelp()))

    async def _card(self, asker: Asker, saved: Text | None = None) -> AdminCard:
        here = asker.user.where
        defaults, tenants = await self._governing.defaults(here), await self._governing.tenants(here)
        return admin_card(asker, defaults, tenants, await self._governing.health(here), saved)

    async def _save_defaults(self, asker: Asker, command: SaveDefaults) -> AdminCard:
        quiet = typed_quiet("quiet", command.quiet)
        said = chosen_language(command.language)
        language = "" if said == SOURCE else said

        def decided(before: Defaults) -> Defaults:
            return replace(
                before,
                read_only_first=command.access == "read",
                one_tap=command.booking == "one_tap",
                seen_by=SeenBy(command.seen_by),
                duration_minutes=command.duration_minutes,
                step_minutes=command.step_minutes,
                minimum_notice_minutes=command.notice_minutes,
                quiet_from_minute=quiet[0],
                quiet_to_minute=quiet[1],
                language=language,
            )

        return await self._decided(asker, decided)

    async def _save_hours(self, asker: Asker, command: SaveDefaultHours) -> AdminCard:
        """Raises InvalidChoice also for a week without any hours: nobody there could be booked."""
        hours = Hours(typed_week(command))
        if not hours.weekdays:
            raise InvalidChoice(WEEKDAYS[0], "settings.no_hours")
        first = command.first == "ours"
        return await self._decided(asker, lambda before: replace(before, hours=hours, hours_first=first))

    async def _decided(self, asker: Asker, change: Callable[[Defaults], Defaults]) -> AdminCard:
        await self._governing.change_defaults(asker.person, asker.user.where, change)
        return await self._card(asker, say("admin.defaults_saved"))

    async def _allow(self, asker: Asker, command: AllowTenant) -> AdminCard:
        await self._governing.allow_tenant(asker.person, asker.user.where, command.tenant)
        return await self._card(asker, say("admin.tenant_added"))

    async def _remove(self, asker: Asker, command: RemoveTenant) -> AdminCard | NewsCard:
        here = asker.user.where
        chosen = (await self._governing.tenants(here)).chosen
        if chosen == {command.tenant} and not command.confirmed:
            return asking_tenant(command.tenant)
        await self._governing.remove_tenant(asker.person, here, command.tenant)
        return await self._card(asker, say("admin.tenant_removed"))

    async def _pick(self, asker: Asker, command: PickPerson) -> NewsCard:
        """Raises InvalidChoice("people") unless it is one colleague who is known here."""
        found = await self._finding.invitees(asker.person, asker.user, command.people)
        if len(found) != 1:
            raise InvalidChoice("people", "admin.pick_one")
        if found[0].person is None:
            raise InvalidChoice("people", "admin.not_connected_pick")
        return await self._asked(asker, found[0].person)

    async def _disconnect(self, asker: Asker, command: DisconnectPerson) -> AdminCard | NewsCard:
        person = PersonId(command.person)
        if not command.confirmed:
            return await self._asked(asker, person)
        gone = await self._governing.disconnect(asker.person, asker.user.where, person)
        key = "admin.disconnecting" if gone.accounts else "admin.nothing_connected"
        return await self._card(asker, say(key, name=UserText(gone.name)))

    async def _asked(self, asker: Asker, person: PersonId) -> NewsCard:
        return asking_person(await self._governing.member(asker.user.where, person))

    async def _audit(self, asker: Asker) -> AdminCard:
        return audit_card(asker, await self._governing.lines(asker.user.where))
