"""Who may see when a person is free: what holds, the form, and what it saves."""

from core.configuration.model import Preferences, SeenBy
from core.configuration.rules import Rules
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import FindAnswers
from core.dialogue.commands import Named
from core.dialogue.screens import Action, Names, PersonChoice, UserText, say
from core.dialogue.screens.settings import ChoiceField, PeopleField, SettingsForm, SettingsPart
from core.dialogue.settings_commands import OpenSharing, SaveSharing
from core.people.model import Invitee
from core.shared.errors import InvalidChoice

SEEN_BY = {
    SeenBy.ORGANISATION: say("sharing.organisation"),
    SeenBy.CHOSEN: say("sharing.chosen"),
    SeenBy.NOBODY: say("sharing.nobody"),
}


class SharingAnswers:
    """The form and what it saves."""

    def __init__(self, *, rules: Rules, finding: FindAnswers) -> None:
        self._rules = rules
        self._finding = finding

    def form(self, asker: Asker, chosen: Preferences) -> SettingsForm:
        options = tuple((value.value, words) for value, words in SEEN_BY.items())
        people = [(_named(asker, one), one) for one in chosen.shown_to]
        listed = tuple(PersonChoice(named, UserText(one.name)) for named, one in people if named is not None)
        return SettingsForm(
            "sharing.form.title",
            (say("sharing.form.note"),),
            (ChoiceField("seen_by", "sharing.form.seen_by", options, chosen.seen_by.value), PeopleField(listed)),
            SaveSharing(),
        )

    async def save(self, asker: Asker, command: SaveSharing) -> None:
        """Who was chosen stays chosen while everybody or nobody may see. Raises InvalidChoice, NotConnected."""
        seen_by = SeenBy(command.seen_by)
        people = await self._finding.invitees(asker.person, asker.user, command.people)
        if seen_by is SeenBy.CHOSEN and not people:
            raise InvalidChoice("people", "sharing.no_people")
        await self._rules.set_sharing(asker.person, seen_by, people)


def sharing_part(chosen: Preferences) -> SettingsPart:
    """What holds now."""
    lines = [SEEN_BY[chosen.seen_by]]
    if chosen.seen_by is SeenBy.CHOSEN:
        lines.append(say("sharing.people", names=Names(tuple(UserText(one.name) for one in chosen.shown_to))))
    change = Action(say("action.change"), OpenSharing(), name=say("settings.name.sharing"))
    return SettingsPart(say("sharing.heading"), tuple(lines), (change,))


def _named(asker: Asker, one: Invitee) -> Named | None:
    """As the asker's chat names them; by address from the other chat."""
    user = one.user
    if user is not None and (user.platform, user.workspace) == (asker.user.platform, asker.user.workspace):
        return Named("user", user.user)
    return Named("address", one.address) if one.address else None
