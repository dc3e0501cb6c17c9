"""On public questions: a knowledge base that is kept better answers more, never less."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bot.config import Faq
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import judge

DATA = Path(__file__).resolve().parents[3] / "shared" / "matching"
QUESTIONS, SEED = 200, 11

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the public questions (../shared/matching beside the checkout) are not there"
)


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["hwu64"])
def test_more_phrasings_an_entry_never_mean_fewer_right_answers(name: str) -> None:
    """Of the same questions, with 5, 20 and all phrasings an entry."""
    asked = [row for row in rows(DATA / name / "queries_test.jsonl") if row["expected_id"] is not None]
    asked = random.Random(SEED).sample(asked, QUESTIONS)
    right = []
    for size in ("k5", "k20", "full"):
        base = rows(DATA / name / f"kb_{size}.jsonl")
        matcher = Matcher(Phrasings(row["id"], tuple(row["phrasings"])) for row in base)
        judged = [judge(matcher.rank(row["text"]), threshold=Faq().threshold).entry_id for row in asked]
        right.append(sum(got == row["expected_id"] for got, row in zip(judged, asked, strict=True)))
    assert right == sorted(right)
    assert right[0] > 0
