"""What is said while people make the FAQ."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafts.draft import Draft
from bot.drafts.draft import Proposal as EntryProposal
from bot.drafts.draft import Status as DraftStatus
from bot.knowledge.entry import Entry
from bot.matching.linting import Finding, FindingKind
from cogs.texts import english


def faq_broken(problems: Sequence[str]) -> str:
    return (
        "⚠️ The FAQ files have mistakes, so I go on with what I read before:"
        f"{english.problem_lines(chr(10).join(problems))}I look again at the next change, or with `/faq reload`."
    )


def faq_right(entries: int) -> str:
    return f"✅ The FAQ is right again: {entries} entries."


def faq_reloaded(entries: int) -> str:
    return f"The FAQ files are right, and in use: {entries} entries."


def preview_facts(entry: Entry, place: str) -> str:
    """What customers do not see of an entry."""
    translated = [len(it.questions) for it in entry.translations.values()]
    facts = {
        "Id": english.quoted(entry.id),
        "File": english.quoted(place),
        "Phrasings": str(len(entry.questions) + sum(translated)),
        "Translations": ", ".join(map(english.quoted, entry.translations)),
        "Channels": english.quoted(", ".join(f"#{name}" for name in entry.channels), 200)
        if entry.channels
        else "all",
        "Never answers": english.listed([english.quoted(refused) for refused in entry.not_for], length=500),
        "Keywords": english.quoted(", ".join(entry.keywords), 200) if entry.keywords else "",
        "Ticket type": english.quoted(entry.ticket_type) if entry.ticket_type else "the customer chooses",
        "Owner": english.quoted(entry.owner) if entry.owner else "",
        "Review by": english.day(entry.review_by) if entry.review_by else "",
    }
    return "\n".join(f"**{name}:** {value or '–'}" for name, value in facts.items())


def propose_title() -> str:
    return "Propose an FAQ entry"


def label_category() -> str:
    return "Category"


def label_title() -> str:
    return "Title"


def title_description() -> str:
    return "The question, as it is shown above the answer."


def label_phrasings() -> str:
    return "Phrasings"


def phrasings_description() -> str:
    return "How people ask it, in their words: one a line, at least two."


def label_answer() -> str:
    return "Answer"


def answer_description() -> str:
    return "In Discord's Markdown, up to 3500 characters."


def label_keywords() -> str:
    return "Keywords"


def keywords_description() -> str:
    return "Words that only this entry is about, with commas between them. Not needed."


def proposed(draft: Draft, *, is_late: bool) -> str:
    name = english.quoted(draft.entry.title)
    if is_late:
        return f"{name} is saved and cannot get lost. Discord does not let me show it to staff yet; I keep trying."
    return f"{name} is proposed. Staff read it in their queue, and you hear what they decide."


def edited(draft: Draft) -> str:
    return f"{english.quoted(draft.entry.title)} is changed."


def to_copy() -> str:
    return "Here is what you typed, to copy:"


def typed_file() -> str:
    return "proposal.txt"


def typed(proposal: EntryProposal) -> str:
    """All that somebody has typed into the form."""
    parts = {
        label_title(): proposal.title,
        label_phrasings(): proposal.phrasings,
        label_answer(): proposal.answer,
        label_keywords(): proposal.keywords,
    }
    return "\n\n".join(f"{label}:\n{text}" for label, text in parts.items() if text)


def draft_title(draft: Draft) -> str:
    return f"FAQ draft #{draft.id}"


def draft_facts(draft: Draft) -> str:
    """What staff should know of a draft, beside what customers will see."""
    lines = [
        f"**Status:** {draft_status(draft)}",
        f"**Proposed by:** {english.member(draft.proposed_by)}, {english.moment(draft.proposed_at)}",
    ]
    origin = draft.origin
    if origin.message_id is not None:
        link = english.message_link(draft.guild_id, origin.channel_id, origin.message_id)
        author = f" by {english.member(origin.author_id)}" if origin.author_id else ""
        lines.append(f"**Made of:** {link}{author}")
    lines.append(f"**Category:** {english.quoted(draft.category)}")
    lines.append(
        f"**Phrasings:**\n{english.listed([english.quoted(one, 300) for one in draft.entry.questions], 50, 1000)}"
    )
    if draft.entry.keywords:
        lines.append(f"**Keywords:** {english.quoted(', '.join(draft.entry.keywords), 300)}")
    return "\n".join(lines)


def draft_status(draft: Draft) -> str:
    if draft.decided_by is None or draft.decided_at is None:
        return "Waits for staff"
    what = "Approved" if draft.status is DraftStatus.APPROVED else "Rejected"
    return f"{what} by {english.member(draft.decided_by)}, {english.moment(draft.decided_at)}"


def label_approve() -> str:
    return "Approve"


def label_approve_anyway() -> str:
    return "Approve anyway"


def label_reject() -> str:
    return "Reject"


def label_edit() -> str:
    return "Edit"


def reject_title() -> str:
    return "Reject this draft"


def label_reject_note() -> str:
    return "Why?"


def reject_note_description() -> str:
    return "Who proposed it reads this. Not needed."


def approved(draft: Draft) -> str:
    return f"{english.quoted(draft.entry.title)} stands in its file, and I answer with it from now on."


def rejected(draft: Draft) -> str:
    return f"{english.quoted(draft.entry.title)} is rejected."


def doubts(findings: Sequence[Finding]) -> str:
    return (
        "The new entry and the others would stand in each other's way:\n"
        f"{english.listed([f'- {doubt(finding)}' for finding in findings])}\n"
        "*Edit* the draft, or approve it all the same."
    )


def doubt(finding: Finding) -> str:
    asked, own = english.quoted(finding.phrasing), english.quoted(finding.entry_id)
    other, theirs = english.quoted(finding.other_entry_id or ""), english.quoted(finding.other_phrasing or "")
    match finding.kind:
        case FindingKind.STOLEN:
            return f"{asked} of {own} would find {other} first, by its {theirs}."
        case FindingKind.UNFOUND:
            return f"{asked} of {own} would find no entry at all."
        case FindingKind.VETOED:
            return f"{asked} would not be answered by {own}, because of the words {theirs}."
        case FindingKind.NOT_SILENT:
            return f"{asked} must never be answered by {own}, and would be."
        case FindingKind.NEAR_DUPLICATE:
            return f"{asked} of {own} is nearly the same as {theirs} of {other}."
        case FindingKind.ANSWERED_ELSEWHERE:
            return f"{asked}, which {own} must never answer, would be answered by {other}."


def in_the_faq(draft: Draft, points: int | None) -> str:
    """What is said where the draft was proposed; `points` are what the answer's author has earned."""
    text = f"📗 {english.quoted(draft.entry.title)} is in the FAQ now, proposed by {english.member(draft.proposed_by)}."
    if draft.origin.author_id is not None:
        earned = f" (+{points} points)" if points else ""
        text += f" Thanks to {english.member(draft.origin.author_id)}, whose answer it is{earned}!"
    return text


def not_in_the_faq(draft: Draft) -> str:
    why = f"\n> {english.quoted(draft.note, 1000)}" if draft.note else ""
    return f"Staff decided not to take {english.quoted(draft.entry.title)} into the FAQ.{why}"


def drafts_title(count: int) -> str:
    return "One FAQ draft waits" if count == 1 else f"{count} FAQ drafts wait"


def no_drafts() -> str:
    return "Nothing has been proposed that waits for a decision. `/faq propose` proposes something."


def draft_line(draft: Draft) -> str:
    what = f"{english.quoted(draft.entry.title)} by {english.member(draft.proposed_by)}, {english.moment(draft.proposed_at)}"
    if draft.card_channel_id is None or draft.card_message_id is None:
        return f"- {what} (its card is not there yet)"
    return f"- {what}: {english.message_link(draft.guild_id, draft.card_channel_id, draft.card_message_id)}"


def reviews_due(lines: Sequence[str]) -> str:
    return "🗓️ Is this still right? The day by which to read these entries again has passed:\n" + "\n".join(lines)


def review_line(entry: Entry, place: str) -> str:
    by = english.day(entry.review_by) if entry.review_by else "–"
    owner = f", owner {english.quoted(entry.owner)}" if entry.owner else ""
    return f"- {english.quoted(entry.title, 100)} ({english.quoted(place)}{owner}): {by}"
