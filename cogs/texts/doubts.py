"""What speaks against approving a draft."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafts.filing import Doubts
from bot.matching.linting import Finding, FindingKind
from cogs.texts.drafts import button_edit, named
from cogs.texts.forms import listed, quoted
from cogs.texts.language import Language


def doubts(t: Language, why: Doubts) -> str:
    """All of it, and what can be done."""
    said = [_overwritten(t, why)] if why.overwritten else []
    return "\n".join([*said, *([_in_the_way(t, why.findings)] if why.findings else [])])


def _overwritten(t: Language, why: Doubts) -> str:
    return t(
        "Since this was proposed, somebody has changed the same of {entry} in its file: {parts}. If you approve, the draft's"
        " words replace theirs. *{edit}* the draft, or approve it all the same.",
        entry=quoted(why.draft.entry.id),
        parts=named(t, why.overwritten),
        edit=button_edit(t),
    )


def _in_the_way(t: Language, findings: Sequence[Finding]) -> str:
    return t(
        "The new entry and the others would stand in each other's way:\n"
        "{doubts}\n"
        "*{edit}* the draft, or approve it all the same.",
        doubts=listed(t, [f"- {doubt(t, finding)}" for finding in findings]),
        edit=button_edit(t),
    )


def doubt(t: Language, finding: Finding) -> str:
    asked, own = quoted(finding.phrasing), quoted(finding.entry_id)
    other, theirs = quoted(finding.other_entry_id or ""), quoted(finding.other_phrasing or "")
    match finding.kind:
        case FindingKind.STOLEN:
            return t(
                "{phrasing} of {entry} would find {other} first, by its {theirs}.",
                phrasing=asked,
                entry=own,
                other=other,
                theirs=theirs,
            )
        case FindingKind.UNFOUND:
            return t("{phrasing} of {entry} would find no entry at all.", phrasing=asked, entry=own)
        case FindingKind.VETOED:
            return t(
                "{phrasing} would not be answered by {entry}, because of the words {words}.",
                phrasing=asked,
                entry=own,
                words=theirs,
            )
        case FindingKind.NOT_SILENT:
            return t("{phrasing} must never be answered by {entry}, and would be.", phrasing=asked, entry=own)
        case FindingKind.NEAR_DUPLICATE:
            return t(
                "{phrasing} of {entry} is nearly the same as {theirs} of {other}.",
                phrasing=asked,
                entry=own,
                theirs=theirs,
                other=other,
            )
        case FindingKind.ANSWERED_ELSEWHERE:
            return t(
                "{phrasing}, which {entry} must never answer, would be answered by {other}.",
                phrasing=asked,
                entry=own,
                other=other,
            )
