"""What is said no to about prevention."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused


@dataclass
class NoWork(Refused):
    """Nothing is said of what was done."""


@dataclass
class UnknownWork(Refused):
    """There is no such line of their own."""
