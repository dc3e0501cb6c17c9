"""People make the FAQ: `/faq propose`, `/faq drafts`, `/faq preview`, `/faq reload`, and *Make FAQ draft*."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.drafts.draft import Answer, Origin, Proposal, made_of, require_author
from bot.drafts.post import Standing
from bot.drafts.service import SHOW_JOB
from bot.errors import PostGone
from bot.knowledge.reloading import Broken
from cogs.drafts import embeds
from cogs.drafts.forms import ProposeForm, post_form
from cogs.faq.group import faq
from cogs.knowledge.entries import answer
from cogs.texts import drafts as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply
from cogs.ui.written import is_forwarded, replied_to, require_written, text_of


@faq.command(name="propose", description=described(texts.about_propose))
async def propose(interaction: Interaction) -> None:
    """An empty form."""
    require_author(actor(interaction))
    origin = Origin(interaction.channel_id or 0)
    await open_form(interaction, ProposeForm(interaction, origin, Proposal("", "", "", "")))


@faq.command(name="drafts", description=described(texts.about_drafts))
async def drafts(interaction: Interaction) -> None:
    """Each with a link to its card, which comes back if somebody has deleted it."""
    services, guild_id, by = interaction.client.services, interaction.guild_id or 0, actor(interaction)
    waiting = await services.drafts.show_again(guild_id, by=by)
    for draft in waiting:
        await services.jobs.run(SHOW_JOB, draft.id)
    waiting = await services.drafts.open_drafts(guild_id, by=by)
    await reply(interaction, embed=embeds.drafts(reader(interaction), waiting))


@faq.command(name="preview", description=described(texts.about_preview))
@app_commands.describe(entry=described(texts.about_entry), locale=described(texts.about_locale))
async def preview(
    interaction: Interaction, entry: app_commands.Range[str, 1, 200], locale: str | None = None
) -> None:
    """Any entry, also one that would answer nobody here."""
    services = interaction.client.services
    found = await services.drafts.preview(entry, by=actor(interaction))
    await reply(
        interaction,
        # Not an embed: together with the longest answer it could be too long for Discord.
        texts.preview_facts(reader(interaction), found, services.knowledge.library.where(found)),
        embed=answer(
            reader(interaction),
            found,
            services.knowledge.category(found.id),
            locale=locale,
            own=interaction.client.config.faq.language,
        ),
    )


@preview.autocomplete("entry")
async def _entries(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    by = actor(interaction)
    found = await interaction.client.services.drafts.previewed(typed, by=by) if by.is_staff else []
    return [
        app_commands.Choice(name=entry.wording(str(interaction.locale)).title, value=entry.id) for entry in found
    ]


@preview.autocomplete("locale")
async def _locales(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    entry = interaction.client.services.knowledge.entry(interaction.namespace.entry or "")
    codes = entry.translations if entry else ()
    return [app_commands.Choice(name=code, value=code) for code in codes if typed.casefold() in code.casefold()]


@faq.command(name="reload", description=described(texts.about_reload))
async def reload(interaction: Interaction) -> None:
    """Use the files as they are now, or say what is wrong with them."""
    outcome = await interaction.client.services.drafts.reload(by=actor(interaction))
    t = reader(interaction)
    await reply(
        interaction,
        texts.faq_broken(t, [str(problem) for problem in outcome.problems])
        if isinstance(outcome, Broken)
        else texts.faq_reloaded(t, outcome.entries),
    )


async def make_draft(interaction: Interaction, message: discord.Message) -> None:
    """The form, filled in with an answer and the question that it answers."""
    require_author(actor(interaction))
    require_written(message)
    if (post := await _as_post(interaction, message)) is not None:
        await open_form(interaction, await post_form(interaction, post, message))
        return
    ticket = await interaction.client.services.tickets.in_thread(message.channel.id)
    title, question = await _answered(interaction, message)
    found = Answer(
        message.channel.id,
        message.id,
        message.author.id,
        text_of(message),
        title,
        question,
        is_nobodys=message.author.bot or is_forwarded(message),
    )
    origin, filled = made_of(found, requester_id=ticket.requester_id if ticket else None)
    category = await interaction.client.services.drafts.category_for(filled.title or filled.answer)
    await open_form(interaction, ProposeForm(interaction, origin, replace(filled, category=category)))


async def _as_post(interaction: Interaction, message: discord.Message) -> Standing | None:
    """What has become of a post of the knowledge channel: its menu does what the button below it does."""
    try:
        return await interaction.client.services.posts.for_drafting(message.id, by=actor(interaction))
    except PostGone:
        return None


def add_menus(bot: SupportBot) -> None:
    """Offer *Make FAQ draft* at every message."""
    menu = app_commands.ContextMenu(name="Make FAQ draft", callback=make_draft)
    menu.guild_only = True
    bot.tree.add_command(menu)


async def _answered(interaction: Interaction, message: discord.Message) -> tuple[str, str]:
    """Title and words of the question that a message answers, as far as the place tells."""
    if (to := replied_to(message)) is not None:
        question = await _text_of(message, to)
        return question, question
    if isinstance(interaction.channel, discord.Thread):
        thread = interaction.channel
        return thread.name, await _text_of(message, thread.id) or thread.name
    return "", ""


async def _text_of(answer: discord.Message, message_id: int) -> str:
    """The words of another message of this channel; none where it is gone or cannot be read."""
    resolved = answer.reference.resolved if answer.reference else None
    if isinstance(resolved, discord.Message) and resolved.id == message_id:
        return text_of(resolved)
    try:
        return text_of(await answer.channel.fetch_message(message_id))
    except (discord.NotFound, discord.Forbidden):
        return ""
