"""The buttons under a draft's card."""

from __future__ import annotations

import discord

from bot.drafts.draft import Draft
from bot.drafts.filing import Doubts
from bot.drafts.service import POST_JOB, SHOW_JOB
from bot.errors import BotCannotRead, PostGone
from cogs.drafts.forms import EditForm, RejectForm, draft_and_version, post_form, version_of
from cogs.texts import drafts as texts
from cogs.texts.doubts import doubts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, regardless, reply
from cogs.ui.subjects import id_in


class ApproveButton(ActionButton, action="draft:approve"):
    """Staff take this version into the FAQ. Subject: `<draft>.<version>`."""

    async def press(self, interaction: Interaction) -> None:
        await _approve(interaction, self.subject, despite_doubts=False)


class AnywayButton(ActionButton, action="draft:anyway"):
    """Staff have read what speaks against it, and take it all the same. Subject: `<draft>.<version>`."""

    async def press(self, interaction: Interaction) -> None:
        await _approve(interaction, self.subject, despite_doubts=True)


class RejectButton(ActionButton, action="draft:reject"):
    """Staff are asked why. Subject: `<draft>.<version>`."""

    async def press(self, interaction: Interaction) -> None:
        draft_id, version = draft_and_version(self.subject)
        draft = await interaction.client.services.drafts.for_deciding(draft_id, version, by=actor(interaction))
        await open_form(interaction, RejectForm(reader(interaction), draft))


class EditButton(ActionButton, action="draft:edit"):
    """Staff, or who proposed it, change the text. Subject: the draft."""

    async def press(self, interaction: Interaction) -> None:
        draft = await interaction.client.services.drafts.for_editing(id_in(self.subject), by=actor(interaction))
        await open_form(interaction, EditForm(interaction, draft))


class PostButton(ActionButton, action="draft:post"):
    """Staff and helpers make a draft of a post, or of its edit. Subject: the post."""

    async def press(self, interaction: Interaction) -> None:
        standing = await interaction.client.services.posts.for_drafting(id_in(self.subject), by=actor(interaction))
        message_id, services = standing.post.message_id, interaction.client.services
        channel = interaction.client.get_partial_messageable(
            standing.post.channel_id, guild_id=standing.post.guild_id
        )
        try:
            message = await channel.fetch_message(message_id)
        except discord.Forbidden as forbidden:
            raise BotCannotRead from forbidden
        except discord.NotFound as gone:
            # It went while we were off, or before it was known as a post.
            for one in await services.posts.deleted([message_id]):
                await services.jobs.run(POST_JOB, one)
            raise PostGone from gone
        await open_form(interaction, await post_form(interaction, standing, message))


BUTTONS = (ApproveButton, AnywayButton, RejectButton, EditButton, PostButton)


def card_view(t: Language, draft: Draft) -> discord.ui.View:
    """What staff may press while nobody has decided."""
    if not draft.is_open:
        return view()
    subject = version_of(draft)
    return view(
        ApproveButton(subject, label=texts.button_approve(t), style=discord.ButtonStyle.success),
        RejectButton(subject, label=texts.button_reject(t)),
        EditButton(draft.id, label=texts.button_edit(t)),
    )


def own_custom_ids(draft: Draft) -> tuple[str, ...]:
    """By which a message shows that it is this draft's card."""
    return (f"{EditButton.action}:{draft.id}",)


async def _approve(interaction: Interaction, subject: str, *, despite_doubts: bool) -> None:
    draft_id, version = draft_and_version(subject)
    services, t = interaction.client.services, reader(interaction)
    outcome = await services.drafts.approve(
        draft_id, version, by=actor(interaction), despite_doubts=despite_doubts
    )
    if isinstance(outcome, Doubts):
        anyway = AnywayButton(subject, label=texts.button_approve_anyway(t), style=discord.ButtonStyle.danger)
        await reply(interaction, doubts(t, outcome), view=view(anyway))
        return
    said = reply(interaction, texts.approved(t, outcome))
    await regardless(said, lambda: services.jobs.run(SHOW_JOB, draft_id))
