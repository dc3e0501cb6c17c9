"""What was typed becomes an entry as a file could hold it, or is told what a file would be told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.drafts.draft import (
    Answer,
    Draft,
    Origin,
    Proposal,
    Status,
    entry_of,
    made_of,
    one_line,
    proposal_of,
    proposed_as,
    require_author,
    require_editor,
    require_judge,
    slug,
    tidied,
)
from bot.errors import (
    DraftChanged,
    DraftDecided,
    Flaw,
    FlawKind,
    InvalidProposal,
    NotAnAuthor,
    NotStaff,
    NotYourDraft,
    Refused,
)
from bot.knowledge.entry import Entry
from bot.visible import INVISIBLE, visible

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
HUGO, SAM, IDA = Actor(4, is_helper=True), Actor(3, is_staff=True), Actor(5, is_helper=True)


def proposal(
    title: str = "What is DANE?",
    phrasings: str = "what is dane\ndo you do dane",
    answer: str = "Ask us.",
    keywords: str = "",
) -> Proposal:
    return Proposal("DNS", title, phrasings, answer, keywords)


def draft(status: Status = Status.OPEN) -> Draft:
    decided = status is not Status.OPEN
    return Draft(
        id=1,
        guild_id=7,
        status=status,
        category="DNS",
        entry=entry_of(proposal(keywords="dane, tlsa"), "dane", ["DNS"]),
        version=2,
        proposed_by=HUGO.id,
        proposed_at=AT,
        origin=Origin(8),
        decided_by=SAM.id if decided else None,
        decided_at=AT if decided else None,
        note=None,
        told_at=None,
        card_channel_id=None,
        card_message_id=None,
    )


WORDS = st.text(st.sampled_from("aB1 ,\"'\u200b\t\n"), min_size=3, max_size=8)
ANY_ENTRY = st.builds(
    Entry,
    id=st.just("dane"),
    title=WORDS,
    questions=st.lists(WORDS, max_size=3),
    answer=WORDS,
    keywords=st.lists(WORDS, max_size=3),
)


@given(ANY_ENTRY, ANY_ENTRY)
@example(
    Entry(id="dane", title="DANE?", answer="So.", keywords=["1,000 users", '"night"', '5" disk', '"a", b']), None
)
@example(Entry(id="dane", title="DANE?", answer="So.", questions=["black  screen", "Dark", "dark"]), None)
def test_a_form_that_is_sent_as_it_was_filled_in_changes_nothing(entry: Entry, other: Entry | None) -> None:
    shown = proposed_as(entry, "DNS")
    assert entry_of(shown, "dane", ["DNS"], entry) == entry
    assert entry_of(replace(shown, phrasings=None), "dane", ["DNS"], entry) == entry
    if other is not None:  # and each part stays by itself
        changed = entry_of(replace(shown, answer="Another one."), "dane", ["DNS"], entry)
        assert changed == entry.model_copy(update={"answer": "Another one."})


@given(
    st.lists(
        st.text(st.sampled_from('ab ,"'), min_size=1, max_size=6).map(one_line).filter(bool),
        unique=True,
        max_size=19,
    )
)
def test_keywords_are_read_as_they_are_shown_also_beside_one_that_is_new(keywords: list[str]) -> None:
    entry = Entry(id="dane", title="DANE?", answer="So.", keywords=keywords)
    shown = proposed_as(entry, "DNS")
    assert entry_of(shown, "dane", ["DNS"]).keywords == entry.keywords
    typed = replace(shown, keywords=f"tlsa, {shown.keywords}")
    assert entry_of(typed, "dane", ["DNS"]).keywords == ["tlsa", *entry.keywords]


def test_a_proposal_becomes_the_entry_that_was_meant() -> None:
    typed = proposal(
        title="  What is\tDANE? ",
        phrasings="what is dane\r\n\n  do you do  dane \nWhat is DANE\n",
        answer="\n One. \r\n\r\n\tTwo\n",
        keywords="dane, tlsa\n dane,, ",
    )
    assert entry_of(typed, "dane", ["DNS"]) == Entry(
        id="dane",
        title="What is DANE?",
        questions=["what is dane", "do you do dane"],
        answer="One.\n\n    Two",
        keywords=["dane", "tlsa"],
    )


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        (proposal(title="? "), Flaw("title", FlawKind.TOO_SHORT, 3, 1)),
        (proposal(title="x" * 101), Flaw("title", FlawKind.TOO_LONG, 100, 101)),
        (
            proposal(phrasings="\n".join(f"what is {number}" for number in range(51))),
            Flaw("questions", FlawKind.TOO_MANY, 50, 51),
        ),
        (proposal(phrasings="what is dane\nis"), Flaw("questions", FlawKind.TOO_SHORT, 3, 2, "is")),
        (proposal(answer=" \u200b\n\u2800 "), Flaw("answer", FlawKind.EMPTY, 1, 0)),
        (proposal(answer=" \n\t"), Flaw("answer", FlawKind.EMPTY, 1, 0)),
        (proposal(answer="x" * 3501), Flaw("answer", FlawKind.TOO_LONG, 3500, 3501)),
        (proposal(keywords="x" * 41), Flaw("keywords", FlawKind.TOO_LONG, 40, 41, "x" * 41)),
    ],
)
def test_what_is_no_entry_is_told_what_is_wrong_with_it(typed: Proposal, flaw: Flaw) -> None:
    with pytest.raises(InvalidProposal) as refused:
        entry_of(typed, "dane", ["DNS"])
    assert refused.value.flaws == (flaw,)


def test_all_flaws_are_told_at_once() -> None:
    with pytest.raises(InvalidProposal) as refused:
        entry_of(proposal(title="x", phrasings="is", answer=""), "dane", ["DNS"])
    assert [flaw.part for flaw in refused.value.flaws] == ["title", "questions", "answer"]
    with pytest.raises(InvalidProposal) as refused:
        entry_of(proposal(title="x"), "dane", ["Mail"])
    assert refused.value.flaws == (
        Flaw("category", FlawKind.UNKNOWN, 1, 0, "DNS"),
        Flaw("title", FlawKind.TOO_SHORT, 3, 1),
    )


def test_the_title_is_phrasing_enough() -> None:
    assert entry_of(proposal(phrasings=" \n"), "dane", ["DNS"]).questions == []
    assert entry_of(proposal(phrasings="what is dane\nWHAT is dane"), "dane", ["DNS"]).questions == [
        "what is dane"
    ]


@given(*[st.text(max_size=400)] * 4)
def test_whatever_is_typed_is_an_entry_or_has_flaws_that_have_a_name(
    title: str, phrasings: str, answer: str, keywords: str
) -> None:
    with suppress(InvalidProposal):
        assert entry_of(proposal(title, phrasings, answer, keywords), "dane", ["DNS"]).title


@given(st.text(max_size=200))
@example("no\ufffe\uffff\0\x1b\ud800\x7fthing")
@example("\x1b```ansi\n\x1b[31mred\0 \n```\x1b")
def test_tidied_text_holds_nothing_that_a_file_cannot_and_stays_as_it_is(text: str) -> None:
    once = tidied(text)
    assert visible(once) == once
    assert not INVISIBLE.search(one_line(text))
    assert "\t" not in once
    assert tidied(once) == once


def test_an_esc_stays_where_discord_colours_by_it_and_nowhere_else() -> None:
    assert tidied("\x1b[1mx\n```ansi\n\x1b[31mred\0\n```\n\x1b") == "[1mx\n```ansi\n\x1b[31mred\n```"


def test_tidying_takes_no_letters_away() -> None:
    text = "naïve 日本 👩‍👩‍👧 \u202eעברית `x` ---\n- a: b # c"
    assert tidied(text) == text


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("How do I set up SPF?", "how-do-i-set-up-spf"),
        ("Où est l'été?", "ou-est-lete"),
        ("日本語?", "entry"),
        ("", "entry"),
        ("x" * 60, "x" * 40),
        ("what is the very longest title that somebody can write", "what-is-the-very-longest-title-that"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, made: str) -> None:
    assert slug(title, []) == made


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert slug("SPF", ["spf", "spf-2"]) == "spf-3"
    assert slug("x" * 40, ["x" * 40]) == "x" * 38 + "-2"


@given(st.text(max_size=60), st.integers(0, 12))
def test_an_id_is_always_one_that_a_file_may_hold_and_nobody_has(title: str, others: int) -> None:
    taken: list[str] = []
    for _ in range(others + 1):
        made = slug(title, taken)
        assert made not in taken
        entry_of(proposal(), made, ["DNS"])  # raises where it is no id
        taken.append(made)


def test_an_edit_starts_from_what_there_is() -> None:
    one = draft()
    assert entry_of(proposal_of(one), one.entry.id, ["DNS"]) == one.entry


@pytest.mark.parametrize(
    ("check", "refused"),
    [
        (lambda: require_author(HUGO), None),
        (lambda: require_author(SAM), None),
        (lambda: require_author(Actor(1)), NotAnAuthor),
        (lambda: require_editor(draft(), HUGO, 2), None),
        (lambda: require_editor(draft(), SAM), None),
        (lambda: require_editor(draft(), IDA), NotYourDraft),
        (lambda: require_editor(draft(), HUGO, 1), DraftChanged),
        (lambda: require_editor(draft(Status.REJECTED), HUGO), DraftDecided),
        (lambda: require_judge(draft(), SAM, 2), None),
        (lambda: require_judge(draft(), HUGO, 2), NotStaff),
        (lambda: require_judge(draft(), SAM, 1), DraftChanged),
        (lambda: require_judge(draft(Status.APPROVED), SAM, 1), DraftDecided),
    ],
)
def test_who_may_do_what_with_a_draft(check: object, refused: type[Refused] | None) -> None:
    assert callable(check)
    if refused is None:
        check()
    else:
        with pytest.raises(refused):
            check()


# Made of a message

ANSWER = Answer(8, 9, IDA.id, "Ask us.", "DANE", "what\nis  dane?")


def test_a_draft_of_an_answer_has_its_words_and_the_question_in_one_line_and_credits_its_author() -> None:
    assert made_of(ANSWER, requester_id=None) == (
        Origin(8, 9, IDA.id),
        Proposal("", "DANE", "what is dane?", "Ask us."),
    )


def test_what_a_form_is_filled_in_with_keeps_to_its_limits() -> None:
    long = replace(ANSWER, title="why is it so " * 10, question="ä" * 400, text="a\tb \u0007")
    filled = made_of(long, requester_id=None)[1]
    assert filled.title == f"{'why is it so ' * 7}why is…"
    assert filled.phrasings == f"{'ä' * 299}…"
    assert filled.answer == "a   b"
    short = replace(ANSWER, title="<@12> ?", question="<:sad:34> ??")
    assert made_of(short, requester_id=None)[1] == Proposal("", "", "", "Ask us.")


def test_a_bot_is_credited_with_no_answer() -> None:
    assert made_of(replace(ANSWER, is_nobodys=True), requester_id=None)[0] == Origin(8, 9, None)


def test_of_a_ticket_nothing_is_taken_that_its_requester_wrote_not_even_their_name() -> None:
    assert made_of(ANSWER, requester_id=1) == (Origin(8, 9, IDA.id), Proposal("", "", "", "Ask us."))
    assert made_of(ANSWER, requester_id=IDA.id) == (Origin(8, 9, None), Proposal("", "", "", ""))
