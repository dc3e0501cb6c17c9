"""An entry as people read it, in a channel or for their own eyes, and the buttons below it."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.errors import BotCannotWrite, MemberCannotWrite
from bot.faq.owed import SHARE_JOB
from bot.faq.shortening import shortened
from bot.knowledge.entry import Entry
from cogs.knowledge.credits import credited, thank
from cogs.places import place_of, seen_by
from cogs.texts import faq as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage, is_direct
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, regardless, reply
from cogs.ui.style import BRAND, FIELD, GOOD


class ReadButton(ActionButton, action="faq:read"):
    """An entry, whole and as it is by now, for the eyes of who presses. Subject: the entry, or `<entry>.<language>`."""

    async def press(self, interaction: Interaction) -> None:
        bot = interaction.client
        entry_id, _, language = self.subject.partition(".")
        entry = bot.services.looking_up.read(entry_id, visible=seen_by(interaction.user, bot.services.places))
        known = {code.casefold(): code for code in entry.translations}  # a custom_id is in small letters
        await show_entry(interaction, entry, known.get(language, language) or str(interaction.locale))


class DirectReadButton(FromDirectMessage, ReadButton, action="direct:read"):
    """The same in a direct message. Subject: `<server>.<entry>`."""


class ShareButton(ActionButton, action="faq:share"):
    """Shows the entry that one has found to everybody in the channel. Subject: the entry."""

    async def press(self, interaction: Interaction) -> None:
        bot, channel = interaction.client, interaction.channel
        if not _may_write(interaction.permissions, channel):
            raise MemberCannotWrite
        if not _may_write(interaction.app_permissions, channel) or not interaction.app_permissions.embed_links:
            raise BotCannotWrite
        await bot.services.looking_up.share(
            place_of(interaction.guild_id or 0, channel, bot.services.places),
            self.subject,
            by=actor(interaction),
            interaction_id=interaction.id,
            locale=str(interaction.locale),
        )
        shown = redraw(interaction, view=None)
        if await regardless(shown, lambda: bot.services.jobs.run(SHARE_JOB, interaction.id)) is not None:
            await reply(interaction, texts.share_is_late(reader(interaction)), is_more=True)


def answer(
    t: Language, entry: Entry, category: str, outcome: str | None = None, *, locale: str | None, own: str
) -> discord.Embed:
    """An entry as people read it, in the language of `locale` where it has one, and our words around it in `t`.

    `own` is the language of the knowledge base, `outcome` what the asker said of the answer.
    """
    wording = entry.wording(locale)
    embed = discord.Embed(title=wording.title, description=wording.answer, colour=GOOD if outcome else BRAND)
    if entry.links:
        lines = [f"[{link.label}]({link.url})" for link in entry.links]
        while len("\n".join(lines)) > FIELD:
            lines.pop()
        embed.add_field(name=texts.label_links(t), value="\n".join(lines), inline=False)
    notes = [texts.automatic_answer(t, category)]
    if locale and wording.language is None and locale.partition("-")[0] != own.partition("-")[0]:
        notes.append(texts.not_translated(t, own))
    if outcome:
        notes.append(outcome)
    return embed.set_footer(text=" · ".join(notes))


def private(interaction: Interaction, entry: Entry, locale: str | None = None) -> discord.Embed:
    """The entry in this language, or else in the reader's, as far as there is one."""
    client = interaction.client
    return answer(
        reader(interaction),
        entry,
        client.services.knowledge.category(entry.id),
        locale=locale or str(interaction.locale),
        own=client.config.faq.language,
    )


def posted(
    t: Language, bot: SupportBot, entry: Entry, locale: str | None, outcome: str | None = None
) -> tuple[discord.Embed, list[ReadButton]]:
    """The entry as a channel shows it in the language of `locale`, and the button to the rest where that is not all."""
    settings, wording = bot.config.faq, entry.wording(locale)
    category = bot.services.knowledge.category(entry.id)
    embed = answer(t, entry, category, outcome, locale=locale, own=settings.language)
    embed.description = shortened(wording.answer, settings.show)
    if embed.description == wording.answer:
        return embed, []
    language = (wording.language or settings.language).casefold()
    return embed, [ReadButton(f"{entry.id}.{language}", label=texts.button_read_on(t), emoji="📖")]


async def show_entry(interaction: Interaction, entry: Entry, locale: str) -> None:
    """Only who asks sees it, and may share it where others are."""
    if is_direct(interaction):
        await reply(interaction, embed=private(interaction, entry, locale))
        return
    t, bot = reader(interaction), interaction.client
    share = ShareButton(entry.id, label=texts.button_share(t), emoji="📣")
    thanked = await credited(bot, interaction.guild_id or 0, entry)
    embed = thank(t, private(interaction, entry, locale), thanked.get(entry.id))
    await reply(interaction, embed=embed, view=view(share))


def title_on_button(title: str) -> str:
    """As much of it as a button holds: 80 characters."""
    return title if len(title) <= 80 else title[:79] + "…"


def _may_write(permissions: discord.Permissions, channel: object) -> bool:
    """Whether who has these permissions may write in this channel."""
    if not isinstance(channel, discord.Thread):
        return permissions.send_messages
    return permissions.send_messages_in_threads and (not channel.locked or permissions.manage_threads)
