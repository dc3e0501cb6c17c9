"""Texts as vectors, and the inverted index of the entries over them, with a linear model trained on the phrasings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.ideas import Ideas
from bot.matching.words import stem

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]

BIGRAMS, IDEAS, GRAMS = 0.7, 0.5, 0.7  # weight of the blocks beside that of the stems, which is 1
SHORTEST_GRAM, LONGEST_GRAM = 2, 3
PAIRS = 80_000  # of a phrasing and an entry that it is trained against: as many as the time allows
LEAST_CONFUSABLE, MOST_CONFUSABLE = 8, 24
ROUNDS, STEP, SHRINKAGE = 20, 0.3, 0.03
WIDESPREAD = 200  # features that more entries have say little and cost much: only exact cosines go by them
TELLING = 50  # features that more entries have are not asked which entries a phrasing is near to
WORDS_REMEMBERED = 8_192  # whose grams are; 3 MB at most, however many words are asked
AT_ONCE = 64  # phrasings whose entries are chosen in one go for the training; bounds the memory it takes
PARTS_AT_ONCE = 8  # so many times as many are learnt from in one go


def grams(word: str) -> list[str]:
    """The runs of 2–3 characters of a word with its bounds: `<a`, `an`, `n>` …"""
    bounded = f"<{word}>"
    sizes = range(SHORTEST_GRAM, LONGEST_GRAM + 1)
    return [bounded[at : at + size] for size in sizes for at in range(len(bounded) - size + 1)]


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1 (or 0, where it holds nothing known): different feature ids, and their weights."""

    ids: Whole
    weights: Floats


class Space:
    """The features of a knowledge base's phrasings, and what each of them weighs. Immutable.

    Four blocks – stems, stem bigrams, what stems are about (`ideas`), word-bounded character 2–3-grams – each TF-IDF of
    length 1, with weight (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), df of n phrasings having the feature
    (Salton & Buckley 1988). Their sum, weighted by block, is brought to length 1: so the product of two vectors is
    a weighted mean of four cosines.
    """

    def __init__(self, texts: Sequence[Sequence[str]], ideas: Ideas) -> None:
        self._ideas = ideas
        self._ids: tuple[dict[str, int], ...] = ({}, {}, {}, {})
        counts: list[int] = []
        for words in texts:
            stems = list(map(stem, words))
            for block, found in enumerate(
                (stems, _bigrams(stems), ideas.of(stems), (gram for word in words for gram in grams(word)))
            ):
                ids = self._ids[block]
                for feature in set(found):
                    at = ids.get(feature)
                    if at is None:
                        ids[feature] = len(counts)
                        counts.append(1)
                    else:
                        counts[at] += 1
        self.size = len(counts)
        self._idf = [math.log((1 + len(texts)) / (1 + count)) + 1 for count in counts]
        self._idf_array = np.array(self._idf, np.float32)
        self._grams = lru_cache(maxsize=WORDS_REMEMBERED)(self._known_grams)

    def vector(self, words: Sequence[str]) -> Vector:
        """`words` in this space. What no phrasing has is left out."""
        stems = list(map(stem, words))
        ids: list[int] = []
        weights: list[float] = []
        for block, found, share in (
            (0, stems, 1.0),
            (1, _bigrams(stems), BIGRAMS),
            (2, self._ideas.of(stems), IDEAS),
        ):
            known = self._ids[block]
            counted = Counter(at for feature in found if (at := known.get(feature)) is not None)
            raw = [self._idf[at] * (1 + math.log(count)) for at, count in counted.items()]
            length = math.sqrt(math.fsum(weight * weight for weight in raw)) or 1.0
            ids += counted
            weights += [weight * share / length for weight in raw]
        all_ids, all_weights = np.array(ids, np.int32), np.array(weights, np.float32)
        if words:
            gram_ids, tf = _counted(np.concatenate([self._grams(word) for word in words]))
            if gram_ids.size:
                raw_grams = self._idf_array[gram_ids] * (1 + np.log(tf)).astype(np.float32)
                raw_grams *= GRAMS / math.sqrt(float(raw_grams @ raw_grams))
                all_ids = np.concatenate((all_ids, gram_ids))
                all_weights = np.concatenate((all_weights, raw_grams))
        if all_weights.size:
            all_weights /= math.sqrt(float(all_weights @ all_weights))
        return Vector(all_ids, all_weights)

    def _known_grams(self, word: str) -> Whole:
        known = self._ids[3]
        return np.array([at for gram in grams(word) if (at := known.get(gram)) is not None], np.int32)


def _bigrams(stems: Sequence[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(stems)]


def _counted(ids: Whole) -> tuple[Whole, NDArray[np.int64]]:
    """The different ids, in order, and how often each occurs: as `numpy.unique`, which takes three times as long for few."""
    ordered = np.sort(ids)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    starts = is_first.nonzero()[0]
    return ordered[starts], np.diff(starts, append=len(ordered))


def spread(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of each range [start, start + length), one range after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if ends.size else 0
    return np.arange(total) + np.repeat(starts - ends + lengths, lengths)


def descend(
    slope: Callable[[Floats], tuple[float, Floats]], size: int, *, step: float, shrinkage: float
) -> Floats:
    """The weights, from 0 on, that a loss (`slope` returns it and its gradient) and shrinkage · |w|² / 2 want low.

    20 rounds of accelerated gradient descent (Nesterov 1983); where the loss rises, the step is halved and
    the momentum lost (O'Donoghue & Candès 2015).
    """
    weights: Floats = np.zeros(size, np.float32)
    ahead = weights
    lowest, momentum = math.inf, 0
    for _ in range(ROUNDS):
        loss, gradient = slope(ahead)
        loss += shrinkage / 2 * float(ahead @ ahead)
        if loss > lowest:
            step, momentum = step / 2, 0
        lowest = min(lowest, loss)
        following: Floats = np.asarray(ahead - step * (gradient + shrinkage * ahead), np.float32)
        ahead = np.asarray(following + momentum / (momentum + 3) * (following - weights), np.float32)
        weights, momentum = following, momentum + 1
    return weights


def _summed(places: Whole, values: Floats, count: int) -> NDArray[np.float64]:
    """The sum of the values for each of so many places."""
    return np.asarray(np.bincount(places, values, minlength=count), np.float64)


def _table(vectors: Iterable[Vector], count: int) -> tuple[NDArray[np.int64], Whole, Floats]:
    """So many vectors one after the other: where each begins, their ids, and their weights."""
    starts = np.zeros(count + 1, np.int64)
    # Bytes that grow: 10,000 vectors at once would be 20,000 small arrays, and leave holes.
    ids, weights = bytearray(), bytearray()
    for number, vector in enumerate(vectors, start=1):
        starts[number] = starts[number - 1] + vector.ids.size
        ids += vector.ids.tobytes()
        weights += vector.weights.tobytes()
    return starts, np.array(np.frombuffer(ids, np.int32)), np.array(np.frombuffer(weights, np.float32))


_Lessons = tuple[Whole, Floats, NDArray[np.int64]]
"""Places in the postings, the phrasings' values there, and how many of them each pair of phrasing and entry has."""


def _joined(parts: Sequence[_Lessons]) -> _Lessons:
    slots, values, sizes = zip(*parts, strict=True)
    return np.concatenate(slots), np.concatenate(values), np.concatenate(sizes)


class Index:
    """Entries over a space: for each feature the entries that have it, with two weights each. Immutable.

    One weight is the entry's centroid (the mean of its phrasings, of length 1), the other that of a multinomial
    logistic regression without constant, whose classes are the entries. It is trained with each phrasing against the
    entries nearest to it, 80,000 such pairs in all where there are more, which is what makes 10,000 phrasings a
    matter of seconds. An entry's weights are 0 for features that it does not have.
    """

    def __init__(self, size: int, vectors: Iterable[Vector], owners: Sequence[int]) -> None:
        """`owners` are the entry numbers of the vectors, from 0 on and rising."""
        self.entries = owners[-1] + 1 if owners else 0
        self.row_starts, self.columns, self.values = _table(vectors, len(owners))
        owner = np.array(owners, np.int64)
        self.entry_rows = np.searchsorted(owner, np.arange(self.entries + 1))
        row_of = np.repeat(np.arange(len(owners)), np.diff(self.row_starts))
        count = max(1, self.entries)
        keys, slot_of = np.unique(self.columns.astype(np.int64) * count + owner[row_of], return_inverse=True)
        centroids = np.bincount(slot_of, self.values, minlength=keys.size)
        lengths = np.sqrt(np.bincount(keys % count, centroids**2, minlength=self.entries))
        has = np.bincount(keys // count, minlength=size)
        kept = has[keys // count] <= WIDESPREAD
        self._keys = keys[kept]
        self.posting_entries = (self._keys % count).astype(np.int32)
        self.posting_starts = np.searchsorted(self._keys, np.arange(size + 1) * count)
        self.centroids = (centroids[kept] / lengths[self.posting_entries]).astype(np.float32)
        self.trained = self._train(owner)
        del self._keys

    def scores(self, vector: Vector) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each entry the cosine to its centroid, and what the trained model says (a logit)."""
        starts = self.posting_starts[vector.ids]
        lengths = self.posting_starts[vector.ids + 1] - starts
        at = spread(starts, lengths)
        weights = np.repeat(vector.weights, lengths)
        entries = self.posting_entries[at]
        return (
            _summed(entries, weights * self.centroids[at], self.entries),
            _summed(entries, weights * self.trained[at], self.entries),
        )

    def cosines(self, entries: Sequence[int], question: Floats) -> list[Floats]:
        """For each entry the cosines of its phrasings to a question, which is given as an array of all features."""
        spans = [(self.entry_rows[entry], self.entry_rows[entry + 1]) for entry in entries]
        pieces = [slice(self.row_starts[first], self.row_starts[last]) for first, last in spans]
        columns = np.concatenate([self.columns[piece] for piece in pieces])
        # `take` instead of an index, and told not to look for numbers that cannot be: half of the time.
        products = np.concatenate([self.values[piece] for piece in pieces]) * question.take(columns, mode="clip")
        found: list[Floats] = []
        start = 0
        for first, last in spans:
            at = self.row_starts[first:last]
            end = start + int(self.row_starts[last] - at[0])
            found.append(np.add.reduceat(products[start:end], at - at[0]))
            start = end
        return found

    def _train(self, owner: NDArray[np.int64]) -> Floats:
        width = min(self.entries, MOST_CONFUSABLE, max(LEAST_CONFUSABLE, PAIRS // max(1, len(owner))))
        if width < 2:
            return np.array(self.centroids)
        size = self.posting_entries.size
        parts = [self._lessons(owner, first, width) for first in range(0, len(owner), AT_ONCE)]
        # Not all in one go: what a round needs for a moment would be 80 MB of 10,000 phrasings.
        lessons = [_joined(parts[first : first + PARTS_AT_ONCE]) for first in range(0, len(parts), PARTS_AT_ONCE)]
        del parts

        def slope(weights: Floats) -> tuple[float, Floats]:
            loss, gradient = 0.0, np.zeros(size)
            for slots, values, sizes in lessons:
                logits = np.add.reduceat(weights[slots] * values, np.cumsum(sizes) - sizes).reshape(-1, width)
                logits -= logits.max(axis=1, keepdims=True)
                shares = np.exp(logits)
                shares /= shares.sum(axis=1, keepdims=True)
                loss += float(-np.log(np.maximum(shares[:, 0], 1e-12)).sum())
                shares[:, 0] -= 1
                gradient += np.bincount(slots, np.repeat(shares.ravel(), sizes) * values, minlength=size)
            return loss, gradient.astype(np.float32)

        return descend(slope, size, step=STEP, shrinkage=SHRINKAGE)

    def _lessons(self, owner: NDArray[np.int64], first: int, width: int) -> _Lessons:
        """Some phrasings, each against the entries nearest to it, its own first.

        For each such pair the features they share, as places in the postings, with the phrasing's values; and
        for all pairs how many these are: at least one, of value 0 where they share nothing.
        """
        owner = owner[first : first + AT_ONCE]
        rows = np.arange(len(owner))
        row_starts = self.row_starts[first : first + len(owner) + 1]
        sizes = np.diff(row_starts)

        here = slice(row_starts[0], row_starts[-1])
        starts = self.posting_starts[self.columns[here]]
        lengths = self.posting_starts[self.columns[here] + 1] - starts
        lengths[lengths > TELLING] = 0
        places = spread(starts, lengths)
        cells = np.repeat(np.repeat(rows, sizes) * self.entries, lengths) + self.posting_entries[places]
        weights = np.repeat(self.values[here], lengths) * self.centroids[places]
        near = np.bincount(cells, weights, minlength=len(owner) * self.entries).astype(np.float64)
        near = near.reshape(-1, self.entries)
        near[rows, owner] = np.inf
        against = np.argpartition(-near, width - 1, axis=1)[:, :width]
        own = (against == owner[:, None]).argmax(axis=1)
        against[rows, own] = against[:, 0]
        against[:, 0] = owner

        sizes = np.repeat(sizes, width)
        features = spread(np.repeat(row_starts[:-1], width), sizes)
        keys = self.columns[features] * np.int64(self.entries) + np.repeat(against.ravel(), sizes)
        slots = np.searchsorted(self._keys, keys)
        slots[slots == len(self._keys)] = 0
        is_shared = self._keys[slots] == keys
        values = self.values[features] * is_shared
        is_shared[np.cumsum(sizes) - sizes] = True
        kept = np.add.reduceat(is_shared, np.cumsum(sizes) - sizes, dtype=np.int64)
        return slots[is_shared].astype(np.int32), values[is_shared], kept
