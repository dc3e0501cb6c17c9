"""The ordinary chat that is shipped."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bot.matching.shipped_chat import CHAT

ROOT = Path(__file__).resolve().parents[2]


def test_four_hundred_messages_are_shipped_without_the_comments_between_them() -> None:
    assert len(CHAT) == 400
    assert [line for line in CHAT if line.startswith("#") or line != line.strip()] == []


def test_no_message_is_shipped_twice_in_other_capitals_or_punctuation() -> None:
    bare = ["".join(sign for sign in line.casefold() if sign.isalnum()) for line in CHAT]
    assert [line for line, words in zip(CHAT, bare, strict=True) if bare.count(words) > 1] == []


def test_each_message_has_three_to_thirty_words() -> None:
    assert [line for line in CHAT if not 3 <= len(line.split()) <= 30] == []


def test_the_file_goes_into_the_wheel_with_its_package() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    wheel = build["targets"]["wheel"]
    assert "bot" in wheel["packages"]
    assert {"include", "exclude", "only-include"} & (build.keys() | wheel.keys()) == set()
