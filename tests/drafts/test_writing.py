"""An entry comes into a file, and everything else stays as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.documents import read_document
from bot.drafts.draft import Proposal, entry_of, one_line
from bot.drafts.writing import file_of, with_changes, with_entry
from bot.errors import InvalidProposal
from bot.knowledge.entry import Entry, FaqFile
from bot.validating import validate

SHIPPED = sorted((Path(__file__).parents[2] / "faq").glob("*.yaml"))
DANE = entry_of(
    Proposal("DNS", "What is DANE?", "what is dane\ndo you do dane", "One.\n\nTwo.", "dane"), "dane", ["DNS"]
)
DANE_TEXT = """\
  - id: dane
    title: What is DANE?
    questions:
      - what is dane
      - do you do dane
    answer: |-
      One.

      Two.
    keywords:
      - dane
"""
FIRST = """\
# Ours. Keep it short!
category: "DNS"   # as in the menu
entries:
  # The most asked
  - id: spf
    title: 'How: SPF?'
    questions: [ how spf,   "what spf" ]
    answer: >-
      So
      and so.
    review_by: 2027-03-01 # ask Ida
"""


def read(text: str) -> list[Entry]:
    """The entries of a file of this text, as the bot reads it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dns.yaml"
        path.write_bytes(text.encode())
        document, problems = read_document(path, "dns.yaml")
        assert document is not None, problems
        file, problems = validate(document, FaqFile)
        assert file is not None, problems
        return file.entries


def best(text: str, entry: Entry = DANE) -> str:
    """The first way of writing it that reads as it should."""
    wanted = [*read(text), entry]
    return next(made for made in with_entry(text, entry) if read(made) == wanted)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_files_keep_every_byte_and_get_the_entry_at_their_end(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert best(text) == f"{text}\n{DANE_TEXT}"


def test_comments_quotes_order_and_odd_spaces_stay() -> None:
    assert best(FIRST) == f"{FIRST}\n{DANE_TEXT}"


def test_what_comes_after_the_entries_stays_after_them() -> None:
    last = "\n# The heading:\ncategory: DNS\n"
    text = FIRST.replace('category: "DNS"   # as in the menu\n', "") + last
    assert best(text) == text.removesuffix(last) + "\n" + DANE_TEXT + last


def test_discords_colours_come_back_as_they_were_typed() -> None:
    coloured = DANE.model_copy(update={"answer": "Look:\n```ansi\n\x1b[31mred\x1b[0m: \\e\n```\nSo."})
    assert read(best(FIRST, coloured))[1] == coloured


@pytest.mark.parametrize("column", [0, 1, 4])
def test_the_entry_is_indented_as_the_others(column: int) -> None:
    indent = " " * column
    text = (
        f"entries:\n{indent}- id: spf\n{indent}  title: SPF\n{indent}  questions:\n{indent}  - how spf\n"
        f"{indent}  - what spf\n{indent}  answer: So.\n"
    )
    made = best(f"category: DNS\n{text}")
    assert made.startswith(f"category: DNS\n{text}\n{indent}- id: dane\n{indent}  title:")


def test_line_ends_of_windows_stay_and_the_entry_gets_them_too() -> None:
    text = "\ufeff" + FIRST.replace("\n", "\r\n")
    made = best(text)
    assert made == text + "\r\n" + DANE_TEXT.replace("\n", "\r\n")


def test_a_last_line_without_an_end_gets_one() -> None:
    assert best(FIRST.rstrip("\n")) == f"{FIRST}\n{DANE_TEXT}"


def test_empty_lines_that_belong_to_the_last_answer_are_not_made_more() -> None:
    text = FIRST.replace(">-\n      So\n      and so.\n    review_by: 2027-03-01 # ask Ida\n", "|+\n      So.\n")
    assert best(text) == text + DANE_TEXT


def test_a_long_phrasing_stays_on_one_line() -> None:
    entry = entry_of(Proposal("DNS", "Long", "why is this so\n" + "and so on " * 29, "Because."), "long", ["DNS"])
    assert f"      - {entry.questions[1]}\n" in best(FIRST, entry)


def test_a_file_in_brackets_is_written_anew() -> None:
    text = (
        "# Ours\ncategory: DNS\n"
        "entries: [{id: spf, title: SPF, questions: [how spf, what spf], answer: So.}] # all of it\n"
    )
    made = best(text)
    assert made.startswith("# Ours\ncategory: DNS\n")
    assert "all of it" in made


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "category: DNS\n", "entries: none\n", "a: [\n", "entries:\n"])
def test_what_is_no_faq_file_is_left_alone(text: str) -> None:
    assert list(with_entry(text, DANE)) == []


TRAPS = [
    "yes",
    "no: never",
    "null",
    "1.10",
    "12:30",
    "2027-01-31",
    "---",
    "- dash",
    "? what",
    "@all of you",
    "#help",
    "a #b and # c",
    "'single' \"double\"",
    "& anchor",
    "*alias",
    "!tag",
    "%percent",
    "`code`",
    "{a: b}",
    "[a, b]",
    "| pipe",
    "> fold",
    "back\\slash \\n",
    "tab\there",
    "nul\0here",
    "a: b",
    "ends with:",
    "日本語 はい",
    "👩‍👩‍👧 family",
    "\u202eright to left",
    "\ufeffmark",
    "x " * 140,
    "<<: *a",
    "~~~",
    "...",
    "\u2028line",
    "\x85next",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_of_yaml_springs(trap: str) -> None:
    title = trap.strip()[:90]
    typed = Proposal(
        "DNS", f"{title}", f"{trap} one\n{trap}\n{trap}x", f"{trap}\n\n  {trap}\n{trap} \n{trap}", trap[:30]
    )
    entry = entry_of(typed, "trap", ["DNS"])
    assert read(next(with_entry(FIRST, entry))) == [*read(FIRST), entry]


words = st.text(max_size=60) | st.sampled_from(TRAPS) | st.text(" \n\t\r#:-'\"|>&*!%@`{}[],?\\~=<ab", max_size=40)
answers = st.lists(words, min_size=1, max_size=6).map("\n".join)


@given(
    # With an end of their own most of them are long enough to be an entry: hypothesis gives up where few are.
    words.map(lambda word: f"{word[:90]} or so"),
    st.lists(
        words.map("{} or so".format), min_size=2, max_size=20, unique_by=lambda word: word.casefold().split()[0]
    ).map("\n".join),
    answers.map("So.\n{}".format) | answers,
    words,
)
@example("a - b", "a\n b", "\x1b\n a\n  b", "on")
def test_whatever_is_an_entry_is_read_back_as_the_same_entry_and_the_others_stay(
    title: str, phrasings: str, answer: str, keywords: str
) -> None:
    try:
        entry = entry_of(Proposal("DNS", title, phrasings, answer, keywords), "new", ["DNS"])
    except InvalidProposal:
        assume(False)
        raise
    made = next(with_entry(FIRST, entry))
    assert made.startswith(FIRST)
    assert read(made) == [*read(FIRST), entry]


@given(words.map(lambda word: f"c{word[:50]}".strip()), words, answers.map("So.\n{}".format))
@example("yes", "on", "`x` # y")
def test_whatever_comes_into_a_new_file_is_read_back_as_it_was(category: str, title: str, answer: str) -> None:
    try:
        entry = entry_of(Proposal("", f"{title[:90]} or so", "", answer), "new", [""])
        category = one_line(category)
    except InvalidProposal:
        assume(False)
        raise
    text = file_of(category, [("", entry), ("a: topic", DANE), ("a: topic", DANE), ("", entry)])
    assert read(text) == [entry, DANE, DANE, entry]
    assert text.count("  # a: topic\n") == 1


# Changes of an entry

PARTS = ("title", "questions", "answer", "keywords")
SECOND = f"""\
{FIRST}
  # About mail
  - title: Our MX
    questions:
    # as asked
    - how mx
    - what mx   # often
    answer: |
      # Mail
      So.

      # Not more

    # of the shop
    ticket_type: feature
    id: mx
    keywords: [mx]

  - id: last
    title: Last?
    questions: [which last, what last]
    answer: "So
      it is."
"""


def changed(text: str, entry_id: str, **new: Any) -> str:
    """The first way of writing these parts of an entry that reads as it should."""
    before = read(text)
    entry = next(one for one in before if one.id == entry_id).model_copy(update=new)
    wanted = [entry if one.id == entry_id else one for one in before]
    return next(made for made in with_changes(text, entry, list(new)) if read(made) == wanted)


def test_a_change_touches_the_lines_of_what_it_changes_and_no_others() -> None:
    one = changed(SECOND, "mx", answer="One.\n\n# Two", title="What is MX?", keywords=[])
    assert one == (
        SECOND.replace("title: Our MX", "title: What is MX?")
        .replace("      # Mail\n      So.\n\n      # Not more\n", "      One.\n\n      # Two\n")
        .replace("answer: |\n", "answer: |-\n")
        .replace("    keywords: [mx]\n", "")
    )
    two = changed(SECOND, "last", questions=["which", "what then"], keywords=["last"], answer="Yes, so.")
    assert two == SECOND.replace("[which last, what last]\n", "\n      - which\n      - what then\n").replace(
        "questions: \n", "questions:\n"
    ).replace('"So\n      it is."\n', "Yes, so.\n    keywords:\n      - last\n")
    three = changed(SECOND, "spf", questions=["how spf", "why spf"], keywords=["v=spf1"])
    assert three.startswith(FIRST.split("    questions")[0])
    assert "    review_by: 2027-03-01 # ask Ida\n    keywords:\n      - v=spf1\n\n  # About mail\n" in three


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_change_keeps_line_ends_and_gives_a_last_line_one(end: str) -> None:
    text = SECOND.rstrip("\n") if not end else SECOND.replace("\n", end)
    made = changed(text, "last", keywords=["last"])
    one = end or "\n"
    assert made == (text if end else text + one) + f"    keywords:{one}      - last{one}"


def test_an_entry_in_brackets_is_changed_by_writing_the_file_anew() -> None:
    text = (
        "category: DNS\nentries: # all\n  - {id: spf, title: SPF, questions: [how spf, what spf], answer: So.}\n"
    )
    made = changed(text, "spf", answer="No.\n# Not so")
    assert "entries: # all" in made


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [\n", FIRST.replace("id: spf", "id: mx")])
def test_where_the_entry_is_not_nothing_is_changed(text: str) -> None:
    assert list(with_changes(text, DANE.model_copy(update={"id": "spf"}), PARTS)) == []


@given(st.sampled_from(["spf", "mx", "last"]), answers, words, st.sets(st.sampled_from(PARTS), min_size=1))
def test_whatever_is_changed_is_read_back_and_the_others_stay(
    entry_id: str, answer: str, keywords: str, parts: set[str]
) -> None:
    try:
        typed = entry_of(Proposal("DNS", "New title", "how so\nwhy so", answer, keywords), "new", ["DNS"])
    except InvalidProposal:
        assume(False)
        raise
    changed(SECOND, entry_id, **{name: getattr(typed, name) for name in parts})
