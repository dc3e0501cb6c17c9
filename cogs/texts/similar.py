"""What a card says of tickets that are like the one on it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.tickets.search.likeness import Like
from bot.tickets.ticket import LIVE
from cogs.texts import tickets as texts
from cogs.texts.forms import channel, flat, member, moment
from cogs.texts.language import Language

NOTE = 120
"""Characters of what solved it; three of these stand in one field."""


def label_similar(t: Language) -> str:
    return t("Similar tickets")


def similar(t: Language, found: Sequence[Like]) -> str:
    """Each with its number and summary, how it stands or who resolved it, where it is, and what solved it."""
    return "\n".join(_line(t, one) for one in found)


def _line(t: Language, like: Like) -> str:
    ticket = like.ticket
    where = [channel(ticket.receipts.thread_id)] if ticket.receipts.thread_id else []
    facts = " · ".join([_stands(t, like), *where, moment(ticket.opened_at)])
    note = flat(like.note or "")
    said = f"\n> {note[:NOTE]}…" if len(note) > NOTE else f"\n> {note}" if note else ""
    # The name of a thread says the summary, too, but not to who cannot see it.
    return f"**#{ticket.number}** {flat(ticket.summary)}\n{facts}{said}"


def _stands(t: Language, like: Like) -> str:
    if like.ticket.status in LIVE or like.resolved_by is None:
        return texts.status(t, like.ticket.status)
    return t("Resolved by {member}", member=member(like.resolved_by))
