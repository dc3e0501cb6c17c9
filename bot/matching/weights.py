"""The shipped weights of the matcher's two formulas, by what they weigh. Made by `bench/fit_confidence.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, Mapping[str, Mapping[str, float]]]] = {
    "lexical": {
        "ranking": {
            "trained": 0.971,
            "centroid": 5.4419,
            "nearest": -2.1509,
            "near": -2.7897,
            "question_covered": 2.3559,
            "phrasing_covered": 1.8357,
            "entry_covered": 3.4269,
        },
        "confidence": {
            "constant": -5.6398,
            "doubt": -0.1442,
            "share": 2.6709,
            "trained": 0.3224,
            "centroid": 1.8999,
            "nearest": 2.0673,
            "near": -2.0513,
            "question_covered": -0.9526,
            "phrasing_covered": 0.6487,
            "entry_covered": 1.8185,
            "unknown": -0.9575,
            "words": 0.6887,
            "phrasings": -0.4793,
        },
        "costs": {
            "strange": 0.6676,
            "undoing": 1.9006,
            "corrected": 0.5527,
        },
    },
    "semantic": {
        "ranking": {
            "trained": 0.3523,
            "centroid": -1.1585,
            "nearest": 2.0648,
            "near": -1.3554,
            "question_covered": -0.0997,
            "phrasing_covered": -0.6993,
            "entry_covered": 1.715,
            "meaning_trained": 0.4748,
            "meaning_centroid": 6.788,
            "meaning_nearest": 2.3622,
        },
        "confidence": {
            "constant": -5.5102,
            "doubt": -0.2502,
            "share": 2.2216,
            "trained": 0.185,
            "centroid": -0.6325,
            "nearest": 3.3005,
            "near": -1.5534,
            "question_covered": -1.6118,
            "phrasing_covered": -0.3499,
            "entry_covered": 1.3585,
            "meaning_trained": 0.0394,
            "meaning_centroid": 4.256,
            "meaning_nearest": 0.1367,
            "unknown": 0.2286,
            "words": 0.1984,
            "phrasings": -0.547,
        },
        "costs": {
            "strange": 0.497,
            "undoing": 1.7476,
            "corrected": 0.4841,
        },
    },
}
