"""Entries by the meaning of their phrasings: cosines and a linear model over an encoder's embeddings. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching.space import Floats, descend

STEP, SHRINKAGE = 0.3, 0.03
SHARPNESS = 5.0  # logits are this many times the products: embeddings are nearer to each other than words are
PAIRS = 1_500_000  # of a phrasing and an entry that it is trained against: as many as two seconds allow
LEAST_CONFUSABLE = 24
AT_ONCE = 1_024  # phrasings that are learnt from in one go, which bounds the memory it takes
ENTRIES_AT_ONCE = 256  # whose nearest are looked for in one go, for the same reason


class Encoder(Protocol):
    """Sentences to vectors by meaning; `bot.matching.encoder` has one."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        ...


class _Lesson(NamedTuple):
    """Phrasings, the entries that they are trained against (by number), and each one's own among these."""

    rows: slice
    against: slice | NDArray[np.int64]
    own: NDArray[np.int64]


class Meaning:
    """The embeddings of a knowledge base's phrasings. Immutable.

    Cosines are to the phrasings, to an entry's mean of them, and the logits of a multinomial logistic regression
    without constant, whose classes are the entries. It is trained with each phrasing against all entries; or, where these
    would be more than 1.5 million pairs, against those whose means are nearest to its own entry's.
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str], owners: Sequence[int]) -> None:
        """`owners` are the entry numbers of the texts, from 0 on and rising."""
        self._encoder = encoder
        self._phrasings = np.asarray(encoder.encode(texts), np.float32)
        entries = owners[-1] + 1
        self._rows = np.searchsorted(owners, np.arange(entries + 1))
        sums = np.add.reduceat(self._phrasings, self._rows[:-1], axis=0)
        self._centroids = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        self._middle = self._phrasings.mean(axis=0)
        self._trained = self._train(np.array(owners), entries)

    def read(self, texts: Sequence[str]) -> Floats:
        """The embeddings of questions, a row each."""
        return np.asarray(self._encoder.encode(texts), np.float32)

    def scores(self, question: Floats) -> tuple[Floats, Floats]:
        """For each entry the cosine to its centroid, and what the trained model says (a logit)."""
        return self._centroids @ question, self._trained @ (question - self._middle) * SHARPNESS

    def nearest(self, entry: int, question: Floats) -> tuple[int, float]:
        """The place of the entry's nearest phrasing, and the cosine to it."""
        cosines = self._phrasings[self._rows[entry] : self._rows[entry + 1]] @ question
        place = int(cosines.argmax())
        return place, float(cosines[place])

    def _train(self, owner: NDArray[np.int64], entries: int) -> Floats:
        lessons = list(self._lessons(owner, entries))

        def slope(weights: Floats) -> tuple[float, Floats]:
            table = weights.reshape(entries, -1)
            loss, gradient = 0.0, np.zeros_like(table)
            for rows, against, own in lessons:
                centred = (self._phrasings[rows] - self._middle) * SHARPNESS
                logits = centred @ table[against].T
                logits -= logits.max(axis=1, keepdims=True)
                shares = np.exp(logits)
                shares /= shares.sum(axis=1, keepdims=True)
                each = np.arange(len(own))
                loss -= float(np.log(np.maximum(shares[each, own], 1e-12)).sum())
                shares[each, own] -= 1
                gradient[against] += shares.T @ centred
            return loss, gradient.ravel()

        size = entries * self._phrasings.shape[1]
        found = descend(slope, size, step=STEP / SHARPNESS, shrinkage=SHRINKAGE)
        return found.reshape(entries, -1)

    def _lessons(self, owner: NDArray[np.int64], entries: int) -> Iterator[_Lesson]:
        width = max(LEAST_CONFUSABLE, PAIRS // len(owner))
        if width >= entries:
            for first in range(0, len(owner), AT_ONCE):
                rows = slice(first, first + AT_ONCE)
                yield _Lesson(rows, slice(None), owner[rows])
            return
        for first in range(0, entries, ENTRIES_AT_ONCE):
            near = self._centroids[first : first + ENTRIES_AT_ONCE] @ self._centroids.T
            each = np.arange(len(near))
            near[each, first + each] = np.inf  # its own entry, also where others have the same phrasings
            nearest = np.argpartition(near, -width, axis=1)[:, -width:].copy()  # a view would hold all of them
            for entry, against in enumerate(nearest, start=first):
                rows = slice(*self._rows[entry : entry + 2])
                own = np.full(rows.stop - rows.start, (against == entry).argmax())
                yield _Lesson(rows, against, own)
