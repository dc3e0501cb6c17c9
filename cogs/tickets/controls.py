"""The buttons of tickets. They know only an id; the database knows the rest, however old the message is."""

from __future__ import annotations

import discord

from bot.errors import UnknownQuestion
from bot.faq.question import Outcome
from bot.ticket_errors import UnknownMessage
from bot.ticket_types import TicketType
from bot.tickets.lifecycle import is_asked_before_closing, is_asked_what_solved_it, require_work
from bot.tickets.reading import toward
from bot.tickets.request import Source
from bot.tickets.ticket import Ticket
from bot.visible import is_blank
from cogs.community import community_button
from cogs.texts import last_chances
from cogs.texts import tickets as texts
from cogs.texts.language import Language
from cogs.tickets import adding
from cogs.tickets.answering import point_to_community, show
from cogs.tickets.contact import heal, healing, leading, named
from cogs.tickets.conversation import around, with_conversation
from cogs.tickets.costs.asking import questions
from cogs.tickets.decisions import CloseForm, PriorityForm, ResolveForm, WaitForm
from cogs.tickets.forms import EscalatedForm, TicketForm
from cogs.tickets.kept import take_up
from cogs.tickets.quoting import files_of, quoted
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import id_in
from cogs.ui.written import text_of

BUTTONS_A_VIEW = 25


class NewButton(ActionButton, action="ticket:new"):
    """Opens the form of a ticket type. Subject: `<type>` or `<type>.<question>`."""

    async def press(self, interaction: Interaction) -> None:
        type_id, _, question_id = self.subject.partition(".")
        await begin(interaction, type_id, id_in(question_id) if question_id else None)


class AnotherButton(ActionButton, action="ticket:another"):
    """The form of the type, although a ticket of it is open. Subject: `<type>.<question>`."""

    async def press(self, interaction: Interaction) -> None:
        type_id, _, question_id = self.subject.partition(".")
        await begin(interaction, type_id, id_in(question_id), is_another=True)


class EscalateButton(ActionButton, action="ticket:escalate"):
    """Opens the form of a ticket type for the author of a message here. Subject: `<type>.<message>`."""

    async def press(self, interaction: Interaction) -> None:
        type_id, _, message_id = self.subject.partition(".")
        tickets = interaction.client.services.tickets
        kind = tickets.for_staff(type_id)
        channel = interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            raise UnknownMessage
        try:
            message = await channel.fetch_message(id_in(message_id))
        except discord.NotFound:
            raise UnknownMessage from None
        author, t = message.author, reader(interaction)
        tickets.allow(author.id, is_bot=author.bot, by=actor(interaction))
        async with leading(interaction.client):
            await tickets.may_open(interaction.guild_id or 0, author.id, kind.id, by=actor(interaction))
        text = text_of(message) or texts.what_has_no_text(
            t, [file.filename for file in files_of(message)], is_forwarded=bool(message.message_snapshots)
        )
        kept = await with_conversation(interaction.client, message, quoted(message))
        await tickets.keep(interaction.guild_id or 0, Source(channel.id, message.id), kept, author.id)
        form = EscalatedForm(
            t,
            kind,
            f"{kind.id}.{message.id}.{author.id}",
            text=text,
            on_behalf=author.id != interaction.user.id,
        )
        await open_form(interaction, form)


class ClaimButton(ActionButton, action="ticket:claim"):
    """Staff take the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await interaction.client.services.tickets.claim(id_in(self.subject), by=actor(interaction))
            await show(interaction, ticket, texts.claimed(reader(interaction), ticket))


class ReleaseButton(ActionButton, action="ticket:release"):
    """Staff put the ticket back."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await interaction.client.services.tickets.release(id_in(self.subject), by=actor(interaction))
            await show(interaction, ticket, texts.released(reader(interaction), ticket))


class ResolveButton(ActionButton, action="ticket:resolve"):
    """Staff are asked what solved it; the requester just says that it is solved."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_resolve(interaction, await named(interaction, self.subject))


class PriorityButton(ActionButton, action="ticket:priority"):
    """Staff set another priority, and are asked why."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_priority(interaction, await named(interaction, self.subject))


class CloseButton(ActionButton, action="ticket:close"):
    """Nobody writes any more; the requester is asked if they mean it."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_close(interaction, await named(interaction, self.subject))


class WaitButton(ActionButton, action="ticket:wait"):
    """Staff say whose turn it is."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_wait(interaction, await named(interaction, self.subject))


class ReopenButton(ActionButton, action="ticket:reopen"):
    """Not solved after all."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)), leading(interaction.client):
            ticket = await interaction.client.services.tickets.reopen(id_in(self.subject), by=actor(interaction))
            await show(interaction, ticket, texts.reopened(reader(interaction), ticket))


BUTTONS = (
    NewButton,
    AnotherButton,
    EscalateButton,
    ClaimButton,
    ReleaseButton,
    ResolveButton,
    PriorityButton,
    CloseButton,
    WaitButton,
    ReopenButton,
)


async def begin(
    interaction: Interaction,
    type_id: str,
    question_id: int | None = None,
    *,
    is_another: bool = False,
) -> None:
    """Show the form of the type, prefilled with the question if there is one; or point to the community.

    Where a ticket of the type is open already, and it need not be another, the question can be added to that, or the
    community be asked.
    """
    services = interaction.client.services
    kind, t = services.tickets.type(type_id), reader(interaction)
    if kind.goes_to == "community":
        await point_to_community(interaction, kind)
        return
    guild_id, question = interaction.guild_id or 0, None
    if question_id is not None:
        question = await services.showing.question(question_id, guild_id)
        if question.outcome is Outcome.REMOVED:
            raise UnknownQuestion  # its words are gone, and the form would open without them
    requester_id = question.asker_id if question else interaction.user.id
    by = actor(interaction)
    services.tickets.allow(requester_id, by=by)
    knows_them = by.id == requester_id or kind.id not in by.barred
    if question is not None and await take_up(interaction, question.channel_id, requester_id, kind.id):
        return
    if question is not None and not is_another and knows_them:
        live = await services.adding.possible(guild_id, requester_id, kind.id, by=by)
        if live:
            own = [ticket for ticket in live if (ticket.requester_id, ticket.type_id) == (requester_id, kind.id)]
            has_room = len(own) < kind.max_open
            subject, label = f"{kind.id}.{question.id}", last_chances.button_another(t)
            another = [AnotherButton(subject, label=label)] if has_room else []
            others = [*another, *community_button(interaction, question)]
            await adding.offer(interaction, question, live, others)
            return
    async with leading(interaction.client):
        await services.tickets.may_open(guild_id, requester_id, kind.id, by=actor(interaction))
    if question is None:
        await open_form(interaction, TicketForm(t, kind, kind.id))
        return
    on_behalf = question.asker_id != interaction.user.id
    subject, said = f"{kind.id}.{question.id}", await around(interaction.client, question)
    if said is not None:
        source = Source(question.channel_id, question.message_id)
        await services.tickets.keep(guild_id, source, said, question.asker_id)
        subject += ".1"
    await open_form(interaction, TicketForm(t, kind, subject, text=question.text or "", on_behalf=on_behalf))


async def begin_resolve(interaction: Interaction, ticket: Ticket) -> None:
    """Show the form, or resolve the ticket for who is asked nothing."""
    by, t, bot = actor(interaction), reader(interaction), interaction.client
    if is_asked_what_solved_it(ticket, by):
        await open_form(interaction, ResolveForm(t, ticket, await questions(t, bot, ticket)))
        await heal(bot, ticket)
        return
    ticket = await bot.services.tickets.resolve(ticket.id, by=by)
    await show(interaction, ticket, texts.resolved(t, ticket))


async def begin_priority(interaction: Interaction, ticket: Ticket) -> None:
    """Show the form to staff."""
    require_work(ticket, actor(interaction))
    await open_form(interaction, PriorityForm(reader(interaction), ticket))
    await heal(interaction.client, ticket)


async def begin_close(interaction: Interaction, ticket: Ticket, reason: str = "") -> None:
    """Ask the requester if they mean it, or close the ticket for who is asked nothing."""
    by, t = actor(interaction), reader(interaction)
    if is_asked_before_closing(ticket, by):
        await interaction.client.services.tickets.may_close(by=toward(ticket, by))
        days = interaction.client.config.tickets.auto_close_days
        await open_form(interaction, CloseForm(t, ticket, reason, days=days))
        await heal(interaction.client, ticket)
        return
    note = None if is_blank(reason) else reason
    ticket = await interaction.client.services.tickets.close(ticket.id, by=by, note=note)
    await show(interaction, ticket, texts.closed(t, ticket))


async def begin_wait(interaction: Interaction, ticket: Ticket) -> None:
    """Ask staff whose turn it is. Raises what `lifecycle.require_work` raises."""
    require_work(ticket, actor(interaction))
    await open_form(interaction, WaitForm(reader(interaction), ticket))
    await heal(interaction.client, ticket)


def type_buttons(t: Language, kinds: list[TicketType], question_id: int | None = None) -> discord.ui.View:
    """One button a ticket type."""
    return view(
        *(
            NewButton(
                kind.id if question_id is None else f"{kind.id}.{question_id}",
                label=kind.wording(t.code).label,
                emoji=kind.emoji,
            )
            for kind in kinds[:BUTTONS_A_VIEW]
        )
    )


def escalate_buttons(t: Language, kinds: list[TicketType], message_id: int) -> discord.ui.View:
    """One button a ticket type that goes to staff."""
    return view(
        *(
            EscalateButton(f"{kind.id}.{message_id}", label=kind.wording(t.code).label, emoji=kind.emoji)
            for kind in kinds
            if kind.goes_to == "staff"
        )
    )
