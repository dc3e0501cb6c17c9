"""What an embed holds, and what of it gives way."""

from __future__ import annotations

import discord

from cogs.ui.style import EMBED, fitted


def test_an_embed_that_is_too_long_loses_the_ends_of_its_longest_fields_and_nothing_else() -> None:
    full = discord.Embed(title="Ticket #1")
    full.add_field(name="Status", value="Claimed")
    for number in range(7):
        full.add_field(name=f"Question {number}", value=f"{number}" * 1024)
    shown = fitted(full)
    assert len(shown) <= EMBED
    assert shown.fields[0].value == "Claimed"
    assert all((field.value or "").endswith("…") or len(field.value or "") == 1024 for field in shown.fields[1:])
    assert len(shown.fields) == 8


def test_an_embed_that_fits_stays_as_it_is() -> None:
    embed = discord.Embed(title="Ticket #1").add_field(name="Status", value="x" * 1024)
    assert fitted(embed.copy()) == embed
