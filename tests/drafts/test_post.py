"""A post of the knowledge channel: what of it is a title and what an answer, and what has become of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.drafts.draft import Draft, Origin, Proposal, Status
from bot.drafts.post import Post, filled_with, standing_of, title_and_answer
from bot.knowledge.entry import Entry

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
SPF = Entry(
    id="spf", title="What is SPF?", questions=["how spf", "what spf"], answer="A record.", keywords=["txt"]
)
POST = Post(9, 7, 8, 4)
LONG = "why is it so " * 9


def draft(status: Status, number: int = 1) -> Draft:
    decided = None if status is Status.OPEN else 3
    at = None if decided is None else AT
    return Draft(number, 7, status, "DNS", SPF, 1, 4, AT, Origin(8, 9, 4), decided, at, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "title", "answer"),
    [
        ("# How do I set up SPF?\n\nAdd a record.\nWait.", "How do I set up SPF?", "Add a record.\nWait."),
        ("**Reset it:**\nPress *Reset*.", "Reset it:", "Press *Reset*."),
        ("> -# quoted\nSo.", "-# quoted", "So."),
        ("Press *Reset*.", "Press *Reset*.", "Press *Reset*."),
        ("C# or F#: which one runs?\nBoth.", "C# or F#: which one runs?", "Both."),
        ("Dark mode - where is it?\nHere.", "Dark mode - where is it?", "Here."),
        ("A -> B?\nYes.", "A -> B?", "Yes."),
        ("5 * 3 > 4?\nYes.", "5 * 3 > 4?", "Yes."),
        ("**A** and **B**\nYes.", "**A** and **B**", "Yes."),
        ("__init__ or __main__\nYes.", "__init__ or __main__", "Yes."),
        ("**How do I *really* reset?**\nSo.", "How do I *really* reset?", "So."),
        (">>> ***How?***\nSo.", "How?", "So."),
        (f"{LONG}\nSo.", f"{'why is it so ' * 7}why is…", f"{LONG.strip()}\nSo."),
        ("?\nSo it is.", "", "?\nSo it is."),
        ("\n \nHow?\n", "How?", "How?"),
    ],
)
def test_the_first_line_is_the_title_and_the_rest_the_answer(text: str, title: str, answer: str) -> None:
    assert title_and_answer(text) == (title, answer)


def test_what_has_become_of_a_post_is_its_newest_draft_and_the_entry_that_is_still_there() -> None:
    there, gone = {"spf": SPF}.get, dict[str, Entry]().get
    assert standing_of(POST, [], there).draft_id == 0
    waiting = standing_of(POST, [draft(Status.OPEN, 2), draft(Status.REJECTED)], there)
    assert (waiting.draft_id, waiting.waiting is not None, waiting.entry) == (2, True, None)
    drafts = [draft(Status.REJECTED, 2), draft(Status.APPROVED)]
    assert (standing_of(POST, drafts, there).entry, standing_of(POST, drafts, gone).entry) == (SPF, None)
    newest = [standing_of(one, drafts[1:], gone).title for one in (POST.drafted(0), replace(POST, version=5))]
    assert newest == ["What is SPF?", ""]
    renamed = replace(draft(Status.APPROVED), base=SPF, entry=SPF.model_copy(update={"title": "SPF?"}))
    by_hand = SPF.model_copy(update={"title": "What was SPF?"})
    titles = [standing_of(POST, [renamed], {"spf": one}.get).title for one in (SPF, renamed.entry, by_hand)]
    assert titles == ["SPF?", "SPF?", "What was SPF?"]
    assert [standing_of(POST, drafts, library).origin.author_id for library in (there, gone)] == [None, 4]


def test_a_draft_or_entry_is_behind_what_was_edited_since() -> None:
    edited, library = replace(POST, version=5, drafted_version=0), {"spf": SPF}.get
    for drafts, is_behind in (([], False), ([draft(Status.OPEN)], True), ([draft(Status.APPROVED)], True)):
        assert standing_of(edited, drafts, library).is_behind is is_behind
        assert not standing_of(edited.drafted(5), drafts, library).is_behind
        assert not standing_of(POST.drafted(0), drafts, library).is_behind
    assert not standing_of(edited, [draft(Status.REJECTED)], library).is_behind
    assert edited.drafted(4) == replace(edited, drafted_version=4)


def test_a_form_is_filled_with_what_the_post_says_now_and_with_what_only_the_entry_has() -> None:
    fresh = standing_of(POST, [], dict[str, Entry]().get)
    assert filled_with(fresh, "How?\nSo.", "Mail") == Proposal("Mail", "How?", "", "So.")
    for status in (Status.OPEN, Status.APPROVED):
        known = standing_of(POST, [draft(status)], {"spf": SPF}.get)
        assert filled_with(known, "what is spf?\nNo record.", "DNS") == Proposal(
            "DNS", "what is spf?", "how spf\nwhat spf", "No record.", "txt"
        )
        assert filled_with(known, "SPF again\nSo.", "DNS").phrasings == "how spf\nwhat spf\nWhat is SPF?"
        assert filled_with(known, "?", "DNS").title == "What is SPF?"
    full = SPF.model_copy(update={"questions": [f"what is number {number}" for number in range(50)]})
    known = standing_of(POST, [draft(Status.APPROVED)], {"spf": full}.get)
    assert filled_with(known, "SPF again\nSo.", "DNS").phrasings == "\n".join(full.questions)
