"""The queue as staff read it, page by page and filtered, and the next ticket for whoever asks for one."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.tickets.queue import Wanted, Whose
from bot.tickets.ticket import WaitingOn
from bot.tickets.tiers.service import Tiers
from cogs.texts import queue as texts
from cogs.texts import tiers as tier_texts
from cogs.texts import turns as turn_texts
from cogs.texts.commands import Sentence, described
from cogs.tickets import embeds
from cogs.tickets.answering import show
from cogs.tickets.tiers.controls import tier_choices
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, reply
from cogs.ui.subjects import id_in


def _whose(one: Whose) -> Sentence:
    return lambda t: texts.whose(t, one)


def _turn(one: WaitingOn) -> Sentence:
    return lambda t: turn_texts.turn(t, one)


WHOSE = [app_commands.Choice(name=described(_whose(one)), value=one.value) for one in Whose]
TURNS = [app_commands.Choice(name=described(_turn(one)), value=one.value) for one in WaitingOn]


class QueueButton(ActionButton, action="ticket:queue"):
    """Turns to a page of the queue, as it is now.

    Subject: `<page>`, or `<page>.<whose>.<waiting on>.<type>.<tier>`, of which the last three may be empty.
    """

    async def press(self, interaction: Interaction) -> None:
        page, _, asked = self.subject.partition(".")
        wanted = _wanted(asked, interaction.client.services.tiers)
        await redraw(interaction, **await queue_message(interaction, id_in(page), wanted))


class QueueCog(commands.Cog):
    """For staff: what waits, and which of it next."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="queue", description=described(texts.about_queue))
    @app_commands.guild_only()
    @app_commands.describe(
        whose=described(texts.about_whose),
        type=described(texts.about_only_type),
        waiting_on=described(texts.about_waiting_on),
        tier=described(tier_texts.about_only_tier),
    )
    @app_commands.choices(whose=WHOSE, waiting_on=TURNS)
    async def queue(
        self,
        interaction: Interaction,
        whose: str | None = None,
        type: str | None = None,
        waiting_on: str | None = None,
        tier: str | None = None,
    ) -> None:
        """The queue, for staff's eyes only."""
        kind = self._bot.services.tickets.type(type) if type else None
        wanted = Wanted(
            Whose(whose or Whose.ALL),
            kind.id if kind else None,
            WaitingOn(waiting_on) if waiting_on else None,
            self._bot.services.tiers.tickets_at(tier) if tier else None,
        )
        await reply(interaction, **await queue_message(interaction, 1, wanted))

    @app_commands.command(name="next", description=described(texts.about_next))
    @app_commands.guild_only()
    @app_commands.describe(type=described(texts.about_only_type))
    async def next(self, interaction: Interaction, type: str | None = None) -> None:
        """Take the ticket that should be looked at next."""
        services, t = self._bot.services, reader(interaction)
        kind = services.tickets.type(type) if type else None
        ticket = await services.dealing.deal(by=actor(interaction), type_id=kind.id if kind else None)
        label = embeds.type_label(t, ticket, self._bot.config.tickets)
        await show(interaction, ticket, texts.dealt(t, ticket, label))

    @queue.autocomplete("type")
    @next.autocomplete("type")
    async def _types(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return suggest_types(interaction, typed, but=actor(interaction).barred)

    @queue.autocomplete("tier")
    async def _tiers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return tier_choices(interaction, typed)


async def queue_message(interaction: Interaction, page: int, wanted: Wanted) -> dict[str, Any]:
    """A page of the queue, as `reply` and `redraw` take it."""
    bot, t = interaction.client, reader(interaction)
    found = await bot.services.tickets.queue(
        interaction.guild_id or 0, by=actor(interaction), page=page, wanted=wanted
    )
    others = [other for other in (found.page - 1, found.page + 1) if 1 <= other <= found.pages]
    buttons = [QueueButton(f"{other}.{_subject(wanted)}", label=texts.button_page(t, other)) for other in others]
    return {"embed": embeds.queue(t, found, bot.config.tickets, bot.services.tiers.ladder), "view": view(*buttons)}


def suggest_types(
    interaction: Interaction, typed: str, *, but: Container[str] = ()
) -> list[app_commands.Choice[str]]:
    """Types but these, found by what the reader calls it, and by what the operator does: a colleague may have named it so."""
    t, wanted = reader(interaction), typed.casefold()
    found = []
    for kind in interaction.client.services.tickets.types:
        label = kind.wording(t.code).label
        if kind.id not in but and any(
            wanted in name for name in (label.casefold(), kind.label.casefold(), kind.id)
        ):
            found.append(app_commands.Choice(name=label, value=kind.id))
    return found[:25]


def _subject(wanted: Wanted) -> str:
    # A subject has no underscores.
    turn = wanted.waiting_on.replace("_", "-") if wanted.waiting_on else ""
    tier_id = wanted.at.ids[0] if wanted.at else ""
    return f"{wanted.whose}.{turn}.{wanted.type_id or ''}.{tier_id}"


def _wanted(subject: str, tiers: Tiers) -> Wanted:
    """What a button was restricted to; as far as it is none that there is, nothing."""
    whose, turn, type_id, tier_id = (*subject.split(".", 3), "", "", "", "")[:4]
    tier = tiers.ladder.tier(tier_id)
    return Wanted(
        Whose(whose) if whose in [*Whose] else Whose.ALL,
        type_id or None,
        WaitingOn(turn.replace("-", "_")) if turn.replace("-", "_") in [*WaitingOn] else None,
        tiers.tickets_at(tier.id) if tier else None,
    )
