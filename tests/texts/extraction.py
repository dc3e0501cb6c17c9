"""Collects the sentences of cogs/texts into signpost.pot, and brings each .po file beside it up to date.

    python -m tests.texts.extraction        (`make texts`)

A sentence that is as before keeps its translation. An empty file `fr.po` begins a language.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "cogs/texts"
LOCALES = TEXTS / "locales"
TEMPLATE = LOCALES / "signpost.pot"
COMMENT = "# The sentences of Signpost. Written by `make texts`, which also brings the translations up to date."

ARGUMENTS = {"t": 1, "n": 3, "c": 2}
"""How many arguments without a name `t(…)`, `t.n(…)` and `t.c(…)` have."""

VOLATILE = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)
"""Lines of a header that would change without a sentence having changed."""


@dataclass(frozen=True)
class Said:
    """A place where a language is called: `t(…)`, or the method `n` or `c` of `t`."""

    kind: str
    call: ast.Call

    @property
    def written(self) -> list[ast.expr]:
        """Where literals are to stand: the message with its context or its plural."""
        return self.call.args[: 1 if self.kind == "t" else 2]

    @property
    def literals(self) -> list[str] | None:
        """What stands there; None where something else does, or there are too few or too many arguments."""
        found = [
            node.value
            for node in self.written
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
        ]
        is_whole = len(found) == len(self.written) and len(self.call.args) == ARGUMENTS[self.kind]
        return found if is_whole else None


def said(tree: ast.AST) -> list[Said]:
    """Every call of a language, as it stands in the source from top to bottom."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="t")):
                found.append(Said("t", node))
            case ast.Call(func=ast.Attribute(value=ast.Name(id="t"), attr="n" | "c" as kind)):
                found.append(Said(kind, node))
    return sorted(found, key=lambda one: (one.call.lineno, one.call.col_offset))


def placeholders(message: str) -> set[str]:
    """The names in braces. Raises ValueError where they are not just that: `{0}`, `{x.y}`, `{x:.2f}`, `{x!r}`, `{`."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(message):
        if name is None:
            continue
        if not name.isidentifier() or not name.islower() or spec or conversion:
            raise ValueError(f"a placeholder is a name of small letters, not {name!r} with a form of its own")
        found.add(name)
    return found


def sources() -> dict[str, str]:
    """The modules of cogs/texts, by their paths in the repository."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.py"))
    }


def template(files: Mapping[str, str]) -> Catalog:
    """All sentences, each with the files where it stands. Raises ValueError for one that is not a literal, or has
    two plurals.
    """
    catalog = Catalog(header_comment=COMMENT, fuzzy=False)
    for path, source in files.items():
        for one in said(ast.parse(source)):
            words = one.literals
            if words is None:
                raise ValueError(f"{path}:{one.call.lineno}: literals are expected")
            context = words.pop(0) if one.kind == "c" else None
            message = words[0] if len(words) == 1 else tuple(words)
            before = catalog.get(words[0], context)
            if before is not None and before.id != message:
                raise ValueError(f"{path}:{one.call.lineno}: {message!r} stands elsewhere as {before.id!r}")
            catalog.add(message, locations=[(path, 0)], context=context)
    return catalog


def updated(po: str, code: str, sentences: Catalog) -> Catalog:
    """A translation with the sentences that there are now; what was translated from other English is gone.

    One whose plural alone has changed is marked as fuzzy.
    """
    before, catalog = read(po, code), read(po, code)
    catalog.fuzzy = False
    if not po.strip():
        catalog.header_comment = f"# Signpost in {Locale.parse(catalog.locale_identifier).english_name}."
    catalog.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    for message in translatable(catalog):
        old = before.get(forms(message.id)[0], message.context)
        if old is not None and old.id != message.id:
            message.flags.add("fuzzy")
    return catalog


def read(po: str, code: str) -> Catalog:
    """A .po file; `code` is the language as Discord names it. Raises ValueError for what is none."""
    try:
        return read_po(BytesIO(po.encode()), locale=code.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error


def written(catalog: Catalog) -> str:
    """The file, without what would change by itself: no lines of sources, no dates, no version of what wrote it."""
    for message in translatable(catalog):
        # Babel guesses these from the text, and takes "95 % i" for a placeholder.
        message.flags = message.flags & {"fuzzy"}
        if any(placeholders(form) for form in forms(message.id)):
            message.flags.add("python-brace-format")
    file = BytesIO()
    write_po(file, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}: ' for name in VOLATILE)))


def translatable(catalog: Catalog) -> Iterator[Message]:
    """Its messages without the header."""
    return (message for message in catalog if message.id)


def forms(text: str | Sequence[str] | None) -> list[str]:
    """The texts of a message, or of its translation: one, or one for each form of what is counted."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def main() -> None:
    """Write all files anew."""
    sentences = template(sources())
    TEMPLATE.write_text(written(sentences), encoding="utf-8")
    for file in sorted(LOCALES.glob("*.po")):
        catalog = updated(file.read_text(encoding="utf-8"), file.stem, template(sources()))
        file.write_text(written(catalog), encoding="utf-8")


if __name__ == "__main__":
    main()
