"""What is said where somebody looks for tickets by words."""

from __future__ import annotations

from bot.tickets.finding.wanted import Found, Page, Source, State, Wanted
from cogs.texts import tickets as texts
from cogs.texts.forms import channel, flat, member, message_link, moment, one_line
from cogs.texts.language import Language

LONGEST = 100
"""Characters of the words that are shown again."""


def about_search(t: Language) -> str:
    return t("Find tickets by words: your own, or as staff all that you read")


def about_words(t: Language) -> str:
    return t("What stands in it; a beginning of a word is enough")


def about_state(t: Language) -> str:
    return t("Only tickets that stand so")


def about_requester(t: Language) -> str:
    return t("Only tickets of this member")


def about_days(t: Language) -> str:
    return t("Only tickets opened since then")


def state(t: Language, value: State) -> str:
    """The choices of the command; below a page, which of them was chosen."""
    match value:
        case State.LIVE:
            return t.c("state of tickets that are looked for", "Still open")
        case State.RESOLVED:
            return t.c("state of tickets that are looked for", "Resolved")
        case State.CLOSED:
            return t.c("state of tickets that are looked for", "Closed")


def days(t: Language, count: int) -> str:
    """The same of when they were opened."""
    return t.n("Of the last day", "Of the last {count} days", count)


def found_title(t: Language, page: Page) -> str:
    if not page.total:
        return t("No ticket found")
    if page.is_cut:
        return t.n("At least {count} ticket found", "At least {count} tickets found", page.total)
    return t.n("{count} ticket found", "{count} tickets found", page.total)


def beginning(t: Language, page: Page) -> list[str]:
    """What there is to know of what was found, as far as there is anything."""
    said = []
    if page.is_nearest:
        said.append(t("Nothing holds exactly these words. This comes near to them:"))
    if not page.total and not page.is_cut:
        said.append(t("Nothing that you may read holds all of these words. Fewer words find more."))
    if page.is_cut:
        said.append(
            t(
                "Only the newest were looked through. More words, or the command's other options, lead to older ones."
            )
        )
    return said


def footer(t: Language, wanted: Wanted, type_label: str | None) -> list[str]:
    """The words, and what they were looked for in; whose tickets, a footer cannot name."""
    shown = one_line(wanted.words)
    said = [t("“{words}”", words=shown[:LONGEST] + "…" if len(shown) > LONGEST else shown)]
    if type_label is not None:
        said.append(type_label)
    if wanted.state is not None:
        said.append(state(t, wanted.state))
    if wanted.days is not None:
        said.append(days(t, wanted.days))
    return said


def found(t: Language, one: Found, type_label: str) -> str:
    """Its number and summary, how it stands, where it is and since when; and what in it holds the words."""
    ticket, words = one.ticket, one.words
    thread_id = ticket.receipts.thread_id
    where = [channel(thread_id)] if thread_id else []
    facts = [type_label, texts.status(t, ticket.status), *where, moment(ticket.opened_at)]
    lines = [f"**#{ticket.number}** {flat(ticket.summary)}", " · ".join(facts)]
    excerpt = flat(one.excerpt)
    if one.source is Source.NOTE and words.at is not None:
        lines.append(f"> {t('Note')} · {member(words.author_id or 0)} · {moment(words.at)}: {excerpt}")
    elif words.at is not None and words.thread_id is not None and words.message_id is not None:
        link = message_link(ticket.guild_id, words.thread_id, words.message_id)
        lines.append(f"> {member(words.author_id or 0)} · {moment(words.at)}: {excerpt} {link}")
    elif one.excerpt != ticket.summary:
        lines.append(f"> {excerpt}")
    return "\n".join(lines)
