"""Asks the members and helpers about a question: the button, wherever it stands, and what it does."""

from __future__ import annotations

from bot.faq.owed import ANSWER_JOB, HAND_OVER_JOB
from bot.faq.question import Question
from cogs.texts import faq as texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.subjects import id_in


class CommunityButton(ActionButton, action="faq:community"):
    """Members and helpers are asked. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        await ask_community(
            interaction,
            await interaction.client.services.showing.question(id_in(self.subject), interaction.guild_id or 0),
        )


def community_button(interaction: Interaction, question: Question) -> list[CommunityButton]:
    """Where others can read the question: they are asked at it."""
    if question.is_direct:
        return []
    return [CommunityButton(question.id, label=texts.button_ask_community(reader(interaction)), emoji="💬")]


async def ask_community(interaction: Interaction, question: Question) -> None:
    """Take the question to the members and helpers, and say so."""
    services = interaction.client.services
    await services.pressing.hand_over(question.id, by=actor(interaction), to_community=True)
    failure = await services.jobs.run(HAND_OVER_JOB, question.id)
    await services.jobs.run(ANSWER_JOB, question.id)
    await reply(interaction, texts.community_asked(reader(interaction), is_late=failure is not None))
