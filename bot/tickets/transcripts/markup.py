"""Discord's Markdown as HTML: what people wrote is escaped, and no address in it leads anywhere. Pure.

The time it takes grows with the length of the text, whatever stands in it: each sign is looked at once, one that opens waits
on a stack of at most six, and what never closes stays what was typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from html import escape

from markupsafe import Markup

from bot.visible import straight

_SIGN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<run>\*+|_+)"
    r"|(?P<pair>~~|\|\|)"
    r"|(?P<mention><(?:@[!&]?|\#)[0-9]{1,20}>)"
    r"|<a?:(?P<emoji>\w{1,40}):[0-9]{1,20}>"
    r"|<t:(?P<time>-?[0-9]{1,13})(?::[tTdDfFR])?>"
    r"|<(?P<command>/[^:<>\n]{1,100}):[0-9]{1,20}>"
    r"|<(?P<quiet>https?://[^\s<>]+)>"
    r"|\[(?P<words>[^\[\]\n]{1,1000})\]\(<?(?P<target>https?://[^\s<>()]+)>?\)"
    r"|(?P<address>https?://[^\s<>]+)"
)
"""No alternative looks further than to where it may begin once more."""

_HTML = {
    "*": ("<em>", "</em>"),
    "_": ("<em>", "</em>"),
    "**": ("<strong>", "</strong>"),
    "__": ("<u>", "</u>"),
    "~~": ("<s>", "</s>"),
    "||": ('<span class="spoiler" tabindex="0">', "</span>"),
}
_SIGNS_OF_RUN = {"*": ("*",), "**": ("**",), "***": ("**", "*"), "_": ("_",), "__": ("__",), "___": ("__", "_")}
_FENCE = "```"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}\n")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_HEADING = re.compile(r"(#{1,3}|-#) +(?=\S)")
_ITEM = re.compile(r"( *)(?:[-*]|([0-9]{1,9}\.)) +(?=\S)")
_HEADINGS = {"#": "h3", "##": "h4", "###": "h5", "-#": "small"}
_DEEPEST = 3


@dataclass(frozen=True)
class Sight:
    """What stands for what a text only points to: `names` by how mentions are written, `<@5>`, and the zone of its times."""

    names: Mapping[str, str]
    zone: tzinfo

    def moment(self, at: datetime) -> str:
        """Date and time, to the minute."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


def rendered(text: str, sight: Sight) -> Markup:
    """A text of any length, as blocks."""
    return Markup("".join(_blocks(straight(text), sight, may_quote=True)))


def address(url: str) -> Markup:
    """An address to be read and copied: nobody is led there, and nothing is fetched from it."""
    return Markup(f'<span class="address">{escape(straight(url))}</span>')


def _blocks(text: str, sight: Sight, *, may_quote: bool) -> list[str]:
    found: list[str] = []
    plain: list[str] = []
    quoted: list[str] = []

    def settle() -> None:
        if plain:
            found.extend(_paragraphs(plain, sight))
            plain.clear()
        if quoted:
            found.append(_quote("\n".join(quoted), sight))
            quoted.clear()

    at, last_fence = 0, text.rfind(_FENCE)
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if may_quote and line.startswith("> "):
            if plain:
                settle()
            quoted.append(line[2:])
            at = end + 1
            continue
        if quoted:
            settle()
        if may_quote and line.startswith(">>> "):
            settle()
            found.append(_quote(text[at + 4 :], sight))
            return found
        opens = line.find(_FENCE)
        begins = at + opens + len(_FENCE)
        if opens >= 0 and begins < last_fence:
            closes = text.find(_FENCE, begins + 1)
            if line[:opens].strip():
                plain.append(line[:opens])
            settle()
            found.append(_code_block(text[begins:closes]))
            at = closes + len(_FENCE)
            at += text.startswith("\n", at)
            continue
        plain.append(line)
        at = end + 1
    settle()
    return found


def _quote(text: str, sight: Sight) -> str:
    return f"<blockquote>{''.join(_blocks(text, sight, may_quote=False))}</blockquote>"


def _code_block(text: str) -> str:
    language = _LANGUAGE.match(text)
    code = _COLOURS.sub("", text[language.end() :] if language else text).strip("\n")
    return f"<pre><code>{escape(code)}</code></pre>"


def _paragraphs(lines: list[str], sight: Sight) -> list[str]:
    """Headings and items take a line each; what is written below one another stays so."""
    found: list[str] = []
    together: list[str] = []

    def settle() -> None:
        if together:
            found.append(f'<p dir="auto">{_inline(chr(10).join(together), sight)}</p>')
            together.clear()

    for line in lines:
        if heading := _HEADING.match(line):
            settle()
            name = _HEADINGS[heading[1]]
            found.append(f'<div class="{name}" dir="auto">{_inline(line[heading.end() :], sight)}</div>')
        elif item := _ITEM.match(line):
            settle()
            depth = min(len(item[1]) // 2, _DEEPEST)
            said = _inline(line[item.end() :], sight)
            found.append(f'<div class="item in{depth}" dir="auto">{item[2] or "•"} {said}</div>')
        else:
            together.append(line)
    settle()
    return found


@dataclass(slots=True)
class _Open:
    """What was written so far, and the signs in it that wait for their other half, each with where it stands."""

    written: list[str]
    waiting: dict[str, int]

    def meet(self, sign: str, *, may_open: bool, may_close: bool) -> None:
        place = self.waiting.get(sign)
        if place is None:
            if may_open:
                self.waiting[sign] = len(self.written)
        elif may_close and place < len(self.written) - 1:  # round nothing, signs are signs
            while self.waiting.popitem()[0] != sign:
                pass  # what waits above it never closes, and stays what it is
            self.written[place], end = _HTML[sign]
            self.written.append(end)
            return
        self.written.append(sign)


def _inline(text: str, sight: Sight) -> str:
    open_ = _Open([], {})
    say = open_.written.append
    ticks: dict[int, list[int]] | None = None
    at = 0
    while found := _SIGN.search(text, at):
        begins, ends = found.span()
        if begins > at:
            say(escape(text[at:begins]))
        at = ends
        match found.lastgroup:
            case "ticks":
                ticks = _ticks(text) if ticks is None else ticks
                same = ticks[ends - begins]
                place = bisect_left(same, ends)
                if place < len(same):
                    say(f"<code>{escape(text[ends : same[place]].strip(' ') or text[ends : same[place]])}</code>")
                    at = same[place] + ends - begins
                else:
                    say(found[0])
            case "run":
                _meet_run(open_, text, begins, ends)
            case "pair":
                open_.meet(found[0], may_open=True, may_close=True)
            case "target":
                say(f"{_inline(found['words'], sight)} ({address(found['target'])})")
            case "address":
                shown = found[0].rstrip(".,;:!?\"'*_~|)")
                at = begins + len(shown)
                say(address(shown))
            case group:
                say(_POINTS[group or ""](found[group or ""], sight) or escape(found[0]))
    say(escape(text[at:]))
    return "".join(open_.written)


def _ticks(text: str) -> dict[int, list[int]]:
    """Where there are how many ticks in a row."""
    found: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        found.setdefault(len(run[0]), []).append(run.start())
    return found


def _meet_run(open_: _Open, text: str, begins: int, ends: int) -> None:
    run = text[begins:ends]
    before, after = text[begins - 1 : begins], text[ends : ends + 1]
    is_within_a_word = run[0] == "_" and before.isalnum() and after.isalnum()
    signs = _SIGNS_OF_RUN.get(run)
    if signs is None or is_within_a_word:
        open_.written.append(run)
        return
    may_open, may_close = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    if len(signs) > 1 and may_close:  # what was opened last is closed first
        signs = tuple(sorted(signs, key=lambda sign: -open_.waiting.get(sign, -1)))
    for sign in signs:
        open_.meet(sign, may_open=may_open, may_close=may_close)


def _mention(written: str, sight: Sight) -> str:
    name = sight.names.get(written.replace("!", ""))
    sign = "#" if written.startswith("<#") else "@"
    return f'<span class="mention">{sign}<bdi>{escape(name or written.strip("<@!&#>"))}</bdi></span>'


def _emoji(name: str, _: Sight) -> str:
    return f'<span class="emoji">:{escape(name)}:</span>'


def _time(seconds: str, sight: Sight) -> str:
    """Nothing where no calendar has it."""
    try:
        return f'<span class="time">{sight.moment(_EPOCH + timedelta(seconds=int(seconds)))}</span>'
    except (OverflowError, ValueError):
        return ""


def _command(name: str, _: Sight) -> str:
    return f'<span class="mention">{escape(name)}</span>'


_POINTS: Mapping[str, Callable[[str, Sight], str]] = {
    "escaped": lambda sign, _: escape(sign),
    "mention": _mention,
    "emoji": _emoji,
    "time": _time,
    "command": _command,
    "quiet": lambda url, _: address(url),
}
