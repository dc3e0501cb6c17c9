"""`signpost faq import`, as typed: what is written, what is said of each entry, and what is never touched."""

from __future__ import annotations

import os
from errno import ENOSPC
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.knowledge.library import load_library
from tests.test_command_line import Command

PAGE = f"""\
# Larkmail FAQ

Welcome!

## Mail
### How do I set up SPF?
Add a record, see [the guide](guide.md) and ![it](https://larkmail.example/a.png).

### How do I export everything?
{"word " * 710}

### Is there an app?
## Money
### Do you refund?
We do.
"""
TABLE = """\
[do-you-refund]
title = "Do you refund?"
content = "Yes."

[fs]
keywords = ["file system"]
content = "It is a file system."
colour = 5
"""


NEXT = "Read them; then `signpost faq lint --kb imported`, and move them into your FAQ's folder.\n"


@pytest.fixture
def signpost(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In a folder with things to import, and without config.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FAQ.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "tags.toml").write_text(TABLE, encoding="utf-8")
    tags = tmp_path / "tags"
    tags.mkdir()
    (tags / "reset-password.md").write_bytes(b"\xef\xbb\xbf---\r\naliases: [pw]\r\n---\r\nPress **Forgot**.\r\n")
    (tags / "colours.md").write_text("```ansi\n\x1b[31mred\n```\n", encoding="utf-8")
    (tags / ".hidden.md").write_text("x", encoding="utf-8")
    (tags / "logo.png").write_bytes(b"\x89PNG")
    return tmp_path


def test_files_become_faq_files_and_each_entry_has_said_of_it_what_was_done(
    signpost: Command, there: Path
) -> None:
    before = {path: path.read_bytes() for path in there.rglob("*") if path.is_file()}
    assert signpost("faq", "import", "FAQ.md", "tags.toml", "tags") == 0
    assert signpost.err == ""
    assert signpost.out.splitlines() == [
        "FAQ.md:3: stands under no question, and was left out: “Welcome!”",
        "tags.toml:1: fields that were not taken, and how often: `colour` (1)",
        "FAQ.md:6: how-do-i-set-up-spf: 1 image was made a link, since an answer shows none",
        "FAQ.md:6: how-do-i-set-up-spf: no whole web address, so Discord shows it as it is written:"
        " `[the guide](guide.md)`",
        "FAQ.md:9: left out, see faq.left-out.txt: How do I export everything?: its text has 3549 characters, of which"
        " 3500 fit: shorten it, or make it two",
        "FAQ.md:12: left out, see faq.left-out.txt: Is there an app?: it has no text",
        "tags.toml:5: file-system: its title `fs` is too short for one, so it is a keyword, and `file system` the title",
        "tags.toml:1: left out, see tags.left-out.txt: Do you refund?: `Do you refund?` is asked in FAQ.md:14 already",
        "imported/faq.yaml written.",
        "imported/faq.left-out.txt written.",
        "imported/tags.yaml written.",
        "imported/tags.left-out.txt written.",
        "imported/tags-2.yaml written.",
        "8 found: 5 written, 3 left out.",
        "Read them; then `signpost faq lint --kb imported`, and move them into your FAQ's folder.",
    ]
    assert (there / "imported/faq.yaml").read_text(encoding="utf-8") == (
        "category: Larkmail FAQ\nentries:\n"
        "  # Mail\n  - id: how-do-i-set-up-spf\n    title: How do I set up SPF?\n    answer: 'Add a record, see"
        " [the guide](guide.md) and [it](https://larkmail.example/a.png).'\n\n"
        "  # Money\n  - id: do-you-refund\n    title: Do you refund?\n    answer: We do.\n"
    )
    left_out = (there / "imported/faq.left-out.txt").read_text(encoding="utf-8")
    assert "\n  # FAQ.md:12: it has no text\n  - id: is-there-an-app\n    title: Is there an app?\n" in left_out
    assert "word word" in left_out
    library, problems = load_library(there / "imported", ticket_types=None)
    assert (problems, library is not None and len(library.entries)) == ([], 5)
    assert library is not None
    assert [library.category_of(id) for id in ("colours", "reset-password")] == ["tags", "tags"]
    assert library.entries[2].answer == "```ansi\n\x1b[31mred\n```"
    assert {path: path.read_bytes() for path in before} == before


def test_the_pages_address_completes_its_links(signpost: Command, there: Path) -> None:
    assert signpost("faq", "import", "FAQ.md", "--base", "https://larkmail.example/docs/", "--out", "new/faq") == 0
    assert "(https://larkmail.example/docs/guide.md)" in (there / "new/faq/faq.yaml").read_text(encoding="utf-8")


def test_nothing_is_overwritten_and_nothing_is_asked_twice(signpost: Command, there: Path) -> None:
    (there / "faq").mkdir()
    own = there / "faq" / "own.yaml"
    own.write_text(
        "category: A\nentries:\n  - {id: colours, title: Do you refund?, answer: 'No.'}\n", encoding="utf-8"
    )
    assert signpost("faq", "import", "FAQ.md", "tags/colours.md") == 0
    assert "Do you refund?: `Do you refund?` is asked in faq/own.yaml:3 already" in signpost.out
    assert "tags/colours.md:1: colours-2: the id `colours` is taken" in signpost.out
    written = {path: path.read_bytes() for path in (there / "imported").iterdir()}

    (there / "FAQ.md").write_text("## Is it new?\nIt is.\n", encoding="utf-8")
    assert signpost("faq", "import", "tags.toml", "FAQ.md") == 1
    assert signpost.err == (
        "Nothing was written, for nothing is overwritten: imported/faq.yaml. Choose another --out.\n"
    )
    assert {path: path.read_bytes() for path in (there / "imported").iterdir()} == written

    own.write_text("category: A\n", encoding="utf-8")
    assert signpost("faq", "import", "FAQ.md", "--out", "more") == 1
    assert signpost.err.splitlines() == [
        "faq/own.yaml:1: `entries` is missing",
        "Correct this first: what is imported has to be compared with what is there.",
    ]
    assert not (there / "more").exists()


def test_what_cannot_be_read_is_named_and_the_others_are_written(signpost: Command, there: Path) -> None:
    (there / "latin.md").write_bytes("## Warum?\nDarum. Ä".encode("latin-1"))
    (there / "broken.json").write_text("{", encoding="utf-8")
    (there / "empty").mkdir()
    given = ("FAQ.md", "tags/../FAQ.md", "gone.md", "latin.md", "broken.json", "tags/logo.png", "empty")
    assert signpost("faq", "import", *given) == 1
    assert signpost.err.splitlines() == [
        "gone.md:1: this file cannot be read: No such file or directory",
        "latin.md:1: this file is not UTF-8 text: save it with the encoding UTF-8",
        "broken.json:1: this is no JSON: Expecting property name enclosed in double quotes",
        "tags/logo.png:1: a file of this kind is not read here: its name must end in one of .md, .markdown, .mdx, .txt,"
        " .json, .jsonl, .toml, .csv, .tsv",
        "empty:1: this folder holds no file that can be read",
    ]
    assert signpost.out.endswith("imported/faq.left-out.txt written.\n4 found: 2 written, 2 left out.\n" + NEXT)


def test_where_nothing_fits_it_is_kept_aside_all_the_same(signpost: Command, there: Path) -> None:
    (there / "one.md").write_text("## Why?\n\n## How?\n", encoding="utf-8")
    assert signpost("faq", "import", "one.md") == 1
    assert [path.name for path in (there / "imported").iterdir()] == ["one.left-out.txt"]
    assert signpost.out.endswith("2 found: 0 written, 2 left out.\n")


def test_more_entries_than_a_file_may_have_come_into_several(signpost: Command, there: Path) -> None:
    (there / "synonyms.md").write_text("".join(f"## What is {at}?\nx\n" for at in range(201)), encoding="utf-8")
    assert signpost("faq", "import", "synonyms.md") == 0
    assert sorted(path.name for path in (there / "imported").iterdir()) == [
        "synonyms-2-part-2.yaml",
        "synonyms-2.yaml",
    ]
    library, _ = load_library(there / "imported", ticket_types=None)
    assert library is not None
    assert len(library.entries) == 201


def test_a_folder_that_cannot_be_written_is_a_plain_sentence(signpost: Command, there: Path) -> None:
    (there / "file").write_text("x", encoding="utf-8")
    assert signpost("faq", "import", "FAQ.md", "--out", "file") == 1
    assert signpost.err == "Nothing was written, for file/faq.yaml cannot be: File exists.\n"


def test_a_full_disk_leaves_nothing_in_the_way(
    signpost: Command, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, made = Path.open, list[str]()

    class Full(BytesIO):
        def write(self, text: Any, /) -> int:
            raise OSError(ENOSPC, "No space left on device")

    def opened(path: Path, *args: Any, **more: Any) -> Any:
        file = real(path, *args, **more)
        made.extend(args if args == ("xb",) else ())
        if args != ("xb",) or len(made) < 2:
            return file
        file.close()
        return Full()

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", opened)
        assert signpost("faq", "import", "FAQ.md") == 1
    assert signpost.err == (
        "Nothing was written, for imported/faq.left-out.txt cannot be: No space left on device.\n"
    )
    assert list((there / "imported").iterdir()) == []
    assert signpost("faq", "import", "FAQ.md") == 0


def test_parts_of_a_page_and_a_page_that_is_called_so_stand_in_files_of_their_own(
    signpost: Command, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.faq_import.MOST_ENTRIES", 2)
    for name, first, count in (("a", 0, 3), ("a-part-2", 3, 2)):
        text = "".join(f"## What is {at}?\nx\n" for at in range(first, first + count))
        (there / f"{name}.md").write_text(text, encoding="utf-8")
    for out, given in (("one", ["a.md", "a-part-2.md"]), ("two", ["a-part-2.md", "a.md"])):
        assert signpost("faq", "import", *given, "--out", out) == 0
        library, problems = load_library(there / out, ticket_types=None)
        assert problems == []
        assert library is not None
        assert len(library.entries) == 5


def test_who_watches_sees_how_far_the_writing_is(
    signpost: Command, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Console(file=StringIO(), force_terminal=True)
    monkeypatch.setattr("bot.commands.faq_import.err", screen)
    assert signpost("faq", "import", "FAQ.md") == 0
    assert isinstance(screen.file, StringIO)
    assert "Writing" in screen.file.getvalue()
    assert (there / "imported/faq.yaml").is_file()


def test_a_file_whose_name_is_no_text_is_read_and_its_name_said_as_far_as_it_goes(
    signpost: Command, there: Path
) -> None:
    odd = os.fsdecode(b"f\xe4q")
    try:
        (there / odd).mkdir()
    except OSError:
        pytest.skip("this file system has only names that are text")
    for name, text in ((f"{odd}.md", "## Why?\nSo.\n## Who?\n"), ("one.md", "One."), (f"{odd}2.md", "Two.")):
        (there / odd / name).write_text(text, encoding="utf-8")
    (there / odd / "z.md").write_text("## Why?\nSo.\n## How?\nSo.\n", encoding="utf-8")
    assert signpost("faq", "import", odd, "gone.md", "--out", f"{odd}/out") == 1  # gone.md
    assert "f\ufffdq/f\ufffdq.md:3: left out, see fq.left-out.txt: Who?: it has no text" in signpost.out
    assert "f\ufffdq/out/fq.yaml written." in signpost.out
    library, problems = load_library(there / odd / "out", ticket_types=None)
    assert problems == []
    assert library is not None
    assert {entry.title for entry in library.entries} == {"Why?", "How?", "one", "f\ufffdq2"}
