"""Ordinary chat that no entry answers, read once from the file beside this one."""

from __future__ import annotations

from importlib import resources

CHAT: tuple[str, ...] = tuple(
    line
    for line in resources.files("bot.matching").joinpath("chat.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
"""Messages as people type them, in the order of the file: English first, then seven more languages."""
