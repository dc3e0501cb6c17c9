"""What is said while people make the FAQ."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafts.change import changed_parts
from bot.drafts.draft import Draft
from bot.drafts.draft import Status as DraftStatus
from bot.errors import Flaw, FlawKind
from bot.knowledge.entry import Entry
from cogs.texts.forms import MESSAGE, day, flat, listed, member, message_link, moment, problem_lines, quoted
from cogs.texts.language import Language

FLAWED = 60
"""Characters by which a text is named that has a flaw."""


def about_propose(t: Language) -> str:
    return t("Staff and helpers: propose an entry; staff approve or reject it")


def about_drafts(t: Language) -> str:
    return t("Staff: the proposed entries that wait for a decision")


def about_preview(t: Language) -> str:
    return t("Staff: an entry as customers see it, and what they do not see")


def about_entry(t: Language) -> str:
    return t("A title or a few words")


def about_locale(t: Language) -> str:
    return t("A language that the entry is translated into")


def about_reload(t: Language) -> str:
    return t("Staff: read the FAQ files again, if I have missed a change")


def faq_broken(t: Language, problems: Sequence[str]) -> str:
    return t(
        "⚠️ The FAQ files have mistakes, so I go on with what I read before:\n"
        "{problems}I look again at the next change, or with `/faq reload`.",
        problems=problem_lines(t, "\n".join(problems)),
    )


def faq_right(t: Language, entries: int) -> str:
    return t.n("✅ The FAQ is right again: {count} entry.", "✅ The FAQ is right again: {count} entries.", entries)


def faq_reloaded(t: Language, entries: int) -> str:
    return t.n(
        "The FAQ files are right, and in use: {count} entry.",
        "The FAQ files are right, and in use: {count} entries.",
        entries,
    )


def preview_facts(t: Language, entry: Entry, place: str) -> str:
    """What customers do not see of an entry."""
    phrasings = len(entry.questions) + sum(len(it.questions) for it in entry.translations.values())
    channels = quoted(", ".join(f"#{name}" for name in entry.channels), 200)
    refused = listed(t, [quoted(one) for one in entry.not_for], length=500)
    facts = [
        t("**Id:** {id}", id=quoted(entry.id)),
        t("**File:** {file}", file=quoted(place)),
        t("**Phrasings:** {amount}", amount=phrasings),
        t("**Translations:** {languages}", languages=", ".join(map(quoted, entry.translations)) or "–"),
        t("**Channels:** {channels}", channels=channels) if entry.channels else t("**Channels:** all"),
        t("**Never answers:** {phrasings}", phrasings=refused or "–"),
        t("**Keywords:** {keywords}", keywords=quoted(", ".join(entry.keywords), 200) if entry.keywords else "–"),
        t("**Ticket type:** {ticket_type}", ticket_type=quoted(entry.ticket_type))
        if entry.ticket_type
        else t("**Ticket type:** the customer chooses"),
        t("**Owner:** {owner}", owner=quoted(entry.owner) if entry.owner else "–"),
        t("**Review by:** {day}", day=day(entry.review_by) if entry.review_by else "–"),
    ]
    return "\n".join(facts)


def title_propose(t: Language) -> str:
    return t("Propose an FAQ entry")


def ask_category(t: Language) -> str:
    return t("Category")


def ask_title(t: Language) -> str:
    return t("Title")


def hint_title(t: Language) -> str:
    return t("The question, as it is shown above the answer.")


def ask_phrasings(t: Language) -> str:
    return t("Phrasings")


def hint_phrasings(t: Language) -> str:
    return t("How people ask it, one a line. Two nearly double what is answered.")


def phrasings_stay(t: Language) -> str:
    return t("**Phrasings:** these are more than a form can hold. They stay as they are; change them in the file.")


def ask_answer(t: Language) -> str:
    return t("Answer")


def hint_answer(t: Language, *, left_out: int) -> str:
    """At most 100 characters. `left_out` says how many of the message it was filled in with did not fit."""
    if left_out:
        return t.n(
            "Up to 3500 characters: the last one of the message is left out.",
            "Up to 3500 characters: the last {count} of the message are left out.",
            left_out,
        )
    return t("In Discord's Markdown, up to 3500 characters.")


def ask_keywords(t: Language) -> str:
    return t("Keywords")


def hint_keywords(t: Language) -> str:
    return t("Words that only this entry is about, between commas. Not needed.")


def flaw(t: Language, wrong: Flaw) -> str:
    """What keeps a proposal from being an entry, in the words of its form."""
    labels = _labels(t)
    where = t("“{label}”", label=labels[wrong.part])
    if wrong.text is not None:
        where = t("“{label}”, “{text}”", label=labels[wrong.part], text=wrong.text[:FLAWED])
    match wrong.kind:
        case FlawKind.EMPTY:
            return t("{where} is empty.", where=where)
        case FlawKind.UNKNOWN:
            return t("{where} is not there (any more). Choose another one.", where=where)
        case FlawKind.TOO_SHORT:
            return t(
                "{where} needs at least {limit} characters (now {found}).",
                where=where,
                limit=wrong.limit,
                found=wrong.found,
            )
        case FlawKind.TOO_LONG:
            return t(
                "{where} may have at most {limit} characters (now {found}).",
                where=where,
                limit=wrong.limit,
                found=wrong.found,
            )
        case FlawKind.TOO_MANY:
            return t("{where}: at most {limit} (now {found}).", where=where, limit=wrong.limit, found=wrong.found)


def _labels(t: Language) -> dict[str, str]:
    """What stands in the form above each part of an entry."""
    return {
        "category": ask_category(t),
        "title": ask_title(t),
        "questions": ask_phrasings(t),
        "answer": ask_answer(t),
        "keywords": ask_keywords(t),
    }


def named(t: Language, parts: Sequence[str]) -> str:
    """Parts of an entry, as the form calls them."""
    labels = _labels(t)
    return ", ".join(t("“{label}”", label=labels[part]) for part in parts)


def proposed(t: Language, draft: Draft, *, is_late: bool) -> str:
    title = quoted(draft.entry.title)
    if is_late:
        return t(
            "{title} is saved and cannot get lost. Discord does not let me show it to staff yet; I keep trying.",
            title=title,
        )
    return t("{title} is proposed. Staff read it in their queue, and you hear what they decide.", title=title)


def edited(t: Language, draft: Draft) -> str:
    return t("{title} is changed.", title=quoted(draft.entry.title))


def draft_title(t: Language, draft: Draft) -> str:
    return t("FAQ draft: {title}", title=flat(draft.entry.title))


def draft_facts(t: Language, draft: Draft) -> str:
    """What staff should know of a draft, beside what customers will see."""
    facts = [
        draft_status(t, draft),
        t(
            "**Proposed by:** {member}, {moment}",
            member=member(draft.proposed_by),
            moment=moment(draft.proposed_at),
        ),
    ]
    origin = draft.origin
    if origin.message_id is not None:
        link = message_link(draft.guild_id, origin.channel_id, origin.message_id)
        facts.append(
            t("**Made of:** {link} by {author}", link=link, author=member(origin.author_id))
            if origin.author_id
            else t("**Made of:** {link}", link=link)
        )
    if draft.base is not None:
        parts = named(t, changed_parts(draft.base, draft.entry))
        facts.append(
            t("**Changes:** {parts} of {entry}; the rest of it stays.", parts=parts, entry=quoted(draft.entry.id))
        )
    facts.append(t("**Category:** {category}", category=quoted(draft.category)))
    phrasings = listed(t, [quoted(one, 300) for one in draft.entry.questions], 50, 1000)
    facts.append(t("**Phrasings:**\n{phrasings}", phrasings=phrasings or "–"))
    if draft.entry.keywords:
        facts.append(t("**Keywords:** {keywords}", keywords=quoted(", ".join(draft.entry.keywords), 300)))
    return "\n".join(facts)


def draft_status(t: Language, draft: Draft) -> str:
    if draft.decided_by is None or draft.decided_at is None:
        return t("**Status:** Waits for staff")
    who, when = member(draft.decided_by), moment(draft.decided_at)
    if draft.status is DraftStatus.APPROVED:
        return t("**Status:** Approved by {member}, {moment}", member=who, moment=when)
    return t("**Status:** Rejected by {member}, {moment}", member=who, moment=when)


def button_approve(t: Language) -> str:
    return t("Approve")


def button_approve_anyway(t: Language) -> str:
    return t("Approve anyway")


def button_reject(t: Language) -> str:
    return t("Reject")


def button_edit(t: Language) -> str:
    return t("Edit")


def title_reject(t: Language) -> str:
    return t("Reject this draft")


def ask_reject_note(t: Language) -> str:
    return t("Why?")


def hint_reject_note(t: Language) -> str:
    return t("Who proposed it reads this. Not needed.")


def approved(t: Language, draft: Draft) -> str:
    return t(
        "{title} stands in its file, and I answer with it from now on.",
        title=quoted(draft.entry.title),
    )


def rejected(t: Language, draft: Draft) -> str:
    return t("{title} is rejected.", title=quoted(draft.entry.title))


def in_the_faq(t: Language, draft: Draft, points: int | None) -> str:
    """What is said where the draft was proposed; `points` are what the answer's author has earned, as far as all may know."""
    if draft.is_change:
        return t(
            "📗 {title} is changed in the FAQ, as {member} proposed.",
            title=quoted(draft.entry.title),
            member=member(draft.proposed_by),
        )
    said = t(
        "📗 {title} is in the FAQ now, proposed by {member}.",
        title=quoted(draft.entry.title),
        member=member(draft.proposed_by),
    )
    if draft.origin.author_id is None:
        return said
    author = member(draft.origin.author_id)
    thanks = (
        t.n(
            "Thanks to {author}, whose answer it is (+{count} point)!",
            "Thanks to {author}, whose answer it is (+{count} points)!",
            points,
            author=author,
        )
        if points
        else t("Thanks to {author}, whose answer it is!", author=author)
    )
    return f"{said} {thanks}"


def not_in_the_faq(t: Language, draft: Draft) -> str:
    said = t("Staff decided not to take {title} into the FAQ.", title=quoted(draft.entry.title))
    return f"{said}\n> {quoted(draft.note, 1000)}" if draft.note else said


def drafts_title(t: Language, count: int) -> str:
    return t.n("One FAQ draft waits", "{count} FAQ drafts wait", count)


def no_drafts(t: Language) -> str:
    return t("Nothing has been proposed that waits for a decision. `/faq propose` proposes something.")


def draft_line(t: Language, draft: Draft) -> str:
    title, who, when = quoted(draft.entry.title), member(draft.proposed_by), moment(draft.proposed_at)
    if draft.card_channel_id is None or draft.card_message_id is None:
        return t(
            "- {title} by {member}, {moment} (its card is not there yet)", title=title, member=who, moment=when
        )
    card = message_link(draft.guild_id, draft.card_channel_id, draft.card_message_id)
    return t("- {title} by {member}, {moment}: {card}", title=title, member=who, moment=when, card=card)


def reviews_due(t: Language, lines: Sequence[str]) -> tuple[str, int]:
    """As many of the lines as one message of 2000 characters holds, at least one; and how many these are."""
    said = t("🗓️ Is this still right? The day by which to read these entries again has passed:")
    count = 0
    for line in lines:
        if count and len(said) + 1 + len(line) > MESSAGE:
            break
        said, count = f"{said}\n{line}", count + 1
    return said, count


def review_line(t: Language, entry: Entry, place: str) -> str:
    title, file = quoted(entry.wording(t.code).title, 100), quoted(place)
    due = day(entry.review_by) if entry.review_by else "–"
    if entry.owner:
        return t(
            "- {title} ({file}, owner {owner}): {day}", title=title, file=file, owner=quoted(entry.owner), day=due
        )
    return f"- {title} ({file}): {due}"
