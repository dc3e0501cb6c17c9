"""The page of a transcript: one file that needs no other, runs nothing and fetches nothing. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bot.tickets.note import Note
from bot.tickets.record.message import FileState, Kept, KeptFile, Kind, Poll, Words
from bot.tickets.record.names import file_name
from bot.tickets.transcripts.markup import Sight, address, rendered
from bot.tickets.transcripts.template import PAGE, POLICY, STYLE
from bot.tickets.transcripts.transcript import Transcript, is_of_people, is_shown, names_in

_TEMPLATE = Environment(autoescape=True, trim_blocks=False, auto_reload=False).from_string(PAGE)
_COLOURS = 6
_CUSTOM = re.compile(r"<a?:(\w{1,40}):\d+>")
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
"""By how they begin, whatever they are called: no other file is shown, and an SVG could do more than show."""


@dataclass(frozen=True)
class Answer:
    """What was filled into one field of the form: its label for the reader, the text, and the names and sizes of files."""

    label: str
    text: str
    files: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Labels:
    """What the page says of itself, in the reader's language. `made` is its last line. `facts` are in Discord's Markdown.

    `happened` is the sentence for what Discord wrote, such as that this author has added somebody; `size` says how large a
    file of so many bytes is.
    """

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    made: str
    form: str
    conversation: str
    nothing: str
    bot: str
    note: str
    edited: str
    earlier: str
    deleted: str
    answer: str
    unknown: str
    untold: str
    erased: str
    forwarded: str
    picture: str
    sticker: str
    poll: str
    owed: str
    lost: str
    too_large: str
    gone: str
    erased_file: str
    left_out: str
    happened: Callable[[Kept, str], str]
    size: Callable[[int], str]


def page(
    transcript: Transcript,
    labels: Labels,
    answers: Iterable[Answer],
    zone: tzinfo,
    contents: Mapping[str, bytes],
) -> str:
    """`contents` are the files that stand in the page themselves, by their hashes; of the others it says why they do not."""
    maker = _Maker(transcript, labels, zone, contents)
    return _TEMPLATE.render(
        labels=labels,
        policy=POLICY,
        style=Markup(STYLE),
        facts=[(name, rendered(value, maker.sight)) for name, value in labels.facts],
        form=[maker.answer(one) for one in answers],
        lines=maker.lines(),
    )


@dataclass(slots=True)
class _File:
    """`picture` and `data` are its content, as an address of its own; where there is neither, it says `why`."""

    name: str
    size: str
    picture: str = ""
    data: str = ""
    why: str = ""


@dataclass(slots=True)
class _Filled:
    label: str
    text: str
    files: Sequence[_File]


@dataclass(slots=True)
class _Embed:
    author: str
    title: str
    url: str
    text: str
    fields: Sequence[tuple[str, str]]
    pictures: Sequence[str]
    footer: str


@dataclass(slots=True)
class _Forwarded:
    at: str
    text: str
    embeds: Sequence[_Embed]
    files: Sequence[_File]


@dataclass(slots=True)
class _Words:
    """`is_plain`: there is nothing but the text."""

    text: str
    is_plain: bool = True
    is_untold: bool = False
    embeds: Sequence[_Embed] = ()
    forwarded: Sequence[_Forwarded] = ()
    poll: Poll | None = None
    stickers: Sequence[str] = ()
    files: Sequence[_File] = ()


@dataclass(slots=True)
class _Line:
    """`happened` where Discord wrote it: then there is no author. `answers` is which message of whom; it may not be there."""

    id: str
    at: str
    happened: str = ""
    name: str = ""
    letter: str = ""
    colour: int = 0
    tag: str = ""
    classes: str = ""
    edited: str = ""
    deleted: str = ""
    erased: str = ""
    answers: tuple[int, str] | None = None
    words: _Words | None = None
    reactions: Sequence[tuple[str, int]] = ()
    earlier: Sequence[tuple[str, _Words]] = ()


class _Maker:
    """Makes of each value what the template shows of it."""

    def __init__(
        self, transcript: Transcript, labels: Labels, zone: tzinfo, contents: Mapping[str, bytes]
    ) -> None:
        self._transcript = transcript
        self._labels = labels
        self._contents = contents
        self._names = names_in(transcript)
        self.sight = Sight(self._names, zone)
        self._shown = [kept for kept in transcript.said if is_shown(kept)]
        self._authors = {kept.said.id: self._name(kept) for kept in self._shown}

    def answer(self, one: Answer) -> _Filled:
        files = tuple(_File(file_name(name), self._labels.size(size)) for name, size in one.files)
        return _Filled(one.label, rendered(one.text, self.sight), files)

    def lines(self) -> Iterator[_Line]:
        """What was said and noted, in order: each made when the template is there, so that few are in memory at a time."""
        all_of_it: list[tuple[datetime, Kept | Note]] = [(kept.said.at, kept) for kept in self._shown]
        all_of_it += [(note.at, note) for note in self._transcript.notes]
        for _, one in sorted(all_of_it, key=lambda one: one[0]):
            yield self._note(one) if isinstance(one, Note) else self._line(one)

    def _line(self, kept: Kept) -> _Line:
        said, labels = kept.said, self._labels
        line = _Line(str(said.id), self.sight.moment(said.at))
        if kept.erased_at is not None:
            line.erased = self.sight.moment(kept.erased_at)
        if not is_of_people(kept):
            line.happened = labels.happened(kept, self._name(kept))
            return line
        _sign(line, said.author.id, self._name(kept))
        if kept.kind is Kind.NOTE:
            line.tag, line.classes = labels.note, "note"
        elif said.author.is_bot:
            line.tag = labels.bot
        edited_at = kept.versions[-1].at if kept.versions else said.edited_at
        if edited_at is not None:
            line.edited = self.sight.moment(edited_at)
        if kept.deleted_at is not None:
            line.deleted = self.sight.moment(kept.deleted_at)
            line.classes = f"{line.classes} deleted".strip()
        if said.reply_to is not None:
            line.answers = (said.reply_to, self._authors.get(said.reply_to, ""))
        line.reactions = [(_emoji(emoji), count) for emoji, count in said.reactions]
        if kept.erased_at is not None:  # with its words went which of the files belong to which version
            line.words = _Words("", is_plain=False, files=[self._file(one) for one in kept.files])
            return line
        line.words = self._words(kept.words, kept.files)
        if kept.versions:
            versions = [(said.edited_at or said.at, said.words), *((one.at, one.words) for one in kept.versions)]
            line.earlier = [(self.sight.moment(at), self._words(words, kept.files)) for at, words in versions[:-1]]
        return line

    def _note(self, note: Note) -> _Line:
        line = _Line(f"n{note.number}", self.sight.moment(note.at), tag=self._labels.note, classes="note")
        _sign(line, note.author_id, self._name_of(note.author_id))
        line.words = _Words(rendered(note.text, self.sight))
        return line

    def _name(self, kept: Kept) -> str:
        author = kept.said.author
        return author.name if kept.erased_at is None else self._name_of(author.id)

    def _name_of(self, member_id: int) -> str:
        return self._names.get(f"<@{member_id}>", str(member_id))

    def _words(self, words: Words, files: Sequence[KeptFile]) -> _Words:
        sight = Sight({**self._names, **dict(words.names)}, self.sight.zone) if words.names else self.sight
        found = _Words(rendered(words.text, sight) if words.text else "")
        if words.text and not (words.embeds or words.forwarded or words.poll or words.stickers or words.file_ids):
            return found
        found.is_plain = False
        found.is_untold = words.text is None
        found.embeds = [_embed(one, sight) for one in words.embeds]
        found.forwarded = [
            _Forwarded(
                sight.moment(one.at),
                rendered(one.text, sight),
                [_embed(embed, sight) for embed in one.embeds],
                self._files(one.file_ids, files),
            )
            for one in words.forwarded
        ]
        found.poll, found.stickers = words.poll, words.stickers
        found.files = self._files(words.file_ids, files)
        return found

    def _files(self, ids: Sequence[int], files: Sequence[KeptFile]) -> list[_File]:
        return [self._file(kept) for kept in files if kept.file.id in ids]

    def _file(self, kept: KeptFile) -> _File:
        labels = self._labels
        found = _File(file_name(kept.file.name), labels.size(kept.file.size))
        content = self._contents.get(kept.hash) if kept.hash else None
        if content is None:
            found.why = {
                FileState.OWED: labels.owed,
                FileState.KEPT: labels.left_out,
                FileState.LOST: labels.lost,
                FileState.TOO_LARGE: labels.too_large,
                FileState.GONE: labels.gone,
                FileState.ERASED: labels.erased_file,
            }[kept.state]
            return found
        data = b64encode(content).decode()
        if kind := _kind(content):
            found.picture = f"data:{kind};base64,{data}"
        else:
            found.data = f"data:application/octet-stream;base64,{data}"
        return found


def _sign(line: _Line, author_id: int, name: str) -> None:
    line.name, line.colour = name, author_id // 4096 % _COLOURS
    line.letter = next((one for one in name if one.isalnum()), "?").upper()


def _embed(embed: Mapping[str, Any], sight: Sight) -> _Embed:
    """As Discord has it; pictures are named by where they are, and not fetched."""
    pictures = [_within(embed, name, "url") for name in ("thumbnail", "image", "video")]
    fields = embed.get("fields")
    return _Embed(
        author=_within(embed, "author", "name"),
        title=str(embed.get("title") or ""),
        url=address(str(embed["url"])) if embed.get("url") else "",
        text=rendered(str(embed.get("description") or ""), sight),
        fields=[
            (str(field.get("name", "")), rendered(str(field.get("value", "")), sight))
            for field in (fields if isinstance(fields, list) else ())
        ],
        pictures=[address(url) for url in pictures if url],
        footer=_within(embed, "footer", "text"),
    )


def _within(embed: Mapping[str, Any], part: str, name: str) -> str:
    found = embed.get(part)
    return str(found.get(name) or "") if isinstance(found, Mapping) else ""


def _emoji(emoji: str) -> str:
    custom = _CUSTOM.fullmatch(emoji)
    return f":{custom[1]}:" if custom else emoji


def _kind(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begins, kind in _PICTURES.items() if content.startswith(begins)), None)
