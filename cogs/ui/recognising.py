"""Knows again what an earlier run has said: by what stands in it that is the same in every language."""

from __future__ import annotations

import re

_FACT = re.compile(r"`[^`]*`|<[@#t:][^>]*>|https?://\S+|\d+")
"""Code, mentions, moments, links and numbers."""


def says_the_same(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same sentence, perhaps in two languages: whatever fills them is the same.

    The community's language may have changed between a crash and the restart, or a translation been reworded.
    """
    return _facts(one) == _facts(other)


def _facts(text: str | None) -> list[str]:
    return sorted(_FACT.findall(text or ""))
