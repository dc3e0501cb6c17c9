"""The form of a ticket: what a requester fills in, or staff for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.errors import FormChanged, Refused, UnknownQuestion
from bot.faq.question import Question
from bot.faq.speaking import Rule
from bot.forms.refused import RefusedForm
from bot.ticket_errors import AlreadyOpen, BotRequester, GoesToCommunity, NotTheAuthor, UnknownTicketType
from bot.ticket_fields import FieldKind, TicketField
from bot.ticket_types import TicketType
from bot.tickets.answers import written
from bot.tickets.last_chances.chance import Offer
from bot.tickets.priority import Impact
from bot.tickets.request import Request, Source
from bot.tickets.ticket import ORIGIN, Detail, Ticket
from cogs.places import seen_by
from cogs.texts import priorities
from cogs.texts import tickets as texts
from cogs.texts.forms import member, message_link
from cogs.texts.language import ENGLISH, Language
from cogs.tickets.answering import say_opened
from cogs.tickets.contact import leading
from cogs.tickets.kept import add_button
from cogs.tickets.last_chances import show
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.direct import is_direct
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import ID, id_in

MOST_FILES = 3
TYPE = "[a-z0-9-]+"
IMPACT, WORKAROUND = "impact", "workaround"
YES, NO = "yes", "no"

Control = (
    discord.ui.TextInput[Any]
    | discord.ui.RadioGroup[Any]
    | discord.ui.CheckboxGroup[Any]
    | discord.ui.Checkbox[Any]
    | discord.ui.FileUpload[Any]
    | discord.ui.UserSelect[Any]
)


@dataclass(frozen=True)
class Origin:
    """What a ticket comes from: somebody's question or message, and a link to it; none to where only they can read.

    `language` is the one in which it was asked, where that is known; `source` the message, if it is not in the
    database. `failed` are the entries that have not helped.
    """

    requester_id: int
    link: str | None
    question_id: int | None = None
    language: str | None = None
    source: Source | None = None
    failed: tuple[str, ...] = ()


class TicketForm(ActionForm[Ticket | Offer], action="ticket:new", subject=rf"{TYPE}(\.{ID}(\.1)?)?"):
    """Asks what the ticket type wants to know. Subject: `<type>`, `<type>.<question>`, or `<type>.<question>.1` where the
    conversation round the question is kept.

    The text it comes from is filled into the first paragraph; after a refusal, all that was `typed` into it before, by the
    names of the fields. Where staff fill it in for somebody else (`on_behalf`),
    only that is required: staff cannot know it all. What is stored of a choice is the operator's own, in whatever
    language it was chosen.
    """

    opens_again_unless = (UnknownTicketType, GoesToCommunity, UnknownQuestion, BotRequester, NotTheAuthor)

    def __init__(
        self,
        t: Language,
        kind: TicketType,
        subject: str,
        *,
        text: str = "",
        typed: Mapping[str, Sequence[str]] | None = None,
        on_behalf: bool = False,
    ) -> None:
        super().__init__(subject, title=kind.wording(t.code).label)
        main = kind.main
        typed = typed or ({name_of(main): [text]} if main else {})
        for field in kind.fields:
            required = kind.requires(field, on_behalf=on_behalf)
            control = control_for(t, field, typed.get(name_of(field), ()), required=required)
            hint = _hint(t, field, typed.get(name_of(field), ()), required=required)
            label = field.wording(t.code).label
            self.add_item(discord.ui.Label(text=label, description=hint, component=control))
        if kind.ask_impact:
            self.add_item(impact_asked(t, typed.get(IMPACT, ()), required=not on_behalf))
        if kind.ask_workaround:
            self.add_item(workaround_asked(t, typed.get(WORKAROUND, ()), required=not on_behalf))

    @classmethod
    def type_of(cls, subject: str) -> str:
        """The ticket type that the subject names."""
        return subject.partition(".")[0]

    @classmethod
    async def origin(cls, interaction: Interaction, subject: str) -> Origin | None:
        """What the subject says after the type. Raises UnknownQuestion."""
        _, question_id, is_kept = [*subject.split("."), "", ""][:3]
        if not question_id:
            return None
        showing = interaction.client.services.showing
        question = await showing.question(id_in(question_id), interaction.guild_id or 0)
        source = Source(question.channel_id, question.message_id) if is_kept else None
        return replace(origin_of(interaction, question), source=source)

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket | Offer:
        services, by = interaction.client.services, actor(interaction)
        origin = await cls.origin(interaction, subject)
        request = cls._request(interaction, subject, filled, origin)
        async with leading(interaction.client):
            has_chance = services.last_chances.are_offered(request, by=by)
            is_public = not is_direct(interaction) and services.community.is_offered(request, by=by)
            if not (has_chance or is_public):
                return await services.tickets.open(request, by=by)
            likely: Sequence[str] = ()
            if has_chance:
                likely = await services.looking_up.likely(
                    written(services.tickets.type(request.type_id), request.details),
                    guild_id=request.guild_id,
                    visible=seen_by(interaction.user, services.places),
                    besides=origin.failed if origin else (),
                )
            return await services.last_chances.send(request, likely, by=by)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket | Offer) -> None:
        await (say_opened(interaction, result) if isinstance(result, Ticket) else show(interaction, result))

    @classmethod
    async def instead(
        cls, interaction: Interaction, subject: str, filled: Filled, error: Exception
    ) -> Sequence[ActionButton]:
        if not isinstance(error, AlreadyOpen):
            return ()
        by = actor(interaction)
        try:
            request = cls._request(interaction, subject, filled, await cls.origin(interaction, subject))
            if request.requester_id != by.id:
                return ()
            chance = await interaction.client.services.last_chances.keep(request, by=by)
        except Refused:
            return ()  # the database is busy, or the question was deleted just now: the words come back all the same
        return (add_button(interaction, chance.id, error.ticket_id, error.number),)

    @classmethod
    def _request(cls, interaction: Interaction, subject: str, filled: Filled, origin: Origin | None) -> Request:
        kind = interaction.client.services.tickets.for_staff(cls.type_of(subject))
        requester_id = origin.requester_id if origin else interaction.user.id
        on_behalf = requester_id != interaction.user.id
        if not on_behalf and not _facts_of(kind) <= filled.given:
            raise FormChanged
        link = (
            Detail(texts.label_asked_in(ENGLISH), origin.link, field_id=ORIGIN) if origin and origin.link else None
        )
        return Request(
            guild_id=interaction.guild_id or 0,
            type_id=kind.id,
            requester_id=requester_id,
            details=details_of(kind, filled),
            impact=impact_of(filled),
            has_workaround=workaround_of(filled),
            interaction_id=interaction.id,
            question_id=origin.question_id if origin else None,
            context=(link,) if link else (),
            # Staff who fill it in for somebody know their language only from how the question was asked.
            language=(origin.language if origin else None) if on_behalf else str(interaction.locale),
            source=origin.source if origin else None,
        )

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> TicketForm:
        kind = interaction.client.services.tickets.for_staff(cls.type_of(refused.subject))
        origin = await cls.origin(interaction, refused.subject)
        on_behalf = origin is not None and origin.requester_id != interaction.user.id
        return cls(reader(interaction), kind, refused.subject, typed=refused.values, on_behalf=on_behalf)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t, type_id = reader(interaction), cls.type_of(subject)
        kind = next((kind for kind in interaction.client.services.tickets.types if kind.id == type_id), None)
        fields = kind.fields if kind else ()
        asked = {IMPACT: priorities.ask_impact(t), WORKAROUND: priorities.ask_workaround(t)}
        return asked | {name_of(field): field.wording(t.code).label for field in fields}


class EscalatedForm(TicketForm, action="ticket:of", subject=rf"{TYPE}\.{ID}\.{ID}"):
    """The same for the author of a message of this channel. Subject: `<type>.<message>.<author>`.

    It names the author because the message may be gone when the form is sent.
    """

    @classmethod
    async def origin(cls, interaction: Interaction, subject: str) -> Origin | None:
        _, message_id, author_id = subject.split(".")
        channel_id = interaction.channel_id or 0
        link = message_link(interaction.guild_id or 0, channel_id, id_in(message_id))
        return Origin(id_in(author_id), link, source=Source(channel_id, id_in(message_id)))


def origin_of(interaction: Interaction, question: Question) -> Origin:
    """A question as what a ticket comes from."""
    link = message_link(question.guild_id, question.channel_id, question.message_id)
    # A question that matched the FAQ's own phrasings names no language: it was asked in the FAQ's own.
    own = interaction.client.config.faq.language if question.candidates else None
    return Origin(question.asker_id, link, question.id, question.language or own, failed=failed(question))


def failed(question: Question) -> tuple[str, ...]:
    """The entries that were shown for a question and have not helped: who asks for people has seen them."""
    answers = [one for one in (question.entry_id, question.second_entry_id) if one is not None]
    if question.rule is Rule.BETWEEN:
        return (*answers, *(entry_id for entry_id, _ in question.candidates))
    return tuple(answers)


def details_of(kind: TicketType, filled: Filled) -> tuple[Detail, ...]:
    """What was filled in, all of it. Raises FormChanged where some of it answers what the type does not ask any more,
    or asks in another way.
    """
    answers = {name_of(field): _detail(field, filled) for field in kind.fields}
    kept = {name for name, answer in answers.items() if answer.text}
    if not kept | _facts_of(kind) >= filled.given:
        raise FormChanged
    return tuple(answer for answer in answers.values() if answer.text)


def impact_asked(t: Language, typed: Sequence[str], *, required: bool) -> discord.ui.Label[Any]:
    """Asks how many people are affected."""
    options = [
        discord.RadioGroupOption(
            label=priorities.option_impact(t, impact), value=impact.value, default=impact.value in typed
        )
        for impact in Impact
    ]
    asked = discord.ui.RadioGroup[Any](custom_id=IMPACT, options=options, required=required)
    return discord.ui.Label(text=priorities.ask_impact(t), component=asked)


def workaround_asked(t: Language, typed: Sequence[str], *, required: bool) -> discord.ui.Label[Any]:
    """Asks whether they can help themselves meanwhile."""
    options = [
        discord.RadioGroupOption(
            label=priorities.option_workaround(t, value == YES), value=value, default=value in typed
        )
        for value in (YES, NO)
    ]
    asked = discord.ui.RadioGroup[Any](custom_id=WORKAROUND, options=options, required=required)
    return discord.ui.Label(text=priorities.ask_workaround(t), component=asked)


def impact_of(filled: Filled) -> Impact | None:
    """What was answered to the one; None where nothing was."""
    chosen = filled.choice(IMPACT)
    return Impact(chosen) if chosen else None


def workaround_of(filled: Filled) -> bool | None:
    """What was answered to the other."""
    chosen = filled.choice(WORKAROUND)
    return chosen == YES if chosen else None


def _facts_of(kind: TicketType) -> set[str]:
    """The names of the fields for what the priority follows from."""
    return {name for name, is_asked in ((IMPACT, kind.ask_impact), (WORKAROUND, kind.ask_workaround)) if is_asked}


def name_of(field: TicketField) -> str:
    """The custom_id of a ticket type's field."""
    return f"field:{field.id}"


def control_for(t: Language, field: TicketField, typed: Sequence[str], *, required: bool) -> Control:
    """What is shown for a field; `typed` stands in it already, but for files, which Discord takes only from who sends them."""
    wording, name = field.wording(t.code), name_of(field)
    match field.kind:
        case FieldKind.CHOICE:
            radios = [
                discord.RadioGroupOption(label=label, value=choice, default=choice in typed[:1])
                for choice, label in wording.choices.items()
            ]
            return discord.ui.RadioGroup(custom_id=name, options=radios, required=required)
        case FieldKind.MULTI_CHOICE:
            boxes = [
                discord.CheckboxGroupOption(label=label, value=choice, default=choice in typed)
                for choice, label in wording.choices.items()
            ]
            least = 1 if required else 0
            return discord.ui.CheckboxGroup(
                custom_id=name, options=boxes, required=required, min_values=least, max_values=len(boxes)
            )
        case FieldKind.CHECKBOX:
            return discord.ui.Checkbox(custom_id=name, default=bool(typed))
        case FieldKind.FILE:
            return discord.ui.FileUpload(custom_id=name, required=required, max_values=MOST_FILES)
        case FieldKind.USER:
            # the field may have been one to write in when it was filled in
            chosen = [discord.Object(id_in(one), type=discord.User) for one in typed[:1] if one.isdecimal()]
            return discord.ui.UserSelect(
                custom_id=name, required=required, min_values=int(required), max_values=1, default_values=chosen
            )
        case FieldKind.SHORT | FieldKind.PARAGRAPH:
            is_paragraph = field.kind is FieldKind.PARAGRAPH
            filled = "".join(typed[:1])[: field.max_length]
            return discord.ui.TextInput(
                custom_id=name,
                style=discord.TextStyle.paragraph if is_paragraph else discord.TextStyle.short,
                placeholder=wording.placeholder,
                required=required,
                # What is filled in already may be shorter, and is told so when it is sent.
                min_length=None if filled and field.is_too_short(filled) else field.min_length or None,
                max_length=field.max_length,
                default=filled or None,
            )


def _hint(t: Language, field: TicketField, typed: Sequence[str], *, required: bool) -> str | None:
    """What to do that Discord does not say, or cannot take over from the form before."""
    if field.kind is FieldKind.FILE and typed:
        return texts.hint_files_again(t)
    return texts.hint_tick(t) if required and field.kind is FieldKind.CHECKBOX else None


def _detail(field: TicketField, filled: Filled) -> Detail:
    """What was filled in as what the field asks for; its text is empty where nothing was."""
    name = name_of(field)
    uploads = filled.files(name) if field.kind is FieldKind.FILE else ()
    return Detail(field.label, _text(field, name, filled), uploads, field.id)


def _text(field: TicketField, name: str, filled: Filled) -> str:
    match field.kind:
        case FieldKind.FILE:
            return "\n".join(upload.name for upload in filled.files(name))
        case FieldKind.CHOICE:
            return _known(field, [filled.choice(name)])
        case FieldKind.MULTI_CHOICE:
            return _known(field, filled.choices(name))
        case FieldKind.CHECKBOX:
            return filled.tick(name)
        case FieldKind.USER:
            chosen = filled.member(name)
            return member(chosen.id) if chosen else ""
        case FieldKind.SHORT | FieldKind.PARAGRAPH:
            return filled.text(name).strip()


def _known(field: TicketField, chosen: Sequence[str]) -> str:
    """What was chosen, a line each; nothing where the operator offers some of it no longer."""
    return "\n".join(chosen) if set(chosen) <= set(field.choices) else ""
