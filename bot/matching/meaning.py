"""Entries by the meaning of their phrasings: cosines and a linear model over an encoder's embeddings. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching.space import Floats, descend

STEP, SHRINKAGE = 0.3, 0.03
SHARPNESS = 5.0  # logits are this many times the products: embeddings are nearer to each other than words are


class Encoder(Protocol):
    """Sentences to vectors by meaning; `bot.matching.encoder` has one."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        ...


class Meaning:
    """The embeddings of a knowledge base's phrasings. Immutable.

    Cosines are to the phrasings, to an entry's mean of them, and the logits of a multinomial logistic regression
    without constant over all entries, trained like that of `space.Index`.
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

    def read(self, text: str) -> Floats:
        """The embedding of a question."""
        return np.asarray(self._encoder.encode([text])[0], np.float32)

    def scores(self, question: Floats) -> tuple[Floats, Floats]:
        """For each entry the cosine to its centroid, and what the trained model says (a logit)."""
        return self._centroids @ question, self._trained @ (question - self._middle) * SHARPNESS

    def nearest(self, entry: int, question: Floats) -> float:
        """The cosine to the entry's nearest phrasing."""
        return float((self._phrasings[self._rows[entry] : self._rows[entry + 1]] @ question).max())

    def _train(self, owner: NDArray[np.int64], entries: int) -> Floats:
        centred = (self._phrasings - self._middle) * SHARPNESS
        rows = np.arange(len(owner))

        def slope(weights: Floats) -> tuple[float, Floats]:
            table = weights.reshape(entries, -1)
            logits = centred @ table.T
            logits -= logits.max(axis=1, keepdims=True)
            shares = np.exp(logits)
            shares /= shares.sum(axis=1, keepdims=True)
            loss = float(-np.log(np.maximum(shares[rows, owner], 1e-12)).sum())
            shares[rows, owner] -= 1
            return loss, (shares.T @ centred).ravel()

        found = descend(slope, entries * centred.shape[1], step=STEP / SHARPNESS, shrinkage=SHRINKAGE)
        return found.reshape(entries, -1)
