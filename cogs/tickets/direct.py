"""From direct messages to a ticket: the buttons, and the form with what was written there."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.client import SupportBot
from bot.direct.conversation import together
from bot.ticket_fields import FieldKind
from bot.ticket_types import TicketType
from bot.tickets.request import Source
from bot.tickets.ticket import QUOTED, Detail, Upload
from cogs.texts import tickets as texts
from cogs.texts.language import ENGLISH, Language
from cogs.tickets.answering import point_to_community
from cogs.tickets.contact import leading
from cogs.tickets.forms import TYPE, Origin, TicketForm
from cogs.tickets.quoting import files_of
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, act_in
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in
from cogs.ui.written import BY_PEOPLE, text_of

LOOKED_THROUGH = 50
"""Messages of a conversation, ours among them, that are looked through for what somebody wrote."""

BUTTONS_A_VIEW = 25


class DirectForm(TicketForm, action="direct:new", subject=rf"{ID}\.{TYPE}\.{ID}"):
    """The form of a ticket type, in a direct message. Subject: `<server>.<type>.<message>`: the message for which is kept
    what the form cannot hold, or 0.
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
        message_id = id_in(subject.rpartition(".")[2])
        if not message_id:
            return None
        return Origin(interaction.user.id, None, source=Source(interaction.channel_id or 0, message_id))


class DirectNewButton(FromDirectMessage, ActionButton, action="direct:new"):
    """Opens the form of a ticket type with what was written here. Subject: `<server>.<type>`."""

    async def press(self, interaction: Interaction) -> None:
        await begin_directly(interaction, self.subject)


async def begin_directly(interaction: Interaction, type_id: str) -> None:
    """Show the form of the type, filled in with the conversation; or point to the community.

    Files, and words that the form does not hold, are kept beside it.
    """
    services, t = interaction.client.services, reader(interaction)
    kind, guild_id = services.tickets.type(type_id), interaction.guild_id or 0
    if kind.goes_to == "community":
        await point_to_community(interaction, kind)
        return
    async with leading(interaction.client):
        await services.tickets.may_open(guild_id, interaction.user.id, kind.id, by=actor(interaction))
    channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
    lines = await conversation(channel, interaction.user.id)
    text, kept = words(lines), _beside_the_form(kind, lines)
    if kept is not None:
        await services.tickets.keep(guild_id, Source(channel.id, lines[-1].id), kept)
    subject = f"{guild_id}.{kind.id}.{lines[-1].id if kept is not None else 0}"
    await open_form(interaction, DirectForm(t, kind, subject, text=text))


async def conversation(channel: discord.abc.Messageable, author_id: int) -> list[discord.Message]:
    """What they wrote here last, up to a pause, the oldest first. Reads what Discord has, as it is by now."""
    lines = [
        message
        async for message in channel.history(limit=LOOKED_THROUGH)
        if message.author.id == author_id and message.type in BY_PEOPLE
    ]
    return lines[: together([line.created_at for line in lines])][::-1]


def words(lines: Sequence[discord.Message]) -> str:
    """All that they say."""
    return "\n".join(text for line in lines if (text := text_of(line)))


def direct_buttons(t: Language, bot: SupportBot, guild_id: int, wanted: str | None = None) -> discord.ui.View:
    """One button a ticket type that goes to staff in this server, or for this one alone."""
    kinds = [kind for kind in bot.services.tickets.types if kind.goes_to == "staff" and wanted in (None, kind.id)]
    return view(
        *(
            DirectNewButton(f"{guild_id}.{kind.id}", label=kind.wording(t.code).label, emoji=kind.emoji)
            for kind in kinds[:BUTTONS_A_VIEW]
        )
    )


def _beside_the_form(kind: TicketType, lines: Sequence[discord.Message]) -> Detail | None:
    uploads = tuple(Upload(file.filename, file.url, file.size) for line in lines for file in files_of(line))
    room = next((field.max_length for field in kind.fields if field.kind is FieldKind.PARAGRAPH), 0)
    text = words(lines)
    rest = text if len(text) > room else ""
    return Detail(texts.label_asked_in(ENGLISH), rest, uploads, QUOTED) if rest or uploads else None
