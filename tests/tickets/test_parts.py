"""What a ticket says beyond its opening message: all of it, in messages that Discord takes, and the same each time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.parts import FIELD, FILES, PART, files_of_opening, parts, pieces
from bot.tickets.ticket import QUOTED, Detail, Upload

texts = st.text(st.sampled_from("ab \n"), max_size=7000)
uploads = st.lists(st.builds(Upload, st.just("a.png"), st.just("https://cdn"), st.just(1)), max_size=25).map(tuple)
details = st.lists(
    st.builds(Detail, st.just("What"), texts, uploads, st.sampled_from(["what", QUOTED, None])), max_size=4
)


@given(texts)
def test_pieces_put_together_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(0 < len(piece) <= PART for piece in cut)
    assert len(cut) <= len(text) // (PART // 2) + 1


def test_a_text_is_cut_after_a_line_or_a_word() -> None:
    line = "x" * 1500
    assert pieces(f"{line}\n{line}") == [f"{line}\n", line]
    assert pieces("word " * 500)[0] == "word " * 400
    assert pieces("x" * 4001) == ["x" * PART, "x" * PART, "x"]
    assert pieces(f"<@1>\n> {'x' * 2000}\n<@2>")[1] == f"> {'x' * 7}\n<@2>", "what is quoted stays quoted"
    assert pieces(f"> {'x' * 1900}\n> {'y' * 200}")[1] == f"> {'y' * 200}"


@given(details)
def test_nothing_is_left_out_and_nothing_said_twice(written: list[Detail]) -> None:
    rest = parts(written)
    assert all(part.text or part.uploads for part in rest)
    assert all(len(part.uploads) <= FILES and len(part.text) <= PART for part in rest)
    said = "".join(part.text for part in rest)
    assert said == "".join(
        detail.text if detail.field_id == QUOTED else detail.text[FIELD - 1 :] if len(detail.text) > FIELD else ""
        for detail in written
    )
    sent = len(files_of_opening(written)) + sum(len(part.uploads) for part in rest)
    assert sent == sum(len(detail.uploads) for detail in written)


@given(details, texts, uploads)
def test_what_is_quoted_later_leaves_the_parts_before_it_as_they_were(
    written: list[Detail], text: str, files: tuple[Upload, ...]
) -> None:
    before = parts(written)
    assert parts([*written, Detail("Asked in", text, files, QUOTED)])[: len(before)] == before
