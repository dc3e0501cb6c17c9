"""JSON, TOML and CSV of names, ways to ask and texts, in the shapes in which communities keep them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.importing.found import Source
from bot.importing.tables import from_table


def read(text: str, ending: str = ".json") -> Source:
    source, problems = from_table(text, ending, "our-tags")
    assert problems == []
    assert source is not None
    return source


def short(source: Source) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.title, one.asked, one.answer, one.topic) for one in source.found]


REFUND = ("How do I get a refund?", ("refund", "money back"), "Ask us.", "")


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (".json", '[{"title": "How do I get a refund?", "aliases": ["refund", "money back"], "text": "Ask us."}]'),
        (
            ".json",
            '{"faqs": [{"question": "How do I get a refund?", "tags": "refund, money back", "answer": "Ask us."}]}',
        ),
        (
            ".json",
            '[{"Question": "How do I get a refund?", "Keywords": ["refund", "money back"], "Answers": ["Ask us."]}]',
        ),
        (".json", '[{"patterns": ["How do I get a refund?", "refund", "money back"], "responses": ["Ask us."]}]'),
        (".jsonl", '{"query": "How do I get a refund?", "keyword": "refund;money back", "response": "Ask us."}\n'),
        (
            ".toml",
            '[[faq]]\ntitle = "How do I get a refund?"\ntriggers = ["refund", "money back"]\ncontent = "Ask us."\n',
        ),
        (".csv", 'question,keywords,answer\nHow do I get a refund?,"refund, money back",Ask us.\n\n'),
        (
            ".csv",
            "Question;Aliases;Answer\r\nHow do I get a refund?;refund|money back;Ask us.\n".replace("\r", ""),
        ),
        (".tsv", "title\tkeywords\tbody\nHow do I get a refund?\trefund, money back\tAsk us.\n"),
    ],
)
def test_one_entry_is_found_whatever_its_fields_are_called(ending: str, text: str) -> None:
    [found] = short(read(text, ending))
    assert (found[0], found[1], found[2].strip()) == REFUND[:3]


def test_entries_that_are_keyed_by_their_names_have_these_as_titles() -> None:
    assert short(read('{"reset-password": "Press **Forgot**.", "Two words": ["One.", "Two."]}')) == [
        ("reset password", (), "Press **Forgot**.", ""),
        ("Two words", (), "One.\n\nTwo.", ""),
    ]
    toml = '[reset]\nkeywords = ["pw"]\ncontent = "Press."\n[rules]\ntitle = "The rules"\ncontent = "Be kind."\n'
    assert short(read(toml, ".toml")) == [
        ("reset", ("pw",), "Press.", ""),
        ("The rules", ("rules",), "Be kind.", ""),
    ]
    assert [one.line for one in read(toml, ".toml").found] == [1, 4]


def test_groups_are_topics() -> None:
    text = (
        '{"Money": {"refund": {"text": "Ask us."}}, "Mail": [{"name": "SPF", "text": "A record."}], "version": 3}'
    )
    source = read(text)
    assert short(source) == [("refund", (), "Ask us.", "Money"), ("SPF", (), "A record.", "Mail")]
    assert source.notes == ((1, "what stands under `version` is no entry, and was left out: `3`"),)
    assert short(read('[{"section": "Money", "q": 1, "question": "A?", "answer": "B."}]'))[0][3] == "Money"


def test_what_is_not_taken_is_counted_by_its_field() -> None:
    rows: list[dict[str, Any]] = [
        {"name": f"n{at}", "text": "x", "colour": 5, "restricted_to": []} for at in range(3)
    ]
    source = read(str(rows).replace("'", '"'))
    assert source.notes == ((1, "fields that were not taken, and how often: `colour` (3)"),)


def test_the_embed_of_a_message_is_read_and_several_answers_are_put_together() -> None:
    source = read('{"rules": {"embed": {"title": "The rules", "description": "Be kind.", "color": 5}}}')
    assert short(source) == [("The rules", ("rules",), "Be kind.", "")]
    [two] = read('[{"tag": "hello", "patterns": ["hi"], "responses": ["One.", "Two."]}]').found
    assert (two.title, two.asked, two.answer) == ("hello", ("hi",), "One.\n\nTwo.")
    assert two.notes == ("its 2 answers were put below each other",)


def test_an_entry_is_found_without_title_or_text_too() -> None:
    source = read("name,text\n,So.\nA?,\n", ".csv")
    assert short(source) == [("", (), "So.", ""), ("A?", (), "", "")] or len(source.found) + len(source.notes) == 2


def test_rows_have_the_lines_in_which_they_begin() -> None:
    source = read('name,text\nA?,"one\ntwo"\nB?,three,"more",\n', ".csv")
    assert [(one.line, one.title) for one in source.found] == [(2, "A?"), (4, "B?")]
    assert source.notes == ((4, "more columns than names: `more, `"),)


def test_a_name_that_stands_twice_is_said() -> None:
    source = read('{"a b": "One.", "a b": "Two."}')
    assert [one.answer for one in source.found] == ["Two."]
    assert source.notes == ((1, "`a b` stands in one group 2 times: the last was taken"),)


def test_numbers_stand_as_they_are_written_and_what_is_none_is_nothing() -> None:
    number = "1" * 5000
    source = read(
        f'[{{"name": "pi", "text": 3.10}}, {{"name": NaN, "text": 1e400}}, {{"name": "n", "text": {number}}}]'
    )
    assert short(source) == [("pi", (), "3.10", ""), ("", (), "1e400", ""), ("n", (), number, "")]
    assert short(read("[a]\ntext = 1.10\n[b]\ntitle = nan\ntext = 'x'\n", ".toml")) == [
        ("a", (), "1.10", ""),
        ("b", (), "x", ""),
    ]


def test_columns_of_one_name_are_put_together() -> None:
    source = read("question,answer,tag,tag,answer\nA?,One.,x,y,Two.\nB?,Three.,,z,\n", ".csv")
    assert short(source) == [("A?", ("x", "y"), "One.\n\nTwo.", ""), ("B?", ("z",), "Three.", "")]
    assert source.notes == (
        (1, "2 columns are called `answer`: what stands in them was put together"),
        (1, "2 columns are called `tag`: what stands in them was put together"),
    )


@pytest.mark.parametrize(
    ("text", "entries", "not_taken"),
    [
        ('{"q1": {"question": "A?", "answer": {"text": "B."}}}', [("A?", ("q1",), "B.", "")], ""),
        (
            '[{"question": "A?", "answers": [{"text": "B.", "start": 5}, {"text": "C."}]}]',
            [("A?", (), "B.\n\nC.", "")],
            "`answers/start` (1)",
        ),
        ('{"q1": {"question": {"text": "A?"}, "answer": {"body": "B."}}}', [("A?", ("q1",), "B.", "")], ""),
        ('{"tag": "only"}', [("only", (), "", "")], ""),
        ('[{"name": "A?", "state": "new"}]', [("A?", (), "", "")], "`state` (1)"),
        (
            '[{"question": "A?", "answer": "B.", "question2": "C?", "answer2": "D."}]',
            [("A?", (), "B.", "")],
            "`question2` (1), `answer2` (1)",
        ),
        (
            '{"message": {"text": "B."}, "help": {"text": "D."}}',
            [("message", (), "B.", ""), ("help", (), "D.", "")],
            "",
        ),
        ('{"name": "Us", "content": [{"title": "A?", "text": "B."}]}', [("A?", (), "B.", "content")], None),
        (
            '{"tag": "A tag is a label.", "spf": "A record."}',
            [("tag", (), "A tag is a label.", ""), ("spf", (), "A record.", "")],
            "",
        ),
        ('[{"refund": "Ask us."}]', [("refund", (), "Ask us.", "")], ""),
    ],
)
def test_the_fields_of_one_entry_are_no_entries_of_their_own(
    text: str, entries: list[tuple[str, tuple[str, ...], str, str]], not_taken: str | None
) -> None:
    source = read(text)
    assert short(source) == entries
    if not_taken is not None:
        said = f"fields that were not taken, and how often: {not_taken}"
        assert [note for _, note in source.notes] == ([said] if not_taken else [])


@pytest.mark.parametrize(
    ("ending", "text", "line", "gist"),
    [
        (".json", '[\n{"a": }]', 2, "this is no JSON: Expecting value"),
        (".jsonl", '{"a": "b"}\n\n{"a"}', 3, "this is no JSON: "),
        (".toml", "a = \n", 1, "this is no TOML: "),
        (
            ".csv",
            "how,why\na,b\n",
            1,
            "this is no table: its first line names no column with the text (answer, content",
        ),
        (".csv", 'name,text\na,"b"c\n', 2, "this is no table: "),
        (".csv", "", 1, "this is no table: "),
        (".json", "[" * 100_000, 1, "this is nested too deeply"),
        (".toml", f"a = {'1' * 5000}", 1, "it holds a number of thousands of digits"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(ending: str, text: str, line: int, gist: str) -> None:
    source, [problem] = from_table(text, ending, "a")
    assert source is None
    assert (problem.line, problem.message[: len(gist)]) == (line, gist)
