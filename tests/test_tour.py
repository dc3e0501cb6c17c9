"""`signpost demo` plays the whole story, and docs/story.md shows what it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from bot.__main__ import main

STORY = Path(__file__).resolve().parent.parent / "docs" / "story.md"


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the tour prints, without colours and trailing blanks."""
    home = tmp_path_factory.mktemp("demo") / "home"
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        assert main(["demo", "--script", "--home", str(home)]) == 0
    return "\n".join(line.rstrip() for line in written.getvalue().replace("\N{NO-BREAK SPACE}", " ").splitlines())


@pytest.mark.parametrize(
    "line",
    [
        "Larkmail: get help from staff",
        "How do I set up SPF?",
        "[ Solved it ]  [ Still need help ]",
        "Is it this? (I am a bot, and not sure.)",
        "Why I was silent",
        "Does webmail have a dark theme? stands in its file, and I answer with it from now on.",
        "@Noor accepted @Hugo's answer. +15 reputation",
        "✅ Answered:",
        "1 solved question",
        "Ticket #1 is open",
        "Several people are affected, and there is no other way meanwhile.",
        "Queue · 1 open",
        "@Sam is looking after this ticket now.",
        "🤝 Promised",
        "Ticket #2 · Billing",
        "@Sam merged ticket #3 of @Lena into this one.",
        "Please give a number that we can ring",
        "Ticket #4 is open",
        "Thanks to @Hugo for helping!",
        "@Trusted Helper @Lena asks the community.",
        "Good to hear! No ticket is opened.",
        "Similar tickets",
        "[ Release ]  [ Close ]  [ Escalate ]",
        "Ticket #5 waits at Engineering now.",
        "Ticket #5 is back at Support, with @Sam.",
        "FAQ draft: What if I have two SPF records?",
        "@Kim put this ticket off until 06 Jan",
        "What waits for you",
        "40 points · 2 people helped, place 1",
        "Deflected 1",
        "Only you can see this",
    ],
)
def test_the_tour_shows_each_station_of_the_story(tour: str, line: str) -> None:
    assert line in tour


def test_the_docs_show_what_the_tour_really_prints(tour: str) -> None:
    block = re.search(r"```text\n(6\. An answer.*?)```", STORY.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    for part in block[1].split("\n…\n"):
        assert part.strip() in tour


def test_the_data_of_a_tour_stays_where_it_was_wanted_and_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("important")
    assert main(["demo", "--script", "--home", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
