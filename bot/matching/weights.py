"""The shipped weights of the matcher's two formulas, by what they weigh. Made by `bench/fit_confidence.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, Mapping[str, Mapping[str, float]]]] = {
    "lexical": {
        "ranking": {
            "trained": 0.9752,
            "centroid": 5.4798,
            "nearest": -2.128,
            "near": -2.8628,
            "question_covered": 2.3483,
            "phrasing_covered": 1.8172,
            "entry_covered": 3.4134,
        },
        "confidence": {
            "constant": -5.6461,
            "doubt": -0.145,
            "share": 2.6648,
            "trained": 0.3259,
            "centroid": 1.8515,
            "nearest": 2.06,
            "near": -2.0425,
            "question_covered": -0.9254,
            "phrasing_covered": 0.6641,
            "entry_covered": 1.8161,
            "unknown": -0.9372,
            "words": 0.6887,
            "phrasings": -0.4837,
        },
        "costs": {
            "strange": 0.373,
            "undoing": 2.7168,
            "corrected": 0.054,
            "mistaken": 2.7328,
            "inserted": 0.4369,
        },
    },
    "semantic": {
        "ranking": {
            "trained": 0.3557,
            "centroid": -1.1791,
            "nearest": 2.0261,
            "near": -1.2881,
            "question_covered": -0.1153,
            "phrasing_covered": -0.7175,
            "entry_covered": 1.7064,
            "meaning_trained": 0.4745,
            "meaning_centroid": 6.7943,
            "meaning_nearest": 2.3857,
        },
        "confidence": {
            "constant": -5.4995,
            "doubt": -0.2556,
            "share": 2.2098,
            "trained": 0.1784,
            "centroid": -0.5333,
            "nearest": 3.2955,
            "near": -1.6379,
            "question_covered": -1.6166,
            "phrasing_covered": -0.3244,
            "entry_covered": 1.361,
            "meaning_trained": 0.0368,
            "meaning_centroid": 4.2033,
            "meaning_nearest": 0.211,
            "unknown": 0.2393,
            "words": 0.1884,
            "phrasings": -0.5381,
        },
        "costs": {
            "strange": 0.2563,
            "undoing": 2.4356,
            "corrected": 0.0568,
            "mistaken": 2.7435,
            "inserted": 0.4273,
        },
    },
}
