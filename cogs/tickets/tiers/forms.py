"""The forms with which a ticket is passed on to the next tier, and returned with what that knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import discord

from bot.drafts.draft import TITLE_LENGTH, Proposal
from bot.errors import FormChanged, NotStaff
from bot.forms.refused import RefusedForm
from bot.ticket_errors import TicketClosed, TicketMerged, TicketResolved, UnknownTicket
from bot.tickets.owed import HOLDER_JOB
from bot.tickets.ticket import Ticket
from bot.tickets.tiers.escalation import Escalation, Return, require_escalation, require_return
from bot.tier_errors import FirstTier, LastTier, NoTiers, NotOfTier, TierChanged, TitleMissing
from cogs.texts import tiers as texts
from cogs.tickets.answering import show
from cogs.tickets.contact import heal, named
from cogs.tickets.tiers.embeds import tier_label
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

WORDS_LENGTH = 600
"""Characters of what staff say who escalate a ticket, each: all of it stands on the card."""

ANSWER_LENGTH = 1000
SUBJECT = rf"{ID}\.[a-z0-9-]{{1,40}}"
TRIED, EXPECTED, NEEDED = "tried", "expected", "needed"
ANSWER, NEXT_ONE, BECOMES, TITLE = "answer", "next", "becomes", "title"


class Becomes(StrEnum):
    """What becomes of how the lower tier handles the next one."""

    DRAFT = "draft"
    NOTHING = "nothing"


class _TierForm(ActionForm[Ticket]):
    """Subject: `<ticket>.<tier at which it was when the form was opened>`."""

    opens_again_unless = (
        NotStaff,
        UnknownTicket,
        TicketResolved,
        TicketClosed,
        TicketMerged,
        NoTiers,
        LastTier,
        FirstTier,
        NotOfTier,
        TierChanged,
    )


class EscalateForm(_TierForm, action="tier:escalate", subject=SUBJECT):
    """Asks what was tried, expected and needed."""

    def __init__(
        self, interaction: Interaction, ticket: Ticket, *, typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        t, ladder = reader(interaction), interaction.client.services.tiers.ladder
        here, _ = require_escalation(ticket, ladder, actor(interaction))
        super().__init__(f"{ticket.id}.{here.id}", title=texts.title_escalate(t, ticket))
        for name, label in self.labels(interaction, "").items():
            box = _paragraph(name, WORDS_LENGTH, typed or {})
            self.add_item(discord.ui.Label(text=label, description=texts.hint_escalate(t), component=box))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        ticket_id, _, seen = subject.partition(".")
        words = Escalation(*(filled.text(name).strip() for name in (TRIED, EXPECTED, NEEDED)))
        tiers = interaction.client.services.tiers
        return await tiers.escalate(id_in(ticket_id), words, seen=seen, by=actor(interaction))

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        t = reader(interaction)
        label = tier_label(t, interaction.client.services.tiers.ladder, result.tier)
        await show(interaction, result, texts.escalated(t, result, label))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> EscalateForm:
        ticket = await named(interaction, refused.subject.partition(".")[0])
        return cls(interaction, ticket, typed=refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {TRIED: texts.ask_tried(t), EXPECTED: texts.ask_expected(t), NEEDED: texts.ask_needed(t)}


class ReturnForm(_TierForm, action="tier:return", subject=SUBJECT):
    """Asks for the answer, and how the lower tier handles the next one."""

    def __init__(
        self, interaction: Interaction, ticket: Ticket, *, typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        t, ladder, typed = reader(interaction), interaction.client.services.tiers.ladder, typed or {}
        here, _ = require_return(ticket, ladder, actor(interaction))
        super().__init__(f"{ticket.id}.{here.id}", title=texts.title_return(t, ticket))
        chosen = next(iter(typed.get(BECOMES, ())), None)
        options = {Becomes.DRAFT: texts.option_draft(t), Becomes.NOTHING: texts.option_nothing(t)}
        becomes = discord.ui.RadioGroup[Any](
            custom_id=BECOMES,
            options=[
                discord.RadioGroupOption(label=label, value=one.value, default=one == chosen)
                for one, label in options.items()
            ],
        )
        title = discord.ui.TextInput[Any](
            custom_id=TITLE,
            required=False,
            max_length=TITLE_LENGTH,
            default=next(iter(typed.get(TITLE, ())), None),
        )
        hints = {ANSWER: texts.hint_answer(t), NEXT_ONE: texts.hint_next_one(t), TITLE: texts.hint_title(t)}
        labels = self.labels(interaction, "")
        for name, component in (
            (ANSWER, _paragraph(ANSWER, ANSWER_LENGTH, typed)),
            (NEXT_ONE, _paragraph(NEXT_ONE, ANSWER_LENGTH, typed)),
            (BECOMES, becomes),
            (TITLE, title),
        ):
            self.add_item(discord.ui.Label(text=labels[name], description=hints.get(name), component=component))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        ticket_id, _, seen = subject.partition(".")
        services, by, chosen = interaction.client.services, actor(interaction), filled.choice(BECOMES)
        words = Return(filled.text(ANSWER).strip(), filled.text(NEXT_ONE).strip())
        ticket = await named(interaction, ticket_id)
        require_return(ticket, services.tiers.ladder, by)
        if chosen not in [*Becomes]:
            raise FormChanged
        draft = None
        if chosen == Becomes.DRAFT and words.next_one:
            title = filled.text(TITLE).strip()
            if not title:
                raise TitleMissing
            category = await services.drafts.category_for(f"{title} {words.next_one}")
            services.drafts.require_valid(Proposal(category, title, "", words.next_one), by)
            draft = {"title": title, "answer": words.next_one, "locale": str(interaction.locale)}
        return await services.tiers.hand_back(
            ticket.id, words, seen=seen, by=by, interaction_id=interaction.id, draft=draft
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        t, services = reader(interaction), interaction.client.services
        await services.jobs.run(HOLDER_JOB, result.id)  # who escalated it may be on staff no more
        back = await services.tickets.get(result.id)
        label = tier_label(t, services.tiers.ladder, back.tier)
        await show(interaction, back, texts.returned(t, back, label))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> ReturnForm:
        ticket = await named(interaction, refused.subject.partition(".")[0])
        return cls(interaction, ticket, typed=refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {
            ANSWER: texts.ask_answer(t),
            NEXT_ONE: texts.ask_next_one(t),
            BECOMES: texts.ask_becomes(t),
            TITLE: texts.ask_title(t),
        }


async def begin_escalate(interaction: Interaction, ticket: Ticket) -> None:
    """Ask what was tried, expected and needed. Raises what `require_escalation` raises."""
    await open_form(interaction, EscalateForm(interaction, ticket))
    await heal(interaction.client, ticket)


async def begin_return(interaction: Interaction, ticket: Ticket) -> None:
    """Ask for the answer. Raises what `require_return` raises."""
    await open_form(interaction, ReturnForm(interaction, ticket))
    await heal(interaction.client, ticket)


def _paragraph(name: str, length: int, typed: Mapping[str, Sequence[str]]) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        max_length=length,
        default=next(iter(typed.get(name, ())), None),
    )
