"""`signpost faq import`: what a community keeps already, written as FAQ files to edit."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from bot import config
from bot.commands.console import err, out
from bot.commands.faq_report import visible
from bot.config import Faq
from bot.drafts.draft import one_line, slug
from bot.drafts.writing import file_of, rendered
from bot.errors import StartupError
from bot.importing.fitting import Fitted, Known, fit
from bot.importing.found import Source
from bot.importing.front_matter import from_text
from bot.importing.tables import FORMATS, from_table
from bot.knowledge.library import load_library
from bot.knowledge.synonyms import SYNONYMS
from bot.problems import Problem

MARKDOWN = (".md", ".markdown", ".mdx", ".txt")
MOST_ENTRIES, CATEGORY_LENGTH = 200, 60  # of a FAQ file
LEFT_OUT = ".left-out.txt"


@dataclass(frozen=True)
class _Made:
    """What becomes one FAQ file, or several of these names where one cannot hold it; and what did not fit."""

    names: Sequence[str]
    category: str
    entries: Sequence[tuple[Path, Fitted]]
    left_out: Sequence[tuple[Path, Fitted]]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Names and texts of the files."""
        for part, name in enumerate(self.names):
            entries = self.entries[part * MOST_ENTRIES : (part + 1) * MOST_ENTRIES]
            if entries:
                text = file_of(self.category, [(one_line(one.found.topic), one.entry) for _, one in entries])
                yield f"{name}.yaml", text
        if self.left_out:
            yield (
                f"{self.names[0]}{LEFT_OUT}",
                f"# What did not fit. Correct it, and put it below `entries:` of {self.names[0]}.yaml.\n"
                + "".join(
                    f"\n  # {_shown(path)}:{one.found.line}: {'; '.join(one.reasons)}\n{rendered(one.entry)}"
                    for path, one in self.left_out
                ),
            )


def import_files(options: argparse.Namespace) -> int:
    """Write what the files hold as FAQ files into a folder, and say of each entry what was done to it, or why it is none.

    Returns 1 where a file could not be read or no entry was found. No file that is there is changed. Raises StartupError
    before anything is written where one stands in the way, or where the FAQ that is there has mistakes; and where one
    cannot be written.
    """
    known = _known(options)
    problems: list[Problem] = []
    sources: dict[Path, Source] = {}
    for path in _files(options.files, problems):
        source, wrong = _read(path, options.base)
        problems += wrong
        if source is not None:
            sources[path] = source
    made: list[_Made] = []
    taken = {SYNONYMS}
    for group in _grouped(sources):
        made.append(_fitted(group, known, taken))
        taken.update(made[-1].names)
    written = _write(options.out, made)
    for path, source in sources.items():
        for line, note in source.notes:
            out.print(f"{_shown(path)}:{line}: {visible(note)}", markup=False)
    for one in made:
        _report(one)
    for problem in problems:
        err.print(str(problem), style="red", markup=False)
    for path in written:
        out.print(f"{_shown(path)} written.", markup=False)
    entries, left_out = (
        sum(map(len, of)) for of in ([one.entries for one in made], [one.left_out for one in made])
    )
    out.print(f"{entries + left_out} found: {entries} written, {left_out} left out.")
    if entries:
        out.print(
            f"Read them; then `signpost faq lint --kb {_shown(options.out)}`, and move them into your FAQ's folder.",
            markup=False,
        )
    problems += _mistakes(options.out) if entries else []
    return 1 if problems or not entries else 0


def _known(options: argparse.Namespace) -> Known:
    """What stands in the FAQ of the home already, and in the folder to write into."""
    settings = config.load_config(options.home)[0] if (options.home / config.FILE).exists() else None
    known = Known()
    home = options.home / (settings.faq if settings else Faq()).folder
    for folder in dict.fromkeys((home.resolve(), options.out.resolve())):
        if not folder.is_dir() or not any(folder.glob("*.y*ml")):
            continue
        library, problems = load_library(folder, ticket_types=None)
        if library is None:
            first = "\n".join(visible(str(problem)) for problem in problems[:20])
            raise StartupError(
                f"{first}\nCorrect this first: what is imported has to be compared with what is there."
            )
        for entry in library.entries:
            known.add(entry, visible(library.where(entry)))
    return known


def _files(given: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    """The files, each once; of folders, those that can be read."""
    seen = set()
    for path in given:
        inside = [path]
        if path.is_dir():
            inside = [it for it in sorted(path.iterdir()) if it.suffix.casefold() in (*MARKDOWN, *FORMATS)]
            inside = [it for it in inside if not it.name.startswith(".")]
            if not inside:
                problems.append(Problem(_shown(path), 1, "this folder holds no file that can be read"))
        for one in inside:
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one


def _read(path: Path, base: str | None) -> tuple[Source | None, list[Problem]]:
    ending, name, stem = path.suffix.casefold(), _shown(path), visible(path.stem)
    if ending not in (*MARKDOWN, *FORMATS):
        kinds = ", ".join((*MARKDOWN, *FORMATS))
        return None, [
            Problem(name, 1, f"a file of this kind is not read here: its name must end in one of {kinds}")
        ]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, [Problem(name, 1, f"this file cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return None, [Problem(name, 1, "this file is not UTF-8 text: save it with the encoding UTF-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source, problems = from_table(text, ending, stem, base) if ending in FORMATS else from_text(text, stem, base)
    return source, [Problem(name, one.line, one.message) for one in problems]


def _grouped(sources: dict[Path, Source]) -> Iterable[dict[Path, Source]]:
    """What comes into one file: each file for itself, but those of a folder that hold one entry each."""
    groups: defaultdict[Path, dict[Path, Source]] = defaultdict(dict)
    for path, source in sources.items():
        groups[path.resolve().parent if source.is_single else path][path] = source
    return groups.values()


def _fitted(group: dict[Path, Source], known: Known, taken: Collection[str]) -> _Made:
    """What comes of it, in files whose names are not taken."""
    entries, left_out = [], []
    for path, source in group.items():
        for found in source.found:
            fitted = fit(found, known)
            if fitted.reasons:
                left_out.append((path, fitted))
            else:
                entries.append((path, fitted))
                known.add(fitted.entry, f"{_shown(path)}:{found.line}")
    path, source = next(iter(group.items()))
    folder = visible(path.resolve().parent.name)
    names = [slug(folder if len(group) > 1 else visible(path.stem), taken)]
    for part in range(2, 2 + (len(entries) - 1) // MOST_ENTRIES):
        names.append(slug(f"{names[0]}-part-{part}", {*taken, *names}))
    category = one_line(folder if len(group) > 1 else source.category)[:CATEGORY_LENGTH].strip()
    return _Made(names, category or names[0], entries, left_out)


def _write(folder: Path, made: Sequence[_Made]) -> Sequence[Path]:
    """All the files, or none of them, whatever happens: what one run leaves would stand in the way of the next."""
    parts: Iterable[tuple[str, str]] = (part for one in made for part in one.texts())
    if err.is_terminal:  # a table of thousands takes a while, nearly all of it for the YAML
        total = sum(len(one.names) + bool(one.left_out) for one in made)
        parts = track(parts, "Writing", total, console=err, transient=True)
    texts = {folder / name: text.encode() for name, text in parts}
    if there := [_shown(path) for path in texts if path.exists()]:
        raise StartupError(
            f"Nothing was written, for nothing is overwritten: {', '.join(there)}. Choose another --out."
        )
    with ExitStack() as unless_all_are:
        for path, text in texts.items():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    unless_all_are.callback(path.unlink, missing_ok=True)
                    file.write(text)
            except OSError as error:
                raise StartupError(
                    f"Nothing was written, for {_shown(path)} cannot be: {error.strerror}."
                ) from error
        unless_all_are.pop_all()
    return list(texts)


def _report(made: _Made) -> None:
    for path, one in made.entries:
        for note in one.notes:
            out.print(f"{_shown(path)}:{one.found.line}: {one.entry.id}: {visible(note)}", markup=False)
    for path, one in made.left_out:
        title, reasons = visible(one.found.title) or "(no title)", visible("; ".join(one.reasons))
        where = f"{_shown(path)}:{one.found.line}"
        out.print(
            f"{where}: left out, see {made.names[0]}{LEFT_OUT}: {title}: {reasons}", style="yellow", markup=False
        )


def _mistakes(folder: Path) -> list[Problem]:
    """What keeps the folder from being loaded: nothing should."""
    _, problems = load_library(folder, ticket_types=None)
    for problem in problems:
        err.print(visible(str(problem)), style="red", markup=False)
    return problems


def _shown(path: Path) -> str:
    """A path that can be printed: its name need not be text."""
    return visible(str(path))
