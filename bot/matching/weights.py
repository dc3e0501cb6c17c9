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
            "trained": 0.3785,
            "centroid": -0.7,
            "nearest": 2.186,
            "near": 1.1016,
            "question_covered": -0.2268,
            "phrasing_covered": -1.3391,
            "entry_covered": 1.4537,
            "meaning_trained": 0.4795,
            "meaning_centroid": 6.2291,
            "meaning_nearest": 1.9056,
        },
        "confidence": {
            "constant": -7.3604,
            "doubt": -0.2679,
            "share": 1.9658,
            "trained": 0.1646,
            "centroid": -2.3871,
            "nearest": 3.5088,
            "near": 0.5588,
            "question_covered": -1.2737,
            "phrasing_covered": -0.1552,
            "entry_covered": 1.1924,
            "meaning_trained": 0.0023,
            "meaning_centroid": 3.5424,
            "meaning_nearest": 0.6256,
            "unknown": 0.2431,
            "words": 0.2195,
            "phrasings": -0.7431,
        },
        "costs": {
            "strange": 0.8,
            "undoing": 1.5,
            "corrected": 0.3,
        },
    },
}
