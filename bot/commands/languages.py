"""What the operator is told of languages that config.yaml names and the bot does not speak."""

from __future__ import annotations

from bot.config import Config
from bot.locales import nearest
from cogs.texts.language import SHIPPED


def unspoken(config: Config) -> str | None:
    """A sentence where the community's language is not spoken; None where it is, or none is named."""
    language = config.community.language
    if language is None or nearest(language, SHIPPED):
        return None
    return (
        f"community.language: the bot does not speak {language} yet, so what it says to all is English."
        f" It speaks: {', '.join(sorted(SHIPPED))}."
    )
