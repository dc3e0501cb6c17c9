"""Whether the words of a question decide alone: what they put far from everything, and what has them one by one. Pure.

Its meaning costs about five times as much, and is asked of what lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.verdict import Match

FAR = 0.05
"""P(correct) by words alone, before costs; what is below is not encoded.

Chosen on 11,200 questions of the dev splits (`python -m bench.cascade` prints this): at 0.05 no answer is lost, and of
1,000 questions with an entry 4 are not offered it any more; two thirds of real chat are not encoded.

    FAR     not encoded, of: others  asked   top-1  answered  offered  precision  AUROC
    0.0                       0.005  0.050   0.883     0.286    0.721      0.976  0.940
    0.02                      0.287  0.067   0.877     0.286    0.720      0.976  0.943
    0.05                      0.524  0.096   0.870     0.286    0.717      0.976  0.944
    0.1                       0.683  0.151   0.856     0.286    0.707      0.976  0.943
    0.2                       0.805  0.228   0.840     0.286    0.690      0.976  0.941
    words alone               1.000  1.000   0.816     0.220    0.633      0.986  0.926

`others` are lines that no entry answers, near misses among them. The test splits (`--test`) agree: answered 0.293 with all
encoded and at 0.05, offered 0.743 and 0.741, precision 0.978 twice.
"""


def words_decide(matches: Sequence[Match], same: frozenset[str], likely: float) -> bool:
    """Whether a question with these matches by its words, best first, is judged by them alone.

    `same` are the entries that have it word by word. Where one of them is the best, it and its score are the same
    with the meaning as without. `likely` is the best match's P(correct) before costs.
    """
    return not matches or likely < FAR or matches[0].entry_id in same
