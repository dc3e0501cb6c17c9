"""Markdown as it is written for web pages → what Discord shows, and what it cannot show. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urljoin

from bot.importing.titles import without_closing
from bot.knowledge.markup import Link, is_clickable, links, without_code
from bot.problems import shown

_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*+)\]:[ \t]*+(?:\n[ \t]*+)?(?:<([^\s<>]++)>|([^\s<]\S*+))[ \t]*+"
    r"(?:[\"'(][^\n]*[\"')][ \t]*+)?(?:\n|\Z)",
    re.MULTILINE,
)
_REFERENCE = re.compile(
    r"(?<![\w\]\\])(!?)\[((?:[^\[\]]|\[[^\[\]]*+\](?:\([^()\s]*+\))?+)++)\](?:\[([^\[\]]*)\])?(?![\[(:])"
)
_UNDEFINED = re.compile(r"(?<![\w\]\\])!?\[[^\[\]\n]+\]\[[^\[\]\n]*\]")
_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_COMMENT = re.compile("<!--.*?(?:-->|\\Z)", re.DOTALL)
_BREAK = re.compile(r"(?<![ \t])[ \t]*+<br[ \t]*/?>[ \t]*\n?", re.IGNORECASE)
_DEEP = re.compile(r"^ {0,3}#{4,6}[ \t]++(\S.*)$", re.MULTILINE)
_ANCHOR = re.compile(r"^( {0,3}#{1,6}[ \t].*?)(?<![ \t][ \t])[ \t]*+\{[:#.][^{}\n]*+\}[ \t]*+$", re.MULTILINE)
_TAG = re.compile(
    "</?(?:a|b|blockquote|center|code|d[dlt]|del|details|div|em|figcaption|figure|font|h[1-6r]|i|iframe|img|ins|kbd|li|mark|ol"
    r"|p|picture|pre|q|s|samp|small|source|span|strong|style|su[bp]|summary|t[dhr]|table|tbody|thead|u|ul|video)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKS = frozenset("*_`~|\\[]")
"""What Discord would read as Markdown where a page has it written out, as `&#42;`."""

_TABLE = re.compile(r"^[ \t]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++[ \t]*+(?::?-++:?)?[ \t]*+$", re.MULTILINE)
_SITE = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|===|:::+|\{%|\{\{)[ \t]*\S.*$", re.MULTILINE)
"""What only the program that makes a web site understands."""


def definitions(text: str) -> tuple[list[str], dict[str, str]]:
    """The lines of a text, empty where a link's target was defined (`[name]: https://…`), and these targets by name."""
    known: dict[str, str] = {}
    masked = without_code(text)
    for one in _DEFINITION.finditer(masked):
        if one.start() == 0 or masked[one.start() - 1] == "\n":
            known.setdefault(_name(one[1]), one[2] or one[3])
            text = text[: one.start()] + re.sub(r"[^\n]", " ", one[0]) + text[one.end() :]
    return text.split("\n"), known


def for_discord(text: str, targets: Mapping[str, str], base: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text as Discord shows it best, and a sentence for each kind of change, and for what it shows as written.

    `targets` are those of `definitions`; relative links are put together with `base`, the web address of the page, if
    it is known.
    """
    text, comments = _outside(text, _COMMENT, lambda _, __: "")
    text, _ = _outside(text, _REFERENCE, lambda one, whole: _inline(one, whole, targets))
    text, _ = _outside(text, _BREAK, lambda _, __: "\n")
    text, _ = _outside(text, _ANCHOR, lambda one, whole: whole[one.start(1) : one.end(1)])
    text, deep = _outside(
        text,
        _DEEP,
        lambda one, whole: f"**{without_closing(whole[one.start(1) : one.end(1)]).replace('**', '')}**",
    )
    text, linked, images, raw = _with_links(text, base)
    notes = tuple(_notes(without_code(text), comments, deep, linked, images, raw))
    text, _ = _outside(text, _ENTITY, lambda one, _: _character(one[0]))
    return text, notes


def _character(entity: str) -> str | None:
    """What `&amp;` stands for; None where that is nothing, or nothing that can be seen."""
    found = html.unescape(entity).replace("\xa0", " ")
    if not found or found == entity or not found.isprintable():
        return None
    return f"\\{found}" if found in _MARKS else found


def _notes(text: str, comments: int, deep: int, linked: int, images: int, raw: list[str]) -> Iterator[str]:
    if comments:
        yield f"{_many(comments, 'comment')} left out, which readers of the page did not see"
    if deep:
        yield f"{_many(deep, 'heading')} made bold, since Discord has three levels of them"
    if images:
        yield f"{_many(images, 'image')} made a link, since an answer shows none"
    if linked:
        yield f"{_many(linked, 'relative link')} completed"
    if raw:
        yield f"no whole web address, so Discord shows it as it is written: {', '.join(map(shown, dict.fromkeys(raw)))}"
    if lost := dict.fromkeys(one[0] for one in _UNDEFINED.finditer(text)):
        yield f"links whose target stands nowhere in the file: {', '.join(map(shown, lost))}"
    if tags := dict.fromkeys(tag[0].casefold() for tag in _TAG.finditer(text)):
        yield f"HTML, which Discord shows as it is written: {', '.join(map(shown, tags))}"
    if _TABLE.search(text):
        yield "a table, which Discord shows as it is written"
    if marks := dict.fromkeys(mark[0].strip() for mark in _SITE.finditer(text)):
        yield f"marks of a web site, which Discord shows as they are written: {', '.join(map(shown, marks))}"


def _many(count: int, what: str) -> str:
    return f"1 {what} was" if count == 1 else f"{count} {what}s were"


def _outside(
    text: str, pattern: re.Pattern[str], instead: Callable[[re.Match[str], str], str | None]
) -> tuple[str, int]:
    """Replace what is found outside of code, but for what `instead` returns None; and how often that was.

    `instead` gets the match, in which code is blank, and the text as it is.
    """
    parts, at, count = [], 0, 0
    for one in pattern.finditer(without_code(text)):
        new = instead(one, text)
        if new is not None:
            parts += [text[at : one.start()], new]
            at, count = one.end(), count + 1
    return "".join([*parts, text[at:]]), count


def _name(reference: str) -> str:
    return " ".join(reference.casefold().split())


def _inline(one: re.Match[str], text: str, targets: Mapping[str, str]) -> str | None:
    """`[words][name]` or `[name]` with its target, if that is defined."""
    words = text[one.start(2) : one.end(2)]
    target = targets.get(_name(one[3] or words))
    return None if target is None else f"{one[1]}[{words}]({target})"


def _with_links(text: str, base: str | None) -> tuple[str, int, int, list[str]]:
    """With relative links completed and images made links; how many of each, and what is left as it was."""
    parts: list[str] = []
    raw: list[str] = []
    at = linked = images = 0
    for link in links(text):
        words = _IMAGE.sub(r"\1", link.words).strip()
        images += len(_IMAGE.findall(link.words))
        target = _whole(link.target, base)
        old = text[link.start : link.end]
        if not is_clickable(target):
            raw.append(old)
            new = old
        else:
            linked += target != link.target
            images += link.is_image
            new = _written(link, words, target, old)
        parts += [text[at : link.start], new]
        at = link.end
    return "".join([*parts, text[at:]]), linked, images, raw


def _whole(target: str, base: str | None) -> str:
    if base is None or is_clickable(target):
        return target
    try:
        return urljoin(base, target)
    except ValueError:  # brackets that are no address
        return target


def _written(link: Link, words: str, target: str, old: str) -> str:
    if not words:
        return target
    unchanged = not link.is_image and words == link.words.strip() and target == link.target
    return old if unchanged else f"[{words}]({target})"
