"""The rules of cogs/texts, over the source: what keeps a sentence from being translated."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from tests.texts import extraction
from tests.texts.extraction import placeholders, said
from tests.texts.reading import Reading

TEXTS = "cogs/texts/"
SAYING = {"label", "title", "description", "content", "placeholder", "text", "reason", "topic"}
"""What Discord shows, by the names of the arguments that take it."""

SENDING = {"send", "send_message", "reply"}
ANSWERING = {"reply", "tell"}
"""Functions of ours that take an interaction and, after it, what is said."""

NAMING = {"add_field": {"name", "value"}, "create_thread": {"name"}, "set_author": {"name"}, "Choice": {"name"}}
"""Functions with arguments that Discord shows too, but that are something else elsewhere."""

NAMED_IN_ENGLISH = {"command", "ContextMenu", "Group"}
LISTED_IN_ENGLISH = {"Listed", "mention"}
"""Functions whose first argument is the name of a command or a menu."""

FOR_THE_LOG = {"listening", "answering", "keeping", "incident", "outlast"}
"""The functions of cogs/failures.py that take what failed."""

CAPITALISED = re.compile(r"[A-Z][a-z]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
LETTER = re.compile(r"[^\W\d_\u02b0-\u02ff](?!\d)")
"""One is enough where it fills something: the s of a plural. P1 is called so in every language, and accents are none."""

CASES = {"title", "capitalize", "upper", "lower", "casefold", "swapcase"}
READERS = {"reader", "public"}
"""The functions of cogs/ui/readers.py that find the reader's language."""

WHOLE = re.compile(r"(?![^\w{]*[a-zß-ÿ]).*[.!?:…}][\s*_`)”\"»]*", re.DOTALL)
"""Begins with no small letter, and ends as sentences do, or with what is filled in."""

LINK = re.compile(r"\S*://\S*|<\S*>")


def violations(files: Mapping[str, str]) -> list[str]:
    """`path:line: …` for every place that could not be translated."""
    return [
        f"{path}:{line}: {what}"
        for path, source in files.items()
        for line, what in _broken(path, ast.parse(source))
    ]


def _broken(path: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    is_text = path.startswith(TEXTS)
    reading = Reading(tree)
    for one in said(tree):
        line = one.call.lineno
        if not is_text:
            yield line, "a sentence outside cogs/texts"
        elif one.literals is None:
            yield line, "the message is not a literal, or has too few or too many beside it"
        else:
            yield from ((line, what) for what in _wrongly_filled(reading, one, one.literals))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((function.lineno, what) for what in _language_of(function))
    if is_text and _speaks(tree):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "cogs.texts.language":
                names = {alias.name for alias in node.names} - {"Language"}
                yield from ((node.lineno, f"takes {name} in place of the reader's language") for name in names)
            if isinstance(node, ast.Attribute) and node.attr in ("ENGLISH", "SHIPPED", "language_of"):
                yield node.lineno, f"takes {node.attr} in place of the reader's language"
    yield from _prose(tree, reading, is_text=is_text)
    for node in ast.walk(tree):
        yield from ((getattr(node, "lineno", 0), what) for what in _joined(node, reading, is_text=is_text))


def _wrongly_filled(reading: Reading, one: extraction.Said, words: list[str]) -> Iterator[str]:
    """Placeholders without a value, values without a placeholder, and placeholders that are more than a name."""
    try:
        named = [placeholders(word) for word in (words[1:] if one.kind == "c" else words)]
    except ValueError as error:
        yield str(error)
        return
    given = {keyword.arg or "**" for keyword in one.call.keywords}
    for keyword in one.call.keywords:
        if any(map(_has_a_letter, reading.outcomes(keyword.value))):
            yield f"{{{keyword.arg}}} is filled with words of its own"
    if one.kind == "n":
        if "count" in given:
            yield "{count} comes by itself"
        named = [names - {"count"} for names in named]
    elif any("count" in names for names in named):
        yield "counts, and has no plural: `t.n`"
    for names in named:
        if names != given:
            yield f"has the placeholders {sorted(names)} and is given {sorted(given)}"


def _language_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The reader's language is the first argument, called `t`, and no function gets it from elsewhere."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args]
    if named and named[0].arg in ("self", "cls"):
        named = named[1:]
    others = [*named[1:], *arguments.kwonlyargs]
    if any(one.arg == "t" or _is_language(one) for one in others):
        yield "the language is not the first argument"
    if named and (named[0].arg == "t") != _is_language(named[0]):
        yield "the first argument is not `t: Language`"


def _speaks(tree: ast.Module) -> bool:
    """Whether the module has sentences."""
    return any(isinstance(node, ast.arg) and node.arg == "t" for node in ast.walk(tree))


def _is_language(argument: ast.arg) -> bool:
    return isinstance(argument.annotation, ast.Name) and argument.annotation.id == "Language"


def _prose(tree: ast.Module, reading: Reading, *, is_text: bool) -> Iterator[tuple[int, str]]:
    """Words for people that are not the message of a sentence.

    Words of developers are no such words: docstrings, what is logged, the text of one of Python's own exceptions,
    and the names of commands and menus, which are the same in every language.
    """
    allowed = {id(node) for one in said(tree) for literal in one.written for node in ast.walk(literal)}
    for node in ast.walk(tree):
        allowed.update(id(inner) for part in _for_developers(node, is_text) for inner in ast.walk(part))
    for node in ast.walk(tree):
        if id(node) in allowed:
            continue
        if isinstance(node, ast.JoinedStr):
            allowed.update(id(part) for part in node.values if isinstance(part, ast.Constant))
        if (
            _is_text_with_words(node, reading) or _makes_words(node, reading)
            if is_text
            else _is_prose(node) or any(map(_has_letters, _shown(node, reading)))
        ) or any(map(_has_letters, _told(node, reading))):
            yield getattr(node, "lineno", 0), f"words outside of a sentence: {ast.unparse(node)}"


def _for_developers(node: ast.AST, is_text: bool) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if hasattr(builtins, name):
            yield node
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
            yield node
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in FOR_THE_LOG:
            yield from node.args
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NAMED_IN_ENGLISH:
            yield from (keyword for keyword in node.keywords if keyword.arg == "name")
        case ast.Call(func=ast.Name(id=name)) if name in LISTED_IN_ENGLISH:
            yield from node.args[:1]
        case ast.Assign(targets=[ast.Name(id="what")]) if not is_text:
            yield node  # what failed


def _shown(node: ast.AST, reading: Reading) -> list[ast.expr]:
    """What Discord shows to people, whatever it looks like."""
    match node:
        case ast.keyword(arg=name) if name in SAYING:
            return reading.outcomes(node.value)
        case ast.Assign(targets=[ast.Attribute(attr=name)]) if name in SAYING:
            return reading.outcomes(node.value)
        case ast.Return():
            return [one for one in reading.outcomes(node.value) if isinstance(one, ast.Constant)]
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in SENDING:
            return reading.outcomes(first)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[_, second, *_]) if (
            name in ANSWERING
        ):
            return reading.outcomes(second)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NAMING:
            given = [keyword.value for keyword in node.keywords if keyword.arg in NAMING[name]]
            return [outcome for value in given for outcome in reading.outcomes(value)]
    return []


def _told(node: ast.AST, reading: Reading) -> list[ast.expr]:
    """What a function that says a sentence is told beside the reader's language."""
    if not isinstance(node, ast.Call) or not _is_sentence(node):
        return []
    given = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    return [outcome for value in given for outcome in reading.outcomes(value)]


def _is_sentence(node: ast.expr) -> bool:
    match node:
        case ast.Call(args=[ast.Name(id="t") | ast.Call(func=ast.Name(id=_)) as language, *_]):
            return isinstance(language, ast.Name) or ast.unparse(language).partition("(")[0] in READERS
    return False


def _is_text_with_words(node: ast.AST, reading: Reading) -> bool:
    """In cogs/texts what is returned is read, and so is what is put together, but for links and mentions."""
    match node:
        case ast.Return():
            outcomes = reading.outcomes(node.value)
            return any(isinstance(outcome, ast.Constant) and _has_letters(outcome) for outcome in outcomes)
        case ast.FormattedValue():
            return any(map(_has_a_letter, reading.outcomes(node.value)))
        case ast.JoinedStr():
            return LETTERS.search(LINK.sub("", _literal(node))) is not None
        case ast.Constant():
            return _is_prose(node) or CAPITALISED.fullmatch(_literal(node)) is not None
    return False


def _makes_words(node: ast.AST, reading: Reading) -> bool:
    """Whether names of the code become words for people, which are English, or a literal is filled by hand."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]):
            return name in CASES
        case ast.Call(func=ast.Attribute(attr="replace"), args=[_, ast.Constant(value=str(by))]):
            return by.isspace() or LETTER.search(by) is not None
        case ast.Call(func=ast.Attribute(attr="split"), args=[ast.Constant(value="_")]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format" | "format_map")):
            return True
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod()):
            return True
        case ast.Return() | ast.FormattedValue():
            return any(_is_name_of_enum(outcome, reading) for outcome in reading.outcomes(node.value))
        case ast.Call(func=ast.Name(id="t") | ast.Attribute(value=ast.Name(id="t"))):
            given = [outcome for keyword in node.keywords for outcome in reading.outcomes(keyword.value)]
            return any(_is_name_of_enum(outcome, reading) for outcome in given)
    return False


def _is_name_of_enum(node: ast.expr, reading: Reading) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("name", "value") and reading.is_enum(node.value)


def _joined(node: ast.AST, reading: Reading, *, is_text: bool) -> Iterator[str]:
    """Messages that stand beside each other like words of one sentence, and are no whole sentences."""
    for expression in _neighbours(node, reading):
        for outcome in reading.outcomes(expression):
            if not is_text and _is_sentence(outcome):
                yield f"puts sentences together outside cogs/texts: {ast.unparse(outcome)}"
            for message in _messages(outcome, reading):
                if not WHOLE.fullmatch(message):
                    yield f"a piece of a sentence: {message!r}"


def _neighbours(node: ast.AST, reading: Reading) -> list[ast.expr]:
    """What is filled in with nothing but spaces to what is filled in beside it."""
    match node:
        case ast.Call(func=ast.Attribute(attr="join", value=between), args=[joined]):
            gaps = [_literal(gap) for gap in reading.outcomes(between) if isinstance(gap, ast.Constant)]
            return reading.elements(joined) if any(not gap.strip(" ") for gap in gaps) else []
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
            parts = [
                part for part in _flat(node) if not isinstance(part, ast.Constant) or _literal(part).strip(" ")
            ]
            pairs = [pair for pair in pairwise(parts) if not any(isinstance(part, ast.Constant) for part in pair)]
            return [part for pair in pairs for part in pair]
    return []


def _flat(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.JoinedStr():
            return [inner for part in node.values for inner in _flat(part)]
        case ast.BinOp(op=ast.Add()):
            return [*_flat(node.left), *_flat(node.right)]
    return [node]


def _messages(node: ast.expr, reading: Reading, deep: int = 3) -> Iterator[str]:
    """What is said there, also by a function of the same module."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in reading.functions and deep:
            for inner in ast.walk(reading.functions[name]):
                if isinstance(inner, ast.Return):
                    for outcome in reading.outcomes(inner.value):
                        yield from _messages(outcome, reading, deep - 1)
        case ast.Call():
            for one in said(node):
                if one.call is node and one.literals:
                    yield from one.literals[1:] if one.kind == "c" else one.literals


def _is_prose(node: ast.AST) -> bool:
    """Words with a space, or beside one."""
    literal = _literal(node)
    return " " in literal and _has_letters(node)


def _has_letters(node: ast.AST) -> bool:
    return LETTERS.search(_literal(node)) is not None


def _has_a_letter(node: ast.AST) -> bool:
    return LETTER.search(LINK.sub("", _literal(node))) is not None


def _literal(node: ast.AST) -> str:
    """The text that a literal itself has; NUL where something is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "\0".join(_literal(part) for part in node.values)
    return ""
