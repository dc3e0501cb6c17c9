"""The knowledge base in use: swapped whole, and matched by meaning where the sentence encoder is installed."""

from __future__ import annotations

import asyncio
import threading
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.config import Faq
from bot.faq import in_use
from bot.faq.in_use import InUse, Remembering
from bot.knowledge.entry import Entry
from bot.knowledge.library import Library, load_library
from bot.matching.calibration import Kind, Trial
from bot.matching.encoder import EncoderNotInstalled, EncoderUnusable, wanted_encoder
from bot.matching.ideas import Group
from bot.matching.matcher import EXACT, Matcher
from bot.matching.meaning import Encoder
from bot.matching.phrasings import Phrasings
from bot.matching.trial import Stopped, Trials
from tests.conftest import encoder_loaded_once
from tests.encoders import ENDS_AT_LAST_SECONDS, Letters
from tests.services import KNOWLEDGE

MEANT = "cannot remember the secret word to log in"
BETWEEN = "is there another way to pay such an invoice"
"""Words alone put it neither far from everything nor are they those of a phrasing."""


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
        return Counting(encoder_loaded_once())
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
    (explanation,), used = await knowledge.explain(["how do i pay an invoice"])
    assert (explanation.matches[0].entry_id, used) == ("paying", later)


async def test_synonyms_that_are_saved_are_used_at_once(tmp_path: Path, library: Library) -> None:
    knowledge = InUse(library)
    before, _ = await knowledge.rank("how do i pay a statement")
    (tmp_path / "synonyms.yaml").write_text("synonyms: [[invoice, statement]]\n", encoding="utf-8")
    later = read(tmp_path, KNOWLEDGE)
    assert later != library
    await knowledge.load(later)
    (explanation,), used = await knowledge.explain(["how do i pay a statement"])
    assert used == later
    assert explanation.corrections == {"statement": "invoice"}
    assert explanation.matches[0].entry_id == "pay-invoice"
    assert explanation.matches[0].score > before[0].score


async def test_what_shares_no_word_is_found_by_its_meaning(library: Library, encoder: Counting) -> None:
    by_words, by_meaning = InUse(library), InUse(library, encoder)
    assert (by_words.is_semantic, by_meaning.is_semantic) == (False, True)
    await by_meaning.load(library)
    words, _ = await by_words.rank(MEANT)
    meaning, _ = await by_meaning.rank(MEANT)
    assert words[0].entry_id != "reset-password"
    assert meaning[0].entry_id == "reset-password"
    assert meaning[0].score > max([0.0, *(match.score for match in words)])


async def test_once_it_is_prepared_nobody_waits_for_a_matcher_to_be_built(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    monkeypatch.setattr(Matcher, "build", lambda *_, **__: pytest.fail("a matcher is built"))
    matches, _ = await knowledge.rank("how do i pay an invoice")
    assert matches[0].entry_id == "pay-invoice"


async def test_words_alone_serve_while_a_knowledge_base_is_read_for_its_meaning(library: Library) -> None:
    letters = Letters()
    letters.gate.clear()
    knowledge = InUse(library, letters)
    loading = asyncio.ensure_future(knowledge.load(library))
    await asyncio.to_thread(letters.is_reading.wait)
    (explanation,), _ = await knowledge.explain([BETWEEN])
    assert explanation.matches[0].entry_id == "pay-invoice"
    assert not explanation.is_by_meaning
    assert not loading.done()
    letters.gate.set()
    await loading
    (explanation,), _ = await knowledge.explain([BETWEEN])
    assert explanation.is_by_meaning


async def test_the_one_before_serves_while_the_words_of_a_knowledge_base_are_read(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    later = read(tmp_path, KNOWLEDGE.replace("id: pay-invoice", "id: paying"))
    build, has_begun, may_end = Matcher.build, threading.Event(), threading.Event()

    def slowly(entries: Sequence[Entry], synonyms: tuple[Group, ...]) -> Matcher:
        has_begun.set()
        may_end.wait(ENDS_AT_LAST_SECONDS)
        return build(entries, synonyms)

    monkeypatch.setattr(Matcher, "build", slowly)
    loading = asyncio.ensure_future(knowledge.load(later))
    await asyncio.to_thread(has_begun.wait)
    matches, used = await knowledge.rank("how do i pay an invoice")
    assert (matches[0].entry_id, used) == ("pay-invoice", library)
    may_end.set()
    await loading
    assert (await knowledge.rank("how do i pay an invoice"))[1] == later


async def test_where_the_encoder_fails_words_go_on_serving_and_the_log_says_so(
    tmp_path: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    letters = Letters()
    letters.error = RuntimeError("no memory")
    knowledge = InUse(library, letters)
    await knowledge.load(library)
    (explanation,), _ = await knowledge.explain([BETWEEN])
    assert not explanation.is_by_meaning
    assert [record.getMessage() for record in caplog.records] == [
        "questions are matched by words alone, the encoder has failed"
    ]


async def test_a_bot_that_stops_reads_no_knowledge_base_to_its_end(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    letters = Letters()
    knowledge = InUse(library, letters)
    knowledge.close()
    await knowledge.load(library)
    (explanation,), _ = await knowledge.explain([BETWEEN])
    assert (letters.asked, explanation.is_by_meaning, caplog.records) == ([], False, [])


async def test_what_is_asked_at_once_goes_to_the_encoder_at_once_and_each_text_one_time(library: Library) -> None:
    letters = Letters()
    knowledge = InUse(library, letters)
    await knowledge.load(library)
    letters.asked.clear()
    explained, _ = await knowledge.explain(
        [BETWEEN, "lovely weather over here today", BETWEEN, f"{BETWEEN} please"]
    )
    assert letters.asked == [[BETWEEN]]
    assert [one.is_by_meaning for one in explained] == [True, False, True, True]


async def test_a_question_that_cannot_be_encoded_is_judged_by_its_words(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    letters = Letters()
    knowledge = InUse(library, letters)
    await knowledge.load(library)
    letters.error = RuntimeError(f"cannot read {BETWEEN}")
    (explanation,), _ = await knowledge.explain([BETWEEN])
    by_words, _ = await InUse(library).explain([BETWEEN])
    assert [explanation] == by_words
    assert [record.getMessage() for record in caplog.records] == [
        "a question was judged by its words, the encoder has failed: RuntimeError"
    ]


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


class Tried:
    """Stands in for `try_out`: waits at the gate, and keeps what it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.phrasings: list[tuple[str, ...]] = []
        self.encoders: list[Encoder | None] = []
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.may_end.set()
        self.was_stopped = False
        monkeypatch.setattr(in_use, "try_out", self)

    def __call__(
        self,
        phrasings: Sequence[Phrasings],
        *,
        synonyms: Sequence[Group],
        encoder: Encoder | None,
        is_over: Callable[[], bool],
    ) -> Trials:
        self.phrasings.append(tuple(one.entry_id for one in phrasings))
        self.encoders.append(encoder)
        self.has_begun.set()
        assert self.may_end.wait(ENDS_AT_LAST_SECONDS)
        if is_over():
            self.was_stopped = True
            raise Stopped
        return Trials(NEVER_RIGHT, NEVER_RIGHT)


NEVER_RIGHT = (Trial(Kind.NEAR, 2.0, is_right=False),) * 50
"""Lowers every score."""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Tried:
    return Tried(monkeypatch)


async def score(knowledge: InUse) -> float:
    matches, _ = await knowledge.rank(BETWEEN)
    return matches[0].score


async def test_what_is_asked_while_a_knowledge_base_is_tried_is_judged_by_the_shipped_weights(
    library: Library, tried: Tried
) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    before = await score(knowledge)
    tried.may_end.clear()
    calibrating = asyncio.ensure_future(knowledge.calibrate())
    await asyncio.to_thread(tried.has_begun.wait)
    assert await score(knowledge) == before
    tried.may_end.set()
    await calibrating
    assert await score(knowledge) < before


async def test_a_phrasing_word_by_word_is_as_sure_as_ever(library: Library, tried: Tried) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    await knowledge.calibrate()
    matches, _ = await knowledge.rank("how do i pay an invoice")
    assert matches[0].score == EXACT


async def test_the_same_phrasings_are_not_tried_again(tmp_path: Path, library: Library, tried: Tried) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    await knowledge.calibrate()
    await knowledge.calibrate()
    lowered = await score(knowledge)
    await knowledge.load(read(tmp_path, KNOWLEDGE.replace("Under **Billing**.", "In your account.")))
    await knowledge.calibrate()
    assert (len(tried.phrasings), await score(knowledge)) == (1, lowered)
    await knowledge.load(read(tmp_path, KNOWLEDGE.replace("pay my bill by card", "pay my bill by debit card")))
    await knowledge.calibrate()
    assert len(tried.phrasings) == 2


async def test_another_library_that_is_loaded_meanwhile_does_not_get_what_the_one_before_told(
    tmp_path: Path, library: Library, tried: Tried
) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    tried.may_end.clear()
    calibrating = asyncio.ensure_future(knowledge.calibrate())
    await asyncio.to_thread(tried.has_begun.wait)
    later = read(tmp_path, KNOWLEDGE.replace("id: pay-invoice", "id: paying"))
    await knowledge.load(later)
    before = await score(knowledge)
    tried.may_end.set()
    await calibrating
    assert (knowledge.library, await score(knowledge)) == (later, before)
    await knowledge.calibrate()
    assert [("paying" in entries, "pay-invoice" in entries) for entries in tried.phrasings] == [
        (False, True),
        (True, False),
    ]
    assert await score(knowledge) < before


async def test_a_bot_that_stops_tries_nothing_to_its_end(library: Library, tried: Tried) -> None:
    knowledge = InUse(library)
    await knowledge.prepare()
    before = await score(knowledge)
    tried.may_end.clear()
    calibrating = asyncio.ensure_future(knowledge.calibrate())
    await asyncio.to_thread(tried.has_begun.wait)
    knowledge.close()
    tried.may_end.set()
    await calibrating
    assert (tried.was_stopped, await score(knowledge)) == (True, before)


async def test_before_anything_is_prepared_there_is_nothing_to_try(library: Library, tried: Tried) -> None:
    await InUse(library).calibrate()
    assert tried.phrasings == []


async def test_meaning_is_tried_too_and_nothing_that_is_known_is_encoded_again(
    library: Library, tried: Tried
) -> None:
    letters = Letters()
    knowledge = InUse(library, letters)
    await knowledge.load(library)
    before = await score(knowledge)
    letters.asked.clear()
    await knowledge.calibrate()
    assert await score(knowledge) < before
    [encoder] = tried.encoders
    assert encoder is not None
    letters.asked.clear()
    encoder.encode(["pay my bill by card", "something that is new"])
    assert letters.asked == [["something that is new"]]


class Wide:
    """As many numbers a text as the default encoder gives."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 384), np.float32)


def test_what_is_remembered_is_held_once() -> None:
    remembering = Remembering(Wide())
    texts = [f"{number} ways to pay" for number in range(1_000)]
    tracemalloc.start()
    try:
        given = remembering.encode(texts)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1.5 * given.nbytes


def test_a_model_of_ones_own_that_is_not_there_is_said_to_be_missing(tmp_path: Path, encoder: Counting) -> None:
    with pytest.raises(EncoderUnusable, match=r"has no model\.onnx"):
        wanted_encoder(tmp_path, Faq(model="mine"))
