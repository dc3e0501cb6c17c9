"""What promises look like: in the ticket's thread, and all of a ticket for staff."""

from __future__ import annotations

import discord

from bot.tickets.promises.promise import Promise, State
from bot.tickets.promises.service import Given
from bot.tickets.ticket import Ticket
from cogs.texts import promises as texts
from cogs.texts.forms import DESCRIPTION, listed
from cogs.texts.language import Language
from cogs.ui.style import BRAND, GOOD, QUIET, WARN

LISTED = 25

_COLOURS = {
    State.ASKED: WARN,
    State.PROPOSED: WARN,
    State.OPEN: BRAND,
    State.KEPT: GOOD,
    State.WITHDRAWN: QUIET,
}


def promise(t: Language, ticket: Ticket, promise: Promise) -> discord.Embed:
    """A promise as the requester and staff see it in the thread."""
    embed = discord.Embed(
        title=texts.promise_title(t, promise),
        description="\n".join(texts.body(t, promise)),
        colour=_COLOURS[promise.state],
    )
    return embed.set_footer(text=texts.foot(t, ticket, promise))


def all_of(t: Language, ticket: Ticket, given: Given) -> discord.Embed:
    """What was promised in a ticket, the newest first, and what in those that go on in it."""
    newest = sorted(given.promises, key=lambda one: (one.made_at, one.number), reverse=True)
    lines = [texts.list_line(t, one, given.merged.get(one.ticket_id)) for one in newest]
    return discord.Embed(
        title=texts.list_title(t, ticket),
        description=listed(t, lines, LISTED, DESCRIPTION) or texts.list_none(t),
        colour=BRAND,
    )
