"""What the operator is told of languages that the bot does not speak: config.yaml names one, or its file is broken."""

from __future__ import annotations

from bot.config import Config
from bot.locales import nearest
from cogs.texts.language import SHIPPED, UNUSABLE


def unspoken(config: Config) -> str | None:
    """A sentence where the community's language is not spoken; None where it is, or none is named."""
    language = config.community.language
    if language is None or nearest(language, SHIPPED):
        return None
    return (
        f"community.language: the bot does not speak {language} yet, so what it says to all is English."
        f" It speaks: {', '.join(sorted(SHIPPED))}."
    )


def unusable() -> list[str]:
    """A sentence for each file of translations that cannot be used."""
    return [
        f"cogs/texts/locales/{file}: {problem}. Until this is put right, its readers are spoken to in English."
        for file, problem in sorted(UNUSABLE.items())
    ]
