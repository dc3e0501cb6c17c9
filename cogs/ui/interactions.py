"""What Discord hands us when somebody presses, types or sends a form; its client is our bot."""

from __future__ import annotations

import discord

from bot.client import SupportBot

Interaction = discord.Interaction[SupportBot]
