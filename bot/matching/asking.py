"""Whether a message wants an answer: it asks, or says that something does not work. Pure.

Most of what people say to each other does not, also where questions are asked. As in `pleas`, English and German are known;
a question mark is one in any language.
"""

from __future__ import annotations

import re

from bot.matching.apart import asks_in
from bot.matching.words import folded, prose

_IT_FAILS = (
    r"(?:does not|doesn't|doesnt|do not|don't|dont|did not|didn't|won't|wont|will not|is not|isn't|isnt|not)"
    r" (?:\w+ )?(?:work|working|load|loading|open|start|connect|show|send|receive|arrive)\b"
)
_TROUBLE = re.compile(
    rf"{_IT_FAILS}"
    r"|\bi (?:(?:can't|cant|cannot|can not)(?! (?:wait|believe|imagine|complain)\b)|am unable to|keep getting|always get|get (?:an|the|this|that)\b.{0,20}\berror)"
    r"|\b(?:i am|i'm|im) (?:stuck|lost)\b"
    r"|\b(?:need|want) (?:some )?(?:help|advice) (?:with|on)\b|\bhelp (?:me )?with\b|\bhow to \w+"
    r"|\b(?:any|no) idea (?:how|why|what|where)\b|\bi (?:do not|don't|dont) know how\b"
    r"|\b(?:geht|gehen|funktioniert|funktionieren|klappt|ladt|startet|lauft)\b(?: \w+){0,3} (?:nicht|nimmer)\b"
    r"|\bich (?:kann|komme|finde|bekomme|kriege)\b.{0,60}\b(?:nicht|kein|keine|keinen|fehler)\b"
    r"|\b(?:brauche|brauchen) (?:\w+ )?hilfe (?:bei|mit)\b|\b(?:weiss|hat) (?:jemand|wer|einer)\b|\bkeine ahnung (?:wie|warum|was|wo)\b"
)
"""How people say that something fails, or that they do not know how. *I do not like it* and *no problem* are none."""


def wants_an_answer(text: str) -> bool:
    """Whether some sentence of it asks, or tells of trouble. What stands in code or is quoted does not count."""
    said = prose(text)
    return asks_in(said) or _TROUBLE.search(folded(said)) is not None
