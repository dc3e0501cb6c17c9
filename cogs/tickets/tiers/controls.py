"""The buttons with which a ticket goes up and down the tiers."""

from __future__ import annotations

from discord import app_commands

from bot.tickets.ticket import LIVE, Ticket
from bot.tickets.tiers.ladder import Ladder
from cogs.texts import tiers as texts
from cogs.texts.language import Language
from cogs.tickets.contact import healing, named
from cogs.tickets.tiers.forms import begin_escalate, begin_return
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import id_in


class EscalateButton(ActionButton, action="tier:escalate"):
    """Staff pass the ticket on to the next tier. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_escalate(interaction, await named(interaction, self.subject))


class ReturnButton(ActionButton, action="tier:return"):
    """Staff return it. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_return(interaction, await named(interaction, self.subject))


def tier_buttons(t: Language, ticket: Ticket, ladder: Ladder) -> list[ActionButton]:
    """Up, where there is a tier above, and down, where there is one below."""
    ladder = ladder.of_type(ticket.type_id)
    here = ladder.at(ticket)
    if here is None or ticket.status not in LIVE:
        return []
    up = [EscalateButton(ticket.id, label=texts.button_escalate(t))] if ladder.above(here) else []
    down = [ReturnButton(ticket.id, label=texts.button_return(t))] if ladder.below(here) else []
    return [*up, *down]


def tier_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The tiers by what the reader calls them."""
    t = reader(interaction)
    labels = {tier.id: tier.wording(t.code).label for tier in interaction.client.services.tiers.ladder.tiers}
    return [
        app_commands.Choice(name=label, value=tier_id)
        for tier_id, label in labels.items()
        if typed.casefold() in label.casefold()
    ]
