"""The transcript of a ticket, for who may read it: by the button of a ticket that is over, and by `/ticket transcript`."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import discord

from bot.ticket_settings import Tickets
from bot.tickets.ticket import Ticket
from bot.tickets.transcripts.page import Answer
from bot.tickets.transcripts.transcript import Transcript
from bot.visible import is_blank
from cogs.texts import transcripts as texts
from cogs.texts.language import Language
from cogs.tickets.contact import named
from cogs.tickets.embeds import detail_for, type_label
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import File, reply

MOST_NAMED = 20
"""People whose names Discord is asked for: each is a request."""


class TranscriptButton(ActionButton, action="ticket:transcript"):
    """Whoever presses is asked anew whether they may. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        await send_transcript(interaction, await named(interaction, self.subject))


def transcript_button(t: Language, ticket_id: int) -> TranscriptButton:
    """For a ticket that is over."""
    return TranscriptButton(ticket_id, label=texts.button_transcript(t))


async def send_transcript(interaction: Interaction, ticket: Ticket) -> None:
    """For their eyes alone. Raises NotYourTicket, NotReader."""
    services, config, t = interaction.client.services, interaction.client.config, reader(interaction)
    transcript = await _named(interaction, await services.transcripts.of(ticket.id, by=actor(interaction)))
    warnings = [] if services.transcripts.is_on else [texts.not_kept(t)]
    kind = type_label(t, transcript.ticket, config.tickets)
    labels = texts.labels(t, transcript, kind, config.community.time_zone, warnings)
    written = await services.transcripts.write(
        transcript, labels, answers(t, transcript.ticket, config.tickets), interaction.filesize_limit
    )
    if not written:
        await reply(interaction, texts.too_large(t, ticket))
        return
    said = texts.here_it_is(t, transcript, warnings)
    await reply(interaction, said, files=[File(file.name, file.content) for file in written])


async def _named(interaction: Interaction, transcript: Transcript) -> Transcript:
    """With the names of those who wrote nothing, as far as Discord tells them: members are not kept in memory."""
    wanted = transcript.unnamed[:MOST_NAMED]
    names = await asyncio.gather(*(_name(interaction, one) for one in wanted))
    return replace(transcript, others={one: name for one, name in zip(wanted, names, strict=True) if name})


async def _name(interaction: Interaction, user_id: int) -> str | None:
    """Here, or of who has left, anywhere."""
    try:
        if interaction.guild is not None:
            return (await interaction.guild.fetch_member(user_id)).display_name
    except discord.NotFound:
        pass
    except discord.HTTPException:
        return None
    try:
        return (await interaction.client.fetch_user(user_id)).display_name
    except discord.HTTPException:
        return None


def answers(t: Language, ticket: Ticket, settings: Tickets) -> list[Answer]:
    """What was filled in, as the reader is asked for it."""
    kind = settings.type(ticket.type_id)
    found = []
    for detail in ticket.details:
        label, text = detail_for(t, detail, kind)
        files = tuple((upload.name, upload.size) for upload in detail.uploads)
        if files or not is_blank(text):
            found.append(Answer(label, text, files))
    return found
