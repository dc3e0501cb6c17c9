"""A language that nobody speaks: English in ⟦brackets⟧ and longer, to see what is not translated and what does not fit."""

from __future__ import annotations

import math
from gettext import NullTranslations

from cogs.texts.language import Language

LONGER = 0.4
"""By how much, as a part of the English: what other languages need."""

OPENING, CLOSING, FILLER = "⟦", "⟧", "·"


class Pseudo(NullTranslations):
    """Every message in brackets, with filler at its end; placeholders, Markdown and the start of lines stay."""

    def gettext(self, message: str) -> str:
        return f"{OPENING}{message}{FILLER * math.ceil(LONGER * len(message))}{CLOSING}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


PSEUDO = Language("en", Pseudo())
"""Its code is English: what the operator has translated is not ours."""
