"""The modals of tickets: what a requester fills in, what staff fill in to resolve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.ticket_types import FieldKind, TicketField, TicketType
from bot.tickets.lifecycle import ORIGIN, Detail, Ticket, Upload
from bot.tickets.priority import Impact
from bot.tickets.service import Request, Source
from cogs.texts import tickets as texts
from cogs.texts.language import ENGLISH, Language
from cogs.tickets.answering import show, submit_request
from cogs.ui.actors import actor
from cogs.ui.controls import ActionModal
from cogs.ui.readers import reader

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction

NOTE_LENGTH = 1000
"""Characters of what staff write about a solution."""

MOST_FILES = 3
Control = discord.ui.TextInput[Any] | discord.ui.RadioGroup[Any] | discord.ui.FileUpload[Any]


@dataclass(frozen=True)
class Origin:
    """What a ticket comes from: somebody's question or message, as a link to it and the text to start with.

    `language` is the one in which it was asked, where that is known; `source` the message, if it is not in the
    database.
    """

    requester_id: int
    text: str | None
    link: str
    question_id: int | None = None
    language: str | None = None
    requester_is_bot: bool = False
    source: Source | None = None


class TicketModal(ActionModal):
    """Asks what the ticket type wants to know. The origin's text is filled into the first paragraph.

    Where staff fill it in for somebody else (`on_behalf`), only the first paragraph is required: staff cannot know
    it all. What is stored of a choice is the operator's own, in whatever language it was chosen.
    """

    def __init__(
        self, t: Language, kind: TicketType, origin: Origin | None = None, *, on_behalf: bool = False
    ) -> None:
        super().__init__(title=kind.wording(t.code).label)
        self._kind = kind
        self._origin = origin
        self._on_behalf = on_behalf
        prefill = (origin.text or "") if origin else ""
        main = next((field for field in kind.fields if field.kind is FieldKind.PARAGRAPH), None)
        self._inputs: list[tuple[TicketField, Control]] = []
        for field in kind.fields:
            control: Control
            wording = field.wording(t.code)
            required = field.required and (not on_behalf or field is main)
            if field.kind is FieldKind.CHOICE:
                options = [
                    discord.RadioGroupOption(label=label, value=choice)
                    for choice, label in wording.choices.items()
                ]
                control = discord.ui.RadioGroup(options=options, required=required)
            elif field.kind is FieldKind.FILE:
                control = discord.ui.FileUpload(required=required, max_values=MOST_FILES)
            else:
                is_paragraph = field.kind is FieldKind.PARAGRAPH
                control = discord.ui.TextInput(
                    style=discord.TextStyle.paragraph if is_paragraph else discord.TextStyle.short,
                    placeholder=wording.placeholder,
                    required=required,
                    max_length=field.max_length,
                    default=prefill[: field.max_length] if field is main and prefill else None,
                )
            self._inputs.append((field, control))
            self.add_item(discord.ui.Label(text=wording.label, component=control))
        self._impact: discord.ui.RadioGroup[Any] | None = None
        if kind.ask_impact:
            self._impact = discord.ui.RadioGroup(
                options=[
                    discord.RadioGroupOption(label=texts.option_impact(t, impact), value=impact.value)
                    for impact in Impact
                ],
                required=not on_behalf,
            )
            self.add_item(discord.ui.Label(text=texts.ask_impact(t), component=self._impact))

    async def submit(self, interaction: Interaction) -> None:
        origin = self._origin
        link = Detail(texts.label_asked_in(ENGLISH), origin.link, field_id=ORIGIN) if origin else None
        answers = [_detail(field, control) for field, control in self._inputs]
        await submit_request(
            interaction,
            Request(
                guild_id=interaction.guild_id or 0,
                type_id=self._kind.id,
                requester_id=origin.requester_id if origin else interaction.user.id,
                requester_is_bot=bool(origin and origin.requester_is_bot),
                details=tuple(answer for answer in answers if answer.text),
                impact=Impact(self._impact.value) if self._impact and self._impact.value else None,
                interaction_id=interaction.id,
                question_id=origin.question_id if origin else None,
                context=(link,) if link else (),
                language=self._language(interaction),
                source=origin.source if origin else None,
            ),
        )

    def _language(self, interaction: Interaction) -> str | None:
        """The requester's. Staff who fill it in for them know it only from how the question was asked."""
        if not self._on_behalf:
            return str(interaction.locale)
        return self._origin.language if self._origin else None


def _detail(field: TicketField, control: Control) -> Detail:
    """What was filled in; its text is empty where nothing was."""
    if isinstance(control, discord.ui.FileUpload):
        uploads = tuple(Upload(file.filename, file.url, file.size) for file in control.values)
        return Detail(field.label, "\n".join(upload.name for upload in uploads), uploads, field.id)
    return Detail(field.label, (control.value or "").strip(), field_id=field.id)


class ResolveModal(ActionModal):
    """Staff say what solved it and who helped."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(title=texts.title_resolve(t, ticket))
        self._ticket_id = ticket.id
        self._note: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=NOTE_LENGTH
        )
        self._helper: discord.ui.UserSelect[Any] = discord.ui.UserSelect(
            required=False, min_values=0, max_values=1
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_note(t), description=texts.hint_note(t), component=self._note)
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_helper(t), description=texts.hint_helper(t), component=self._helper)
        )

    async def submit(self, interaction: Interaction) -> None:
        helper = self._helper.values[0] if self._helper.values else None
        services = interaction.client.services
        ticket = await services.tickets.resolve(
            self._ticket_id,
            by=actor(interaction),
            note=self._note.value.strip() or None,
            helper_id=helper.id if helper else None,
            helper_is_bot=bool(helper and helper.bot),
        )
        await show(interaction, ticket, texts.resolved(reader(interaction), ticket))
