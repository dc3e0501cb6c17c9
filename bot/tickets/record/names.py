"""Names for files that people sent, such as any disk and any reader can stand. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Characters, with the ending."""

LONGEST_ENDING = 12
NAMELESS = "file"

_UNFIT = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever the ending."""


def file_name(name: str) -> str:
    """A name within one folder that shows what it is: no path, nothing invisible, nothing that turns the reading round, and
    no dot or space at either end. At most `LONGEST` characters, the ending kept.
    """
    shown = "".join("_" if _is_unseen(one) else one for one in unicodedata.normalize("NFC", name))
    shown = _UNFIT.sub("_", shown).strip(". ")
    if not shown:
        return NAMELESS
    if _RESERVED.match(shown):
        shown = f"_{shown}"
    if len(shown) > LONGEST:
        stem, dot, ending = shown.rpartition(".")
        ending = f".{ending}" if dot and stem and len(ending) <= LONGEST_ENDING else ""
        shown = shown[: LONGEST - len(ending)].rstrip(". ") + ending
    return shown


def _is_unseen(one: str) -> bool:
    """Control and format characters, surrogates, and line ends of whatever sort."""
    return unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
