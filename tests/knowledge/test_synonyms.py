"""synonyms.yaml: a knowledge base's own groups of terms, read strictly beside its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.library import Library, load_library
from bot.problems import Problem
from tests.knowledge.test_library import DKIM, SPF

GROUPS = "synonyms:\n  - [mailbox, postbox, Post Office box]\n  - [2fa, two-factor]\n"


def load(folder: Path, synonyms: str, name: str = "synonyms.yaml") -> tuple[Library | None, list[Problem]]:
    (folder / "dns.yaml").write_text(SPF, encoding="utf-8")
    (folder / name).write_text(synonyms, encoding="utf-8")
    return load_library(folder, ticket_types=["bug"])


@pytest.mark.parametrize("name", ["synonyms.yaml", "synonyms.yml"])
def test_groups_are_read_beside_the_entries(tmp_path: Path, name: str) -> None:
    library, problems = load(tmp_path, GROUPS, name)
    assert problems == []
    assert library is not None
    assert library.synonyms == (("mailbox", "postbox", "Post Office box"), ("2fa", "two-factor"))
    assert [entry.id for entry in library.entries] == ["spf"]


def test_without_the_file_there_are_none_and_with_other_ones_it_is_another_knowledge_base(tmp_path: Path) -> None:
    with_groups, _ = load(tmp_path, GROUPS)
    with_others, _ = load(tmp_path, GROUPS.replace("postbox", "letterbox"))
    (tmp_path / "synonyms.yaml").unlink()
    without, problems = load_library(tmp_path, ticket_types=["bug"])
    assert problems == []
    assert without is not None
    assert without.synonyms == ()
    assert with_groups != with_others != without != with_groups


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("synonyms:\n  - [mailbox]\n", "2: item 1 of `synonyms` must have at least 2 items (it has 1)"),
        ("synonyms:\n  - [mailbox, postbox]\ngroups: []\n", "3: `groups` is not a setting here"),
        ("synonym:\n  - [a, b]\n", "1: `synonyms` is missing"),
        (
            "synonyms:\n  - [a1, b1]\n  - [Post box, letters, post  BOX]\n",
            "3: `post  BOX` stands in this group a second time",
        ),
        ("synonyms:\n  - [mailbox, '?!']\n", "2: item 2 of item 1 of `synonyms` must have a letter or a digit"),
        (
            "synonyms:\n  - [mailbox, a b c d e]\n",
            "2: item 2 of item 1 of `synonyms` must have at most 4 words (it has 5)",
        ),
        ("synonyms:\n  - [mailbox, no]\n", "2: `no` is read as false by YAML: put it in quotes, or write `false`"),
        (
            f"synonyms:\n  - [mailbox, {'x' * 41}]\n",
            "2: item 2 of item 1 of `synonyms` must be at most 40 characters (it has 41)",
        ),
        (
            f"synonyms:\n  - [{', '.join(f'a{n}' for n in range(21))}]\n",
            "2: item 1 of `synonyms` must have at most 20 items (it has 21)",
        ),
        ("synonyms:\n" + "  - [a, b]\n" * 301, "1: `synonyms` must have at most 300 items (it has 301)"),
        ("synonyms: []\n", "1: `synonyms` must have at least 1 items (it has 0)"),
        ("synonyms:\n  - mailbox, postbox\n", "2: item 1 of `synonyms` must be a list"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_half_loaded(
    tmp_path: Path, text: str, problem: str
) -> None:
    library, problems = load(tmp_path, text)
    assert library is None
    assert any(str(one).startswith(f"{tmp_path.name}/synonyms.yaml:{problem}") for one in problems), problems


def test_a_folder_with_synonyms_alone_has_no_entries(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text(GROUPS, encoding="utf-8")
    library, [problem] = load_library(tmp_path, ticket_types=[])
    assert library is None
    assert problem.message == "this folder holds no FAQ file: write one, named for example dns.yaml"


def test_mistakes_in_entries_and_in_synonyms_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(DKIM.replace("answer:", "anser:"), encoding="utf-8")
    _, problems = load(tmp_path, "synonyms: [[mailbox]]\n")
    assert {problem.file for problem in problems} == {f"{tmp_path.name}/{name}.yaml" for name in ("b", "synonyms")}
