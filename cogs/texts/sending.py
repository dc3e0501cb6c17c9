"""What staff read of the entry that comes near to a ticket, and of sending it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.insights.numbers import SentEntry
from bot.tickets.ticket import Ticket
from cogs.texts.forms import decimal
from cogs.texts.language import Language

LONGEST = 3900
"""Characters of a reply, so that who sent it still stands below."""

MOST_NAMED = 5
"""Titles of entries that did not help."""


def button_send(t: Language) -> str:
    return t.c("button", "Send this entry")


def button_send_again(t: Language) -> str:
    return t.c("button", "Send it again")


def button_read(t: Language) -> str:
    return t.c("button", "Read this entry")


def score(t: Language, best: float | None) -> str:
    """How near the entry comes; where it was named, that is no question of a score."""
    return "" if best is None else t("Score {score}", score=decimal(t, best))


def entry(t: Language, title: str, best: float | None) -> str:
    """Above the buttons: facts beside each other."""
    return " · ".join(filter(None, [title, score(t, best)]))


def label_failed(t: Language) -> str:
    """Above what the requester was shown before there was a ticket."""
    return t("Was answered with")


def failed(t: Language, titles: Sequence[str]) -> str:
    """The entries by their titles, and what came of them."""
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    return t.n("{titles}: it did not help", "{titles}: they did not help", len(titles), titles=named)


def label_sent(t: Language) -> str:
    return t("Sent into tickets")


def numbers_sent(t: Language, title: str, counted: SentEntry) -> str:
    return t.n(
        "**{title}**: into {count} ticket; resolved {solved}",
        "**{title}**: into {count} tickets; resolved {solved}",
        counted.sent,
        title=title,
        solved=counted.solved,
    )


def sent(t: Language, ticket: Ticket, title: str) -> str:
    return t("“{title}” is sent into ticket #{number} as your reply.", title=title, number=ticket.number)
