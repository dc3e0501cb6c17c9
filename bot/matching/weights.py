"""The shipped weights of the matcher's two formulas, by what they weigh. Made by `bench/fit_confidence.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, Mapping[str, Mapping[str, float]]]] = {
    "lexical": {
        "ranking": {
            "trained": 0.863,
            "centroid": 6.1943,
            "nearest": -1.0202,
            "near": -0.2727,
            "question_covered": 1.4722,
            "phrasing_covered": 0.8984,
            "entry_covered": 3.0928,
        },
        "confidence": {
            "constant": -6.9052,
            "doubt": -0.1685,
            "share": 2.2486,
            "trained": 0.2747,
            "centroid": -0.0176,
            "nearest": 2.3035,
            "near": 0.8814,
            "question_covered": -0.5972,
            "phrasing_covered": 0.5707,
            "entry_covered": 1.6542,
            "unknown": -0.7055,
            "words": 0.6778,
            "phrasings": -0.6823,
        },
        "costs": {"strange": 0.8, "undoing": 1.5, "corrected": 0.3},
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
        "costs": {"strange": 0.8, "undoing": 1.5, "corrected": 0.3},
    },
}
