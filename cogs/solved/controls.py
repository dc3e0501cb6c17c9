"""The buttons of the line that points a question to a solved one."""

from __future__ import annotations

from bot.solved.owed import POINT_JOB
from cogs.texts import solved as texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply
from cogs.ui.subjects import id_in


class HelpedButton(ActionButton, action="solved:helped"):
    """Who asked says that it helped. Subject: the pointer."""

    async def press(self, interaction: Interaction) -> None:
        services, pointer_id = interaction.client.services, id_in(self.subject)
        await services.pointing.helped(pointer_id, by=actor(interaction))
        said = reply(interaction, texts.helped_said(reader(interaction)))
        await regardless(said, lambda: services.jobs.run(POINT_JOB, pointer_id))


class NotItButton(ActionButton, action="solved:not-it"):
    """Who asked, or staff, say that it is something else. Subject: the pointer."""

    async def press(self, interaction: Interaction) -> None:
        services, pointer_id = interaction.client.services, id_in(self.subject)
        asker_id = await services.pointing.not_it(pointer_id, by=actor(interaction))
        is_own = asker_id == interaction.user.id
        said = reply(interaction, texts.not_it_said(reader(interaction), asker_id, is_own=is_own))
        await regardless(said, lambda: services.jobs.run(POINT_JOB, pointer_id))
