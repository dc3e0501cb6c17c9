"""Puts the entry of a draft into the FAQ files, or says what stands in its way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.config import Faq
from bot.drafts.change import changed, changed_parts, overwritten
from bot.drafts.draft import Draft, slug
from bot.errors import BrokenKnowledge, DoesNotFit, EntryGone, NotWritable, UnknownCategory
from bot.knowledge.entry import Entry
from bot.knowledge.folder import FaqFolder
from bot.knowledge.library import Library
from bot.matching.linting import Finding, lint
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings

_TRIES = 3
"""How often an approval begins anew because somebody saves the file meanwhile."""


@dataclass(frozen=True)
class Doubts:
    """Why staff should think again before they approve: what the new entry takes from others, or they from it, and which
    parts of it somebody has changed in the file since it was proposed.
    """

    draft: Draft
    findings: tuple[Finding, ...] = ()
    overwritten: tuple[str, ...] = ()


class Filing:
    """Its method blocks, and is called for one draft at a time."""

    def __init__(self, settings: Faq, folder: FaqFolder) -> None:
        self._settings = settings
        self._folder = folder

    def file(self, draft: Draft, taken: Collection[str], *, despite_doubts: bool) -> Entry | Doubts:
        """See to it that the files hold the entry, under an id that is none of those `taken`.

        Raises BrokenKnowledge, DoesNotFit, EntryGone, NotWritable, UnknownCategory.
        """
        for _ in range(_TRIES):
            library, problems = self._folder.read()
            if library is None:
                raise BrokenKnowledge("\n".join(map(str, problems)))
            if (there := standing_in(library, draft)) is not None:
                return there
            entry = _added(library, draft, taken) if draft.base is None else _changed(library, draft, draft.base)
            file = _file_of(library, entry.id) if draft.is_change else _file_for(library, draft.category)
            try:
                before = self._folder.content(file)
                after = self._content_with(file, _ways(before, entry, library), library, entry)
                if not despite_doubts and (doubts := self._doubts(library, draft, entry)) is not None:
                    return doubts
                if self._folder.content(file) == before:
                    self._folder.replace(file, after)
                    return entry
            except OSError as error:
                raise NotWritable(file, error.strerror or type(error).__name__) from error
        raise NotWritable(file, "somebody is changing it right now")

    def _content_with(self, file: str, ways: Iterable[str], library: Library, entry: Entry) -> bytes:
        """The file with the entry, tried out: everything else reads as before."""
        first: str | None = None
        for text in ways:
            after = text.encode()
            found, problems = self._folder.read_with(file, after)
            if found is not None and _is_only_that(found, library, entry):
                return after
            first = first if first is not None else "\n".join(map(str, problems))
        if first:
            raise DoesNotFit(first)
        raise NotWritable(file, "it is not written in the usual way")

    def _doubts(self, library: Library, draft: Draft, entry: Entry) -> Doubts | None:
        there, base = library.get(draft.entry.id), draft.base
        is_otherwise = overwritten(there, base, draft.entry) if there is not None and base is not None else []
        doubts = Doubts(draft, tuple(self._lint(library, entry)), tuple(is_otherwise))
        return doubts if doubts.findings or doubts.overwritten else None

    def _lint(self, library: Library, entry: Entry) -> list[Finding]:
        settings = self._settings
        others = (one for one in library.entries if one.id != entry.id)
        phrasings = [Phrasings.of(one) for one in (*others, entry)]
        findings = lint(
            phrasings,
            threshold=settings.threshold,
            suggest_from=settings.suggest_from,
            only=entry.id,
            matcher=Matcher(phrasings, synonyms=library.synonyms),
        )
        return [finding for finding in findings if finding.is_fault]


def standing_in(library: Library, draft: Draft) -> Entry | None:
    """The draft's entry as it stands in the files: where it was added, under whichever id an approval has given it."""
    if draft.base is not None:
        there = library.get(draft.entry.id)
        return there if there is not None and changed(there, draft.base, draft.entry) == there else None
    entries = (one for one in library.entries if one.model_copy(update={"id": draft.entry.id}) == draft.entry)
    return next(entries, None)


def _added(library: Library, draft: Draft, taken: Collection[str]) -> Entry:
    entry = draft.entry
    if library.get(entry.id) is None:
        return entry
    ids = {one.id for one in library.entries}
    return entry.model_copy(update={"id": slug(entry.title, ids.union(taken))})


def _changed(library: Library, draft: Draft, base: Entry) -> Entry:
    there = library.get(draft.entry.id)
    if there is None:
        raise EntryGone(draft.entry.id)
    return changed(there, base, draft.entry)


def _file_for(library: Library, category: str) -> str:
    """The name of the first file of this category. Raises UnknownCategory."""
    for entry in library.entries:
        if library.category_of(entry.id) == category:
            return _file_of(library, entry.id)
    raise UnknownCategory(category)


def _file_of(library: Library, entry_id: str) -> str:
    there = library.get(entry_id)
    assert there is not None
    return library.where(there).rpartition(":")[0].rpartition("/")[2]


def _ways(before: bytes, entry: Entry, library: Library) -> Iterable[str]:
    """The file's text with the entry in it, in several ways, the most faithful first."""
    from bot.drafts import writing  # brings a second YAML library, which few members' presses need

    there = library.get(entry.id)
    if there is None:
        return writing.with_entry(before.decode(), entry)
    return writing.with_changes(before.decode(), entry, changed_parts(there, entry))


def _is_only_that(found: Library, before: Library, entry: Entry) -> bool:
    """Whether the files hold this entry, and besides it what they held."""

    def others(library: Library) -> list[Entry]:
        return [one for one in library.entries if one.id != entry.id]

    return others(found) == others(before) and found.get(entry.id) == entry
