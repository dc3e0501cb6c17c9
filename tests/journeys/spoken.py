"""Hears what the bot says in a language that nobody speaks, and finds what it says in none.

In journeys every sentence stands in ⟦brackets⟧ and is 40 % longer than in English (`tests/texts/pseudo.py`). On its way
to simulated Discord it is written down and turned into English again, so that people in the journey read English; and
what the bot reads of its own is as it was sent. What then stands outside the brackets and is no mention, code or link,
nor a word of the people or the operator, is a sentence that nobody can translate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.simulated.simulation import Request
from tests.texts.pseudo import CLOSING, FILLER, OPENING

READ = {"content", "title", "description", "label", "placeholder", "text", "topic"}
"""Under these keys of what is sent to Discord stands what people read; and the names and values of fields."""

NAMED = ("fields", "choices", "author", "name")
"""What stands under these keys has a name that people read."""

_NAMES_SOMETHING = re.compile(r"/threads$|^/channels/\d+$|^/guilds/\d+/(channels|roles)$")

_BRACKETED = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*(?:{CLOSING}|$)")
_NO_PROSE = re.compile(
    r"```.*?```|``.*?``|`[^`]*`"  # code
    r"|<(?:@[!&]?|#|t:|/[\w -]+:|a?:\w+:)[^>]*>"  # mentions, also of commands, moments, emoji
    r"|\]\(https?://[^)]*\)|https?://\S+",  # links
    re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIVIDED = re.compile(r"[\0\n|]| · | → | – |: |, ")
"""Where facts stand beside each other."""


class Spoken:
    """Stands between the bot and simulated Discord, at simcord's one function for requests."""

    def __init__(self, dispatch: Callable[..., Any], operators: Callable[[], set[str]]) -> None:
        self._dispatch = dispatch
        self._operators = operators
        self.requests: list[Request] = []
        """What the bot has sent, as long as it was."""
        self._sent: dict[str, str] = {}
        """By what people read, what the bot has sent last."""
        self._said: set[str] = set()
        self._theirs: set[str] = set()
        """What people have said, typed and named."""
        self._at_first: set[str] = set()
        """What the operator's files said at the first request; a journey may take an entry away."""

    def __call__(self, backend: Any, method: str, path: str, **kwargs: Any) -> Any:
        """What simcord calls for each request."""
        if not self._at_first:
            self._at_first = self._operators()
        self.requests.append(Request(method, path, kwargs.get("json"), ()))
        if not path.endswith("/commands"):
            kwargs["json"] = self._heard(kwargs.get("json"), "name" if _NAMES_SOMETHING.search(path) else "")
        return self._given_back(self._dispatch(backend, method, path, **kwargs))

    def overhear(self, bot_id: int, event: str, payload: Any) -> None:
        """An event of the gateway: whatever is not of the bot is of people."""
        # The name of a command is ours; what people typed into it is theirs.
        said, ours = (payload["data"], "name") if event == "INTERACTION_CREATE" else (payload, "")
        self._theirs.update(strings(said, besides=ours, by_others_than=str(bot_id)))

    def untranslated(self) -> list[str]:
        """What was said in no language: neither a sentence of ours, nor words of people or of the operator."""
        theirs = pieces(self._theirs) | self._at_first | self._operators()
        return [
            sent
            for sent in sorted(self._said)
            if not all(
                words in theirs or (piece.endswith("…") and any(one.startswith(words) for one in theirs))
                for piece in _outside(sent)
                if (words := _words(piece))
            )
        ]

    def _heard(self, body: Any, key: str = "", *, in_field: bool = False) -> Any:
        if isinstance(body, Mapping):
            return {
                name: self._heard(value, name, in_field=key == "fields" or (key in NAMED and name == "name"))
                for name, value in body.items()
            }
        if isinstance(body, list | tuple):
            return [self._heard(value, key) for value in body]
        if isinstance(body, str) and (key in READ or (in_field and key in ("name", "value"))):
            read = english(body)
            self._sent[read] = body
            self._said.add(body)
            return read
        return body

    def _given_back(self, answer: Any) -> Any:
        if isinstance(answer, Mapping):
            return {name: self._given_back(value) for name, value in answer.items()}
        if isinstance(answer, list):
            return [self._given_back(value) for value in answer]
        return self._sent.get(answer, answer) if isinstance(answer, str) else answer


def strings(value: Any, *, besides: str = "", by_others_than: str = "") -> Iterator[str]:
    """Every text in what is read from JSON or YAML, but not what stands under the key `besides`, nor in a message or a
    thread of the member `by_others_than`.
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        author = value.get("author")
        owner = value.get("owner_id") or (author.get("id") if isinstance(author, Mapping) else None)
        if not by_others_than or str(owner) != by_others_than:
            for key, one in value.items():
                if key != besides:
                    yield from strings(one, besides=besides, by_others_than=by_others_than)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one, besides=besides, by_others_than=by_others_than)


def english(text: str) -> str:
    """A text as it would be without the brackets; one that was cut ends in filler."""
    plain = re.sub(f"{FILLER}*{CLOSING}|{OPENING}", "", text)
    return plain.rstrip(FILLER) if text.count(OPENING) > text.count(CLOSING) else plain


def pieces(texts: Iterable[str]) -> set[str]:
    """The words of texts, and of each fact in them by itself."""
    return {_words(piece) for text in texts for piece in (text, *_outside(text))}


def _outside(sent: str) -> Iterator[str]:
    """The pieces that stand in no bracket, each without what is no prose."""
    rest = sent
    while (without := _BRACKETED.sub("\0", rest)) != rest:
        rest = without
    yield from _DIVIDED.split(_NO_PROSE.sub("\0", rest))


def _words(text: str) -> str:
    """Only the words, in their order."""
    return " ".join(_WORD.findall(text.casefold()))
