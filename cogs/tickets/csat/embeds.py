"""What customers say, as staff read it: of a ticket, and of many in the report."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.ticket_settings import Tickets
from bot.tickets.csat.rating import Rating
from bot.tickets.csat.trend import Scores, Trend
from bot.tickets.ticket import Ticket
from cogs.texts import csat as texts
from cogs.texts.forms import DESCRIPTION, listed, member
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.style import BRAND, WARN, add_lines

WEEKS = 8
"""The newest of a report."""

LINES = 10
"""Types, and people, of a report."""


async def say_ratings(interaction: Interaction, ticket: Ticket) -> None:
    """What customers say of the ticket, beside its card, if they say anything: a card has no room for all their words."""
    found = await interaction.client.services.ratings.of_ticket(ticket.id, by=actor(interaction))
    if found:
        await reply(interaction, embed=ratings(reader(interaction), ticket, found), is_more=True)


def ratings(t: Language, ticket: Ticket, found: list[Rating]) -> discord.Embed:
    """The newest first."""
    lines = [texts.rating(t, one) for one in found]
    said = listed(t, lines, len(lines), DESCRIPTION, between="\n\n")
    return discord.Embed(title=texts.ratings_title(t, ticket), description=said, colour=BRAND)


def comment(given: Rating) -> discord.Embed | None:
    """Below the line of a follow-up."""
    return discord.Embed(description=texts.comment(given), colour=WARN) if given.comment else None


def with_csat(
    t: Language, embed: discord.Embed, settings: Tickets, found: Trend, people: Mapping[int, Scores]
) -> discord.Embed:
    """The report with what customers said in its period, if they said anything."""
    if found.overall.count:
        weeks = list(found.by_week.items())[-WEEKS:]
        lines = [texts.scores(t, found.overall)]
        if len(found.by_week) > 1:
            lines += [texts.named_scores(t, texts.week(t, monday), scores) for monday, scores in weeks]
        for type_id, scores in found.by_type.items():
            kind = settings.type(type_id)
            label = kind.wording(t.code).label if kind else type_id
            lines.append(texts.named_scores(t, label, scores))
        labels = {tier.id: tier.wording(t.code).label for tier in settings.tiers}
        lines += [texts.named_scores(t, labels[tier_id], scores) for tier_id, scores in found.by_tier.items()]
        add_lines(t, embed, texts.label_csat(t), lines)
    by_person = [texts.named_scores(t, member(member_id), scores) for member_id, scores in people.items()]
    add_lines(t, embed, texts.label_people(t), by_person, LINES)
    return embed
