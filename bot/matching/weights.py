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
            "trained": 0.326,
            "centroid": 1.8514,
            "nearest": 2.0599,
            "near": -2.0424,
            "question_covered": -0.9254,
            "phrasing_covered": 0.664,
            "entry_covered": 1.8161,
            "unknown": -0.9371,
            "words": 0.6887,
            "phrasings": -0.4837,
        },
        "costs": {
            "strange": 0.3711,
            "undoing": 2.6749,
            "corrected": 0.0637,
            "mistaken": 2.7342,
            "inserted": 0.4712,
        },
    },
    "semantic": {
        "ranking": {
            "trained": 0.3566,
            "centroid": -1.2063,
            "nearest": 2.0066,
            "near": -1.2588,
            "question_covered": -0.1141,
            "phrasing_covered": -0.7089,
            "entry_covered": 1.7076,
            "meaning_trained": 0.4735,
            "meaning_centroid": 6.806,
            "meaning_nearest": 2.3868,
        },
        "confidence": {
            "constant": -5.5034,
            "doubt": -0.2551,
            "share": 2.2078,
            "trained": 0.1798,
            "centroid": -0.5705,
            "nearest": 3.2859,
            "near": -1.6153,
            "question_covered": -1.6153,
            "phrasing_covered": -0.3204,
            "entry_covered": 1.3654,
            "meaning_trained": 0.0383,
            "meaning_centroid": 4.2028,
            "meaning_nearest": 0.1997,
            "unknown": 0.2436,
            "words": 0.1923,
            "phrasings": -0.542,
        },
        "costs": {
            "strange": 0.5191,
            "undoing": 2.434,
            "corrected": 0.4992,
            "mistaken": 0.5,
            "inserted": 0.5,
        },
    },
}
