"""One record with named fields, such as a tag or a row of a table → what was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bot.importing.found import Found, spaced
from bot.importing.rewriting import for_discord

TITLES = ("title", "question", "query", "name", "label", "heading", "subject", "term", "tag", "key", "command")
TEXTS = (
    "answer",
    "content",
    "text",
    "response",
    "reply",
    "description",
    "body",
    "message",
    "value",
    "explanation",
)
ASKED = (
    *("questions", "aliases", "phrasings", "patterns", "triggers", "utterances", "variations", "alternatives"),
    *("keywords", "tags", "synonyms", "examples"),
)
TOPICS = ("category", "section", "topic", "group")
EXACTLY = frozenset((*TITLES, *TEXTS, *ASKED, *TOPICS))
NESTED = ("embed",)
"""What a field may be called, in any case and in singular or plural. Of titles and texts, the first that is there counts."""

_BETWEEN = re.compile(r"[;|\n]")
_WORDS_BETWEEN = re.compile(r"[,;|\n]")


def is_record(data: Mapping[str, Any]) -> bool:
    """Whether these are the fields of one entry: one of them holds its text."""
    return bool(_named(_flat(data), TEXTS))


def lacks_text(data: Mapping[str, Any], *, is_listed: bool) -> bool:
    """Whether these are the fields of one entry without its text, rather than texts by their names.

    So they are where all of them are called like fields; and in a list, where nothing has a name, if there is a title.
    """
    if not all(_texts(value) or value in (None, "", []) for value in data.values()):
        return False
    return (
        bool(_named(data, TITLES))
        if is_listed
        else all(_is_called(name, (*TITLES, *ASKED, *TOPICS)) for name in data)
    )


def found_in(
    data: Mapping[str, Any],
    line: int,
    *,
    called: str = "",
    text: str | None = None,
    topic: str = "",
    base: str | None = None,
) -> tuple[Found, list[str]]:
    """The entry, and the names of the fields that were not taken.

    `called` is what the record is known by, such as its key, which is its title where it has no other. `text` is what
    stands outside of the fields, and `base` as for `for_discord`.
    """
    fields = _flat(data)
    titles = [one for name in _named(fields, TITLES) for one in _texts(fields[name])]
    texts = _named(fields, TEXTS) if text is None else []
    answers = [text] if text is not None else [one for name in texts[:1] for one in _texts(fields[name])]
    asked = [one for name in _named(fields, ASKED) for one in _listed(name, fields[name])]
    named, notes = [*titles, *([called] if called else [])], []
    if not named and asked:
        named = asked[:1]
        notes.append("it has no title, so the first way to ask for it is the title")
    if len(answers) > 1:
        notes.append(f"its {len(answers)} answers were put below each other")
    answer, changes = for_discord("\n\n".join(answers), {}, base)
    topics = [one for name in _named(fields, TOPICS) for one in _texts(fields[name])]
    taken = {*_named(fields, TITLES), *texts[:1], *_named(fields, ASKED), *_named(fields, TOPICS)}
    title = named[0] if named else ""
    spelt = {spaced(one).casefold() for one in (title, *asked)}
    names = [one for one in named[1:] if one != called or spaced(one).casefold() not in spelt]
    others = tuple(one for one in [*names, *asked] if one != title)
    found = Found(line, title, answer, others, ", ".join(topics) or topic, (*notes, *changes))
    return found, [name for name in fields if name not in taken and fields[name] not in (None, "", [], {})]


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Its fields, those of a message's embed among them, and the texts of titles and texts that have fields themselves."""
    found: dict[str, Any] = {}
    parts = {name: _parts(value) for name, value in data.items()}
    is_group = any(part and not _is_called(name, (*TITLES, *TEXTS)) for name, part in parts.items())
    for name, value in data.items():
        if _plain(name) in NESTED and isinstance(value, Mapping):
            found |= {f"{name}.{inner}": it for inner, it in value.items()}
        elif (part := parts[name]) and not is_group and not all(_named(one, TITLES) for one in part):
            found[name] = [text for one in part for text in _texts(one[_named(one, TEXTS)[0]])]
            for one in part:  # with a mark that no name of a field has, for it is none of this record
                found |= {f"{name}/{inner}": it for inner, it in one.items() if inner != _named(one, TEXTS)[0]}
        else:
            found[name] = value
    return found


def _parts(value: Any) -> list[Mapping[str, Any]]:
    """What stands in a field whose text has fields itself, such as `{"text": "…", "lang": "en"}`, or in a list of these."""
    many = value if isinstance(value, list) else [value]
    return many if all(isinstance(one, Mapping) and _named(one, TEXTS) for one in many) else []


def _named(fields: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """The fields that are called so and hold something, in the order of the names."""
    order = _order(names)
    known = [(order[_plain(name)], name) for name in fields if _plain(name) in order and _texts(fields[name])]
    return [name for _, name in sorted(known, key=lambda one: one[0])]


def _is_called(name: str, names: tuple[str, ...]) -> bool:
    return _plain(name) in _order(names)


@cache
def _order(names: tuple[str, ...]) -> Mapping[str, int]:
    """The place of each name, in singular and plural."""
    order = {_other_number(name): at for at, name in enumerate(names)}
    order = {wanted: at for wanted, at in order.items() if wanted not in EXACTLY}
    return order | {name: at for at, name in enumerate(names)}


def _plain(name: str) -> str:
    """A name as it is compared. One with a number is another's: `question2` belongs to `answer2`."""
    return re.sub(r"[^\w/]|_", "", name.rpartition(".")[2].casefold())


def _other_number(name: str) -> str:
    if name == "aliases":
        return "alias"
    return name.removesuffix("s") if name.endswith("s") else f"{name}s"


def _texts(value: Any) -> list[str]:
    """The texts that a value holds; nothing where it is a group, or a list of more than texts."""
    many = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in many):
        return []
    return [text for one in many if (text := str(one).strip())]


def _listed(name: str, value: Any) -> Iterator[str]:
    """Ways to ask, of which a text may hold several: words between commas, questions between semicolons or lines."""
    between = (
        _BETWEEN if _plain(name).startswith(("question", "phrasing", "utterance", "example")) else _WORDS_BETWEEN
    )
    for text in _texts(value):
        yield from filter(None, map(str.strip, between.split(text))) if isinstance(value, str) else (text,)
