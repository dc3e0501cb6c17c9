"""Ticket commands, the context menu *Escalate to ticket*, and what is deleted in Discord of tickets."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.tickets.finding.wanted import State, Wanted
from bot.tickets.reading import require_reader
from bot.tickets.ticket import LARGEST_NUMBER, Ticket
from cogs import failures
from cogs.privacy.controls import say_erased
from cogs.texts import costs as cost_texts
from cogs.texts import finding as finding_texts
from cogs.texts import guests as guest_texts
from cogs.texts import links as link_texts
from cogs.texts import macros, moves, priorities, silences, snoozes
from cogs.texts import merges as merge_texts
from cogs.texts import notes as note_texts
from cogs.texts import queue as queue_texts
from cogs.texts import tickets as texts
from cogs.texts import tiers as tier_texts
from cogs.texts import transcripts as transcript_texts
from cogs.texts import turns as turn_texts
from cogs.texts.commands import described
from cogs.tickets.answering import show
from cogs.tickets.cards import card_message
from cogs.tickets.contact import leading
from cogs.tickets.controls import (
    begin,
    begin_close,
    begin_priority,
    begin_resolve,
    begin_wait,
    escalate_buttons,
    type_buttons,
)
from cogs.tickets.costs.embeds import say_costs
from cogs.tickets.costs.forms import begin_cost
from cogs.tickets.csat.embeds import say_ratings
from cogs.tickets.decisions import REASON_LENGTH
from cogs.tickets.finding import DAYS, STATES, WORDS, find
from cogs.tickets.handing import hand_over
from cogs.tickets.inviting import add, remove
from cogs.tickets.kept import take_up
from cogs.tickets.macros import macro_choices, reply_with
from cogs.tickets.merging import link, merge, unlink, unmerge
from cogs.tickets.moving import begin_move, type_choices
from cogs.tickets.notes import begin_note
from cogs.tickets.promises.times import time_choices
from cogs.tickets.queue import suggest_types
from cogs.tickets.silences.asking import ask_to_close
from cogs.tickets.snoozing import snooze, until_choices
from cogs.tickets.tiers.forms import begin_escalate, begin_return
from cogs.tickets.transcripts import send_transcript
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.written import require_written

NUMBER = app_commands.Range[int, 1, LARGEST_NUMBER]


class TicketsCog(commands.Cog):
    """Customers open tickets; staff take them from the queue."""

    ticket = app_commands.Group(name="ticket", description=described(texts.about_ticket), guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._escalate = app_commands.ContextMenu(name="Escalate to ticket", callback=self.escalate)
        self._escalate.guild_only = True
        bot.tree.add_command(self._escalate)

    @ticket.command(name="open", description=described(texts.about_open))
    @app_commands.describe(type=described(texts.about_type))
    async def open(self, interaction: Interaction, type: str | None = None) -> None:
        """With a type straight to its form, else a choice of types."""
        if type is not None:
            await begin(interaction, type)
            return
        t = reader(interaction)
        await reply(interaction, texts.choose_any_type(t), view=type_buttons(t, self._bot.services.tickets.types))

    @open.autocomplete("type")
    async def _types(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return suggest_types(interaction, typed)

    @ticket.command(name="show", description=described(queue_texts.about_show))
    @app_commands.describe(number=described(texts.about_number))
    async def show_card(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """What its card says, and its buttons, wherever staff are."""
        found = await self._find(interaction, number)
        require_reader(found, actor(interaction))
        await reply(interaction, **await card_message(reader(interaction), self._bot, found))
        await say_ratings(interaction, found)
        await say_erased(interaction, found)
        await say_costs(interaction, found)

    @ticket.command(name="search", description=described(finding_texts.about_search))
    @app_commands.describe(
        words=described(finding_texts.about_words),
        type=described(queue_texts.about_only_type),
        state=described(finding_texts.about_state),
        requester=described(finding_texts.about_requester),
        since=described(finding_texts.about_days),
    )
    @app_commands.choices(state=STATES)
    @app_commands.choices(since=DAYS)
    async def search(
        self,
        interaction: Interaction,
        words: WORDS,
        type: str | None = None,
        state: str | None = None,
        requester: discord.User | None = None,
        since: int | None = None,
    ) -> None:
        """Who may read it is asked where it is looked for."""
        kind = self._bot.services.tickets.type(type) if type else None
        wanted = Wanted(
            words,
            kind.id if kind else None,
            State(state) if state else None,
            requester.id if requester else None,
            since,
        )
        await find(interaction, wanted)

    @search.autocomplete("type")
    async def _types_to_search(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return suggest_types(interaction, typed, but=actor(interaction).barred)

    @ticket.command(name="transcript", description=described(transcript_texts.about_transcript))
    @app_commands.describe(number=described(texts.about_number))
    async def transcript(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """All that was said, as files."""
        await send_transcript(interaction, await self._find(interaction, number))

    @ticket.command(name="claim", description=described(texts.about_claim))
    @app_commands.describe(number=described(texts.about_number))
    async def claim(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Take it."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.claim(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.claimed(reader(interaction), ticket))

    @ticket.command(name="release", description=described(texts.about_release))
    @app_commands.describe(number=described(texts.about_number))
    async def release(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Give it back."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.release(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.released(reader(interaction), ticket))

    @ticket.command(name="assign", description=described(turn_texts.about_assign))
    @app_commands.describe(member=described(turn_texts.about_member), number=described(texts.about_number))
    async def assign(
        self, interaction: Interaction, member: discord.Member | None = None, number: NUMBER | None = None
    ) -> None:
        """Give it to somebody of staff, or take it over."""
        await hand_over(interaction, await self._find(interaction, number), member or interaction.user)

    @ticket.command(name="resolve", description=described(texts.about_resolve))
    @app_commands.describe(number=described(texts.about_number))
    async def resolve(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Solved."""
        await begin_resolve(interaction, await self._find(interaction, number))

    @ticket.command(name="cost", description=described(cost_texts.about_cost))
    @app_commands.describe(number=described(texts.about_number))
    async def cost(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Where the press that resolved it asked nothing, or something else is known by now."""
        await begin_cost(interaction, await self._find(interaction, number))

    @ticket.command(name="close", description=described(texts.about_close))
    @app_commands.describe(number=described(texts.about_number), reason=described(texts.about_reason))
    async def close(
        self,
        interaction: Interaction,
        number: NUMBER | None = None,
        reason: app_commands.Range[str, 1, REASON_LENGTH] | None = None,
    ) -> None:
        """Close it; the requester is asked first, with the reason they gave."""
        await begin_close(interaction, await self._find(interaction, number), reason or "")

    @ticket.command(name="wait", description=described(turn_texts.about_wait))
    @app_commands.describe(number=described(texts.about_number))
    async def wait(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Say whose turn it is."""
        await begin_wait(interaction, await self._find(interaction, number))

    @ticket.command(name="close-request", description=described(silences.about_close_request))
    @app_commands.describe(
        until=described(silences.about_until),
        reason=described(silences.about_reason),
        number=described(texts.about_number),
    )
    async def close_request(
        self,
        interaction: Interaction,
        until: app_commands.Range[str, 1, 100] | None = None,
        reason: app_commands.Range[str, 1, REASON_LENGTH] | None = None,
        number: NUMBER | None = None,
    ) -> None:
        """Its requester says whether it is solved."""
        await ask_to_close(interaction, await self._find(interaction, number), until or "", reason)

    @close_request.autocomplete("until")
    async def _from_when(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return time_choices(interaction, typed)

    @ticket.command(name="priority", description=described(priorities.about_priority))
    @app_commands.describe(number=described(texts.about_number))
    async def priority(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Staff know better than the form."""
        await begin_priority(interaction, await self._find(interaction, number))

    @ticket.command(name="move", description=described(moves.about_move))
    @app_commands.describe(type=described(moves.about_type), number=described(texts.about_number))
    async def move(self, interaction: Interaction, type: str, number: NUMBER | None = None) -> None:
        """It is of another type than its requester thought."""
        await begin_move(interaction, await self._find(interaction, number), type)

    @move.autocomplete("type")
    async def _types_to_move_to(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return type_choices(interaction, typed)

    @ticket.command(name="snooze", description=described(snoozes.about_snooze))
    @app_commands.describe(
        until=described(snoozes.about_until),
        number=described(texts.about_number),
        reason=described(texts.about_reason),
    )
    async def snooze(
        self,
        interaction: Interaction,
        until: app_commands.Range[str, 1, 100],
        number: NUMBER | None = None,
        reason: app_commands.Range[str, 1, REASON_LENGTH] | None = None,
    ) -> None:
        """Nobody need look at it until then."""
        await snooze(interaction, await self._find(interaction, number), until, reason)

    @snooze.autocomplete("until")
    async def _until(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return until_choices(interaction, typed)

    @ticket.command(name="reopen", description=described(texts.about_reopen))
    @app_commands.describe(number=described(texts.about_number))
    async def reopen(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Not solved after all."""
        found = await self._find(interaction, number)
        async with leading(self._bot):
            ticket = await self._bot.services.tickets.reopen(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.reopened(reader(interaction), ticket))

    @ticket.command(name="merge", description=described(merge_texts.about_merge))
    @app_commands.describe(into=described(merge_texts.about_into), number=described(texts.about_number))
    async def merge(self, interaction: Interaction, into: NUMBER, number: NUMBER | None = None) -> None:
        """Two tickets about the same."""
        ticket = await self._find(interaction, number)
        await merge(interaction, ticket, await self._find(interaction, into))

    @ticket.command(name="unmerge", description=described(merge_texts.about_unmerge))
    @app_commands.describe(number=described(texts.about_number))
    async def unmerge(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Not about the same after all."""
        await unmerge(interaction, (await self._find(interaction, number)).id)

    @ticket.command(name="add", description=described(guest_texts.about_add))
    @app_commands.describe(member=described(guest_texts.about_member), number=described(texts.about_number))
    async def add(self, interaction: Interaction, member: discord.Member, number: NUMBER | None = None) -> None:
        """Somebody who can help, or whom it concerns too."""
        await add(interaction, await self._find(interaction, number), member)

    @ticket.command(name="remove", description=described(guest_texts.about_remove))
    @app_commands.describe(member=described(guest_texts.about_member), number=described(texts.about_number))
    async def remove(self, interaction: Interaction, member: discord.User, number: NUMBER | None = None) -> None:
        """It concerns them no more."""
        await remove(interaction, await self._find(interaction, number), member)

    @ticket.command(name="link", description=described(link_texts.about_link))
    @app_commands.describe(other=described(link_texts.about_other), number=described(texts.about_number))
    async def link(self, interaction: Interaction, other: NUMBER, number: NUMBER | None = None) -> None:
        """They have to do with each other."""
        await link(interaction, await self._find(interaction, number), await self._find(interaction, other))

    @ticket.command(name="unlink", description=described(link_texts.about_unlink))
    @app_commands.describe(other=described(link_texts.about_other), number=described(texts.about_number))
    async def unlink(self, interaction: Interaction, other: NUMBER, number: NUMBER | None = None) -> None:
        """They do not."""
        await unlink(interaction, await self._find(interaction, number), await self._find(interaction, other))

    @ticket.command(name="note", description=described(note_texts.about_note))
    @app_commands.describe(number=described(texts.about_number))
    async def note(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """In a form: what is typed there comes back if it cannot be kept."""
        await begin_note(interaction, await self._find(interaction, number))

    @ticket.command(name="escalate", description=described(tier_texts.about_escalate))
    @app_commands.describe(number=described(texts.about_number))
    async def pass_on(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Somebody who knows more takes over."""
        await begin_escalate(interaction, await self._find(interaction, number))

    @ticket.command(name="return", description=described(tier_texts.about_return))
    @app_commands.describe(number=described(texts.about_number))
    async def hand_back(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """With what those who know more know."""
        await begin_return(interaction, await self._find(interaction, number))

    @app_commands.command(name="macro", description=described(macros.about_macro))
    @app_commands.describe(id=described(macros.about_id), number=described(texts.about_number))
    @app_commands.guild_only()
    async def macro(self, interaction: Interaction, id: str, number: NUMBER | None = None) -> None:
        """Reply with a prepared text."""
        await reply_with(interaction, await self._find(interaction, number), id)

    @macro.autocomplete("id")
    async def _macros(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await macro_choices(interaction, typed)

    async def escalate(self, interaction: Interaction, message: discord.Message) -> None:
        """Make a ticket of a message: staff of anybody's, everybody of their own."""
        require_written(message)
        author = message.author
        if await take_up(interaction, message.channel.id, author.id) or await take_up(interaction, message.id):
            return  # what they asked the community is a form that is filled in already
        self._bot.services.tickets.allow(author.id, is_bot=author.bot, by=actor(interaction))
        t = reader(interaction)
        await reply(
            interaction,
            texts.choose_any_type(t),
            view=escalate_buttons(t, self._bot.services.tickets.types, message.id),
        )

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A ticket outlives its thread."""
        async with failures.listening("a deleted thread"):
            self._bot.require_served(payload.guild_id)
            await self._bot.patience.outlast(
                lambda: self._bot.services.delivery.thread_deleted(payload.thread_id), "a deleted thread"
            )

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A ticket outlives its card, too; and a panel comes back."""
        async with failures.listening("a deleted message"):
            self._bot.require_served(payload.guild_id)
            await self._forget(payload, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Also where a moderator clears a channel."""
        async with failures.listening("deleted messages"):
            self._bot.require_served(payload.guild_id)
            await self._forget(payload, payload.message_ids)

    async def cog_unload(self) -> None:
        """Take the context menu back."""
        self._bot.tree.remove_command(self._escalate.name, type=self._escalate.type)

    async def _forget(
        self,
        payload: discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent,
        message_ids: Collection[int],
    ) -> None:
        delivery, guild_id = self._bot.services.delivery, payload.guild_id or 0
        await self._bot.patience.outlast(
            lambda: delivery.messages_deleted(guild_id, payload.channel_id, message_ids), "deleted messages"
        )

    async def _find(self, interaction: Interaction, number: int | None) -> Ticket:
        """The ticket of this number, or of the thread we are in. Raises UnknownTicket."""
        return await self._bot.services.tickets.meant(
            interaction.guild_id or 0, number, interaction.channel_id or 0
        )
