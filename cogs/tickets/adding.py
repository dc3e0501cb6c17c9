"""A question whose asker has a ticket of the type already: it is added to that, unless another one is wanted."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.errors import UnknownQuestion
from bot.faq.question import Outcome, Question
from bot.tickets.owed import SETTLE_QUESTION_JOB
from bot.tickets.ticket import ORIGIN, QUOTED, Detail, Ticket
from cogs.texts import last_chances as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.forms import message_link
from cogs.texts.language import ENGLISH
from cogs.tickets.answering import way_there
from cogs.tickets.contact import heal
from cogs.tickets.conversation import around
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, redraw_again, regardless, reply
from cogs.ui.subjects import id_in


class AddQuestionButton(ActionButton, action="ticket:add"):
    """The question goes into a ticket of its asker. Subject: `<question>.<ticket>`."""

    async def press(self, interaction: Interaction) -> None:
        services, by = interaction.client.services, actor(interaction)
        question_id, _, ticket_id = self.subject.partition(".")
        question = await services.showing.question(id_in(question_id), interaction.guild_id or 0)
        if question.outcome is Outcome.REMOVED:
            raise UnknownQuestion
        services.tickets.allow(question.asker_id, by=by)
        link = message_link(question.guild_id, question.channel_id, question.message_id)
        asked_in = Detail(ticket_texts.label_asked_in(ENGLISH), link, field_id=ORIGIN)
        said = await around(interaction.client, question)
        ticket = await services.adding.add(
            id_in(ticket_id),
            (said or Detail(asked_in.label, question.text or "", field_id=QUOTED), asked_in),
            requester_id=question.asker_id,
            question_id=question.id,
            by=by,
        )
        await say_added(interaction, ticket, id_in(ticket_id), question.asker_id)
        await services.jobs.run(SETTLE_QUESTION_JOB, question.id)


async def offer(
    interaction: Interaction, question: Question, live: Sequence[Ticket], others: Sequence[ActionButton]
) -> None:
    """Ask what shall become of the question: it goes into one of these tickets, or `others` are pressed."""
    t = reader(interaction)
    adding = [
        AddQuestionButton(
            f"{question.id}.{ticket.id}",
            label=texts.button_add(t, ticket.number),
            style=discord.ButtonStyle.primary,
        )
        for ticket in live
    ]
    said = texts.has_open_ticket(t, live, question.asker_id, is_own=question.asker_id == interaction.user.id)
    await reply(interaction, said, view=view(*adding, *others))


async def say_added(interaction: Interaction, ticket: Ticket, meant_id: int, author_id: int) -> None:
    """In place of what offered it; and in the ticket's thread and on its card. The ticket that was meant may go on in this
    one by now.
    """
    t, is_own = reader(interaction), author_id == interaction.user.id
    await interaction.client.services.delivery.doubted(
        ticket.id
    )  # they may have left the server since, and come back
    if ticket.id != meant_id:
        meant = await interaction.client.services.tickets.get(meant_id)
        done = texts.added_elsewhere(t, meant, ticket)
    else:
        done = texts.added(t, ticket) if is_own else texts.added_for(t, ticket)
    said = redraw(interaction, content=done, embeds=[], view=await way_there(interaction, ticket))
    if await regardless(said, lambda: heal(interaction.client, ticket)):
        await redraw_again(interaction, ticket_texts.shown_later(t, done, ticket))
