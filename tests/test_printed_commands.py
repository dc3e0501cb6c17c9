"""Every command in README and docs works as printed: a shell reads the blocks, and what it would start is run."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from bot.__main__ import _parser, main
from tests.services import write_blank_database
from tests.test_docs import PAGES, ROOT, code, commands_of_the_parser

pytestmark = pytest.mark.usefixtures("encoder_at_hand")

NOT_RUN = {
    ("run",): "needs Discord, and runs until it is stopped",
    ("demo",): "serves a page until it is stopped: tests/demo",
    ("demo", "--script"): "takes long: tests/test_tour.py plays it",
}
"""Commands of ours that are only parsed here."""

RECORDER = """\
#!/bin/sh
{{ printf '%s\\037' {name} "$@"; echo; }} >> "$COMMANDS"
{then}
"""
MAKES_ENVIRONMENT = "if [ -d prepared ]; then mv prepared .venv; fi"


def blocks(page: str, language: str = "sh") -> list[str]:
    """The blocks of commands that a page prints, also those within a list."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", PAGES[page], re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in found]


WITH_COMMANDS = [page for page in PAGES if blocks(page)]


def record(folder: Path, *names: str, then: str = "") -> None:
    """Programs that only note how they were called; `then` is what else a reader would notice of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        program = folder / name
        program.unlink(missing_ok=True)
        program.write_text(RECORDER.format(name=name, then=then), encoding="utf-8")
        program.chmod(0o755)


def prepare(folder: Path, page: str) -> None:
    """The environment as installing makes it: already there, or, where the page makes it, not there yet.

    Only its own `activate` can put it on the PATH.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    record(folder / ".venv" / "bin", "signpost", "pip", "python")
    if any(word in "\n".join(blocks(page)) for word in ("-m venv", "make ")):
        (folder / ".venv").rename(folder / "prepared")


def typed(folder: Path, page: str) -> list[list[str]]:
    """What a shell starts that reads the page's blocks one after the other: program and arguments of each."""
    record(folder / "programs", "make", "python3", then=MAKES_ENVIRONMENT)
    prepare(folder, page)
    log = folder / "commands"
    shell = subprocess.run(
        ["/bin/sh", "-eu"],
        input="\n".join(blocks(page)),
        cwd=folder,
        env={"PATH": f"{folder / 'programs'}:/usr/bin:/bin", "COMMANDS": str(log), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shell.returncode, shell.stderr) == (0, "")
    return [line.removesuffix("\x1f").split("\x1f") for line in log.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_the_printed_commands_work_in_this_order(page: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISCORD_TOKEN", "SIGNPOST_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    (home / "docs").mkdir()
    (home / "questions.jsonl").write_text("".join(blocks("docs/measure.md", "json")), encoding="utf-8")
    asyncio.run(write_blank_database(home / "data" / "signpost.db"))
    for program, *arguments in typed(home, page):
        if program == "signpost":
            _parser().parse_args(arguments)
            if tuple(arguments) not in NOT_RUN:
                assert main(arguments) == 0, arguments
        else:
            assert is_right(program, arguments), (program, arguments)


def is_right(program: str, arguments: list[str]) -> bool:
    """Whether a command that needs a network or takes long would find what it names."""
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        return bool(arguments) and all(re.search(rf"^{one}:", makefile, re.MULTILINE) for one in arguments)
    if program == "pip":
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "optional-dependencies"
        ]
        what = re.fullmatch(r"\.(?:\[([a-z,]+)\])?", arguments[-1])
        return (
            arguments[:-1] == ["install", "-e"]
            and what is not None
            and extras.keys() >= set(re.findall(r"[a-z]+", what[1] or ""))
        )
    if program == "python":
        return arguments[:2] == ["-m", "pytest"] and all((ROOT / one).exists() for one in arguments if "/" in one)
    return (program, arguments) == ("python3", ["-m", "venv", ".venv"])


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_ours_that_a_page_mentions_is_one(page: str) -> None:
    lines = [line for language in ("sh", "bat") for block in blocks(page, language) for line in block.splitlines()]
    ours = [line for line in (*lines, *code(PAGES[page])) if line.startswith("signpost ") and "…" not in line]
    names = [name.split() for name in commands_of_the_parser()]
    for line in ours:
        arguments = shlex.split(line, comments=True)[1:]
        if any(name[: len(arguments)] == arguments for name in names):
            continue  # a command is mentioned, not called
        _parser().parse_args(arguments)


def test_a_command_that_is_not_on_the_path_or_not_right_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, "README.md", "```sh\nsignpost check\n```\n")
    with pytest.raises(AssertionError, match="not found"):
        typed(tmp_path, "README.md")
    monkeypatch.setitem(PAGES, "README.md", "`signpost chekc --home x`\n")
    with pytest.raises(SystemExit):
        test_every_command_of_ours_that_a_page_mentions_is_one("README.md")
    assert not is_right("make", ["tea"])
    assert not is_right("pip", ["install", "signpost-bot"])
