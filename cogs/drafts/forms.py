"""The forms of the FAQ's making: an entry is proposed or edited, a draft rejected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.drafts.draft import Draft, Origin, Proposal, proposal_of, require_author, require_editor
from bot.drafts.post import Standing, filled_with, title_and_answer
from bot.drafts.service import SHOW_JOB
from bot.errors import DraftDecided, NotYourDraft, UnknownDraft
from bot.forms.refused import RefusedForm
from cogs.texts import drafts as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply
from cogs.ui.subjects import ID, id_in

MOST_CATEGORIES = 25
TITLE_LENGTH, ANSWER_LENGTH, PARAGRAPH_LENGTH = 100, 3500, 4000
NOTE_LENGTH = 900
CATEGORY, TITLE, PHRASINGS, ANSWER, KEYWORDS = "category", "title", "phrasings", "answer", "keywords"
NOTE = "note"


class _ProposalForm(ActionForm[Draft]):
    """Asks for an entry."""

    opens_again_unless = (DraftDecided, NotYourDraft, UnknownDraft)

    def __init__(
        self, interaction: Interaction, subject: str, filled: Proposal, *, is_change: bool = False
    ) -> None:
        t = reader(interaction)
        super().__init__(subject, title=texts.title_propose(t))
        categories = [filled.category] if is_change else interaction.client.services.drafts.categories
        if filled.category in categories[MOST_CATEGORIES:]:
            categories.insert(0, filled.category)
        category = discord.ui.Select[Any](
            custom_id=CATEGORY,
            options=[
                discord.SelectOption(label=known, default=known == filled.category)
                for known in categories[:MOST_CATEGORIES]
            ],
        )
        short, labels = discord.TextStyle.short, self.labels(interaction, subject)
        hints = {
            TITLE: texts.hint_title(t),
            PHRASINGS: texts.hint_phrasings(t),
            ANSWER: texts.hint_answer(t, left_out=max(0, len(filled.answer) - ANSWER_LENGTH)),
            KEYWORDS: texts.hint_keywords(t),
        }
        phrasings = filled.phrasings
        has_room = phrasings is not None and len(phrasings) <= PARAGRAPH_LENGTH
        for name, component in (
            (CATEGORY, category),
            (TITLE, _box(TITLE, filled.title, TITLE_LENGTH, short)),
            (PHRASINGS, _box(PHRASINGS, phrasings or "", PARAGRAPH_LENGTH, required=False) if has_room else None),
            (ANSWER, _box(ANSWER, filled.answer, ANSWER_LENGTH)),
            (KEYWORDS, _box(KEYWORDS, filled.keywords, PARAGRAPH_LENGTH, short, required=False)),
        ):
            self.add_item(
                discord.ui.Label(text=labels[name], description=hints.get(name), component=component)
                if component is not None
                else discord.ui.TextDisplay(texts.phrasings_stay(t))
            )

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {
            CATEGORY: texts.ask_category(t),
            TITLE: texts.ask_title(t),
            PHRASINGS: texts.ask_phrasings(t),
            ANSWER: texts.ask_answer(t),
            KEYWORDS: texts.ask_keywords(t),
        }


class ProposeForm(_ProposalForm, action="draft:propose", subject=rf"{ID}(\.{ID}\.{ID})?"):
    """Makes a draft. Subject: `<channel>`, or `<channel>.<message>.<author>` of what it is made of; 0 is nobody."""

    def __init__(self, interaction: Interaction, origin: Origin, filled: Proposal) -> None:
        made_of = f".{origin.message_id}.{origin.author_id or 0}" if origin.message_id else ""
        super().__init__(interaction, f"{origin.channel_id}{made_of}", filled)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> ProposeForm:
        require_author(actor(interaction))
        return cls(interaction, _origin(refused.subject), _typed(refused))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Draft:
        return await interaction.client.services.drafts.propose(
            _proposal(filled),
            _origin(subject),
            guild_id=interaction.guild_id or 0,
            interaction_id=interaction.id,
            by=actor(interaction),
            language=str(interaction.locale),
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Draft) -> None:
        t = reader(interaction)
        if not await _shown(interaction, result, texts.proposed(t, result, is_late=False)):
            await reply(interaction, texts.proposed(t, result, is_late=True))


class PostForm(_ProposalForm, action="draft:post", subject=rf"{ID}\.{ID}\.{ID}"):
    """Makes a draft of a post, new or of a change. Subject: `<post>.<its version>.<its newest draft>`, the latter two 0 for
    none.
    """

    def __init__(self, interaction: Interaction, standing: Standing, version: int, filled: Proposal) -> None:
        subject = f"{standing.post.message_id}.{version}.{standing.draft_id}"
        super().__init__(interaction, subject, filled, is_change=standing.entry is not None)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> ActionForm[Draft]:
        """Of the post as it stands by now: somebody else may have made a draft of it."""
        message_id, version, _ = map(id_in, refused.subject.split("."))
        standing = await interaction.client.services.posts.for_drafting(message_id, by=actor(interaction))
        return _form_of_post(interaction, standing, version, _typed(refused))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Draft:
        message_id, version, seen = map(id_in, subject.split("."))
        return await interaction.client.services.posts.propose(
            message_id,
            version,
            _proposal(filled),
            seen=seen,
            channel_id=interaction.channel_id or 0,
            interaction_id=interaction.id,
            by=actor(interaction),
            language=str(interaction.locale),
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Draft) -> None:
        await ProposeForm.kept(interaction, result)


class EditForm(_ProposalForm, action="draft:edit", subject=rf"{ID}\.{ID}(\.{ID})?"):
    """Changes the text of a draft. Subject: `<draft>.<version>`, and `.<version of its post>` where it is made of that."""

    def __init__(
        self, interaction: Interaction, draft: Draft, filled: Proposal | None = None, as_of: int | None = None
    ) -> None:
        subject = version_of(draft) if as_of is None else f"{version_of(draft)}.{as_of}"
        super().__init__(interaction, subject, filled or proposal_of(draft), is_change=draft.is_change)

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> EditForm:
        """Of the newest version: who was told that somebody else has edited it has been told to look at it."""
        draft_id, _, *as_of = map(id_in, refused.subject.split("."))
        draft = await interaction.client.services.drafts.for_editing(draft_id, by=actor(interaction))
        return cls(interaction, draft, _typed(refused), *as_of)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Draft:
        draft_id, version, *as_of = map(id_in, subject.split("."))
        return await interaction.client.services.drafts.edit(
            draft_id, version, _proposal(filled), by=actor(interaction), as_of=as_of[0] if as_of else None
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Draft) -> None:
        await _shown(interaction, result, texts.edited(reader(interaction), result))


class RejectForm(ActionForm[Draft], action="draft:reject", subject=rf"{ID}\.{ID}"):
    """Staff may say why. Subject: `<draft>.<version>`."""

    def __init__(self, t: Language, draft: Draft) -> None:
        super().__init__(version_of(draft), title=texts.title_reject(t))
        note = _box(NOTE, "", NOTE_LENGTH, required=False)
        self.add_item(
            discord.ui.Label(text=texts.ask_reject_note(t), description=texts.hint_reject_note(t), component=note)
        )

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Draft:
        draft_id, version = draft_and_version(subject)
        return await interaction.client.services.drafts.reject(
            draft_id, version, by=actor(interaction), note=filled.text(NOTE).strip() or None
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Draft) -> None:
        await _shown(interaction, result, texts.rejected(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {NOTE: texts.ask_reject_note(reader(interaction))}


async def post_form(interaction: Interaction, standing: Standing, message: discord.Message) -> ActionForm[Draft]:
    """The form for what has become of a post, filled in with what it says now."""
    services, text = interaction.client.services, message.content
    if standing.entry is not None:
        category = services.knowledge.category(standing.entry.id)
    else:
        category = await services.drafts.category_for(title_and_answer(text)[0] or text)
    return _form_of_post(interaction, standing, edit_of(message), filled_with(standing, text, category))


def edit_of(message: discord.Message) -> int:
    """Which version of a post this is: see `Post`."""
    return int(message.edited_at.timestamp()) if message.edited_at is not None else 0


def _form_of_post(
    interaction: Interaction, standing: Standing, version: int, filled: Proposal
) -> ActionForm[Draft]:
    if standing.waiting is not None:
        require_editor(standing.waiting, actor(interaction))
        return EditForm(interaction, standing.waiting, filled, version)
    return PostForm(interaction, standing, version, filled)


def version_of(draft: Draft) -> str:
    """The subject of what is about this version of the draft and no other."""
    return f"{draft.id}.{draft.version}"


def draft_and_version(subject: str) -> tuple[int, int]:
    """What `version_of` names."""
    draft_id, _, version = subject.partition(".")
    return id_in(draft_id), id_in(version)


async def _shown(interaction: Interaction, draft: Draft, done: str) -> bool:
    """Say that it is done, and bring the draft's card up to date, whether it could be said or not: whether it could be drawn."""
    jobs = interaction.client.services.jobs
    return await regardless(reply(interaction, done), lambda: jobs.run(SHOW_JOB, draft.id)) is None


def _origin(subject: str) -> Origin:
    channel_id, *made_of = map(id_in, subject.split("."))
    message_id, author_id = made_of or (None, None)
    return Origin(channel_id, message_id, author_id or None)


def _typed(refused: RefusedForm) -> Proposal:
    def one(name: str) -> str:
        return "".join(refused.values.get(name, ())[:1])

    return Proposal(
        category=one(CATEGORY),
        title=one(TITLE),
        phrasings=one(PHRASINGS) if PHRASINGS in refused.values else None,
        answer=one(ANSWER),
        keywords=one(KEYWORDS),
    )


def _proposal(filled: Filled) -> Proposal:
    return Proposal(
        category=filled.choice(CATEGORY),
        title=filled.text(TITLE),
        phrasings=filled.text(PHRASINGS) if PHRASINGS in filled.names else None,
        answer=filled.text(ANSWER),
        keywords=filled.text(KEYWORDS),
    )


def _box(
    name: str,
    filled: str,
    length: int,
    style: discord.TextStyle = discord.TextStyle.paragraph,
    *,
    required: bool = True,
) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name, style=style, required=required, max_length=length, default=filled[:length] or None
    )
