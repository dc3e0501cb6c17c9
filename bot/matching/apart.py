"""The two questions that one message asks, each by itself. Pure."""

from __future__ import annotations

import re

from bot.matching.words import folded, normalise, prose

MOST_BESIDE = 3
"""Words of a sentence beside the questions: a greeting or thanks. What says more may change what is asked."""

_END = re.compile(r"(?<=[.!?？…])(?=\s|$)|(?<=？)|\n+")
_ASKED = re.compile(r"[?？]\W*$")
_LEAD = re.compile(
    r"^\W*(?:(?:and|also|additionally|then|but|so|or|second(?:ly)?|another question|one more question|und|ausserdem|dann|auch|oder"
    r"|zweitens|noch eine frage|noch was|\d+)\W+)*"
)
_BEGINS = re.compile(
    r"(?:how|what|where|when|why|which|who) (?:do|does|did|can|could|is|are|should|would|will|may|must)\b"
    r"|how (?:much|many|long|often|soon|far|big) \w+"
    r"|(?:can|could|may|do|does|is|are|should|will|would|must) (?:i|you|we|it|there|the|my|one|anybody|anyone|somebody|someone)\b"
    r"|(?:wie|wo|was|wann|warum|wieso|woher|wohin) (?!gesagt|geschrieben|immer)\w+ (?:ich|man|wir)\b"
    r"|(?:kann|darf|muss|soll|konnen) (?:ich|man|wir)\b"
)
"""How questions begin that have no mark. *When I reset it* and *where we work* are none."""


def two_questions(text: str) -> tuple[str, str] | None:
    """The two questions of a text that asks two, each a sentence or a line of its own, and says little besides."""
    found = [sentence.strip() for sentence in _END.split(prose(text))]
    if len(found) < 2:  # as most of what people say to each other
        return None
    asked = [sentence for sentence in found if _asks(sentence)]
    if len(asked) != 2 or any(len(normalise(one)) > MOST_BESIDE for one in found if one not in asked):
        return None
    return asked[0], asked[1]


def asks_in(said: str) -> bool:
    """Whether some sentence of prose is a question."""
    return any(_asks(sentence.strip()) for sentence in _END.split(said))


def _asks(sentence: str) -> bool:
    """Whether it ends as a question, or begins as one: a word with a mark is a sign of surprise."""
    is_put = bool(_ASKED.search(sentence)) or bool(_BEGINS.match(_LEAD.sub("", folded(sentence), count=1)))
    return is_put and len(normalise(sentence)) > 1
