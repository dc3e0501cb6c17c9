"""People make the FAQ: `/faq propose`, *Make FAQ draft*, `/faq drafts`, and the buttons under a draft's card."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.drafts.draft import Draft, Origin, Proposal, proposal_of, require_author
from bot.drafts.service import SHOW_JOB, Doubts
from bot.errors import Refused
from cogs.faq.group import faq
from cogs.ui import embeds, texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, ActionModal, view

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction
else:
    Interaction = discord.Interaction

MOST_CATEGORIES = 25
TITLE_LENGTH, ANSWER_LENGTH, PARAGRAPH_LENGTH = 100, 3500, 4000
NOTE_LENGTH = 900


@faq.command(
    name="propose", description="Staff and helpers: propose a new entry, which staff then approve or reject"
)
async def propose(interaction: Interaction) -> None:
    """An empty form."""
    require_author(actor(interaction))
    origin = Origin(interaction.channel_id or 0)
    await interaction.response.send_modal(ProposeModal(interaction, origin, Proposal("", "", "", "")))


@faq.command(name="drafts", description="Staff: the proposed entries that wait for a decision")
async def drafts(interaction: Interaction) -> None:
    """Each with a link to its card, which comes back if somebody has deleted it."""
    services, guild_id, by = interaction.client.services, interaction.guild_id or 0, actor(interaction)
    waiting = await services.drafts.show_again(guild_id, by=by)
    await interaction.response.defer(ephemeral=True, thinking=True)
    for draft in waiting:
        await services.jobs.run(SHOW_JOB, draft.id)
    waiting = await services.drafts.open_drafts(guild_id, by=by)
    await interaction.edit_original_response(embed=embeds.drafts(waiting))


async def make_draft(interaction: Interaction, message: discord.Message) -> None:
    """The form, filled in with an answer and the question that it answers."""
    require_author(actor(interaction))
    title, question = await _answered(interaction, message)
    origin = Origin(message.channel.id, message.id, None if message.author.bot else message.author.id)
    filled = Proposal("", title, " ".join(question.split())[:300], message.content)
    await interaction.response.send_modal(ProposeModal(interaction, origin, filled))


def add_menus(bot: SupportBot) -> None:
    """Offer *Make FAQ draft* at every message."""
    menu = app_commands.ContextMenu(name="Make FAQ draft", callback=make_draft)
    menu.guild_only = True
    bot.tree.add_command(menu)


# The form


class ProposalModal(ActionModal):
    """Asks for an entry. What is typed is not lost: where it is refused, it is given back."""

    def __init__(self, interaction: Interaction, filled: Proposal) -> None:
        super().__init__(title=texts.propose_title())
        categories = interaction.client.services.drafts.categories
        if filled.category in categories[MOST_CATEGORIES:]:
            categories.insert(0, filled.category)
        self._category: discord.ui.Select[Any] = discord.ui.Select(
            options=[
                discord.SelectOption(label=name, default=name == filled.category)
                for name in categories[:MOST_CATEGORIES]
            ]
        )
        self._title = _box(filled.title, TITLE_LENGTH, discord.TextStyle.short)
        self._phrasings = _box(filled.phrasings, PARAGRAPH_LENGTH)
        self._answer = _box(filled.answer, ANSWER_LENGTH)
        self._keywords = _box(filled.keywords, PARAGRAPH_LENGTH, discord.TextStyle.short, required=False)
        for text, description, component in (
            (texts.label_category(), None, self._category),
            (texts.label_title(), texts.title_description(), self._title),
            (texts.label_phrasings(), texts.phrasings_description(), self._phrasings),
            (texts.label_answer(), texts.answer_description(), self._answer),
            (texts.label_keywords(), texts.keywords_description(), self._keywords),
        ):
            self.add_item(discord.ui.Label(text=text, description=description, component=component))

    async def submit(self, interaction: Interaction) -> None:
        proposal = Proposal(
            category=self._category.values[0],
            title=self._title.value,
            phrasings=self._phrasings.value,
            answer=self._answer.value,
            keywords=self._keywords.value,
        )
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            draft = await self.keep(interaction, proposal)
        except Refused as refused:
            await give_back(interaction, refused, proposal)
            return
        failure = await interaction.client.services.jobs.run(SHOW_JOB, draft.id)
        await interaction.edit_original_response(content=self.kept(draft, is_late=failure is not None))

    async def keep(self, interaction: Interaction, proposal: Proposal) -> Draft:
        """One service call."""
        raise NotImplementedError

    def kept(self, draft: Draft, *, is_late: bool) -> str:
        """What to say then."""
        raise NotImplementedError


class ProposeModal(ProposalModal):
    """Makes a draft."""

    def __init__(self, interaction: Interaction, origin: Origin, filled: Proposal) -> None:
        super().__init__(interaction, filled)
        self._origin = origin

    async def keep(self, interaction: Interaction, proposal: Proposal) -> Draft:
        return await interaction.client.services.drafts.propose(
            proposal,
            self._origin,
            guild_id=interaction.guild_id or 0,
            interaction_id=interaction.id,
            by=actor(interaction),
        )

    def kept(self, draft: Draft, *, is_late: bool) -> str:
        return texts.proposed(draft, is_late=is_late)


class EditModal(ProposalModal):
    """Changes the text of a draft."""

    def __init__(self, interaction: Interaction, draft: Draft) -> None:
        super().__init__(interaction, proposal_of(draft))
        self._draft = draft

    async def keep(self, interaction: Interaction, proposal: Proposal) -> Draft:
        return await interaction.client.services.drafts.edit(
            self._draft.id, self._draft.version, proposal, by=actor(interaction)
        )

    def kept(self, draft: Draft, *, is_late: bool) -> str:
        return texts.edited(draft)


async def give_back(interaction: Interaction, refused: Refused, proposal: Proposal) -> None:
    """Why not, and what was typed: in the message where it fits, else as a file."""
    said, typed = f"{texts.refusal(refused)}\n{texts.to_copy()}", texts.typed(proposal)
    shown = f"{said}\n{texts.as_code(typed)}"
    if len(shown) <= 2000 and "```" not in typed:
        await interaction.edit_original_response(content=shown)
    else:
        file = discord.File(io.BytesIO(typed.encode()), texts.typed_file())
        await interaction.edit_original_response(content=said, attachments=[file])


# The card


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
        draft_id, version = _subject(self.subject)
        await interaction.client.services.drafts.for_deciding(draft_id, version, by=actor(interaction))
        await interaction.response.send_modal(RejectModal(draft_id, version))


class EditButton(ActionButton, action="draft:edit"):
    """Staff, or who proposed it, change the text. Subject: the draft."""

    async def press(self, interaction: Interaction) -> None:
        draft = await interaction.client.services.drafts.for_editing(int(self.subject), by=actor(interaction))
        await interaction.response.send_modal(EditModal(interaction, draft))


class RejectModal(ActionModal):
    """Staff may say why."""

    def __init__(self, draft_id: int, version: int) -> None:
        super().__init__(title=texts.reject_title())
        self._draft_id, self._version = draft_id, version
        self._note = _box("", NOTE_LENGTH, required=False)
        self.add_item(
            discord.ui.Label(
                text=texts.label_reject_note(), description=texts.reject_note_description(), component=self._note
            )
        )

    async def submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        services = interaction.client.services
        draft = await services.drafts.reject(
            self._draft_id, self._version, by=actor(interaction), note=self._note.value.strip() or None
        )
        await services.jobs.run(SHOW_JOB, draft.id)
        await interaction.edit_original_response(content=texts.rejected(draft))


BUTTONS = (ApproveButton, AnywayButton, RejectButton, EditButton)


def card_view(draft: Draft) -> discord.ui.View:
    """What staff may press while nobody has decided."""
    if not draft.is_open:
        return view()
    subject = f"{draft.id}.{draft.version}"
    return view(
        ApproveButton(subject, label=texts.label_approve(), style=discord.ButtonStyle.success),
        RejectButton(subject, label=texts.label_reject()),
        EditButton(draft.id, label=texts.label_edit()),
    )


def own_custom_ids(draft: Draft) -> tuple[str, ...]:
    """By which a message shows that it is this draft's card."""
    return (f"{EditButton.action}:{draft.id}",)


async def _approve(interaction: Interaction, subject: str, *, despite_doubts: bool) -> None:
    draft_id, version = _subject(subject)
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    outcome = await services.drafts.approve(
        draft_id, version, by=actor(interaction), despite_doubts=despite_doubts
    )
    if isinstance(outcome, Doubts):
        anyway = AnywayButton(subject, label=texts.label_approve_anyway(), style=discord.ButtonStyle.danger)
        await interaction.edit_original_response(content=texts.doubts(outcome.findings), view=view(anyway))
        return
    await services.jobs.run(SHOW_JOB, draft_id)
    await interaction.edit_original_response(content=texts.approved(outcome))


def _subject(subject: str) -> tuple[int, int]:
    draft_id, _, version = subject.partition(".")
    return int(draft_id), int(version)


def _box(
    filled: str, length: int, style: discord.TextStyle = discord.TextStyle.paragraph, *, required: bool = True
) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(style=style, required=required, max_length=length, default=filled[:length] or None)


async def _answered(interaction: Interaction, message: discord.Message) -> tuple[str, str]:
    """Title and words of the question that a message answers, as far as the place tells."""
    if message.reference is not None and message.reference.message_id is not None:
        question = await _text_of(message, message.reference.message_id)
        return " ".join(question.split())[:TITLE_LENGTH], question
    if isinstance(interaction.channel, discord.Thread):
        thread = interaction.channel
        return thread.name, await _text_of(message, thread.id) or thread.name
    return "", ""


async def _text_of(answer: discord.Message, message_id: int) -> str:
    """The words of another message of this channel; none where it is gone or cannot be read."""
    resolved = answer.reference.resolved if answer.reference else None
    if isinstance(resolved, discord.Message) and resolved.id == message_id:
        return resolved.content
    try:
        return (await answer.channel.fetch_message(message_id)).content
    except (discord.NotFound, discord.Forbidden):
        return ""
