"""Whether somebody who asked says with this that they were helped, in a language that ships. Pure.

Wider than `is_thanks`: somebody may go on and say what it was. It only makes a prompt appear, which nobody has to press;
still, *no thanks*, thanks in advance, and thanks that others wrote, in a quote or in code, say nothing of help.
"""

from __future__ import annotations

import re

from bot.matching.thanks import is_thanks

MOST_CHARACTERS = 400
"""Who writes more goes on to something else."""

_SAYS_SO = re.compile(
    r"than[kx]|thx|\bty(?:sm)?\b|cheers|appreciate|work|trick|did it|fixed|solved|resolved|sorted|help|got it|all (?:good|set)"
    r"|dank|merci|gracias|grazie|obrigad|geht|l(?:ä|a\u0308)uft|klappt|funktioniert|passt|gel(?:ö|o\u0308)st|behoben|erledigt"
    r"|gekl(?:ä|a\u0308)rt|repariert|geholfen|hilfreich|in ordnung|alles gut",
    re.IGNORECASE,
)
"""Of this there is something in it; praise alone, such as *great*, is also what people say before they try."""

_OTHERS = re.compile(
    r"```.*?(?:```|\Z)|`[^`]*`|^\s*>>> .*|^\s*> [^\n]*|[\"“„»«][^\"“”„»«\n]*[\"”“«»]", re.DOTALL | re.MULTILINE
)
"""Code, and what is quoted."""

_NOT_YET = re.compile(
    r"\?|\b(?:no|nope|not|cannot|never|nothing|none|but|still|however|although|though|unfortunately|sadly|except|anyway"
    r"|advance|upfront|if|when|once|would|could|will|gonna|hope|hopefully|try|tried|trying|later|tomorrow|now use|going to|i['’]?ll"
    r"|nein|nicht|nichts|kein\w*|aber|trotzdem|jedoch|leider|noch|voraus|vorab|falls|wenn|sobald|hoffe|hoffentlich|ware"
    r"|wäre|würde|könnte|versuch\w*|probier\w*|später|morgen|werde)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What makes thanks those for nothing, or for what is still to come; and *nochmal danke* has no word of these."""

_STOPS = re.compile(r"[.!;\n…]+|,\s|\s[-–—]+\s")
_WORD = re.compile(r"[^\W\d_]{2,}")


def thanks_for_help(text: str) -> bool:
    """Whether it says so in a sentence of its own, and nothing in it speaks against it."""
    if len(text) > MOST_CHARACTERS or not _SAYS_SO.search(text):
        return False
    own = _OTHERS.sub(" ", text)
    if not _WORD.search(own) or _NOT_YET.search(own):
        return False
    return is_thanks(own) or any(_WORD.search(part) and is_thanks(part) for part in _STOPS.split(own))
