"""`/rep simulate`: staff see who would move under other numbers, before they adopt them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.errors import NotStaff
from bot.forms.refused import RefusedForm
from bot.reputation.boards.moves import typed
from bot.reputation.boards.simulating import Simulated
from cogs.reputation.group import rep
from cogs.texts import simulations as texts
from cogs.texts.commands import described
from cogs.texts.forms import DESCRIPTION, listed
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.style import BRAND

POINTS, LIMITS = "points", "limits"
LONGEST = 1000
MOST = 20


class SimulateForm(ActionForm[Simulated], action="rep:simulate", subject="all"):
    """Asks for the numbers, which stand in it as they are."""

    opens_again_unless = (NotStaff,)

    def __init__(self, t: Language, points: str, limits: str) -> None:
        super().__init__("all", title=texts.simulation_title(t))
        for name, label, text in ((POINTS, texts.ask_points(t), points), (LIMITS, texts.ask_limits(t), limits)):
            box = discord.ui.TextInput[Any](
                custom_id=name,
                style=discord.TextStyle.paragraph,
                required=False,
                max_length=LONGEST,
                default=text[:LONGEST] or None,
            )
            self.add_item(discord.ui.Label(text=label, description=texts.hint(t), component=box))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Simulated:
        return await interaction.client.services.simulating.simulate(
            filled.text(POINTS), filled.text(LIMITS), by=actor(interaction)
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Simulated) -> None:
        await reply(interaction, embed=_shown(reader(interaction), result))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> SimulateForm:
        _require_staff(interaction)
        return cls(reader(interaction), *("".join(refused.values.get(one, ())) for one in (POINTS, LIMITS)))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {POINTS: texts.ask_points(t), LIMITS: texts.ask_limits(t)}


@rep.command(name="simulate", description=described(texts.about_simulate))
async def simulate(interaction: Interaction) -> None:
    """A form with the numbers of config.yaml."""
    _require_staff(interaction)
    now = interaction.client.services.simulating.policy
    await open_form(interaction, SimulateForm(reader(interaction), typed(now.points), typed(now.limits)))


def _require_staff(interaction: Interaction) -> None:
    if not actor(interaction).is_staff:
        raise NotStaff


def _shown(t: Language, found: Simulated) -> discord.Embed:
    lines = [texts.moved(t, one) for one in found.moves]
    said = [texts.summary(t, found), *([listed(t, lines, MOST, DESCRIPTION - 500)] if lines else [])]
    return discord.Embed(title=texts.simulation_title(t), description="\n\n".join(said), colour=BRAND).set_footer(
        text=texts.nothing_stored(t)
    )
