"""The knowledge base in use: swapped whole, and matched by meaning where the sentence encoder is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.config import Faq
from bot.faq.in_use import InUse, Remembering
from bot.knowledge.library import Library, load_library
from bot.matching.encoder import EncoderNotInstalled, EncoderUnusable, load_encoder, wanted_encoder
from bot.matching.meaning import Encoder
from tests.services import KNOWLEDGE

MEANT = "cannot remember the secret word to log in"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read(tmp_path, KNOWLEDGE)


def read(folder: Path, text: str) -> Library:
    (folder / "account.yaml").write_text(text, encoding="utf-8")
    library, problems = load_library(folder, ticket_types=[])
    assert library is not None, problems
    return library


class Counting:
    """Passes texts on, and keeps what was asked."""

    def __init__(self, encoder: Encoder) -> None:
        self.asked: list[list[str]] = []
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        return self._encoder.encode(texts)


@pytest.fixture
def encoder() -> Counting:
    try:
        return Counting(load_encoder())
    except EncoderNotInstalled as missing:
        pytest.skip(str(missing))


async def test_matches_are_of_the_library_that_they_come_with(tmp_path: Path, library: Library) -> None:
    knowledge = InUse(library)
    matches, used = await knowledge.rank("how do i pay an invoice")
    assert (matches[0].entry_id, used) == ("pay-invoice", library)
    later = read(tmp_path, KNOWLEDGE.replace("id: pay-invoice", "id: paying"))
    await knowledge.load(later)
    matches, used = await knowledge.rank("how do i pay an invoice")
    assert (matches[0].entry_id, used) == ("paying", later)
    explanation, used = await knowledge.explain("how do i pay an invoice")
    assert (explanation.matches[0].entry_id, used) == ("paying", later)


async def test_what_shares_no_word_is_found_by_its_meaning(library: Library, encoder: Counting) -> None:
    by_words, by_meaning = InUse(library), InUse(library, encoder)
    assert (by_words.is_semantic, by_meaning.is_semantic) == (False, True)
    await by_meaning.load(library)
    words, _ = await by_words.rank(MEANT)
    meaning, _ = await by_meaning.rank(MEANT)
    assert words[0].entry_id != "reset-password"
    assert meaning[0].entry_id == "reset-password"
    assert meaning[0].score > max([0.0, *(match.score for match in words)])


async def test_words_alone_serve_until_the_meaning_is_known(library: Library, encoder: Counting) -> None:
    knowledge = InUse(library, encoder)
    matches, _ = await knowledge.rank("how do i pay an invoice")
    assert matches[0].entry_id == "pay-invoice"
    assert encoder.asked == []


async def test_a_reload_encodes_only_what_is_new(tmp_path: Path, library: Library, encoder: Counting) -> None:
    knowledge = InUse(library, encoder)
    await knowledge.load(library)
    before = len(encoder.asked)
    await knowledge.load(read(tmp_path, KNOWLEDGE.replace("pay my bill by card", "pay my bill by debit card")))
    assert encoder.asked[before:] == [["pay my bill by debit card"]]


def test_the_same_text_gets_the_same_row_however_often_and_in_whatever_order(encoder: Counting) -> None:
    remembering = Remembering(encoder)
    first = remembering.encode(["pay a bill", "reset it", "pay a bill"])
    again = remembering.encode(["reset it", "pay a bill"])
    assert np.array_equal(first[[1, 0]], again)
    assert np.array_equal(first[0], first[2])
    assert encoder.asked == [["pay a bill", "reset it"]]


def test_a_model_of_ones_own_that_is_not_there_is_said_to_be_missing(tmp_path: Path, encoder: Counting) -> None:
    with pytest.raises(EncoderUnusable, match=r"has no model\.onnx"):
        wanted_encoder(tmp_path, Faq(model="mine"))
