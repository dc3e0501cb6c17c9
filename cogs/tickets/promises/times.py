"""How a time that staff type is understood, while they type it."""

from __future__ import annotations

from discord import app_commands

from bot.tickets.promises.times import EXAMPLES, UnclearTime, local
from cogs.texts import promises as texts
from cogs.texts.forms import day
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader


def time_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """How what is typed is understood; as long as nothing is, what might be typed."""
    examples = EXAMPLES if not typed.strip() else (typed,)
    return [_understood(interaction, example) for example in examples]


def _understood(interaction: Interaction, typed: str) -> app_commands.Choice[str]:
    promises, t = interaction.client.services.promises, reader(interaction)
    try:
        at = promises.moment(typed)
    except UnclearTime as unclear:
        on = day(unclear.day) if unclear.day else ""
        name = texts.not_understood(t, unclear.why, unclear.unread, on)
        return app_commands.Choice(name=name, value=typed[:100])
    shown = local(at, promises.zone)
    name = texts.understood(t, shown, promises.zone_name, at - interaction.client.clock())
    return app_commands.Choice(name=name, value=shown)
