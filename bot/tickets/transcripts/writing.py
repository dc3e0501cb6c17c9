"""A transcript as files, with what people sent from our disk, and not larger than they may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from bot.tickets.transcripts import as_json
from bot.tickets.transcripts.page import Answer, Labels, page
from bot.tickets.transcripts.transcript import Transcript, fitting, without


@dataclass(frozen=True)
class Written:
    """A file of a transcript."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Writer:
    """Writes in this time zone. `path_of` says where the file of a hash is, if it is there."""

    zone: tzinfo
    path_of: Callable[[str], Path]

    def write(
        self, transcript: Transcript, labels: Labels, answers: Sequence[Answer], most_bytes: int
    ) -> list[Written]:
        """The page and its JSON, none larger than so many bytes: where they are, one zip of both; nothing where that is, too.

        Files of the ticket are in the page as far as they fit. Blocks for as long as it takes: about a second for 10,000 messages.
        """
        transcript = without(transcript, self._lost(transcript))
        name = f"ticket-{transcript.ticket.number}"
        beside = Written(f"{name}.json", as_json.as_text(transcript).encode(errors="replace"))
        contents = self._contents(fitting(transcript.files, most_bytes // 2))  # base64 makes a third more of it
        html = page(transcript, labels, answers, self.zone, contents).encode(errors="replace")
        if contents and len(html) > most_bytes:
            html = page(transcript, labels, answers, self.zone, {}).encode(errors="replace")
        both = [Written(f"{name}.html", html), beside]
        if _fit(both, most_bytes):
            return both
        packed = [Written(f"{name}.zip", _zipped(both))]
        return packed if _fit(packed, most_bytes) else []

    def _lost(self, transcript: Transcript) -> set[str]:
        """What was kept, and was erased since another backup was made, or taken from the disk by somebody."""
        hashes = {file.hash for file in transcript.files if file.hash is not None}
        return {hash for hash in hashes if not self.path_of(hash).is_file()}

    def _contents(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """As far as they are on the disk, which others look after, too."""
        paths = {hash: self.path_of(hash) for hash in hashes}
        return {hash: path.read_bytes() for hash, path in paths.items() if path.is_file()}


def _fit(files: Iterable[Written], most_bytes: int) -> bool:
    return all(len(file.content) <= most_bytes for file in files)


def _zipped(files: Iterable[Written]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return packed.getvalue()
