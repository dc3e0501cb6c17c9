"""The form in which staff say why: nothing in the ledger is changed without a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.errors import BotAward, NotStaff
from bot.forms.refused import RefusedForm
from bot.reputation.holds.case import REASON_LENGTH, Action
from bot.reputation.holds.orders import Ordered
from bot.reputation.holds.refused import AwardGone, NoPoints, OnOneself, UnknownAward
from bot.reputation.holds.service import CARD_JOB
from cogs.texts import holds as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply
from cogs.ui.subjects import ID, id_in

REASON = "reason"


class ReasonForm(
    ActionForm[Ordered],
    action="rep:reason",
    subject=rf"adjust\.{ID}\.-?\d{{1,4}}|(reverse|hold|release)\.{ID}",
):
    """Subject: `adjust.<member>.<points>`, or what is to be done and `.<award>`."""

    opens_again_unless = (NotStaff, BotAward, OnOneself, NoPoints, UnknownAward, AwardGone)

    def __init__(self, t: Language, subject: str, typed: str | None = None) -> None:
        action, _, points = _parts(subject)
        title = texts.title_adjust(t, points) if action is Action.ADJUST else texts.title_act(t, action)
        super().__init__(subject, title=title)
        box = discord.ui.TextInput[Any](
            custom_id=REASON,
            style=discord.TextStyle.paragraph,
            max_length=REASON_LENGTH,
            default=typed,
        )
        self.add_item(discord.ui.Label(text=texts.ask_reason(t), description=texts.hint_reason(t), component=box))

    @classmethod
    async def opened(cls, interaction: Interaction, subject: str, typed: str | None = None) -> ReasonForm:
        """The form, for who may send it. Raises what keeps them from that."""
        orders, (action, target, points) = interaction.client.services.orders, _parts(subject)
        if action is Action.ADJUST:
            await orders.may_adjust(target, points, by=actor(interaction))
        else:
            await orders.may_act(action, target, by=actor(interaction))
        return cls(reader(interaction), subject, typed)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> ReasonForm:
        return await cls.opened(interaction, refused.subject, "".join(refused.values.get(REASON, ())))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ordered:
        orders, (action, target, points) = interaction.client.services.orders, _parts(subject)
        reason, by = filled.text(REASON), actor(interaction)
        if action is Action.ADJUST:
            return await orders.adjust(target, points, reason, interaction.id, by=by)
        return await orders.act(action, target, reason, interaction.id, by=by)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ordered) -> None:
        said, case = reply(interaction, texts.ordered(reader(interaction), result)), result.case
        if case is None:
            await said
        else:
            await regardless(said, lambda: interaction.client.services.jobs.run(CARD_JOB, case.id))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {REASON: texts.ask_reason(reader(interaction))}


def _parts(subject: str) -> tuple[Action, int, int]:
    """What is to be done, with whom or which award, and how many points."""
    action, target, *points = subject.split(".")
    return Action(action), id_in(target), int(points[0]) if points else 0
