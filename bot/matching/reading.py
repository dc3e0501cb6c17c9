"""A question as a knowledge base reads it: to the point, spelt as there, and what each word weighs. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from rapidfuzz.distance import OSA

from bot.matching.actions import actions_of, is_undoing, undoes
from bot.matching.clauses import DEVICE_STEMS, SAYS_LITTLE_STEMS, clauses, to_the_point
from bot.matching.ideas import Group
from bot.matching.rarity import weigh
from bot.matching.space import Floats, Space, Vector
from bot.matching.spelling import Spelling
from bot.matching.synonyms import Synonyms
from bot.matching.vetoes import turned_round
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import COMMON_STEMS, normalise, stem, uninflected, without_codes

LETTERS_A_SLIP = 4
SHORTEST_TELLING = 3  # letters; scripts without spaces come in pairs, of which many are new in any question
WORDS_REMEMBERED = 4096  # 1 MB at most
POLITE = frozenset({"please", "kindly"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, read.

    `typed` are its words, without asides and codes that the knowledge base does not know; `words` the same as corrected,
    and `corrections` what became of which. Of the typed ones, `turned` is the one that turns the question round,
    `asked` are the stems, and `actions` those of what is wanted done; `undoes` is what of it asks for undoing.

    `strangers` are the words with a topic that no phrasing has, and `between` the stems of each word with a topic and of its two
    neighbours, in their order. `unknown` is the share of the weight of all that no
    phrasing has, `corrected` that which rests on corrected words, as far as these were from what was typed. `is_foreign`: it is clearly in a language that no phrasing is in. `length` is the number of words
    that count, `weights` are those of the different stems among them, `total` is their sum. `vector` is sparse, `dense` the same as an array of all features.
    """

    typed: tuple[str, ...]
    words: tuple[str, ...]
    corrections: Mapping[str, str]
    turned: str | None
    asked: frozenset[str]
    actions: frozenset[str]
    undoes: str
    strangers: tuple[str, ...]
    between: tuple[tuple[str, str, str], ...]
    unknown: float
    corrected: float
    is_foreign: bool
    length: int
    weights: Mapping[str, float]
    total: float
    vector: Vector
    dense: Floats

    @property
    def text(self) -> str:
        """What is encoded of it: its words as corrected."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word as the knowledge base has it: spelt as there, and the stem of that. It `is_topical` where the stem is known and
    tells a topic, and `is_strange` where it tells one and is not known. It `is_telling` where it seems to have a topic at all.
    """

    spelt: str
    stem: str
    is_telling: bool
    is_topical: bool
    is_strange: bool


class Reader:
    """Reads questions as a knowledge base does, whose phrasings it is given by their words. Immutable."""

    def __init__(
        self,
        entries: Sequence[Sequence[Sequence[str]]],
        refused: Sequence[Sequence[str]],
        synonyms: Sequence[Group],
        space: Space,
    ) -> None:
        """`entries` are the phrasings of each; `refused` those that some entry is not for, whose words are known too."""
        texts = list(chain.from_iterable(entries))
        self._space = space
        self.weights, self.rarest = weigh(entries)
        self._synonyms = Synonyms(synonyms, texts)
        self._vocabulary = Vocabulary.of(texts)
        known = (*texts, *refused, *map(normalise, chain(*synonyms)))
        self._spelling = Spelling((word for words in known for word in words), self._vocabulary)
        self._hear = lru_cache(maxsize=WORDS_REMEMBERED)(self._read_word)

    def read(self, question: str, said: Sequence[str], *, is_exact: bool = False) -> Reading:
        """Read it; `said` is its `content`. Where it `is_exact`ly a phrasing, it is in no foreign language."""
        found = clauses(without_codes(question, self._spelling.knows))
        kept, topical = to_the_point(found, self._is_topical, self._is_strange)
        typed = tuple(_polite_or_not(kept) or said)
        is_foreign = not is_exact and self._vocabulary.is_foreign(said)
        spelt = typed if is_foreign else tuple(self._hear(word).spelt for word in typed)
        words, corrections = self._synonyms.read(typed, spelt)
        uncounted = self._stems(kept) - self._stems(topical) if len(topical) < len(kept) else frozenset[str]()
        counted = [one for one in map(stem, words) if one not in uncounted]
        weights = {one: self.weigh(one) for one in counted if one in self.weights or one not in DEVICE_STEMS}
        total = math.fsum(weights.values()) or self.rarest
        slips = {
            stem(word): _slip(as_typed, word)
            for word, as_typed in zip(spelt, typed, strict=True)
            if word != as_typed
        }
        unknown = weights.keys() - self.weights.keys()
        vector = self._space.vector(words)
        dense = np.zeros(self._space.size, np.float32)
        dense[vector.ids] = vector.weights
        return Reading(
            typed,
            words,
            corrections,
            turned_round(typed),
            frozenset(map(stem, typed)),
            frozenset(actions_of(typed)),
            undoes(typed, self.weights.keys()),
            tuple(dict.fromkeys(word for word in words if stem(word) in unknown and self._is_telling(word))),
            self._between(words),
            math.fsum(weights[one] for one in unknown) / total,
            math.fsum(weights[one] * slip for one, slip in slips.items() if one in weights) / total,
            is_foreign,
            max(1, len(counted)),
            weights,
            total,
            vector,
            dense,
        )

    def weigh(self, stemmed: str) -> float:
        """What a stem weighs; one that no phrasing has as much as the rarest."""
        return self.weights.get(stemmed, self.rarest)

    def _between(self, words: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        stems = tuple(map(stem, words))
        around = zip(stems, stems[1:], stems[2:], words[1:], strict=False)
        return tuple((before, one, behind) for before, one, behind, word in around if self._hear(word).is_telling)

    def _stems(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(self._hear(word).stem for word in words)

    def _is_topical(self, word: str) -> bool:
        return self._hear(word).is_topical

    def _is_strange(self, word: str) -> bool:
        return self._hear(word).is_strange

    def _read_word(self, word: str) -> _Heard:
        spelt = self._spelling.correct(word)
        found, is_telling = stem(spelt), self._is_telling(word)
        is_known = found in self.weights
        return _Heard(
            spelt, found, is_telling, is_known and found not in COMMON_STEMS, is_telling and not is_known
        )

    def _is_telling(self, word: str) -> bool:
        """Whether it has a topic, as far as one can see without the phrasings."""
        return (
            len(word) >= SHORTEST_TELLING
            and stem(word) not in SAYS_LITTLE_STEMS
            and not is_undoing(stem(word))
            and not self._vocabulary.is_frequent(word)
        )


def _slip(typed: str, meant: str) -> float:
    """How far from what was typed: 1 from one letter in four on."""
    return min(1.0, OSA.distance(typed, meant) * LETTERS_A_SLIP / len(typed))


def content(text: str) -> list[str]:
    """The words of a text without those that only make it polite, unless it has no others."""
    return _polite_or_not(normalise(text))


def exact_key(words: Sequence[str]) -> tuple[str, ...]:
    """What two texts have in common that are the same word by word, but for plain inflection."""
    return tuple(map(uninflected, words))


def _polite_or_not(words: list[str]) -> list[str]:
    return [word for word in words if word not in POLITE] or words
