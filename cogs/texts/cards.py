"""What staff read on a queue card and below its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.tickets.ticket import Ticket
from cogs.texts.forms import flat, member, moment, plain
from cogs.texts.language import Language


def button_peek(t: Language) -> str:
    return t.c("button", "Peek")


def button_give(t: Language) -> str:
    return t.c("button", "Assign")


def button_more(t: Language) -> str:
    return t.c("button on a card: what else can be done with the ticket", "More")


def choose_more(t: Language, ticket: Ticket) -> str:
    return t("What should happen to ticket #{number}?", number=ticket.number)


def title_give(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: give it to whom?", number=ticket.number)


def ask_to(t: Language) -> str:
    return t("Who is to have it?")


def label_entry(t: Language, *, is_likely: bool) -> str:
    """Above the title of the entry that comes nearest to what the requester wrote."""
    return t("Likely entry") if is_likely else t("Perhaps this entry")


def entry(t: Language, title: str, entry_id: str) -> str:
    """Its title, and the command that shows it."""
    return t("{title}\nTo read it: `/faq preview entry:{entry}`", title=title, entry=entry_id)


def peek_title(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: what was written last", number=ticket.number)


def peek_line(t: Language, author_id: int, at: datetime, text: str, files: Sequence[str]) -> str:
    """Who wrote when, and what, cut short; or the names of the files."""
    said = flat(text)
    words = said[:300] + "…" if len(said) > 300 else said
    more = [f"📎 {flat(name)[:80]}" for name in files[:5]]
    shown = " · ".join(filter(None, [words, *more])) or t("(something without words)")
    return f"{member(author_id)} {moment(at)}\n> {shown}"


def peek_reply(author_id: int, at: datetime, text: str) -> str:
    """The same of what staff said through us: a prepared text or an entry, which is the operator's own Markdown."""
    said = plain(text)
    words = said[:300] + "…" if len(said) > 300 else said
    lines = [f"> {line}" for line in words.splitlines() if line.strip()]
    return "\n".join([f"{member(author_id)} {moment(at)}", *lines])


def nothing_to_peek_at(t: Language, ticket: Ticket) -> str:
    return t("Nobody has written in ticket #{number} yet.", number=ticket.number)


def cannot_peek(t: Language, ticket: Ticket) -> str:
    return t("The thread of ticket #{number} is not there, or I cannot read it.", number=ticket.number)
