"""Whether the words of a question decide alone: what they put far from everything, and what has them one by one. Pure.

Its meaning costs about five times as much, and is asked of what lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.verdict import Match

FAR = 0.05
"""P(correct) by words alone, before costs; what is below is not encoded.

Chosen on 11,200 questions of the dev splits (`python -m bench.cascade` prints more of this): at 0.05 one answer in a thousand is lost, and of
1,000 questions with an entry 6 are not offered it any more; two thirds of real chat are not encoded.

    FAR            not encoded, of: others  asked   top-1  answered  offered  precision  AUROC
    0.0                              0.006  0.047   0.884     0.437    0.734      0.948  0.943
    0.02                             0.282  0.066   0.874     0.437    0.733      0.948  0.947
    0.05                             0.513  0.098   0.862     0.436    0.728      0.948  0.950
    0.1                              0.664  0.141   0.850     0.436    0.721      0.947  0.950
    0.2                              0.795  0.206   0.834     0.434    0.699      0.948  0.947
    words alone                      1.000  1.000   0.805     0.367    0.622      0.936  0.928

`others` are lines that no entry answers, near misses among them.
"""


def words_decide(matches: Sequence[Match], same: frozenset[str], likely: float) -> bool:
    """Whether a question with these matches by its words, best first, is judged by them alone.

    `same` are the entries that have it word by word. Where one of them is the best, it and its score are the same
    with the meaning as without. `likely` is the best match's P(correct) before costs.
    """
    return not matches or likely < FAR or matches[0].entry_id in same
