"""The page of a transcript: whole, for whom it is made, and harmless whatever stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, timedelta

import pytest

from bot.ticket_urgency import Priority
from bot.tickets.note import Note
from bot.tickets.record.message import (
    Author,
    File,
    FileState,
    Forwarded,
    Kept,
    KeptFile,
    Kind,
    Poll,
    Said,
    Version,
    Words,
)
from bot.tickets.ticket import Detail, Event, EventKind, Receipts, Status, Ticket
from bot.tickets.transcripts.as_json import as_text
from bot.tickets.transcripts.page import Answer, Labels, page
from bot.tickets.transcripts.transcript import Transcript, fitting, for_customer
from cogs.texts.language import ENGLISH, language_of
from cogs.texts.transcripts import labels, size
from tests.services import HERE, NOON
from tests.tickets.transcripts.hostile import ALL

ANN, SAM = 5 << 12, 6 << 12
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
TICKET = Ticket(
    id=1,
    guild_id=HERE,
    number=12,
    type_id="delivery",
    status=Status.CLOSED,
    priority=Priority.P2,
    requester_id=ANN,
    assignee_id=SAM,
    summary="It fails",
    details=(Detail("What?", "It fails", (), "what"),),
    question_id=None,
    interaction_id=1,
    opened_at=NOON,
    receipts=Receipts(55),
    announced_event_id=0,
)
LABELS = Labels(
    **{field.name: field.name for field in fields(Labels)}  # type: ignore[arg-type]  # some are no texts
    | {"language": "en", "title": "Ticket #12", "facts": [("Who", f"<@{ANN}>")], "warnings": ["careful"]}
    | {"happened": lambda kept, by: f"{by} {kept.said.type} {kept.words.names}", "size": lambda size: f"{size} B"}
)


def kept(id_: int, words: Words, *, by: int = ANN, kind: Kind = Kind.MESSAGE, **more: object) -> Kept:
    names = {ANN: "Ann", SAM: "Sam"}
    said = Said(id_, HERE, 55, Author(by, names.get(by, "?")), NOON + timedelta(seconds=id_), words, **more)  # type: ignore[arg-type]
    return Kept(said, kind)


def file(id_: int, message_id: int, name: str, hash: str | None, state: FileState = FileState.KEPT) -> KeptFile:
    return KeptFile(id_, message_id, HERE, 55, File(id_, name, 2048, "https://cdn.invalid/x"), state, hash)


HISTORY = (
    kept(1, Words("Hello **there**"), reactions=(("👍", 2), ("<:wave:7>", 1))),
    replace(
        kept(2, Words("first words"), by=SAM, reply_to=1),
        versions=(Version(NOON + timedelta(minutes=5), Words("second words")),),
    ),
    replace(kept(3, Words("the password is hunter2"), by=SAM), deleted_at=NOON + timedelta(minutes=6)),
    replace(
        kept(4, Words("look", file_ids=(7, 8, 9, 10))),
        files=(
            file(7, 4, "a.png", "png"),
            file(8, 4, "b.svg", "svg"),
            file(9, 4, "big.zip", None, FileState.TOO_LARGE),
            file(10, 4, "gone.txt", None, FileState.GONE),
        ),
    ),
    kept(5, Words("they pay"), by=SAM, kind=Kind.NOTE),
    kept(6, Words("", names=((f"<@{SAM}>", "Sam"),)), type="recipient_add"),
    kept(
        7,
        Words(
            "", stickers=("Wave",), poll=Poll("Which?", (("one", 2),)), forwarded=(Forwarded("from there", NOON),)
        ),
    ),
    kept(8, Words(None), by=SAM),
    kept(
        9,
        Words(
            "",
            embeds=({"title": "News", "description": "*so*", "image": {"url": "https://outside.invalid/a.png"}},),
        ),
        reply_to=99,
    ),
)
EVENTS = (
    Event(EventKind.OPENED, ANN, NOON),
    Event(EventKind.CLAIMED, SAM, NOON),
    Event(EventKind.BREACHED, None, NOON, clock="resolution"),
    Event(EventKind.ESCALATED, SAM, NOON, words=("They are angry",)),
    Event(EventKind.RESOLVED, SAM, NOON, note="for staff"),
)
NOTES = (Note(1, 1, SAM, "be kind", NOON + timedelta(seconds=4)),)
WHOLE = Transcript(TICKET, EVENTS, HISTORY, NOON, NOTES, for_staff=True)
CUSTOMERS = for_customer(TICKET, EVENTS, HISTORY, NOON)


def made(transcript: Transcript, answers: Sequence[Answer] = (), **contents: bytes) -> str:
    return page(transcript, LABELS, answers, UTC, contents)


def text_of(html: str) -> str:
    body = html[html.index("<body>") :]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_staff_read_all_that_was_said_in_its_order() -> None:
    html = made(WHOLE, [Answer("What?", "It *fails*", (("log.txt", 10),))], png=PNG, svg=SVG)
    text = text_of(html)
    for said in (
        "careful form What? It fails log.txt 10 B conversation",
        "Ann 2026-03-03 12:00 Hello there 👍 2 :wave: 1",
        "second words earlier 2026-03-03 12:00 first words",
        "deleted 2026-03-03 12:06 the password is hunter2",
        "a.png 2048 B b.svg 2048 B big.zip 2048 B · too_large gone.txt 2048 B · gone",
        "note 2026-03-03 12:00 be kind",
        "note 2026-03-03 12:00 they pay",
        "Ann recipient_add",
        "forwarded · 2026-03-03 12:00 from there poll Which? one · 2 sticker: Wave",
        "untold",
        "unknown News so picture: https://outside.invalid/a.png",
    ):
        assert said in text.replace(f"{NOON:%Y-%m-%d}", "2026-03-03")
    assert 'href="#m1"' in html
    assert text.index("be kind") < text.index("they pay") < text.index("recipient_add")


def test_what_was_erased_is_said_to_be_erased_and_not_to_be_unknown_or_nobodys() -> None:
    erased_at = NOON + timedelta(days=20)
    bare, nameless = Words(None), Author(SAM, "")
    unnamed = replace(file(7, 2, "[…]", None, FileState.ERASED), file=File(7, "[…]", 2048, ""))
    said = [
        kept(1, Words("Hello", names=((f"<@{SAM}>", "Sam"),))),
        replace(kept(2, bare), files=(unnamed,), versions=(Version(NOON, bare),)),
        kept(3, bare, by=ANN, type="channel_name_change"),
        kept(4, Words("see above"), reply_to=2),
    ]
    said[1] = replace(said[1], said=replace(said[1].said, author=nameless), erased_at=erased_at)
    said[2] = replace(said[2], said=replace(said[2].said, author=Author(99, "")), erased_at=erased_at)
    whole = Transcript(TICKET, (), tuple(said), NOON, for_staff=True)
    noon, day = (f"{at:%Y-%m-%d %H:%M}" for at in (NOON, erased_at))
    for transcript in (whole, for_customer(TICKET, (), said, NOON)):
        html = made(transcript)
        text = text_of(html)
        assert f"S Sam {noon} · edited {noon} erased {day}" in text
        assert f"erased {day} A Ann" in text
        assert '<bdi class="name"></bdi>' not in html
        assert '<a href="#m2"><bdi>Sam</bdi></a>' in html
        for wrong in ("untold", "earlier", "gone", "unknown", "?"):
            assert wrong not in text
        times = [one["erased_at"] for one in json.loads(as_text(transcript))["messages"]]
        assert times == [None, erased_at.isoformat(), erased_at.isoformat(), None]
    assert "2048 B · erased_file" in text_of(made(whole))


@pytest.mark.parametrize(
    ("type_", "words", "english", "german"),
    [
        (
            "recipient_add",
            Words("", names=(("<@6>", "Sam"), ("<@7>", "\u202eBob"))),
            "⟨Ann⟩ has added ⟨Sam⟩ and ⟨Bob⟩ to the thread.",
            "⟨Ann⟩ hat ⟨Sam⟩ und ⟨Bob⟩ zum Thread hinzugefügt.",
        ),
        (
            "recipient_remove",
            Words(None),
            "⟨Ann⟩ has removed somebody from the thread.",
            "⟨Ann⟩ hat jemanden aus dem Thread entfernt.",
        ),
        ("pins_add", Words(""), "⟨Ann⟩ has pinned a message.", "⟨Ann⟩ hat eine Nachricht angeheftet."),
        (
            "channel_name_change",
            Words("#1 new"),
            "⟨Ann⟩ has renamed the thread: ⟨#1 new⟩",
            "⟨Ann⟩ hat den Thread umbenannt: ⟨#1 new⟩",
        ),
        ("channel_name_change", Words(None), "⟨Ann⟩ has renamed the thread.", "⟨Ann⟩ hat den Thread umbenannt."),
        ("call", Words(""), "Discord wrote for ⟨Ann⟩: ⟨call⟩", "Discord schrieb für ⟨Ann⟩: ⟨call⟩"),
    ],
)
def test_what_discord_wrote_is_one_sentence_in_the_readers_language(
    type_: str, words: Words, english: str, german: str
) -> None:
    transcript = replace(WHOLE, said=(kept(1, words, type=type_),), notes=())
    for t, sentence in ((ENGLISH, english), (language_of("de"), german)):
        html = page(transcript, labels(t, transcript, "", "UTC"), [], UTC, {})
        assert f">{sentence}<".replace("⟨", "\u2068").replace("⟩", "\u2069") in html


def test_the_size_of_a_file_is_written_as_the_reader_writes_numbers() -> None:
    assert [size(ENGLISH, one) for one in (1023, 1024, 3 << 19)] == ["1023 B", "1.0 KB", "1.5 MB"]
    assert [size(language_of("de"), one) for one in (0, 1536, 3 << 19)] == ["0 B", "1,5 KB", "1,5 MB"]


def test_a_picture_is_shown_and_whatever_else_somebody_sends_is_only_saved() -> None:
    html = made(WHOLE, png=PNG, svg=SVG)
    assert re.findall(r'src="([^,]*),', html) == ["data:image/png;base64"]
    assert re.findall(r'download="([^"]*)"', html) == ["b.svg"]
    assert re.findall(r'href="(data:[^,]*),', html) == ["data:application/octet-stream;base64"]
    assert "left_out" in text_of(made(WHOLE))
    assert fitting(WHOLE.files, 4096) == {"png": 2048, "svg": 2048}
    assert fitting(WHOLE.files, 4095) == {"png": 2048}


def test_a_customer_reads_what_stands_in_the_thread_and_nothing_that_was_taken_back_or_is_staffs() -> None:
    for made_of_it in (made(CUSTOMERS), as_text(CUSTOMERS)):
        assert "second words" in made_of_it
        for hidden in (
            "first words",
            "hunter2",
            "they pay",
            "be kind",
            "angry",
            "for staff",
            "breached",
            "escalated",
        ):
            assert hidden not in made_of_it
    assert "deleted" in text_of(made(CUSTOMERS))


def test_the_json_holds_what_the_page_holds_and_more() -> None:
    said = json.loads(as_text(WHOLE))
    assert (said["format"], said["ticket"]["number"], said["for_staff"]) == (1, 12, True)
    assert [one["id"] for one in said["messages"]] == [str(one.said.id) for one in HISTORY]
    assert said["messages"][1]["versions"][0]["text"] == "second words"
    assert said["messages"][3]["files"][0]["sha256"] == "png"
    assert said["notes"][0]["text"] == "be kind"
    assert [one["kind"] for one in said["events"]] == [one.kind.value for one in EVENTS]
    assert said["events"][3]["words"] == ["They are angry"]


def hostile() -> Transcript:
    """Everything that people can fill, filled with what could do harm."""
    said = []
    for number, bad in enumerate(ALL):
        bad_file = replace(file(number, number, bad, "bad"), message_id=number)
        words = Words(
            bad,
            embeds=(
                {
                    "title": bad,
                    "description": bad,
                    "url": bad,
                    "author": {"name": bad},
                    "footer": {"text": bad},
                    "fields": [{"name": bad, "value": bad}],
                    "image": {"url": bad},
                    "thumbnail": bad,
                },
            ),
            stickers=(bad,),
            poll=Poll(bad, ((bad, 1),)),
            forwarded=(Forwarded(bad, NOON),),
            names=(("<@5>", bad), ("<@&6>", bad), (f"<@{ANN}>", bad)),
            file_ids=(number,),
        )
        one = kept(number, words, reactions=((bad, 1),))
        said.append(
            replace(
                one,
                said=replace(one.said, author=Author(ANN, bad)),
                files=(bad_file,),
                versions=(Version(NOON, words),),
            )
        )
        said.append(kept(1000 + number, Words(bad, names=(("<@5>", bad),)), type="recipient_add"))
        said.append(kept(2000 + number, Words(bad), type=bad))
    notes = tuple(Note(number, number, SAM, bad, NOON) for number, bad in enumerate(ALL, 1))
    return Transcript(TICKET, (), tuple(said), NOON, notes, for_staff=True)


def hostile_page() -> str:
    """With labels as the operator may write them."""
    labels = replace(LABELS, title=ALL[1], facts=[(bad, bad) for bad in ALL])
    answers = [Answer(bad, bad, ((bad, 1),)) for bad in ALL]
    return page(hostile(), labels, answers, UTC, {"bad": ALL[0].encode()})


def test_nothing_that_anybody_writes_becomes_part_of_the_page() -> None:
    html = hostile_page()
    assert {*re.findall(r"<([a-z0-9!]+)", html)} <= {
        *(
            "!doctype",
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "footer",
            "article",
            "details",
        ),
        *(
            "summary",
            "h1",
            "h2",
            "dl",
            "dt",
            "dd",
            "div",
            "p",
            "span",
            "bdi",
            "ul",
            "li",
            "a",
            "em",
            "strong",
            "u",
            "s",
        ),
        *("code", "pre", "blockquote"),
    }
    assert not {*re.findall(r'(?:src|href|action)="([^"]{0,4})', html)} - {
        "data",
        *(f"#m{n}"[:4] for n in range(100)),
    }
    assert html.count("<style>") == html.count("<title>") == 1
    assert html.index("Content-Security-Policy") < html.index("<title>")
    assert "49" not in text_of(html), "no template within"
    json.loads(as_text(hostile()))
