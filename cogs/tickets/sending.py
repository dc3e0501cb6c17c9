"""The entry that comes near to a ticket: read by staff, and sent into its thread with one press."""

from __future__ import annotations

import discord

from bot.faq.searching import Found
from bot.insights.advising import Advice
from bot.knowledge.entry import Entry
from bot.ticket_errors import EntrySent
from bot.tickets.ticket import Ticket
from cogs.knowledge.entries import ReadButton
from cogs.texts import sending as texts
from cogs.texts.language import Language
from cogs.texts.refusals import refusal
from cogs.tickets.answering import show
from cogs.tickets.contact import healing, named
from cogs.tickets.reaching import Reach
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.subjects import id_in


class SendEntryButton(ActionButton, action="ticket:send"):
    """Staff reply with the entry's answer, in the language of the thread. Subject: `<ticket>.<entry>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, _, entry_id = self.subject.partition(".")
        await _send(interaction, ticket_id, entry_id)


class SendAgainButton(ActionButton, action="ticket:send-again"):
    """The same by who was told when it was sent last. Subject: `<ticket>.<that Unix time>.<entry>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, sent_at, entry_id = (*self.subject.split(".", 2), "", "")[:3]
        await _send(interaction, ticket_id, entry_id, after=id_in(sent_at))


def failed(t: Language, advice: Advice) -> str | None:
    """That the entries that were shown have not helped."""
    return texts.failed(t, [entry.wording(t.code).title for entry in advice.shown]) if advice.shown else None


def send_buttons(t: Language, ticket: Ticket, found: Found) -> list[ActionButton]:
    """To read the entry, and to send it."""
    entry = found.entries[0]
    return [
        ReadButton(entry.id, label=texts.button_read(t), emoji="📖"),
        SendEntryButton(f"{ticket.id}.{entry.id}", label=texts.button_send(t), style=discord.ButtonStyle.primary),
    ]


async def _send(interaction: Interaction, ticket_id: str, entry_id: str, *, after: int | None = None) -> None:
    async with healing(interaction, id_in(ticket_id)):
        bot, by, t = interaction.client, actor(interaction), reader(interaction)
        ticket = await named(interaction, ticket_id)
        entry = bot.services.looking_up.read(entry_id, visible=frozenset())
        text = _answer(entry, Reach(bot).inside(ticket).code)
        try:
            sent = await bot.services.sent_entries.send(ticket.id, entry.id, text, by=by, after=after)
        except EntrySent as refused:
            subject = f"{ticket.id}.{int(refused.sent_at.timestamp())}.{entry.id}"
            again = SendAgainButton(subject, label=texts.button_send_again(t))
            await reply(interaction, refusal(t, refused), view=view(again))
            return
        await show(interaction, sent, texts.sent(t, sent, entry.wording(t.code).title))


def _answer(entry: Entry, locale: str | None) -> str:
    """All that the entry says. As long as it may be, it fits into an embed."""
    wording = entry.wording(locale)
    said = f"**{wording.title}**\n{wording.answer}"
    for link in entry.links:
        line = f"\n[{link.label}]({link.url})"
        said += line if len(said) + len(line) <= texts.LONGEST else ""
    return said
