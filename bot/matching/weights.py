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
            "constant": -5.6405,
            "doubt": -0.1445,
            "share": 2.668,
            "trained": 0.3224,
            "centroid": 1.9047,
            "nearest": 2.0723,
            "near": -2.0557,
            "question_covered": -0.954,
            "phrasing_covered": 0.6466,
            "entry_covered": 1.8196,
            "unknown": -0.9573,
            "words": 0.689,
            "phrasings": -0.4792,
        },
        "costs": {
            "strange": 0.6611,
            "undoing": 1.6257,
            "corrected": 0.3744,
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
