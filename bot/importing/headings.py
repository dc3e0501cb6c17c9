"""The headings of a Markdown text, and which level of them holds the questions. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.importing.titles import title, without_closing

BOLD, SUMMARY = 7, 8
"""Levels below Markdown's six: a line in bold, or after `Q:`, that asks; and the summary of `<details>`."""

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]++(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*$| {4}|\t|\s*(?:[-*+>|#<]|\d+[.)])\s?")
_ENDS = re.compile(r"\s*$|\s*[-*_=]{3,}\s*$| {0,3}#{1,6}\s|\s*</?details|.*</summary>", re.IGNORECASE)
"""A line after which a paragraph begins."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_ITEM = r"(?P<item> {0,3}(?:(?:[-*+]|\d{1,4}[.)])[ \t]{1,4})?)"
_BOLD = re.compile(_ITEM + r"(?P<mark>\*\*|__)(?P<text>(?!\s).+[?？])\s*(?P=mark)[ \t:]*$")
_ASKS = re.compile(
    _ITEM + r"(?P<mark>[*_]{0,3})Q(?:uestion)?[ \t]?\d*(?:(?P=mark)[:.)]|[:.)](?P=mark))[ \t]*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"<summary[^<>]*>(?P<text>.*?)</summary>", re.DOTALL | re.IGNORECASE)
_OPENS, _CLOSES = re.compile("<details", re.IGNORECASE), re.compile("</details", re.IGNORECASE)
_SUMMARY_AT_MOST = 10  # lines

_QUESTION = re.compile(r"[?？][^\w?？]*+$|how (?:to|do|can)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents?|toc|index|on this page|inhalt(?:sverzeichnis)?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+\[.*\]\(#[^()]*+\)\s*$")


@dataclass(frozen=True)
class Heading:
    """A heading in `line`; what follows it begins in `body`, and ends before `end` at the latest (lines from 0)."""

    line: int
    body: int
    end: int
    level: int
    text: str
    indent: int = 0
    """Of what follows it in a list, of which it is an item."""

    @property
    def asks(self) -> bool:
        return bool(_QUESTION.search(self.text))

    @property
    def is_contents(self) -> bool:
        return bool(_CONTENTS.fullmatch(self.text.strip(" :")))


def headings(lines: Sequence[str]) -> list[Heading]:
    """All headings, in their order. Code and comments hold none."""
    found: list[Heading] = []
    details: list[int | None] = []  # for each <details> that is open, which heading is its summary
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            at = _after_code(lines, at, fence)
            continue
        if line.lstrip().startswith("<!--"):
            at = next((n for n in range(at, len(lines)) if "-->" in lines[n]), len(lines)) + 1
            continue
        details += [None] * len(_OPENS.findall(line))
        if heading := _heading(lines, at):
            if heading.level == SUMMARY and details:
                details[-1] = len(found)
            found.append(heading)
            at = max(heading.body, at + 1)
        else:
            at += 1
        for _ in _CLOSES.findall(line):
            summary = details.pop() if details else None
            if summary is not None:
                found[summary] = replace(found[summary], end=at - 1)
    return found


def _after_code(lines: Sequence[str], at: int, fence: re.Match[str]) -> int:
    mark = fence[1]
    for after in range(at + 1, len(lines)):
        closing = _FENCE.match(lines[after])
        if closing and closing[1].startswith(mark) and not closing[2].strip():
            return after + 1
    return len(lines)


def _heading(lines: Sequence[str], at: int) -> Heading | None:
    line, end = lines[at], len(lines)
    if atx := _ATX.match(line):
        words = title(without_closing(atx[2]))
        return Heading(at, at + 1, end, len(atx[1]), words) if words else None
    if "<summary" in line.casefold():
        after = min(at + _SUMMARY_AT_MOST, end)
        for last in range(at, after):
            if "</summary" in lines[last].casefold() and (
                summary := _SUMMARY.search("\n".join(lines[at : last + 1]))
            ):
                is_beside = "</summary" in lines[last] and lines[last].rpartition(">")[2].strip()
                return Heading(at, last if is_beside else last + 1, end, SUMMARY, title(summary["text"]))
    underline = _UNDERLINE.match(lines[at + 1]) if at + 1 < end else None
    begins = at == 0 or bool(_ENDS.match(lines[at - 1]))
    if underline and begins and not _NO_PARAGRAPH.match(line):
        return Heading(at, at + 2, end, 1 if underline[1][0] == "=" else 2, title(line))
    asks = _ASKS.match(line) or _BOLD.match(line)
    if asks is None:
        return None
    words = title(asks["text"].rstrip().removesuffix(asks["mark"]))
    return Heading(at, at + 1, end, BOLD, words, len(asks["item"]))


def text_below(lines: Sequence[str], found: Sequence[Heading], number: int) -> tuple[int, int]:
    """From and to which line the text of a heading goes, without what stands under the headings that follow."""
    heading = found[number]
    following = found[number + 1].line if number + 1 < len(found) else len(lines)
    return heading.body, max(heading.body, min(following, heading.end))


def says(lines: Sequence[str]) -> bool:
    """Whether these lines say anything, and are no table of contents."""
    told = [line for line in lines if line.strip() and not re.fullmatch(r"\W*|\s*</?details[^>]*>\s*", line)]
    return any(not _CONTENTS_LINE.match(line) for line in told)


def question_level(lines: Sequence[str], found: Sequence[Heading]) -> int | None:
    """The level whose headings are the questions; None where there is no heading.

    It is the one with the most headings that ask and have text below them. Where none asks, the highest level of which
    most have text of their own, and there are two; or else the one with the most that have.
    """
    asking = Counter(
        one.level
        for is_bold, among in ((False, found), (True, [*without_headings_of_answers(found)]))
        for number, one in enumerate(among)
        if (one.level == BOLD) is is_bold and one.asks and says(_all_below(lines, among, number))
    )
    if asking:
        return min(asking, key=lambda level: (-asking[level], level))
    plain = [(number, one) for number, one in enumerate(found) if one.level < BOLD and not one.is_contents]
    having = Counter(one.level for number, one in plain if says(lines[slice(*text_below(lines, found, number))]))
    every = Counter(one.level for _, one in plain)
    for level in sorted(having):
        if having[level] >= 2 and having[level] * 2 > every[level]:
            return level
    return min(having or every, key=lambda level: (-having[level], level), default=None)


def without_headings_of_answers(found: Sequence[Heading]) -> Iterator[Heading]:
    """Questions in bold stand under a heading, and what is below that one's level in their answers."""
    above, is_asked = 0, False
    for one in found:
        if one.level >= BOLD:
            is_asked = True
        elif is_asked and one.level > above:
            continue
        else:
            above, is_asked = one.level, False
        yield one


def _all_below(lines: Sequence[str], found: Sequence[Heading], number: int) -> Sequence[str]:
    heading = found[number]
    following = next((one.line for one in found[number + 1 :] if one.level <= heading.level), len(lines))
    return lines[heading.body : min(following, heading.end)]


def below(found: Sequence[Heading], number: int) -> Iterator[Heading]:
    """The headings that stand under one."""
    for one in found[number + 1 :]:
        if one.level <= found[number].level:
            return
        yield one
