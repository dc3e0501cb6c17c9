"""The buttons by which staff decide what becomes of awards, and of each other's orders."""

from __future__ import annotations

import discord

from bot.reputation.holds.case import Decision
from bot.reputation.holds.service import CARD_JOB, Shown
from cogs.texts import cases
from cogs.texts import holds as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply
from cogs.ui.subjects import id_in


class LetGoButton(ActionButton, action="rep-case:let-go"):
    """These awards stay, or count again. Subject: the case."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.cases.decide(id_in(self.subject), Decision.LET_GO, by=actor(interaction))
        await _say(interaction, self.subject, Decision.LET_GO)


class ReverseButton(ActionButton, action="rep-case:reverse"):
    """All of them are taken back. Subject: the case."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.cases.decide(
            id_in(self.subject), Decision.REVERSED, by=actor(interaction)
        )
        await _say(interaction, self.subject, Decision.REVERSED)


class ConfirmButton(ActionButton, action="rep-case:confirm"):
    """A second member of staff agrees with an order. Subject: the case."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.orders.confirm(
            id_in(self.subject), Decision.CONFIRMED, by=actor(interaction)
        )
        await _say(interaction, self.subject, Decision.CONFIRMED)


class DeclineButton(ActionButton, action="rep-case:decline"):
    """A second member of staff does not. Subject: the case."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.client.services.orders.confirm(
            id_in(self.subject), Decision.DECLINED, by=actor(interaction)
        )
        await _say(interaction, self.subject, Decision.DECLINED)


BUTTONS = (LetGoButton, ReverseButton, ConfirmButton, DeclineButton)


def card_view(t: Language, shown: Shown) -> discord.ui.View | None:
    """What staff may press while there is something to decide."""
    case = shown.case
    if not shown.can_be_decided:
        return None
    if case.order is not None:
        return view(
            ConfirmButton(case.id, label=cases.button_confirm(t), style=discord.ButtonStyle.success),
            DeclineButton(case.id, label=cases.button_decline(t)),
        )
    return view(
        LetGoButton(case.id, label=cases.button_let_go(t, shown), style=discord.ButtonStyle.success),
        ReverseButton(case.id, label=cases.button_reverse(t), style=discord.ButtonStyle.danger),
    )


def own_custom_ids(case_id: int) -> tuple[str, ...]:
    """By which its card is known again."""
    return tuple(f"{button.action}:{case_id}" for button in BUTTONS)


async def _say(interaction: Interaction, subject: str, decision: Decision) -> None:
    said = reply(interaction, texts.decided(reader(interaction), decision))
    await regardless(said, lambda: interaction.client.services.jobs.run(CARD_JOB, id_in(subject)))
