"""A change takes over what it has changed of the entry as it was, and leaves what came into the file since."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.change import PARTS, changed, changed_parts, overwritten
from bot.knowledge.entry import Entry

BASE = Entry(id="spf", title="What is SPF?", questions=["how spf", "what spf"], answer="One.", keywords=["txt"])
ENTRIES = st.builds(
    Entry,
    id=st.just("spf"),
    title=st.sampled_from(["What is SPF?", "SPF?"]),
    questions=st.lists(st.sampled_from(["how spf", "what spf", "why spf", "spf so"]), unique=True),
    answer=st.sampled_from(["One.", "Two.", "Three."]),
    keywords=st.lists(st.sampled_from(["txt", "dns", "v=spf1"]), unique=True),
    owner=st.sampled_from([None, "Ida"]),
)


def test_of_each_part_what_was_proposed_comes_and_what_came_into_the_file_meanwhile_stays() -> None:
    there = BASE.model_copy(
        update={"title": "SPF, in short?", "questions": ["why spf", "how spf", "what spf"], "keywords": ["dns"]}
    )
    new = BASE.model_copy(
        update={"answer": "Two.", "questions": ["what spf", "spf so"], "keywords": ["txt", "v=spf1"]}
    )
    assert changed(there, BASE, new) == there.model_copy(
        update={"answer": "Two.", "questions": ["why spf", "what spf", "spf so"], "keywords": ["dns", "v=spf1"]}
    )
    assert changed_parts(BASE, new) == ["questions", "answer", "keywords"]


def test_only_a_text_that_both_have_changed_is_overwritten() -> None:
    new = BASE.model_copy(update={"answer": "Two.", "title": "SPF?"})
    assert overwritten(BASE, BASE, new) == overwritten(new, BASE, new) == []
    assert overwritten(BASE.model_copy(update={"answer": "Three.", "questions": []}), BASE, new) == ["answer"]


@given(ENTRIES, ENTRIES, ENTRIES)
def test_whatever_was_changed_there_and_here_a_second_approval_changes_nothing_more(
    there: Entry, base: Entry, new: Entry
) -> None:
    once = changed(there, base, new)
    assert changed(once, base, new) == once
    assert once.owner == there.owner
    assert changed_parts(changed(base, base, new), new) == []
    for part in set(PARTS) - set(changed_parts(base, new)):
        assert getattr(once, part) == getattr(there, part)
