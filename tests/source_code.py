"""The modules of the product as text, and what each refers to: for the tests of its order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def sources() -> dict[str, str]:
    """Every module of the product, by its path in the repository."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in ("bot", "cogs")
        for path in sorted((ROOT / package).rglob("*.py"))
    }


@cache
def parsed(source: str) -> ast.Module:
    """The tree of a module, to be looked at and not changed: each rule looks at all of them."""
    return ast.parse(source)


def page_sources() -> dict[str, str]:
    """Every module of the demo's page, by its name."""
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "bot/demo/page").glob("*.js")}


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of each import; the name is empty for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def references(tree: ast.AST) -> list[str]:
    """The full dotted name of all that is imported, and of all that is reached from it, by whatever name it goes here.

    `from datetime import datetime as dt; dt.now()` gives `datetime.datetime` and `datetime.datetime.now`.
    """
    found, meant = [], _imported_names(tree)
    for module, name in imports(tree):
        found.append(f"{module}.{name}" if name else module)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id not in meant:
                    meant[target.id] = set(_meanings(node.value, meant))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.extend(_meanings(node, meant))
    return list(dict.fromkeys(found))


def _imported_names(tree: ast.AST) -> dict[str, set[str]]:
    """What each name that an import binds stands for. Two functions may give one name to two things."""
    meant: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                meant.setdefault(alias.asname or top, set()).add(alias.name if alias.asname else top)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                meant.setdefault(alias.asname or alias.name, set()).add(f"{node.module}.{alias.name}")
    return meant


def _meanings(node: ast.expr, meant: dict[str, set[str]]) -> Iterator[str]:
    """What `name.attribute.attribute` may stand for; nothing if no import gave the name."""
    if isinstance(node, ast.Name):
        yield from meant.get(node.id, ())
    elif isinstance(node, ast.Attribute):
        yield from (f"{owner}.{node.attr}" for owner in _meanings(node.value, meant))
