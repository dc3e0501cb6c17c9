"""Every sentence can be translated: the rules of cogs/texts, over the source; each shown to notice a violation."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.texts import extraction
from tests.texts.extraction import ROOT, placeholders, said

TEXTS = "cogs/texts/"
SAYING = {"label", "title", "description", "content", "placeholder", "text", "reason", "topic"}
"""What Discord shows, by the names of the arguments that take it."""

SENDING = {"send", "send_message", "reply"}
NAMED_IN_ENGLISH = {"command", "ContextMenu", "Group"}
FOR_THE_LOG = {"listening", "answering", "incident"}
"""The functions of cogs/failures.py that take what failed."""

CAPITALISED = re.compile(r"[A-Z][a-z]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
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
    for one in said(tree):
        line = one.call.lineno
        if not is_text:
            yield line, "a sentence outside cogs/texts"
        elif one.literals is None:
            yield line, "the message is not a literal, or has too few or too many beside it"
        else:
            yield from ((line, what) for what in _wrongly_filled(one, one.literals))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((function.lineno, what) for what in _language_of(function))
    if is_text and _speaks(tree):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "cogs.texts.language":
                names = {alias.name for alias in node.names} - {"Language"}
                yield from ((node.lineno, f"takes {name} in place of the reader's language") for name in names)
    yield from _prose(tree, is_text=is_text)


def _wrongly_filled(one: extraction.Said, words: list[str]) -> Iterator[str]:
    """Placeholders without a value, values without a placeholder, and placeholders that are more than a name."""
    try:
        named = [placeholders(word) for word in (words[1:] if one.kind == "c" else words)]
    except ValueError as error:
        yield str(error)
        return
    given = {keyword.arg or "**" for keyword in one.call.keywords}
    for keyword in one.call.keywords:
        if any(map(_has_letters, _outcomes(keyword.value))):
            yield f"{{{keyword.arg}}} is filled with words of its own"
    if one.kind == "n":
        if "count" in given:
            yield "{count} comes by itself"
        named = [names - {"count"} for names in named]
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


def _prose(tree: ast.Module, *, is_text: bool) -> Iterator[tuple[int, str]]:
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
            allowed.update(id(part) for part in node.values)
        if _is_text_with_words(node) if is_text else _is_prose(node) or any(map(_has_letters, _shown(node))):
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
        case ast.Assign(targets=[ast.Name(id="what")]) if not is_text:
            yield node  # what failed


def _shown(node: ast.AST) -> list[ast.expr]:
    """What Discord shows to people, whatever it looks like."""
    match node:
        case ast.keyword(arg=name) if name in SAYING:
            return _outcomes(node.value)
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in SENDING:
            return _outcomes(first)
    return []


def _outcomes(node: ast.expr | None) -> list[ast.expr]:
    """What an expression may come to, as far as one sees: both sides of `a if b else c` and of `a or b`."""
    match node:
        case None:
            return []
        case ast.IfExp():
            return [*_outcomes(node.body), *_outcomes(node.orelse)]
        case ast.BoolOp():
            return [outcome for value in node.values for outcome in _outcomes(value)]
    return [node]


def _is_text_with_words(node: ast.AST) -> bool:
    """In cogs/texts what is returned is read, and so is what is put together, but for links and mentions."""
    match node:
        case ast.Return():
            return any(
                isinstance(outcome, ast.Constant) and _has_letters(outcome) for outcome in _outcomes(node.value)
            )
        case ast.JoinedStr():
            return LETTERS.search(LINK.sub("", _literal(node))) is not None
        case ast.Constant():
            return _is_prose(node) or CAPITALISED.fullmatch(_literal(node)) is not None
    return False


def _is_prose(node: ast.AST) -> bool:
    """Words with a space, or beside one."""
    literal = _literal(node)
    return " " in literal and _has_letters(node)


def _has_letters(node: ast.AST) -> bool:
    return LETTERS.search(_literal(node)) is not None


def _literal(node: ast.AST) -> str:
    """The text that a literal itself has; NUL where something is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "\0".join(_literal(part) for part in node.values)
    return ""


def sources() -> dict[str, str]:
    """Every module that speaks to people."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "cogs").rglob("*.py"))
    }


def test_every_sentence_can_be_translated() -> None:
    assert violations(sources()) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(t: Language, x: str) -> str:\n    return t(f'Ticket {x}')",
        "def f(t: Language, x: str) -> str:\n    return t('Ticket ' + x)",
        "def f(t: Language, x: str) -> str:\n    return t(x)",
        "def f(t: Language) -> str:\n    return t('')",
        "def f(t: Language) -> str:\n    return t('Ticket', 'tickets')",
        "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', many, x)",
        "def f(t: Language) -> str:\n    return t.n('One ticket', '{count} tickets')",
        "def f(t: Language, x: str) -> str:\n    return t.c(x, 'Open')",
        "def f(t: Language) -> str:\n    return t('Ticket {number}')",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket', number=x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {number}', numbr=x)",
        "def f(t: Language, x: object) -> str:\n    return t('Ticket {number}', **x)",
        "def f(t: Language, x: int) -> str:\n    return t.n('One of {name}', '{count} tickets', x, name=x)",
        "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', '{count} tickets', x, count=x)",
        "def f(t: Language, x: int) -> str:\n    return t.c('a verb', 'Open {count}')",
        "def f(t: Language, x: float) -> str:\n    return t('Score {score:.2f}', score=x)",
        "def f(t: Language, x: float) -> str:\n    return t('Score {score!r}', score=x)",
        "def f(t: Language, x: Ticket) -> str:\n    return t('Ticket {x.number}', x=x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {0}', x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {}', x)",
        "def f(t: Language, x: int) -> str:\n    return t('Ticket {Number}', Number=x)",
        "def f(t: Language) -> str:\n    return t('Write { here')",
        "def f(t: Language) -> str:\n    return t('It is a {kind}', kind='forum')",
        "def f(t: Language, x: bool) -> str:\n    return t('It is a {kind}', kind='forum' if x else 'channel')",
        "def f(x: int, t: Language) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(x: int, *, t: Language) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(t, x: int) -> str:\n    return t('Ticket {number}', number=x)",
        "def f(language: Language) -> str:\n    return language('Ticket')",
        "from cogs.texts.language import ENGLISH, Language\ndef f(t: Language) -> str:\n    return ask(ENGLISH)",
        "def f() -> str:\n    return 'Is it right?'",
        "def f() -> str:\n    return 'Approve'",
        "def f() -> str:\n    return 'forum'",
        "def f(x: bool) -> str:\n    return 'forum' if x else 'channel'",
        "def f(x: str) -> str:\n    return x or 'nothing'",
        "def f(x: str) -> str:\n    return f'{x} is open'",
        "def f(x: str) -> str:\n    return f'{x} by'",
        "def f(x: str) -> str:\n    return f'**by:** {x}'",
        "def f(x: str) -> str:\n    return x + ' by somebody'",
        "def f(t: Language, x: str) -> str:\n    return t('Open') + f' ({x} left)'",
        "def f(x: bool) -> str:\n    what = 'Approved' if x else 'Rejected'\n    return what",
        "NAMES = {'view_channel': 'View Channel'}",
    ],
)
def test_what_could_not_be_translated_is_noticed_in_the_texts(source: str) -> None:
    assert violations({"cogs/texts/tickets.py": source}) != []


@pytest.mark.parametrize(
    "source",
    [
        "await channel.send('It is done.')",
        "await channel.send('Done')",
        "await channel.send(f'{number} closed')",
        "await channel.send(text or 'Done')",
        "await interaction.response.send_message('Done' if done else text)",
        "await message.edit(content='Done')",
        "Button(label='Claim')",
        "Embed(title=f'{name}: Claimed')",
        "@command(name='rep', description='Reputation')\nasync def rep() -> None: ...",
        "Group(name='faq', description='Answers to common questions')",
        "describe(days='How many days back')",
        "raise NotStaff('Only staff can do this.')",
        "NAMES = ('Open', 'Waits for staff')",
        "await channel.send(t('Done'))",
        "def embed(ticket: Ticket, t: Language) -> Embed: ...",
        "class Desk:\n    def embed(self, ticket: Ticket, t: Language) -> Embed: ...",
    ],
)
def test_words_for_people_outside_the_texts_are_noticed(source: str) -> None:
    assert violations({"cogs/tickets/cog.py": source}) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: int) -> str:\n    return t('Ticket {number} ' 'is open', number=x)",
        ),
        (
            "cogs/texts/a.py",
            "def f(t: Language, x: int) -> str:\n    return t.n('One ticket', '{count} tickets', x)",
        ),
        ("cogs/texts/a.py", "def f(t: Language) -> str:\n    return t.c('a verb', 'Write {{this}}')"),
        (
            "cogs/texts/a.py",
            'def f(t: Language) -> str:\n    return f\'{t("One.")} {t("Two.")}\\n- {t("Three")}\'',
        ),
        ("cogs/texts/a.py", "def f(t: Language) -> str:\n    return t('Press {button}.', button=button_claim(t))"),
        ("cogs/texts/a.py", "def f(x: int) -> str:\n    return f'<t:{x}:R> https://discord.com/channels/{x}'"),
        ("cogs/texts/a.py", "def f(x: str) -> str:\n    return x.replace('not_for', '–')"),
        ("cogs/texts/a.py", "def f(x: str) -> str:\n    raise ValueError(f'line {x}: this is no text')"),
        ("cogs/tickets/cog.py", "log.info('ticket %d is open', number)"),
        ("cogs/tickets/cog.py", "async with failures.listening('edited question'): ..."),
        ("cogs/tickets/cog.py", "raise LookupError(f'not in guild {guild_id} (any more)')"),
        ("cogs/tickets/cog.py", "ContextMenu(name='Accept answer', callback=accept)"),
        (
            "cogs/tickets/cog.py",
            "@command(name='rep', description=described(texts.about_rep))\nasync def f() -> None: ...",
        ),
        ("cogs/tickets/cog.py", "def f() -> None:\n    'What is done.'\n    view = f'ticket-{number}'"),
        ("cogs/tickets/cog.py", "class Desk:\n    def f(self, t: Language, ticket: Ticket) -> str: ..."),
    ],
)
def test_what_can_be_translated_is_not_reported(path: str, source: str) -> None:
    assert violations({path: source}) == []
