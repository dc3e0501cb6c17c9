"""In which language a sentence is said. A `Language` is the first argument of every function that says one.

    def claimed(t: Language, ticket: Ticket) -> str:
        return t("Ticket #{number} is yours.", number=ticket.number)

The English of the sentence is what it is translated by, so it stands there as a literal, whole. `t.n` is for what is
counted, `t.c` for words that other languages tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from gettext import NullTranslations
from importlib import resources
from importlib.resources.abc import Traversable

from bot.locales import nearest
from cogs.texts import catalogue


@dataclass(frozen=True)
class Language:
    """One language, by its code as Discord names it, and its translations; what has none is said in English."""

    code: str
    translations: NullTranslations

    def __call__(self, message: str, /, **values: object) -> str:
        """A sentence; `values` fill its `{placeholders}`."""
        return self.translations.gettext(message).format_map(values)

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A sentence that counts: which of its forms is said depends on `count`, which fills `{count}`."""
        return self.translations.ngettext(one, many, count).format_map({"count": count, **values})

    def c(self, context: str, message: str, /, **values: object) -> str:
        """A sentence that is another in other languages, depending on where it stands: `context`, in English."""
        return self.translations.pgettext(context, message).format_map(values)


ENGLISH = Language("en", NullTranslations())
"""What the sentences are written in; also the language of the log and of the terminal."""


def shipped(locales: Traversable) -> tuple[dict[str, Language], dict[str, str]]:
    """English, and a language for each .po file of a folder; and by name what is wrong with those that cannot be used."""
    found, unusable = {"en": ENGLISH}, {}
    for file in locales.iterdir():
        code, _, kind = file.name.rpartition(".")
        if kind == "po":
            try:
                found[code] = Language(code, catalogue.read(file.read_text(encoding="utf-8"), strict=True))
            except (ValueError, OSError) as error:  # a ValueError also for what is not UTF-8
                unusable[file.name] = str(error)
    return found, unusable


SHIPPED, UNUSABLE = shipped(resources.files("cogs.texts").joinpath("locales"))
"""The languages that there are, by their codes; and the files of others, with what is wrong. Their readers are spoken to in English."""


def language_of(locale: str | None) -> Language:
    """How a reader is spoken to: in their language, or one that differs only by country, or English.

    Its code stays the reader's: what the operator has translated may be there in more languages than ours.
    """
    shipped = SHIPPED[nearest(locale, SHIPPED) or "en"]
    return replace(shipped, code=locale or "en")
