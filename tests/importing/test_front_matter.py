"""A file with front matter is one entry, with the fields that communities give their tags."""

from __future__ import annotations

import pytest

from bot.importing.found import Found
from bot.importing.front_matter import from_text


def read(text: str, name: str = "reset-password") -> Found:
    source, problems = from_text(text, name)
    assert problems == []
    assert source is not None
    assert source.is_single
    [found] = source.found
    return found


def test_title_and_other_ways_to_ask_are_taken_from_the_fields() -> None:
    found = read(
        "---\ntitle: How do I reset my password?\naliases: [pw, forgot password]\nkeywords: login, locked out\n"
        "questions:\n  - I forgot, what now?\ncategory: Account\n---\n\nPress **Forgot**.\n"
    )
    assert found.title == "How do I reset my password?"
    assert found.asked == ("reset password", "I forgot, what now?", "pw", "forgot password", "login", "locked out")
    assert found.topic == "Account"
    assert found.answer.strip() == "Press **Forgot**."


def test_the_title_of_an_embed_is_one_and_the_files_name_is_one_where_there_is_no_other() -> None:
    assert read('---\nembed:\n    title: "Reset it"\n---\nSo.').title == "Reset it"
    assert read("---\naliases: [pw-reset]\n---\nSo.").title == "reset password"
    assert read("---\naliases: [reset_password, x]\n---\nSo.").asked == ("reset_password", "x")
    assert read("---\ntitle: Reset it\naliases: [Reset-password]\n---\nSo.").asked == ("Reset-password",)
    assert read("+++\ntitle = 'Reset it'\n+++\nSo.").title == "Reset it"
    assert read("---\n---\nSo.").title == "reset password"


def test_what_is_not_taken_is_named() -> None:
    source, _ = from_text(
        "---\ntitle: A\nembed:\n  image:\n    url: https://x.example\ncolour: 5\nempty: []\n---\nSo.", "a"
    )
    assert source is not None
    assert source.notes == ((1, "not taken: embed.image, colour"),)


def test_what_yaml_reads_otherwise_than_it_looks_is_taken_as_it_looks_and_said() -> None:
    source, _ = from_text("---\ntitle: 'yes'\naliases:\n  - no\n  - 1.10\n  - what #now\n---\nSo.", "a")
    assert source is not None
    assert source.found[0].asked == ("a", "no", "1.10", "what")
    assert [line for line, _ in source.notes] == [4, 6]
    assert source.notes[1][1].startswith("`#now` is left out, because `#` starts a comment")


@pytest.mark.parametrize(
    ("front", "line", "gist"),
    [
        ("---\ntitle: a: b\n---\n", 2, "the front matter cannot be read: a colon does not fit here"),
        ("---\n- a\n---\n", 2, "the front matter has no fields"),
        ("+++\ntitle\n+++\n", 2, "the front matter is no TOML"),
        (f"+++\na = {'1' * 5000}\n+++\n", 2, "the front matter holds a number of thousands of digits"),
    ],
)
def test_front_matter_that_cannot_be_read_is_named_with_its_line(front: str, line: int, gist: str) -> None:
    source, [problem] = from_text(f"{front}So.", "a")
    assert source is None
    assert (problem.line, problem.message[: len(gist)]) == (line, gist)


def test_a_page_of_questions_with_front_matter_is_a_page_of_questions() -> None:
    page = "---\ntitle: Our FAQ\nlayout: page\n---\n## What is it?\nA bot.\n## Who made it?\nWe.\n"
    source, _ = from_text(page, "a")
    assert source is not None
    assert [(one.line, one.title) for one in source.found] == [(5, "What is it?"), (7, "Who made it?")]
    assert source.category == "Our FAQ"
    assert source.notes == ((1, "the front matter was left out: title, layout"),)
    long = f"---\ntitle: Tips\n---\n# Tips\n## One\n{'x' * 2000}\n## Two\n{'y' * 2000}\n"
    source, _ = from_text(long, "a")
    assert source is not None
    assert [one.title for one in source.found] == ["One", "Two"]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    source, problems = from_text("---\n\nWelcome!\n\n## What is it?\nA bot.\n", "a")
    assert problems == []
    assert source is not None
    assert [one.title for one in source.found] == ["What is it?"]
