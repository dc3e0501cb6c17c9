"""Whether the words of a question decide alone: what they put far from everything, and what has them one by one. Pure.

Its meaning costs about five times as much, and is asked of what lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.verdict import Match

FAR = 0.05
"""P(correct) by words alone, before costs; what is below is not encoded.

Chosen on 11,200 questions of the dev splits (`python -m bench.cascade` prints more of this): at 0.05 no answer is
lost, and of 1,000 questions with an entry 5 are not offered it any more; two thirds of real chat are not encoded.

    FAR            not encoded, of: others  asked   top-1  answered  offered  precision  AUROC
    0.0                              0.006  0.047   0.884     0.421    0.720      0.950  0.941
    0.02                             0.262  0.064   0.876     0.421    0.719      0.950  0.944
    0.05                             0.506  0.099   0.862     0.421    0.715      0.950  0.948
    0.1                              0.667  0.142   0.849     0.421    0.707      0.950  0.948
    0.2                              0.798  0.211   0.834     0.419    0.689      0.950  0.945
    words alone                      1.000  1.000   0.807     0.353    0.603      0.945  0.926

`others` are lines that no entry answers, near misses among them.
"""


def words_decide(matches: Sequence[Match], same: frozenset[str], likely: float) -> bool:
    """Whether a question with these matches by its words, best first, is judged by them alone.

    `same` are the entries that have it word by word. Where one of them is the best, it and its score are the same
    with the meaning as without. `likely` is the best match's P(correct) before costs.
    """
    return not matches or likely < FAR or matches[0].entry_id in same
