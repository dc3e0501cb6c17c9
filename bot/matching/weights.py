"""The shipped weights of the matcher's two formulas, by what they weigh. Made by `bench/fit_confidence.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, Mapping[str, Mapping[str, float]]]] = {
    "lexical": {
        "ranking": {
            "trained": 0.9912,
            "centroid": 4.1852,
            "nearest": -0.5339,
            "near": -2.6713,
            "question_covered": 1.5897,
            "phrasing_covered": 1.492,
            "entry_covered": 3.7528,
        },
        "confidence": {
            "constant": -5.6245,
            "doubt": -0.1901,
            "share": 2.5282,
            "trained": 0.1419,
            "centroid": 3.3392,
            "nearest": 2.3321,
            "near": -1.8949,
            "question_covered": -1.0215,
            "phrasing_covered": 0.4113,
            "entry_covered": 1.6953,
            "unknown": -1.0449,
            "words": 0.6136,
            "phrasings": -0.3188,
        },
        "costs": {
            "strange": 0.4295,
            "undoing": 2.8163,
            "corrected": 0.0588,
            "mistaken": 2.673,
            "inserted": 0.5845,
        },
    },
    "semantic": {
        "ranking": {
            "trained": 0.5032,
            "centroid": -2.6473,
            "nearest": 2.7525,
            "near": -1.5358,
            "question_covered": -0.2267,
            "phrasing_covered": -0.8002,
            "entry_covered": 1.9287,
            "meaning_trained": 0.2711,
            "meaning_centroid": 9.2948,
            "meaning_nearest": 2.8514,
        },
        "confidence": {
            "constant": -5.7106,
            "doubt": -0.2665,
            "share": 2.156,
            "trained": 0.187,
            "centroid": -1.0744,
            "nearest": 3.2801,
            "near": -0.9365,
            "question_covered": -1.4769,
            "phrasing_covered": -0.3929,
            "entry_covered": 1.2572,
            "meaning_trained": -0.0328,
            "meaning_centroid": 5.271,
            "meaning_nearest": -0.0231,
            "unknown": 0.3036,
            "words": 0.1953,
            "phrasings": -0.4334,
        },
        "costs": {
            "strange": 0.3234,
            "undoing": 2.5057,
            "corrected": 0.0418,
            "mistaken": 2.7101,
            "inserted": 0.5655,
        },
    },
}
