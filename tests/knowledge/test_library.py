"""The knowledge base: it loads as a whole or names every problem, across all its files."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path

import pytest

from bot.config import load_config
from bot.knowledge.library import Library, load_library
from bot.problems import Problem

ROOT = Path(__file__).parents[2]

SPF = """\
category: DNS
entries:
  - id: spf
    title: How do I set up SPF?
    questions:
      - how do i set up spf
      - my spf record fails
    answer: Add a TXT record.
"""
DKIM = """\
category: Signing
entries:
  - id: dkim
    title: How do I set up DKIM?
    questions:
      - how do i set up dkim
      - dkim signature missing
    answer: Add a CNAME record.
"""
MORE_OF_SPF = """\
    not_for: [how do i set up dkim]
    keywords: [txt]
    links:
      - {label: Guide, url: 'https://larkmail.example/spf'}
    channels: ['#help', 123456789012345678]
    ticket_type: bug
    owner: Anna
    review_by: 2027-01-31
    translations:
      'no':
        title: Hvordan setter jeg opp SPF?
        questions: [hvordan setter jeg opp spf, my spf record fails]
        answer: Legg til en TXT.
      es-419:
        title: ¿Cómo configuro SPF?
        questions: [cómo configuro spf, spf no funciona]
        answer: Añada un TXT.
"""


def load(
    folder: Path,
    files: dict[str, str],
    ticket_types: Collection[str] = ("bug", "billing"),
    channels: Collection[str | int] = ("help", 123456789012345678),
) -> tuple[Library | None, list[Problem]]:
    folder = folder / "faq"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_library(folder, ticket_types=ticket_types, channels=channels)


def test_the_entries_of_all_files_are_loaded_in_the_order_of_the_files_names(tmp_path: Path) -> None:
    library, problems = load(
        tmp_path, {"b.yaml": SPF + MORE_OF_SPF, "a.yml": DKIM, "notes.txt": "no: yes", ".b.yaml.swp.yaml": "\0"}
    )
    assert problems == []
    assert library is not None
    assert [entry.id for entry in library.entries] == ["dkim", "spf"]
    assert library.category_of("spf") == "DNS"
    assert library.category_of("dkim") == "Signing"
    spf = library.get("spf")
    assert spf is not None
    assert spf.review_by == datetime.date(2027, 1, 31)
    assert spf.channels == ["help", 123456789012345678]
    assert list(spf.translations) == ["no", "es-419"]
    assert library.get("gone") is None
    with pytest.raises(KeyError):
        library.category_of("gone")


def test_the_shipped_knowledge_base_has_no_problem() -> None:
    config, _ = load_config(ROOT)
    assert config is not None
    library, problems = load_library(
        ROOT / config.faq.folder,
        ticket_types=[kind.id for kind in config.tickets.types],
        channels=[*config.channels.help, *config.channels.forums],
    )
    assert problems == []
    assert library is not None


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    library, problems = load_library(tmp_path / "fak", ticket_types=[])
    assert library is None
    assert [str(problem) for problem in problems] == [
        "fak:1: the folder of FAQ files cannot be read: No such file or directory"
    ]


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    library, problems = load(tmp_path, {"README.md": "hello"})
    assert library is None
    assert [str(problem) for problem in problems] == [
        "faq:1: this folder holds no FAQ file: write one, named for example dns.yaml"
    ]


def test_one_wrong_file_keeps_the_whole_knowledge_base_out_and_all_problems_are_named(tmp_path: Path) -> None:
    library, problems = load(
        tmp_path,
        {
            "a.yaml": DKIM.replace("title: How do I set up DKIM?", "title: no"),
            "b.yaml": "category: 'x\n",
            "c.yaml": SPF.replace("    answer: Add a TXT record.\n", "    anser: Add.\n"),
        },
    )
    assert library is None
    assert [str(problem) for problem in problems] == [
        "faq/a.yaml:4: `no` is read as false by YAML: put it in quotes, or write `false`",
        "faq/b.yaml:1: a quotation mark opens here and is never closed",
        "faq/c.yaml:3: `answer` is missing",
        "faq/c.yaml:8: `anser` is not a setting here (did you mean `answer`?)",
    ]


def test_two_entries_with_one_id_are_named_with_each_others_line(tmp_path: Path) -> None:
    library, problems = load(tmp_path, {"a.yaml": SPF, "b.yaml": DKIM.replace("id: dkim", "id: spf")})
    assert library is None
    assert [str(problem) for problem in problems] == [
        "faq/b.yaml:3: another entry has the id `spf` (faq/a.yaml:3)"
    ]


@pytest.mark.parametrize(
    ("spf", "expected"),
    [
        pytest.param(
            SPF.replace("my spf record fails", "How do I   set up DKIM"),
            "faq/b.yaml:7: `how do i set up dkim` stands here a second time (faq/a.yaml:6)",
            id="in two entries, but for case and spaces",
        ),
        pytest.param(
            SPF.replace("my spf record fails", "HOW do i set up SPF"),
            "faq/b.yaml:7: `how do i set up spf` stands here a second time (faq/b.yaml:6)",
            id="in one entry",
        ),
        pytest.param(
            (SPF + MORE_OF_SPF).replace("spf no funciona", "dkim signature missing"),
            "faq/b.yaml:24: `dkim signature missing` stands here a second time (faq/a.yaml:7)",
            id="in another entry's translation",
        ),
        pytest.param(
            (SPF + MORE_OF_SPF).replace("spf no funciona", "Cómo configuro SPF"),
            "faq/b.yaml:24: `cómo configuro spf` stands here a second time (faq/b.yaml:24)",
            id="in one translation",
        ),
        pytest.param(
            SPF.replace("How do I set up SPF?", "DKIM signature missing"),
            "faq/b.yaml:4: `dkim signature missing` stands here a second time (faq/a.yaml:7)",
            id="as another entry's title",
        ),
        pytest.param(
            (SPF + MORE_OF_SPF).replace("not_for: [how do i set up dkim]", "not_for: [My SPF record fails]"),
            "faq/b.yaml:9: `My SPF record fails` cannot be asked of this entry and in `not_for` (faq/b.yaml:20)",
            id="as what the entry answers and must not answer",
        ),
    ],
)
def test_the_same_phrasing_twice_is_named_with_the_other_place(tmp_path: Path, spf: str, expected: str) -> None:
    library, problems = load(tmp_path, {"a.yaml": DKIM, "b.yaml": spf})
    assert library is None
    assert [str(problem) for problem in problems] == [expected]


@pytest.mark.parametrize(
    ("channels", "others", "problems_named"),
    [
        ("[help]", "[123456789012345678]", []),
        ("[help]", "[123456789012345678, '#help']", ["faq/b.yaml:6"]),
        ("[help]", "[]", ["faq/b.yaml:6"]),
        ("[]", "[help]", ["faq/b.yaml:6"]),
    ],
)
def test_entries_of_different_channels_may_have_the_same_phrasing(
    tmp_path: Path, channels: str, others: str, problems_named: list[str]
) -> None:
    first = f"{DKIM}    channels: {channels}\n"
    second = SPF.replace("how do i set up spf", "how do i set up dkim") + f"    channels: {others}\n"
    _, problems = load(tmp_path, {"a.yaml": first, "b.yaml": second.replace("How do I set up SPF?", "SPF?")})
    assert [f"{problem.file}:{problem.line}" for problem in problems] == problems_named


def test_which_entries_a_channel_has_is_found_once_whichever_other_channels_there_are(tmp_path: Path) -> None:
    library, _ = load(
        tmp_path, {"a.yaml": DKIM, "b.yaml": SPF + MORE_OF_SPF.replace("[how do i set up dkim]", "[x y]")}
    )
    assert library is not None
    assert library.seen_from({"lounge"}) == {"dkim"}
    assert library.seen_from([]) == {"dkim"}
    assert library.seen_from({"help", "lounge"}) == {"dkim", "spf"}
    assert library.seen_from({123456789012345678}) == {"dkim", "spf"}
    assert library.seen_from({"help", "hall", 5}) is library.seen_from(["help"])


def test_where_no_entry_names_a_channel_every_channel_has_them_all(tmp_path: Path) -> None:
    library, _ = load(tmp_path, {"a.yaml": DKIM, "b.yaml": SPF})
    assert library is not None
    assert library.seen_from([]) is None


@pytest.mark.parametrize(
    ("old", "new", "line", "gist"),
    [
        (
            "ticket_type: bug",
            "ticket_type: biling",
            14,
            "`biling` is not a ticket type of config.yaml (did you mean `b",
        ),
        ("'#help'", "halp", 13, "`halp` is not a help or forum channel of config.yaml (did you mean `help`?)"),
        ("123456789012345678", "42", 13, "`42` is not a help or forum channel of config.yaml"),
        ("'no'", "no", 18, "the key `no` is read as false by YAML: put it in quotes"),
        ("'no'", "xx", 18, "`xx` is not a language that Discord knows"),
        ("es-419", "es-49", 22, "`es-49` is not a language that Discord knows (did you mean `es-419`?)"),
        ("https:", "ftp:", 12, "`url` must be a web address that starts with http:// or https://"),
        ("2027-01-31", "soon", 16, "`review_by` must be a date such as 2027-01-31 (it is `soon`)"),
        ("[txt]", "[1.10]", 10, "`1.10` is read as a number by YAML: put it in quotes"),
    ],
)
def test_a_mistake_in_an_entry_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, gist: str
) -> None:
    assert old in MORE_OF_SPF
    library, problems = load(tmp_path, {"a.yaml": SPF + MORE_OF_SPF.replace(old, new)})
    assert library is None
    assert [(problem.file, problem.line) for problem in problems] == [("faq/a.yaml", line)], problems
    assert gist in problems[0].message


def test_a_title_may_be_one_of_its_entrys_phrasings(tmp_path: Path) -> None:
    library, problems = load(tmp_path, {"a.yaml": SPF.replace("my spf record fails", "How do I set up SPF?")})
    assert problems == []
    assert library is not None


def test_channels_are_not_checked_where_no_channels_are_given(tmp_path: Path) -> None:
    library, problems = load(tmp_path, {"a.yaml": SPF + MORE_OF_SPF}, channels=())
    assert problems == []
    assert library is not None


@pytest.mark.parametrize("locale", ["de", "es", "es-419", "en-GB", "pt", "pt-BR", "sv", "zh", "zh-TW"])
def test_a_language_is_written_as_discord_writes_it_or_without_its_country(tmp_path: Path, locale: str) -> None:
    library, problems = load(
        tmp_path, {"a.yaml": SPF + MORE_OF_SPF.replace("es-419", "fr").replace("'no'", locale)}
    )
    assert problems == []
    assert library is not None


@pytest.mark.parametrize(("length", "expected"), [(1024, []), (1025, ["faq/a.yaml:9"])])
def test_links_that_do_not_fit_into_discords_embed_are_named(
    tmp_path: Path, length: int, expected: list[str]
) -> None:
    first = "[Guide](https://larkmail.example/" + "x" * 470 + ")\n[Guide](https://larkmail.example/"
    addresses = ["x" * 470, "y" * (length - len(first) - 1)]
    links = "".join(f"      - {{label: Guide, url: 'https://larkmail.example/{end}'}}\n" for end in addresses)
    library, problems = load(tmp_path, {"a.yaml": SPF + "    links:\n" + links})
    assert (library is None) == bool(expected)
    assert [f"{problem.file}:{problem.line}" for problem in problems] == expected
    for problem in problems:
        assert "must be at most 1024 characters (they have 1025)" in problem.message


SHORT = """\
category: Kurz
entries:
  - id: refunds
    title: {title}
    {questions}
    keywords: [fs, md]
    answer: "{answer}"
"""


@pytest.mark.parametrize("questions", ["not_for: []", "questions: []", "questions: [my money]"])
def test_the_title_is_phrasing_enough(tmp_path: Path, questions: str) -> None:
    library, problems = load(
        tmp_path, {"a.yaml": SHORT.format(title="Refunds", questions=questions, answer="Ask us.")}
    )
    assert problems == []
    assert library is not None
    assert library.entries[0].keywords == ["fs", "md"]
    assert library.positions["refunds", "Ask us."] == "faq/a.yaml:7"


@pytest.mark.parametrize("text", ["退款", "払う", "반품", "ド?"])
def test_two_characters_of_chinese_japanese_or_korean_are_a_title_and_a_phrasing(
    tmp_path: Path, text: str
) -> None:
    library, problems = load(
        tmp_path, {"a.yaml": SHORT.format(title=text, questions=f"questions: ['{text}!']", answer="x")}
    )
    assert problems == []
    assert library is not None
    assert library.entries[0].title == text


@pytest.mark.parametrize(("text", "least"), [("fs", 3), ("é!", 3), ("款", 2), ("x", 3)])
def test_what_is_shorter_is_told_how_long_it_must_be(tmp_path: Path, text: str, least: int) -> None:
    _, problems = load(
        tmp_path, {"a.yaml": SHORT.format(title=text, questions=f"questions: ['{text}']", answer="x")}
    )
    wrong = f"must be at least {least} characters (it has {len(text)})"
    assert [str(problem) for problem in problems] == [
        f"faq/a.yaml:4: `title` {wrong}",
        f"faq/a.yaml:5: item 1 of `questions` {wrong}",
    ]


def test_discords_colours_stand_in_an_answer_in_double_quotes(tmp_path: Path) -> None:
    coloured = r"Look:\n```ansi\n\e[31mred\e[0m\n```"
    library, problems = load(
        tmp_path, {"a.yaml": SHORT.format(title="Red", questions="not_for: []", answer=coloured)}
    )
    assert problems == []
    assert library is not None
    assert library.entries[0].answer == "Look:\n```ansi\n\x1b[31mred\x1b[0m\n```"
