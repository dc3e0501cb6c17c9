"""`signpost faq import`: what a community keeps already, written as FAQ files to edit."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    """A FAQ file that is to be written, and what did not fit into it."""

    name: str
    category: str
    entries: Sequence[tuple[Path, Fitted]]
    left_out: Sequence[tuple[Path, Fitted]]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Names and texts of the files."""
        for part, first in enumerate(range(0, len(self.entries), MOST_ENTRIES), start=1):
            entries = self.entries[first : first + MOST_ENTRIES]
            text = file_of(self.category, [(one_line(one.found.topic), one.entry) for _, one in entries])
            yield f"{self.name}{'' if part == 1 else f'-part-{part}'}.yaml", text
        if self.left_out:
            yield (
                f"{self.name}{LEFT_OUT}",
                f"# What did not fit. Correct it, and put it below `entries:` of {self.name}.yaml.\n"
                + "".join(
                    f"\n  # {visible(str(path))}:{one.found.line}: {'; '.join(one.reasons)}\n{rendered(one.entry)}"
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
    made = [_fitted(name, group, known) for name, group in _grouped(sources)]
    written = _write(options.out, made)
    for path, source in sources.items():
        for line, note in source.notes:
            out.print(f"{visible(str(path))}:{line}: {visible(note)}", markup=False)
    for one in made:
        _report(one)
    for problem in problems:
        err.print(str(problem), style="red", markup=False)
    for path in written:
        out.print(f"{path} written.", markup=False)
    entries, left_out = (
        sum(map(len, of)) for of in ([one.entries for one in made], [one.left_out for one in made])
    )
    out.print(f"{entries + left_out} found: {entries} written, {left_out} left out.")
    if entries:
        out.print(
            f"Read them; then `signpost faq lint --kb {options.out}`, and move them into your FAQ's folder.",
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
            first = "\n".join(map(str, problems[:20]))
            raise StartupError(
                f"{first}\nCorrect this first: what is imported has to be compared with what is there."
            )
        for entry in library.entries:
            known.add(entry, library.where(entry))
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
                problems.append(Problem(str(path), 1, "this folder holds no file that can be read"))
        for one in inside:
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one


def _read(path: Path, base: str | None) -> tuple[Source | None, list[Problem]]:
    ending, name = path.suffix.casefold(), str(path)
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
    source, problems = (
        from_table(text, ending, path.stem, base) if ending in FORMATS else from_text(text, path.stem, base)
    )
    return source, [Problem(name, one.line, one.message) for one in problems]


def _grouped(sources: dict[Path, Source]) -> Iterator[tuple[str, dict[Path, Source]]]:
    """What comes into one file, with its name: each file for itself, but those of a folder that hold one entry each."""
    singles: defaultdict[Path, dict[Path, Source]] = defaultdict(dict)
    groups: list[tuple[str, dict[Path, Source]]] = []
    for path, source in sources.items():
        if source.is_single:
            folder = path.resolve().parent
            if folder not in singles:
                groups.append((folder.name, singles[folder]))
            singles[folder][path] = source
        else:
            groups.append((path.stem, {path: source}))
    taken = {SYNONYMS}
    for folder_or_stem, group in groups:
        name = slug(folder_or_stem if len(group) > 1 else next(iter(group)).stem, taken)
        taken.add(name)
        yield name, group


def _fitted(name: str, group: dict[Path, Source], known: Known) -> _Made:
    entries, left_out = [], []
    for path, source in group.items():
        for found in source.found:
            fitted = fit(found, known)
            if fitted.reasons:
                left_out.append((path, fitted))
            else:
                entries.append((path, fitted))
                known.add(fitted.entry, f"{path}:{found.line}")
    path, source = next(iter(group.items()))
    category = source.category if len(group) == 1 else path.resolve().parent.name
    return _Made(name, one_line(category)[:CATEGORY_LENGTH].strip() or name, entries, left_out)


def _write(folder: Path, made: Sequence[_Made]) -> list[Path]:
    texts = {folder / name: text for one in made for name, text in one.texts()}
    if there := [str(path) for path in texts if path.exists()]:
        raise StartupError(
            f"Nothing was written, for nothing is overwritten: {', '.join(there)}. Choose another --out."
        )
    written: list[Path] = []
    for path, text in texts.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write_new(path, text)
        except OSError as error:
            before = f" Written before: {', '.join(map(str, written))}." if written else ""
            raise StartupError(f"{path} cannot be written: {error.strerror}.{before}") from error
        written.append(path)
    return written


def _write_new(path: Path, text: str) -> None:
    """The whole file, or none. Raises OSError, also where there is one."""
    file = path.open("x", encoding="utf-8", newline="\n")
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _report(made: _Made) -> None:
    for path, one in made.entries:
        for note in one.notes:
            out.print(f"{visible(str(path))}:{one.found.line}: {one.entry.id}: {visible(note)}", markup=False)
    for path, one in made.left_out:
        title, reasons = visible(one.found.title) or "(no title)", visible("; ".join(one.reasons))
        where = f"{visible(str(path))}:{one.found.line}"
        out.print(
            f"{where}: left out, see {made.name}{LEFT_OUT}: {title}: {reasons}", style="yellow", markup=False
        )


def _mistakes(folder: Path) -> list[Problem]:
    """What keeps the folder from being loaded: nothing should."""
    _, problems = load_library(folder, ticket_types=None)
    for problem in problems:
        err.print(str(problem), style="red", markup=False)
    return problems
