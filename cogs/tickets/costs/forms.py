"""The form in which staff say what a ticket cost that is resolved already, or say it anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.tickets.costs.cost import Estimate
from bot.tickets.ticket import Ticket
from cogs.texts import costs as texts
from cogs.texts.language import Language
from cogs.tickets.costs.asking import Question, estimated, labels, questions
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.subjects import ID, id_in


class CostForm(ActionForm[tuple[Ticket, Estimate]], action="ticket:cost", subject=ID):
    """What a ticket cost; with nothing filled in, what was said is taken back. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket, asked: Sequence[Question]) -> None:
        super().__init__(ticket.id, title=texts.title_cost(t, ticket))
        for question in asked:
            self.add_item(question)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> tuple[Ticket, Estimate]:
        costs, estimate = interaction.client.services.costs, estimated(filled)
        return await costs.say(id_in(subject), estimate, by=actor(interaction)), estimate

    @classmethod
    async def kept(cls, interaction: Interaction, result: tuple[Ticket, Estimate]) -> None:
        await reply(interaction, texts.said(reader(interaction), *result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return labels(reader(interaction))


async def begin_cost(interaction: Interaction, ticket: Ticket) -> None:
    """Show what is said of its last resolution. Raises what `Costs.said` raises."""
    bot, t = interaction.client, reader(interaction)
    said = await bot.services.costs.said(ticket.id, by=actor(interaction))
    await open_form(interaction, CostForm(t, ticket, await questions(t, bot, ticket, said, is_anew=True)))
