"""The forms of the FAQ's making: an entry is proposed or edited, a draft rejected."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord

from bot.drafts.draft import Draft, Origin, Proposal, proposal_of
from bot.drafts.service import SHOW_JOB
from bot.errors import Refused
from cogs.texts import drafts as texts
from cogs.texts import refusals
from cogs.texts.forms import as_code
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.controls import ActionModal
from cogs.ui.readers import reader

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction

MOST_CATEGORIES = 25
TITLE_LENGTH, ANSWER_LENGTH, PARAGRAPH_LENGTH = 100, 3500, 4000
NOTE_LENGTH = 900
TYPED_FILE = "proposal.txt"


class ProposalModal(ActionModal):
    """Asks for an entry. What is typed is not lost: where it is refused, it is given back."""

    def __init__(self, interaction: Interaction, filled: Proposal) -> None:
        t = reader(interaction)
        super().__init__(title=texts.title_propose(t))
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
            (texts.ask_category(t), None, self._category),
            (texts.ask_title(t), texts.hint_title(t), self._title),
            (texts.ask_phrasings(t), texts.hint_phrasings(t), self._phrasings),
            (texts.ask_answer(t), texts.hint_answer(t), self._answer),
            (texts.ask_keywords(t), texts.hint_keywords(t), self._keywords),
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
        await interaction.edit_original_response(
            content=self.kept(reader(interaction), draft, is_late=failure is not None)
        )

    async def keep(self, interaction: Interaction, proposal: Proposal) -> Draft:
        """One service call."""
        raise NotImplementedError

    def kept(self, t: Language, draft: Draft, *, is_late: bool) -> str:
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
            language=str(interaction.locale),
        )

    def kept(self, t: Language, draft: Draft, *, is_late: bool) -> str:
        return texts.proposed(t, draft, is_late=is_late)


class EditModal(ProposalModal):
    """Changes the text of a draft."""

    def __init__(self, interaction: Interaction, draft: Draft) -> None:
        super().__init__(interaction, proposal_of(draft))
        self._draft = draft

    async def keep(self, interaction: Interaction, proposal: Proposal) -> Draft:
        return await interaction.client.services.drafts.edit(
            self._draft.id, self._draft.version, proposal, by=actor(interaction)
        )

    def kept(self, t: Language, draft: Draft, *, is_late: bool) -> str:
        return texts.edited(t, draft)


class RejectModal(ActionModal):
    """Staff may say why."""

    def __init__(self, t: Language, draft_id: int, version: int) -> None:
        super().__init__(title=texts.title_reject(t))
        self._draft_id, self._version = draft_id, version
        self._note = _box("", NOTE_LENGTH, required=False)
        self.add_item(
            discord.ui.Label(
                text=texts.ask_reject_note(t), description=texts.hint_reject_note(t), component=self._note
            )
        )

    async def submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        services = interaction.client.services
        draft = await services.drafts.reject(
            self._draft_id, self._version, by=actor(interaction), note=self._note.value.strip() or None
        )
        await services.jobs.run(SHOW_JOB, draft.id)
        await interaction.edit_original_response(content=texts.rejected(reader(interaction), draft))


async def give_back(interaction: Interaction, refused: Refused, proposal: Proposal) -> None:
    """Why not, and what was typed: in the message where it fits, else as a file."""
    t = reader(interaction)
    said, typed = f"{refusals.refusal(t, refused)}\n{texts.to_copy(t)}", texts.typed(t, proposal)
    shown = f"{said}\n{as_code(typed)}"
    if len(shown) <= 2000 and "```" not in typed:
        await interaction.edit_original_response(content=shown)
    else:
        file = discord.File(io.BytesIO(typed.encode()), TYPED_FILE)
        await interaction.edit_original_response(content=said, attachments=[file])


def _box(
    filled: str, length: int, style: discord.TextStyle = discord.TextStyle.paragraph, *, required: bool = True
) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(style=style, required=required, max_length=length, default=filled[:length] or None)
