"""The folder of FAQ files → one checked knowledge base, or every problem with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.documents import Document, read_document
from bot.json_schema import schema_of
from bot.knowledge.entry import Entry, FaqFile, Translation
from bot.knowledge.synonyms import SYNONYMS, SynonymsFile, terms_twice
from bot.plain import Place
from bot.problems import Problem, did_you_mean, shown
from bot.validating import validate

PLACES_REMEMBERED = 64
"""Sets of channels that entries name; a place is mostly in one of them, and a member sees a few."""

LINKS_LIMIT = 1024
"""Characters in an embed's field, which holds the links, one a line, as `[label](url)`."""


@dataclass(frozen=True)
class Library:
    """All entries, in the order of the files, and the category in which each stands.

    `positions` says as `file:line` where each phrasing, title, `not_for` and answer stands, by entry id and text. `synonyms`
    are the groups of `synonyms.yaml`.
    """

    entries: tuple[Entry, ...]
    categories: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id, or None where there is none (any more)."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def category_of(self, entry_id: str) -> str:
        """The category of the file in which the entry stands. Raises KeyError where there is no such entry."""
        return self.categories[entry_id]

    def where(self, entry: Entry) -> str:
        """`folder/file:line` of an entry of this knowledge base."""
        return self.positions[entry.id, entry.title]

    def seen_from(self, places: Collection[str | int]) -> frozenset[str] | None:
        """The ids of the entries for these channels, given by name and id (`Entry.is_for`); None where that is all.

        Found once for the same channels, whichever others there are that no entry names.
        """
        return self._seen_from(self._channels.intersection(places)) if self._channels else None

    @cached_property
    def _channels(self) -> frozenset[str | int]:
        return frozenset(channel for entry in self.entries for channel in entry.channels)

    @cached_property
    def _seen_from(self) -> Callable[[frozenset[str | int]], frozenset[str]]:
        return lru_cache(maxsize=PLACES_REMEMBERED)(
            lambda places: frozenset(entry.id for entry in self.entries if entry.is_for(places))
        )


def load_library(
    folder: Path, *, ticket_types: Collection[str] | None, channels: Collection[str | int] = ()
) -> tuple[Library | None, list[Problem]]:
    """Read every `.yaml` and `.yml` file of a folder, in the order of their names; hidden files are left out. All hold
    entries but `synonyms.yaml`, which need not be there.

    `ticket_types` and `channels` are those of config.yaml; with None, and without `channels`, the entries' own
    are not checked. The knowledge base, or None with every problem of every file: nothing is half loaded. Never raises.
    """
    name = folder.name
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError as error:
        return None, [Problem(name, 1, f"the folder of FAQ files cannot be read: {error.strerror}")]
    paths = [path for path in paths if not path.name.startswith(".")]
    if all(path.stem == SYNONYMS for path in paths):
        return None, [Problem(name, 1, "this folder holds no FAQ file: write one, named for example dns.yaml")]
    problems: list[Problem] = []
    placed: list[_Placed] = []
    categories: dict[str, str] = {}
    synonyms: tuple[tuple[str, ...], ...] = ()
    for path in paths:
        document, unreadable = read_document(path, f"{name}/{path.name}")
        problems += unreadable
        if document is None:
            continue
        if path.stem == SYNONYMS:
            groups, invalid = validate(document, SynonymsFile)
            problems += invalid
            if groups is not None:
                problems += terms_twice(groups, document)
                synonyms += groups.groups()
            continue
        file, invalid = validate(document, FaqFile)
        problems += invalid
        if file is not None:
            placed += [_Placed(entry, document, ("entries", at)) for at, entry in enumerate(file.entries)]
            categories |= {entry.id: file.category for entry in file.entries}
    problems += _same_ids(placed)
    problems += _same_phrasings(placed)
    for one in placed:
        problems += _unknown_names(one, ticket_types, [str(channel) for channel in channels])
        problems += _too_long_links(one)
    if problems:
        return None, sorted(problems)
    positions = {
        (one.entry.id, text): one.where(place) for one in placed for place, text in (*one.answers(), *one.texts())
    }
    return Library(tuple(one.entry for one in placed), categories, positions, synonyms), []


def faq_schema() -> dict[str, Any]:
    """The JSON Schema of one FAQ file, checked in as docs/schema/faq.schema.json for editors."""
    return schema_of(FaqFile, "Signpost: a file of the FAQ")


def synonyms_schema() -> dict[str, Any]:
    """The JSON Schema of synonyms.yaml, checked in as docs/schema/synonyms.schema.json for editors."""
    return schema_of(SynonymsFile, "Signpost: the FAQ's own synonyms")


@dataclass(frozen=True)
class _Placed:
    """An entry and where it stands."""

    entry: Entry
    document: Document
    place: Place

    def problem(self, place: Place, message: str) -> Problem:
        return self.document.problem((*self.place, *place), message)

    def where(self, place: Place) -> str:
        return f"{self.document.file}:{self.document.line((*self.place, *place))}"

    def texts(self) -> Iterator[tuple[Place, str]]:
        """Everything that the matcher takes of this entry, as written, with its place."""
        yield from ((("not_for", at), refused) for at, refused in enumerate(self.entry.not_for))
        yield from self._asked()

    def answers(self) -> Iterator[tuple[Place, str]]:
        """What it answers in each language, as written, with its place."""
        yield ("answer",), self.entry.answer
        for locale, it in self.entry.translations.items():
            yield ("translations", locale, "answer"), it.answer

    def phrasings(self) -> Iterator[tuple[Place, str]]:
        """Everything that the matcher takes for this entry, with its place."""
        return ((place, _normalised(phrasing)) for place, phrasing in self._asked())

    def _asked(self) -> Iterator[tuple[Place, str]]:
        languages: dict[Place, Entry | Translation] = {(): self.entry}
        languages |= {("translations", locale): it for locale, it in self.entry.translations.items()}
        for place, language in languages.items():
            for at, phrasing in enumerate(language.questions):
                yield (*place, "questions", at), phrasing
            yield (*place, "title"), language.title


def _normalised(phrasing: str) -> str:
    return " ".join(phrasing.casefold().split())


def _same_ids(placed: list[_Placed]) -> Iterator[Problem]:
    first: dict[str, _Placed] = {}
    for one in placed:
        other = first.setdefault(one.entry.id, one)
        if other is not one:
            yield one.problem(("id",), f"another entry has the id `{one.entry.id}` ({other.where(('id',))})")


def _same_phrasings(placed: list[_Placed]) -> Iterator[Problem]:
    """The same words twice: in one list, in two entries that both may be meant in one channel, or as what an entry
    answers and must not answer.
    """
    known: dict[str, list[tuple[_Placed, Place]]] = {}
    for one in placed:
        for place, phrasing in one.phrasings():
            others = known.setdefault(phrasing, [])
            for other, there in others:
                if other.entry.meets(one.entry) if other is not one else there[:-1] == place[:-1]:
                    yield one.problem(place, f"{shown(phrasing)} stands here a second time ({other.where(there)})")
                    break
            others.append((one, place))
        own = {phrasing: place for place, phrasing in one.phrasings()}
        for at, refused in enumerate(one.entry.not_for):
            if asked := own.get(_normalised(refused)):
                message = f"{shown(refused)} cannot be asked of this entry and in `not_for` ({one.where(asked)})"
                yield one.problem(("not_for", at), message)


def _unknown_names(
    one: _Placed, ticket_types: Collection[str] | None, channels: Collection[str]
) -> Iterator[Problem]:
    wanted = one.entry.ticket_type
    if wanted is not None and ticket_types is not None and wanted not in ticket_types:
        hint = did_you_mean(wanted, ticket_types)
        yield one.problem(("ticket_type",), f"`{wanted}` is not a ticket type of config.yaml{hint}")
    for at, channel in enumerate(one.entry.channels):
        if channels and str(channel) not in channels:
            hint = did_you_mean(str(channel), channels)
            message = f"{shown(str(channel))} is not a help or forum channel of config.yaml{hint}"
            yield one.problem(("channels", at), message)


def _too_long_links(one: _Placed) -> Iterator[Problem]:
    length = len("\n".join(f"[{link.label}]({link.url})" for link in one.entry.links))
    if length > LINKS_LIMIT:
        message = f"labels and addresses together must be at most {LINKS_LIMIT} characters (they have {length})"
        yield one.problem(("links",), message)
