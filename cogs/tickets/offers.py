"""What the messages of a ticket offer below them, as it stands: which buttons, and the rest behind *More*."""

from __future__ import annotations

import discord

from bot.faq.searching import Found
from bot.tickets.csat.service import Ask
from bot.tickets.lifecycle import require_work
from bot.tickets.ticket import LIVE, REVERSIBLE, Event, EventKind, Status, Ticket
from bot.tickets.tiers.ladder import Ladder
from cogs.texts import cards as card_texts
from cogs.texts import guests as guest_texts
from cogs.texts import links as link_texts
from cogs.texts import macros as macro_texts
from cogs.texts import merges as merge_texts
from cogs.texts import moves, priorities
from cogs.texts import notes as note_texts
from cogs.texts import silences as silence_texts
from cogs.texts import snoozes as snooze_texts
from cogs.texts import tickets as texts
from cogs.texts import turns as turn_texts
from cogs.texts.language import Language
from cogs.tickets.contact import healing, named
from cogs.tickets.controls import (
    ClaimButton,
    CloseButton,
    PriorityButton,
    ReleaseButton,
    ReopenButton,
    ResolveButton,
    WaitButton,
)
from cogs.tickets.csat.controls import rate_buttons
from cogs.tickets.handing import GiveButton
from cogs.tickets.inviting import InviteButton, UninviteButton
from cogs.tickets.macros import ReplyButton
from cogs.tickets.merging import LinkButton, MergeButton, UnmergeButton
from cogs.tickets.moving import MoveButton
from cogs.tickets.notes import NoteButton
from cogs.tickets.peeking import PeekButton
from cogs.tickets.sending import send_buttons
from cogs.tickets.silences.asking import AskToCloseButton
from cogs.tickets.snoozing import SnoozeButton, WakeButton
from cogs.tickets.tiers.controls import tier_buttons
from cogs.tickets.transcripts import transcript_button
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, rows, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.subjects import id_in

ENDS_FOR_NOW = frozenset({EventKind.RESOLVED, EventKind.CLOSED, EventKind.FELL_SILENT})


class MoreButton(ActionButton, action="ticket:more"):
    """What the row of a card has no room for, as the ticket stands by now. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket, t = await named(interaction, self.subject), reader(interaction)
            require_work(ticket, actor(interaction))
            found = (await interaction.client.services.advising.of(ticket)).to_send
            more = _more(t, ticket, interaction.client.services.tiers.ladder, found)
            await reply(interaction, card_texts.choose_more(t, ticket), view=more)


def thread_view(t: Language, ticket: Ticket) -> discord.ui.View:
    """Under the opening message of the thread: what the requester may press."""
    return _view_for(t, ticket, staff=False)


def card_view(t: Language, ticket: Ticket, *, has_macros: bool = False) -> discord.ui.View:
    """Under the queue card: one row of what staff press most; the rest is behind *More*.

    What comes next stands first: somebody takes it, then it is resolved.
    """
    if ticket.status not in LIVE:
        return _view_for(t, ticket, staff=True)
    id_ = ticket.id
    next_step = _resolve(t, id_) if ticket.status is Status.CLAIMED else _claim(t, id_)
    return view(
        next_step,
        PeekButton(id_, label=card_texts.button_peek(t)),
        GiveButton(id_, label=card_texts.button_give(t)),
        *([ReplyButton(id_, label=macro_texts.button_reply(t))] if has_macros else []),
        MoreButton(id_, label=card_texts.button_more(t)),
    )


def event_view(t: Language, ticket: Ticket, event: Event, ask: Ask | None) -> discord.ui.View | None:
    """Under the line that says that the ticket is resolved, or closed in a way that its requester can undo: what it asks,
    and a way back.
    """
    buttons: list[ActionButton] = rate_buttons(ask.resolution.id) if ask is not None else []
    if ticket.status in REVERSIBLE and event.kind in ENDS_FOR_NOW:
        buttons.append(ReopenButton(ticket.id, label=texts.button_reopen(t)))
    return view(*buttons) if buttons else None


def own_custom_ids(ticket_id: int) -> tuple[str, ...]:
    """Every custom_id by which a message shows that it belongs to this ticket."""
    return tuple(
        f"{button.action}:{ticket_id}"
        for button in (
            ClaimButton,
            ReleaseButton,
            ResolveButton,
            CloseButton,
            WaitButton,
            ReopenButton,
            MoreButton,
            UnmergeButton,
        )
    )


def _view_for(t: Language, ticket: Ticket, *, staff: bool) -> discord.ui.View:
    id_ = ticket.id
    if ticket.status is Status.CLOSED and not staff:
        return view(transcript_button(t, id_))  # its thread is locked, and only staff can reopen it
    if ticket.merged_into is not None:
        return view(UnmergeButton(id_, label=merge_texts.button_unmerge(t)))
    if ticket.status not in LIVE:
        return view(ReopenButton(id_, label=texts.button_reopen(t)), transcript_button(t, id_))
    return view(_resolve(t, id_), CloseButton(id_, label=texts.button_close(t)))


def _more(t: Language, ticket: Ticket, ladder: Ladder, found: Found | None) -> discord.ui.View:
    """What else staff may do with a live ticket. A row each: who goes on, what is said, when, with what, with whom."""
    id_, is_claimed = ticket.id, ticket.status is Status.CLAIMED
    return rows(
        [
            ReleaseButton(id_, label=texts.button_release(t)) if is_claimed else _resolve(t, id_),
            CloseButton(id_, label=texts.button_close(t)),
            *tier_buttons(t, ticket, ladder),
        ],
        [NoteButton(id_, label=note_texts.button_note(t)), *(send_buttons(t, ticket, found) if found else [])],
        [
            AskToCloseButton(id_, label=silence_texts.button_ask(t)),
            WaitButton(id_, label=turn_texts.button_wait(t)),
            SnoozeButton(id_, label=snooze_texts.button_snooze(t)),
            *([WakeButton(id_, label=snooze_texts.button_wake(t))] if ticket.is_snoozed else []),
            PriorityButton(id_, label=priorities.button_priority(t)),
        ],
        [
            MoveButton(id_, label=moves.button_move(t)),
            MergeButton(id_, label=merge_texts.button_merge(t)),
            LinkButton(id_, label=link_texts.button_link(t)),
        ],
        [
            InviteButton(id_, label=guest_texts.button_add(t)),
            UninviteButton(id_, label=guest_texts.button_remove(t)),
        ],
    )


def _claim(t: Language, ticket_id: int) -> ClaimButton:
    return ClaimButton(ticket_id, label=texts.button_claim(t), style=discord.ButtonStyle.primary)


def _resolve(t: Language, ticket_id: int) -> ResolveButton:
    return ResolveButton(ticket_id, label=texts.button_resolve(t), style=discord.ButtonStyle.success)
