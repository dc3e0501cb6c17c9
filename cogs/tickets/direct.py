"""From direct messages to a ticket: the buttons, and the form with what was written there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import discord

from bot.client import SupportBot
from bot.direct.conversation import of_server, together
from bot.errors import UnknownQuestion
from bot.ticket_errors import AlreadyOpen
from bot.ticket_fields import FieldKind
from bot.ticket_types import TicketType
from bot.tickets.request import Source
from bot.tickets.ticket import QUOTED, Detail, Ticket, Upload
from cogs.texts import faq as faq_texts
from cogs.texts import last_chances
from cogs.texts import tickets as texts
from cogs.texts.conversation import starts_later
from cogs.texts.language import ENGLISH, Language
from cogs.texts.refusals import refusal
from cogs.tickets.adding import say_added
from cogs.tickets.answering import point_to_community
from cogs.tickets.contact import leading, named
from cogs.tickets.forms import TYPE, Origin, TicketForm, failed
from cogs.tickets.quoting import files_of, told_by
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, act_in
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.subjects import ID, id_in
from cogs.ui.written import BY_PEOPLE, text_of

LOOKED_THROUGH = 200
"""Messages of a conversation, ours among them, that are looked through for what somebody wrote."""

BUTTONS_A_VIEW = 25


class DirectForm(TicketForm, action="direct:new", subject=rf"{ID}\.{TYPE}\.{ID}(\.{ID})?"):
    """The form of a ticket type, in a direct message. Subject: `<server>.<type>.<message>` or
    `<server>.<type>.<message>.<question>`: the message for which is kept what the form cannot hold, or 0; and the question
    whose answer did not help.
    """

    in_direct_messages = True

    @classmethod
    async def enter(cls, interaction: Interaction, subject: str) -> None:
        await act_in(interaction, id_in(subject.partition(".")[0]))

    @classmethod
    def type_of(cls, subject: str) -> str:
        return subject.split(".")[1]

    @classmethod
    async def origin(cls, interaction: Interaction, subject: str) -> Origin | None:
        message_id, question_id = map(id_in, [*subject.split(".")[2:], "0"][:2])
        source = Source(interaction.channel_id or 0, message_id) if message_id else None
        has_failed: tuple[str, ...] = ()
        if question_id:
            with suppress(UnknownQuestion):  # which was deleted meanwhile: the form is sent all the same
                showing = interaction.client.services.showing
                has_failed = failed(await showing.question(question_id, interaction.guild_id or 0))
        return Origin(interaction.user.id, None, source=source, failed=has_failed)


class DirectNewButton(FromDirectMessage, ActionButton, action="direct:new"):
    """Opens the form of a ticket type with what was written here. Subject: `<server>.<type>` or
    `<server>.<type>.<question>`.
    """

    async def press(self, interaction: Interaction) -> None:
        type_id, _, question_id = self.subject.partition(".")
        await begin_directly(interaction, type_id, id_in(question_id) if question_id else 0)


class DirectAddButton(FromDirectMessage, ActionButton, action="direct:add"):
    """What was written here goes into a ticket of theirs that is open. Subject: `<server>.<ticket>.<message>`: the first of
    what was written.
    """

    async def press(self, interaction: Interaction) -> None:
        services, by = interaction.client.services, actor(interaction)
        ticket_id, _, first_id = self.subject.partition(".")
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        ticket = await named(interaction, ticket_id)
        first, author_id, guild_id = id_in(first_id), by.id, ticket.guild_id
        lines = await (_since(channel, first, author_id, guild_id) if first else conversation(channel, author_id))
        if not lines:
            raise UnknownQuestion
        said = [_detail([line], told_by(line)) for line in lines]
        if first and lines[0].id > first:
            said.insert(0, replace(said[0], text=starts_later(reader(interaction)), uploads=()))
        added = await services.adding.add_lines(ticket.id, said, by=by)
        await say_added(interaction, added, ticket.id, by.id)


BUTTONS = (DirectNewButton, DirectAddButton)


async def begin_directly(interaction: Interaction, type_id: str, question_id: int = 0) -> None:
    """Show the form of the type, filled in with the conversation; or point to the community, or to the ticket that is open.

    Files, and words that the form does not hold, are kept beside it. The answer to the question, if there is one, did not
    help.
    """
    services, t = interaction.client.services, reader(interaction)
    kind, guild_id = services.tickets.type(type_id), interaction.guild_id or 0
    if kind.goes_to == "community":
        await point_to_community(interaction, kind)
        return
    channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
    try:
        async with leading(interaction.client):
            await services.tickets.may_open(guild_id, interaction.user.id, kind.id, by=actor(interaction))
    except AlreadyOpen as refused:
        ticket = await services.tickets.get(refused.ticket_id)
        lines = await conversation(channel, interaction.user.id)
        new = [line for line in lines if line.created_at > ticket.opened_at] or lines
        adding = [_add_button(t, ticket, new[0].id)] if new else []
        await reply(interaction, refusal(t, refused), view=view(*adding))
        return
    lines = await conversation(channel, interaction.user.id)
    text, kept = whole(lines), _beside_the_form(kind, lines)
    if kept is not None:
        await services.tickets.keep(guild_id, Source(channel.id, lines[-1].id), kept, interaction.user.id)
    subject = f"{guild_id}.{kind.id}.{lines[-1].id if kept is not None else 0}.{question_id}"
    await open_form(interaction, DirectForm(t, kind, subject, text=text))


async def conversation(
    channel: discord.abc.Messageable, author_id: int, *, since: int | None = None
) -> list[discord.Message]:
    """What they wrote here last, up to a pause or since this message, the oldest first. Reads what Discord has, as it is by
    now.
    """
    lines = [
        message
        async for message in channel.history(limit=LOOKED_THROUGH)
        if message.author.id == author_id and message.type in BY_PEOPLE
    ]
    if since is not None:
        return [line for line in lines if line.id >= since][::-1]
    return lines[: together([line.created_at for line in lines])][::-1]


async def _since(
    channel: discord.abc.Messageable, first_id: int, author_id: int, guild_id: int
) -> list[discord.Message]:
    """What they wrote here from this message on about the same, the oldest first: not what they took to another server. Of more than is looked through, the end."""
    last = [message async for message in channel.history(limit=LOOKED_THROUGH) if message.id >= first_id]
    written = last[::-1]
    seen = [
        (
            message.created_at,
            message.author.id == author_id and message.type in BY_PEOPLE,
            _leads_to(message, guild_id) if message.author.bot else None,
        )
        for message in written
    ]
    return [written[place] for place in of_server(seen)]


def _leads_to(message: discord.Message, guild_id: int) -> bool | None:
    """Whether the buttons below it are of this server; None where there are none that name one."""
    servers = {
        component.custom_id.removeprefix(f"{kind.action}:").partition(".")[0]
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for component in row.children
        for kind in BUTTONS
        if component.custom_id is not None and component.custom_id.startswith(f"{kind.action}:")
    }
    return str(guild_id) in servers if servers else None


def words(lines: Sequence[discord.Message]) -> str:
    """All that they say in words."""
    return "\n".join(text for line in lines if (text := text_of(line)))


def whole(lines: Sequence[discord.Message]) -> str:
    """All that they say, also by a poll or a sticker."""
    return "\n".join(text for line in lines if (text := told_by(line)))


async def ask_type(interaction: Interaction, question_id: int) -> None:
    """The answer to this question did not help: which of their tickets does it belong to, or what is it about?"""
    bot, t, guild_id = interaction.client, reader(interaction), interaction.guild_id or 0
    live = await bot.services.adding.of_member(guild_id, interaction.user.id)
    said = [last_chances.own_tickets(t, live)] if live else []
    ways = direct_buttons(t, bot, guild_id, live, question_id=question_id)
    await reply(interaction, "\n\n".join([*said, faq_texts.choose_ticket_type(t)]), view=ways)


def direct_buttons(
    t: Language,
    bot: SupportBot,
    guild_id: int,
    live: Sequence[Ticket] = (),
    *,
    first_id: int = 0,
    question_id: int = 0,
) -> discord.ui.View:
    """First those of their tickets that are open in this server, then one button a ticket type that goes to staff there."""
    kinds = [kind for kind in bot.services.tickets.types if kind.goes_to == "staff"]
    adding = [_add_button(t, ticket, first_id) for ticket in live]
    about = f".{question_id}" if question_id else ""
    return view(
        *adding,
        *(
            DirectNewButton(f"{guild_id}.{kind.id}{about}", label=kind.wording(t.code).label, emoji=kind.emoji)
            for kind in kinds[: BUTTONS_A_VIEW - len(adding)]
        ),
    )


def _add_button(t: Language, ticket: Ticket, first_id: int) -> DirectAddButton:
    label, style = last_chances.button_add(t, ticket.number), discord.ButtonStyle.primary
    return DirectAddButton(f"{ticket.guild_id}.{ticket.id}.{first_id}", label=label, style=style)


def _detail(lines: Sequence[discord.Message], text: str) -> Detail:
    uploads = tuple(Upload(file.filename, file.url, file.size) for line in lines for file in files_of(line))
    return Detail(texts.label_asked_in(ENGLISH), text, uploads, QUOTED)


def _beside_the_form(kind: TicketType, lines: Sequence[discord.Message]) -> Detail | None:
    room = next((field.max_length for field in kind.fields if field.kind is FieldKind.PARAGRAPH), 0)
    text = whole(lines)
    kept = _detail(lines, text if len(text) > room else "")
    return kept if kept.text or kept.uploads else None
