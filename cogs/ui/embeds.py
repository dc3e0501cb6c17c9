"""What things look like: FAQ answers, tickets, the queue, reputation, reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import discord

from bot.config import Faq, TicketType
from bot.drafts.draft import Draft
from bot.drafts.draft import Status as DraftStatus
from bot.faq.why import Why
from bot.insights.gaps import Gaps
from bot.insights.metrics import Report
from bot.insights.numbers import Numbers
from bot.insights.staleness import Stale
from bot.knowledge.entry import Entry
from bot.reputation.service import RankedStanding
from bot.requirements import Gap
from bot.shadow.service import Digest
from bot.tickets.lifecycle import Status, StoredEvent, Ticket
from cogs.ui import texts

BRAND = discord.Colour(0x2F6FDE)
GOOD = discord.Colour(0x2E9E5B)
QUIET = discord.Colour(0x80848E)
WARN = discord.Colour(0xD9822B)

QUEUE_LINES = 15
"""Tickets in one `/queue`: more would not fit an embed."""

WHY_LINES = 3
"""Entries, corrections and vetoes in one `/why`: no field holds more of the longest."""

NUMBERS_LINES = 10
"""Entries, and channels, in one `/faq stats`."""

GAPS_SHOWN = 10
"""Groups in one `/faq gaps`, so that their words fit the description."""

_FIELD = 1024
_COLOURS = {
    Status.OPENING: QUIET,
    Status.OPEN: WARN,
    Status.CLAIMED: BRAND,
    Status.RESOLVED: GOOD,
    Status.CLOSED: QUIET,
}


def answer(
    entry: Entry, category: str, outcome: str | None = None, *, locale: str | None, own: str
) -> discord.Embed:
    """An entry as people read it, in the reader's language where it has one; `own` is that of the knowledge base.

    `outcome` is what the asker said of it.
    """
    wording = entry.wording(locale)
    embed = discord.Embed(title=wording.title, description=wording.answer, colour=GOOD if outcome else BRAND)
    if entry.links:
        lines = [f"[{link.label}]({link.url})" for link in entry.links]
        while len("\n".join(lines)) > _FIELD:
            lines.pop()
        embed.add_field(name=texts.links_title(), value="\n".join(lines), inline=False)
    notes = [texts.automatic_answer(category)]
    if locale and wording.language is None and locale.partition("-")[0] != own.partition("-")[0]:
        notes.append(texts.not_translated(own))
    if outcome:
        notes.append(outcome)
    return embed.set_footer(text=" · ".join(notes))


def why(found: Why, settings: Faq, link: str, title: Callable[[str], str], *, is_gone: bool) -> discord.Embed:
    """Why the FAQ spoke to a message or was silent; `title` names an entry by its id.

    `is_gone` says that the message is no longer in Discord.
    """
    question, reading = found.question, found.reading
    embed = discord.Embed(title=texts.why_title(found.rule), description=texts.rule(found.rule), colour=BRAND)
    words = reading.text if reading else None
    embed.add_field(name=texts.why_question(), value=texts.why_words(words, link, is_gone=is_gone), inline=False)
    if question is not None:
        lines = _candidates(question.candidates, title)
        scores = texts.why_scores(question.score, question.margin)
        embed.add_field(name=texts.why_then(), value="\n".join([scores, *lines]), inline=False)
    if reading is not None:
        explanation, judgement = reading.explanation, reading.judgement
        named = [judgement.entry_id] if judgement.entry_id else judgement.suggested
        lines = [
            texts.would(judgement, [title(entry_id) for entry_id in named]),
            texts.why_scores(judgement.score, judgement.margin),
            *_candidates([(match.entry_id, match.score) for match in explanation.matches], title),
        ]
        heading = texts.why_now(was_logged=question is not None, has_changed=found.has_changed)
        embed.add_field(name=heading, value="\n".join(lines), inline=False)
        corrections = [texts.correction(*pair) for pair in explanation.corrections.items()]
        vetoes = [
            texts.vetoed(title(candidate.match.entry_id), candidate.veto)
            for candidate in explanation.candidates
            if candidate.veto is not None
        ]
        for name, notes in ((texts.why_corrected(), corrections), (texts.why_vetoed(), vetoes)):
            if notes:
                embed.add_field(name=name, value="\n".join(notes[:WHY_LINES]), inline=False)
    return embed.set_footer(text=texts.why_limits(settings))


def shadow(digest: Digest, places: Sequence[int], settings: Faq, title: Callable[[str], str]) -> discord.Embed:
    """What the FAQ would have said, the question to label next, and what follows from the labels."""
    summary = texts.shadow_summary(places, digest) if places else texts.shadow_off()
    embed = discord.Embed(title=texts.shadow_title(), description=summary, colour=BRAND)
    if not places:
        return embed
    question = digest.question
    if question is None:
        case = texts.shadow_no_more(digest.unlabelled)
    else:
        case = texts.shadow_case(question, title(question.candidates[0][0]))
    embed.add_field(name=texts.shadow_question(), value=case, inline=False)
    if digest.proposal is None:
        return embed.set_footer(text=texts.shadow_too_few(digest.labelled))
    best, current = digest.proposal.best, digest.proposal.current
    lines = [
        texts.shadow_trial(
            tried,
            is_current=tried.threshold == current.threshold,
            is_best=best is not None and tried.threshold == best.threshold,
        )
        for tried in digest.proposal.trials
    ]
    lines.insert(0, texts.shadow_advice(digest.proposal, settings))
    return embed.add_field(name=texts.shadow_thresholds(), value=_clipped("\n".join(lines)), inline=False)


def draft(draft: Draft) -> list[discord.Embed]:
    """A draft as staff see it in the queue channel: what to know of it, and what customers will see."""
    colours = {DraftStatus.OPEN: WARN, DraftStatus.APPROVED: GOOD, DraftStatus.REJECTED: QUIET}
    facts = discord.Embed(
        title=texts.draft_title(draft), description=texts.draft_facts(draft), colour=colours[draft.status]
    )
    return [facts, answer(draft.entry, draft.category, locale=None, own="")]


def drafts(waiting: Sequence[Draft]) -> discord.Embed:
    """The drafts that wait for a decision, the oldest first."""
    lines = [texts.draft_line(one) for one in waiting]
    return discord.Embed(
        title=texts.drafts_title(len(waiting)),
        description=texts.listed(lines, most=20, length=4000) or texts.no_drafts(),
        colour=BRAND,
    )


def panel(community: str, types: Sequence[TicketType]) -> discord.Embed:
    """What stands above the panel's buttons."""
    embed = discord.Embed(title=texts.panel_title(community), description=texts.panel_text(types), colour=BRAND)
    return embed.set_footer(text=texts.panel_footer())


def opening(ticket: Ticket, kind_label: str, text: str) -> discord.Embed:
    """The first message of a ticket's thread: what was asked, and what to expect."""
    embed = discord.Embed(
        title=texts.opening_title(ticket, kind_label),
        description=text,
        colour=BRAND,
        timestamp=ticket.opened_at,
    )
    return _with_details(embed, ticket)


def card(ticket: Ticket, kind_label: str) -> discord.Embed:
    """A ticket as staff see it in the queue channel."""
    embed = discord.Embed(
        title=texts.opening_title(ticket, kind_label), colour=_COLOURS[ticket.status], timestamp=ticket.opened_at
    )
    embed.add_field(name=texts.label_priority(), value=texts.priority(ticket.priority))
    embed.add_field(name=texts.label_status(), value=texts.status(ticket.status))
    embed.add_field(
        name=texts.label_assignee(), value=texts.member(ticket.assignee_id) if ticket.assignee_id else "–"
    )
    embed.add_field(name=texts.label_requester(), value=texts.member(ticket.requester_id))
    if ticket.receipts.thread_id:
        embed.add_field(name=texts.label_thread(), value=texts.channel(ticket.receipts.thread_id))
    embed.add_field(name=texts.label_opened_at(), value=texts.moment(ticket.opened_at))
    if ticket.status in (Status.RESOLVED, Status.CLOSED):
        return embed
    return _with_details(embed, ticket)


def event(ticket: Ticket, stored: StoredEvent) -> discord.Embed | None:
    """What the thread is told of an event; None for what it need not be told."""
    text = texts.happened(stored.event)
    if text is None:
        return None
    embed = discord.Embed(description=text, colour=_COLOURS[ticket.status])
    return embed.set_footer(text=texts.event_footer(ticket, stored.id))


def queue(tickets: Sequence[Ticket], labels: dict[str, str]) -> discord.Embed:
    """The live tickets, the most urgent first."""
    lines = [texts.queue_line(ticket, labels.get(ticket.type_id, ticket.type_id)) for ticket in tickets]
    shown = lines[:QUEUE_LINES]
    if len(lines) > len(shown):
        shown.append(texts.queue_more(len(lines) - len(shown)))
    return discord.Embed(
        title=texts.queue_title(len(lines)), description="\n".join(shown) or texts.queue_empty(), colour=BRAND
    )


def standing(name: str, ranked: RankedStanding) -> discord.Embed:
    """One member's reputation."""
    return discord.Embed(
        title=texts.standing_title(discord.utils.escape_markdown(name)),
        description=texts.standing_text(ranked),
        colour=BRAND,
    )


def leaderboard(community: str, best: Sequence[RankedStanding]) -> discord.Embed:
    """Who helps most."""
    return discord.Embed(
        title=texts.leaderboard_title(community),
        description="\n".join(texts.leaderboard_line(ranked) for ranked in best) or texts.leaderboard_empty(),
        colour=BRAND,
    )


def report(figures: Report, days: int) -> discord.Embed:
    """The figures of a period."""
    facts = figures.facts
    embed = discord.Embed(title=texts.report_title(days), colour=BRAND, timestamp=figures.end_at)
    for name, value in (
        (texts.report_questions(), str(facts.questions)),
        (texts.report_answered(), texts.part_of(figures.answers.answers, figures.answered_share)),
        (texts.report_deflected(), texts.report_deflections(figures.answers, figures.deflected_share)),
        (texts.report_opened(), str(facts.tickets_opened)),
        (texts.report_resolved(), str(facts.tickets_resolved)),
        (texts.report_waiting(), str(facts.tickets_waiting)),
        (texts.report_first_response(), texts.duration(figures.first_response_median)),
        (texts.report_resolution(), texts.duration(figures.resolution_median)),
        (texts.report_accepted(), str(facts.answers_accepted)),
        (texts.report_helpers(), str(facts.helpers_credited)),
    ):
        embed.add_field(name=name, value=value)
    return embed.set_footer(text=texts.report_footer())


def numbers(figures: Numbers, days: int, title: Callable[[str], str]) -> discord.Embed:
    """What the FAQ did in a period; `title` names an entry by its id."""
    total = texts.numbers_total(figures.questions, figures.answers)
    embed = discord.Embed(title=texts.numbers_title(days), description=total, colour=BRAND)
    by_entry = [texts.numbers_line(_short(title(entry_id)), answers) for entry_id, answers in figures.by_entry]
    by_place = [texts.numbers_line(texts.channel(place_id), answers) for place_id, answers in figures.by_place]
    _add_lines(embed, texts.numbers_by_entry(), by_entry, NUMBERS_LINES)
    _add_lines(embed, texts.numbers_by_place(), by_place, NUMBERS_LINES)
    if figures.suggestions.shown:
        suggestions = texts.numbers_suggestions(figures.suggestions)
        embed.add_field(name=texts.numbers_suggestions_title(), value=suggestions, inline=False)
    silences = [texts.numbers_silence(rule, count) for rule, count in figures.silences.items()]
    _add_lines(embed, texts.numbers_silence_title(), silences)
    if figures.lift is not None:
        measured = texts.numbers_lift(figures.lift)
        embed.add_field(name=texts.numbers_lift_title(), value=measured, inline=False)
    return embed.set_footer(text=texts.numbers_footer())


def gaps(found: Gaps, title: Callable[[str], str | None]) -> discord.Embed:
    """What people ask and no entry answers; `title` names an entry that still exists."""
    blocks = [texts.gaps_line(group, title(group.nearest) if group.nearest else None) for group in found.groups]
    shown = blocks[:GAPS_SHOWN]
    if len(blocks) > len(shown):
        shown.append(texts.and_more(len(blocks) - len(shown)))
    embed = discord.Embed(title=texts.gaps_title(), colour=BRAND)
    embed.description = "\n\n".join(shown) or texts.gaps_none()
    return embed.set_footer(text=texts.gaps_footer(found) or None)


def stale(found: Stale, link: Callable[[int, int], str]) -> discord.Embed:
    """Which entries need somebody; `link` leads to a message in a channel."""
    embed = discord.Embed(title=texts.stale_title(), colour=WARN if found.needs_somebody else GOOD)
    if not found.needs_somebody:
        embed.description = texts.stale_none()
    suspects = []
    for one, entry in found.suspect:
        where = link(one.channel_id, one.message_id) if one.channel_id and one.message_id else None
        suspects.append(texts.stale_suspect(one, _short(entry.title) if entry else None, where))
    _add_lines(embed, texts.stale_suspect_title(), suspects)
    failing = [texts.stale_failing(_short(entry.title), counted) for entry, counted in found.failing]
    _add_lines(embed, texts.stale_failing_title(), failing)
    overdue = [texts.stale_overdue(_short(one.title), one.review_by, one.owner) for one in found.overdue]
    _add_lines(embed, texts.stale_overdue_title(), overdue)
    unused = [texts.stale_unused(_short(one.title)) for one in found.unused or ()]
    _add_lines(embed, texts.stale_unused_title(), unused)
    return embed


def setup(gaps: Sequence[Gap], note: str) -> discord.Embed:
    """What `/setup` found."""
    lines = [texts.gap(gap) for gap in gaps] or [texts.setup_complete()]
    return discord.Embed(
        title=texts.setup_title(complete=not gaps),
        description="\n".join([*lines, "", note])[:4000],
        colour=WARN if gaps else GOOD,
    )


def _candidates(found: Iterable[tuple[str, float]], title: Callable[[str], str]) -> list[str]:
    """The best, a line each."""
    best = list(found)[:WHY_LINES]
    lines = [texts.why_candidate(place, title(entry_id), score) for place, (entry_id, score) in enumerate(best, 1)]
    return lines or [texts.why_nothing_near()]


def _add_lines(embed: discord.Embed, name: str, lines: Sequence[str], most: int = 25) -> None:
    """A field of at most so many lines, if there are any; what does not fit is counted."""
    for shown in range(min(len(lines), most), 0, -1):
        rest = [texts.and_more(len(lines) - shown)] if shown < len(lines) else []
        value = "\n".join([*lines[:shown], *rest])
        if len(value) <= _FIELD:
            embed.add_field(name=name, value=value, inline=False)
            return


def _short(title: str) -> str:
    """A title within a line."""
    return title if len(title) <= 50 else title[:49] + "…"


def _with_details(embed: discord.Embed, ticket: Ticket) -> discord.Embed:
    for detail in ticket.details:
        embed.add_field(name=detail.label[:256], value=_clipped(detail.text), inline=False)
    return embed


def _clipped(text: str) -> str:
    """What somebody wrote, within a field; mentions in embeds ping nobody."""
    shown = text if len(text) <= _FIELD else text[: _FIELD - 1] + "…"
    return shown or "–"
