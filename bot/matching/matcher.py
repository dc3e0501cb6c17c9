"""Which entry does a question ask for, and is that sure enough to answer? Pure: normalise → rank → judge."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.entry import Entry
from bot.matching.actions import actions_of, undoes
from bot.matching.cascade import words_decide
from bot.matching.clauses import DEVICE_STEMS, SAYS_LITTLE_STEMS, clauses, to_the_point
from bot.matching.confidence import MEASURES, Formula, shipped
from bot.matching.explanation import Candidate, Explanation
from bot.matching.ideas import Group, Ideas
from bot.matching.meaning import Encoder, Meaning
from bot.matching.phrasings import Phrasings
from bot.matching.rarity import weigh
from bot.matching.shipped_ideas import SHIPPED
from bot.matching.space import Floats, Index, Space, Vector
from bot.matching.spelling import Spelling
from bot.matching.synonyms import Synonyms
from bot.matching.verdict import Match
from bot.matching.vetoes import Distinctions, Veto, VetoKind, turned_round
from bot.matching.vocabulary import Vocabulary
from bot.matching.words import COMMON_STEMS, normalise, stem, uninflected, without_codes

SHORTLIST = 8  # entries that are looked at closely
CENTROID = 2.0  # what the cosine to the centroid adds to the trained logit when the shortlist is made
MOST_PHRASINGS = 20  # an entry; more say no more about how far the scores are to be trusted
MOST_UNKNOWN = 3
PRIOR_PHRASINGS = 10
NEAREST = MEASURES.index("nearest")
INEXACT = 0.98  # the highest P(correct) of anything else
EXACT = 0.99  # P(correct) of the one entry that has the question word by word
PLACES_REMEMBERED = 64  # sets of entries that may be meant, of one byte an entry
POLITE = frozenset({"please", "kindly"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One phrasing: as written, its different stems (a set would take three times as much), and what those weigh."""

    text: str
    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Refused:
    """A phrasing that an entry is not for: as written, its words, and its vector."""

    text: str
    words: tuple[str, ...]
    vector: Vector


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry: all stems of its phrasings, the phrasings and those it is not for."""

    id: str
    stems: frozenset[str]
    ideas: frozenset[str]
    undoing: float
    openness: float
    lines: tuple[_Line, ...]
    not_for: tuple[_Refused, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question, read: its words as typed (without codes that the knowledge base does not know) and as corrected, what became of which; of those
    as typed the one that turns it round, and the stems; what it wants done, and whether that is to undo something; the
    share of the weight that rests on corrected words; whether it is clearly in a language that no phrasing is in; what
    the different stems weigh, also in all; its vector (sparse, and as an array of all features); the numbers of the
    entries that have it word by word; which entries cannot be meant here; and for each entry the cosine to its
    centroid and the logit of the trained model.
    """

    typed: tuple[str, ...]
    words: tuple[str, ...]
    corrections: Mapping[str, str]
    turned: str | None
    asked: frozenset[str]
    actions: tuple[str, ...]
    undoes: bool
    corrected: float
    is_foreign: bool
    weights: Mapping[str, float]
    total: float
    vector: Vector
    dense: Floats
    same: frozenset[int]
    outside: NDArray[np.bool_]
    centroids: NDArray[np.float64]
    trained: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Glance:
    """A question as its words alone explain it. `to_encode` is the text whose embedding `Matcher.understand` takes to
    explain it by its meaning too; None where that is not wanted.
    """

    by_words: Explanation
    to_encode: str | None
    reading: _Reading


@dataclass(frozen=True, slots=True)
class Measured:
    """A question before anything is weighed: candidates with their nearest phrasings, a row of measures for each
    (`confidence.MEASURES`), and what is known of the question itself (`confidence.ABOUT_QUESTION`).
    """

    entry_ids: tuple[str, ...]
    numbers: tuple[int, ...]
    nearest: tuple[int, ...]
    measures: NDArray[np.float64]
    about: NDArray[np.float64]


_NOTHING = Measured((), (), (), np.zeros((0, 0)), np.zeros(0))


class Matcher:
    """Finds the entries that a question may ask for. Immutable; build a new one on reload.

    1. *Read*: the question's words, without numbers and other codes that are new to the knowledge base, the unknown ones
       spelt as it spells them (`spelling`), or read as the synonym that it uses (`synonyms`).
    2. *Find*: as a vector of stems, stem bigrams, ideas and character n-grams (`space.Space`) it gets for each entry the
       cosine to the centroid and the logit of a model trained on the phrasings (`space.Index`). The eight best
       by logit + 2 · cosine are candidates.
    3. *Measure* each candidate (`confidence.MEASURES`): these two; the cosine to its nearest phrasing, and to its
       three nearest; and what share of the weight the question has in common with the nearest phrasing, seen from
       both sides, and with the whole entry. A stem weighs ln((N + 9) / (n + 8·[common word])), n of N entries
       having it; one that no entry has weighs as much as the rarest, so talk about something else scores low.
    4. *Weigh*: two small formulas, with weights learnt once on public questions and shipped, rank the candidates and say
       P(correct) (`confidence.Formula`). It errs on the side of doubt: near misses counted twice when it was learnt.
    5. *Veto* (`vetoes`). What has a veto is left out, and the others are weighed without it.

    A question that has the words of one entry's phrasing, in their order and up to plain inflection, is that entry's: 0.99.
    Where several entries have that phrasing, they share it. A question that is clearly in a language of no phrasing has only
    names in common with them: its words say nothing, its meaning alone decides.

    `among` are the ids of the entries that may be meant where the question is asked, None for all: the others are no
    candidates, and share nothing. It is a frozenset that is used again, so that nothing is counted for each question.

    With an encoder, embeddings of the (corrected) words add three measures, and a shipped formula of their own; but only
    where the words alone do not decide (`cascade`).
    """

    def __init__(
        self,
        phrasings: Iterable[Phrasings],
        *,
        synonyms: Sequence[Group] = (),
        encoder: Encoder | None = None,
        formula: Formula | None = None,
    ) -> None:
        """`synonyms` are the knowledge base's own, beside those that are shipped (`ideas`). `formula` is the shipped one,
        unless given: that for the meaning, where there is an encoder.

        Takes seconds for 10,000 phrasings: use a worker thread.
        """
        self._formula = shipped() if encoder or not formula else formula
        read = []
        for one in sorted(phrasings, key=lambda one: one.entry_id):
            asked = [(text, words) for text in one.questions if (words := _content(text))]
            refused = [(text, words) for text in one.not_for if (words := _content(text))]
            if asked:
                read.append((one.entry_id, asked, refused))
        texts = [words for _, asked, _ in read for _, words in asked]
        owners = [number for number, (_, asked, _) in enumerate(read) for _ in asked]
        self._weights, self._rarest = weigh([[words for _, words in asked] for _, asked, _ in read])
        self._synonyms = Synonyms(synonyms, texts)
        self._vocabulary = Vocabulary.of(texts)
        known = [words for _, asked, refused in read for _, words in (*asked, *refused)]
        self._spelling = Spelling(
            (word for words in (*known, *map(normalise, chain(*synonyms))) for word in words), self._vocabulary
        )
        self._ideas = Ideas((*SHIPPED, *synonyms))
        self._space = Space(texts, self._ideas)
        self._index = Index(self._space.size, map(self._space.vector, texts), owners)
        self._about = (math.log(min(len(owners) / len(read), MOST_PHRASINGS)),) if read else ()

        in_phrasings = Counter(one for words in texts for one in set(map(stem, words)))
        self._entries: list[_Entry] = []
        self._same: dict[tuple[str, ...], tuple[int, ...]] = {}
        for number, (entry_id, asked, refused) in enumerate(read):
            lines = tuple(self._line(text, words) for text, words in asked)
            not_for = tuple(_Refused(text, tuple(words), self._space.vector(words)) for text, words in refused)
            stems = frozenset[str]().union(*(line.stems for line in lines))
            alone = sum(any(in_phrasings[one] == 1 for one in line.stems) for line in lines)
            openness = alone / (len(lines) + PRIOR_PHRASINGS)
            about = frozenset(idea for _, words in asked for idea in self._ideas.of(list(map(stem, words))))
            undoing = sum(undoes(words, self._weights.keys()) for _, words in asked) / len(asked)
            self._entries.append(_Entry(entry_id, stems, about, undoing, openness, lines, not_for))
            own = (number,)  # one for all of its phrasings, of which there may be very many
            for _, words in asked:
                key = tuple(map(uninflected, words))
                others = self._same.get(key)
                self._same[key] = own if others is None else (*others, number)
        self._distinctions = Distinctions(
            [[words for _, words in asked] for _, asked, _ in read],
            [[line.stems for line in entry.lines] for entry in self._entries],
        )
        self._outside = lru_cache(maxsize=PLACES_REMEMBERED)(self._all_but)
        self._meaning: Meaning | None = None
        self._formula_of_meaning = formula or shipped(semantic=True)
        if encoder is not None:
            self._learn(encoder)

    @classmethod
    def build(
        cls, entries: Iterable[Entry], synonyms: tuple[Group, ...] = (), *, encoder: Encoder | None = None
    ) -> Matcher:
        """A matcher for a knowledge base; the order of its entries does not matter.

        The last one built is kept, and given again for the same phrasings and synonyms; what an encoder adds is not.
        """
        matcher = _build(tuple(sorted(map(Phrasings.of, entries), key=lambda one: one.entry_id)), synonyms)
        if encoder is not None:
            matcher = copy(matcher)  # with the same index, and all else that words need
            matcher._learn(encoder)
        return matcher

    def rank(self, question: str, limit: int = 5, among: frozenset[str] | None = None) -> list[Match]:
        """The entries that may answer: best first, equal scores by entry id; at most `limit`. `judge` needs two.

        Left out are entries that share nothing with the question, and those with a veto.
        """
        return self.explain(question, among).matches[:limit]

    def explain(self, question: str, among: frozenset[str] | None = None) -> Explanation:
        """What `rank` goes by: how the question was read, and every entry that was looked at closely."""
        glance = self.glance(question, among)
        if self._meaning is None or glance.to_encode is None:
            return glance.by_words
        return self.understand(glance, self._meaning.read(glance.to_encode))

    def glance(self, question: str, among: frozenset[str] | None = None) -> Glance:
        """The first step of `explain`, which takes about a millisecond, and never encodes."""
        reading = self._read(question, among)
        by_words = self._explain(reading, None)
        same = frozenset(self._entries[number].id for number in reading.same)
        is_decided = self._meaning is None or (not reading.is_foreign and words_decide(by_words.matches, same))
        return Glance(by_words, None if is_decided else _text_of(reading), reading)

    def understand(self, glance: Glance, embedding: Floats) -> Explanation:
        """The second step, with the embedding of the glance's `to_encode`, which is not None."""
        return self._explain(glance.reading, embedding)

    def measure(self, question: str) -> Measured:
        """The numbers that the formula weighs, for those who fit its weights."""
        reading = self._read(question)
        return self._measure(reading, self._meaning.read(_text_of(reading)) if self._meaning else None)

    def _learn(self, encoder: Encoder) -> None:
        """Take the meaning of the phrasings in. Only for a matcher that nobody has yet."""
        texts = [" ".join(_content(line.text)) for entry in self._entries for line in entry.lines]
        owners = [number for number, entry in enumerate(self._entries) for _ in entry.lines]
        self._meaning = Meaning(encoder, texts, owners) if owners else None

    def _explain(self, reading: _Reading, meant: Floats | None) -> Explanation:
        measured = self._measure(reading, meant)
        if not measured.numbers or (reading.is_foreign and meant is None):
            return Explanation(reading.typed, reading.corrections, (), meant is not None)
        formula = self._formula if meant is None else self._formula_of_meaning
        vetoes = [
            self._veto(reading, number, row, cosine)
            for number, row, cosine in zip(
                measured.numbers, measured.nearest, measured.measures[:, NEAREST], strict=True
            )
        ]
        scores = formula.probabilities(measured.measures, measured.about)
        free = [at for at, veto in enumerate(vetoes) if veto is None]
        if 0 < len(free) < len(vetoes):
            scores[free] = formula.probabilities(measured.measures[free], measured.about)
        scores = np.minimum(scores, INEXACT)
        exact = [at for at in free if measured.numbers[at] in reading.same]
        if exact:
            scores[free] = np.minimum(scores[free], 1 - EXACT)
            scores[exact] = EXACT / len(exact)
        candidates = [
            Candidate(
                Match(self._entries[number].id, score, self._entries[number].lines[row].text),
                dict(zip(formula.measures, measures, strict=True)),
                veto,
            )
            for number, row, score, measures, veto in zip(
                measured.numbers,
                measured.nearest,
                scores.tolist(),
                measured.measures.tolist(),
                vetoes,
                strict=True,
            )
        ]
        candidates.sort(key=lambda candidate: (-candidate.match.score, candidate.match.entry_id))
        return Explanation(reading.typed, reading.corrections, tuple(candidates), meant is not None)

    def _line(self, text: str, words: Sequence[str]) -> _Line:
        stems = tuple(dict.fromkeys(map(stem, words)))
        return _Line(text, stems, math.fsum(self._weights.get(one, self._rarest) for one in stems))

    def _read(self, question: str, among: frozenset[str] | None = None) -> _Reading:
        said = _content(question)
        found = clauses(without_codes(question, self._spelling.knows))
        typed = tuple(_polite_or_not(to_the_point(found, self._is_topical, self._is_strange)) or said)
        outside = self._outside(among)
        same = frozenset(one for one in self._same.get(tuple(map(uninflected, said)), ()) if not outside[one])
        is_foreign = not same and self._vocabulary.is_foreign(said)
        spelt = typed if is_foreign else tuple(map(self._spelling.correct, typed))
        words, corrections = self._synonyms.read(typed, spelt)
        weights = {
            one: self._weights.get(one, self._rarest)
            for one in map(stem, words)
            if one in self._weights or one not in DEVICE_STEMS
        }
        vector = self._space.vector(words)
        dense = np.zeros(self._space.size, np.float32)
        dense[vector.ids] = vector.weights
        scores = self._index.scores(vector)
        total = math.fsum(weights.values()) or self._rarest
        corrected = {stem(word) for word, as_typed in zip(spelt, typed, strict=True) if word != as_typed}
        return _Reading(
            typed,
            words,
            corrections,
            turned_round(typed),
            frozenset(map(stem, typed)),
            actions_of(words),
            undoes(typed, self._weights.keys()),
            math.fsum(weights[one] for one in corrected if one in weights) / total,
            is_foreign,
            weights,
            total,
            vector,
            dense,
            same,
            outside,
            *scores,
        )

    def _is_topical(self, word: str) -> bool:
        found = stem(self._spelling.correct(word))
        return found in self._weights and found not in COMMON_STEMS

    def _is_strange(self, word: str) -> bool:
        found = stem(self._spelling.correct(word))
        return found not in self._weights and found not in SAYS_LITTLE_STEMS

    def _measure(self, reading: _Reading, meant: Floats | None) -> Measured:
        if not reading.vector.ids.size:
            return _NOTHING
        centroids, trained = reading.centroids, reading.trained
        near = trained + CENTROID * centroids
        if self._meaning is not None and meant is not None:
            mean_centroids, mean_trained = self._meaning.scores(meant)
            near = near + mean_trained
        near[sorted(reading.same)] = np.inf
        near[reading.outside] = -np.inf
        order = np.argsort(-near, kind="stable")[:SHORTLIST]
        numbers = sorted(order[near[order] > -np.inf].tolist())
        if not numbers:
            return _NOTHING

        found, nearest, rows = [], [], []
        for number, cosines in zip(numbers, self._index.cosines(numbers, reading.dense), strict=True):
            at = int(cosines.argmax())
            if cosines[at] <= 0 and meant is None:
                continue
            row = [float(trained[number]), float(centroids[number]), *self._compare(reading, number, at, cosines)]
            if self._meaning is not None and meant is not None:
                row += [float(mean_trained[number]), float(mean_centroids[number])]
                row.append(self._meaning.nearest(number, meant))
            found.append(number)
            nearest.append(at)
            rows.append(row)
        unknown = math.fsum(weight for one, weight in reading.weights.items() if one not in self._weights)
        strangers = sum(one not in self._weights and one not in SAYS_LITTLE_STEMS for one in reading.weights)
        about = np.array(
            [
                unknown / reading.total,
                min(strangers, MOST_UNKNOWN),
                reading.corrected,
                math.log(len(reading.words)),
                *self._about,
            ]
        )
        ids = tuple(self._entries[number].id for number in found)
        return Measured(ids, tuple(found), tuple(nearest), np.array(rows), about)

    def _all_but(self, among: frozenset[str] | None) -> NDArray[np.bool_]:
        return np.array([among is not None and entry.id not in among for entry in self._entries], np.bool_)

    def _compare(self, reading: _Reading, number: int, at: int, cosines: Floats) -> list[float]:
        """How the question compares with the phrasings of an entry, of which the one `at` this place is nearest."""
        entry = self._entries[number]
        line = entry.lines[at]
        weights = reading.weights
        in_line = in_entry = missing = 0.0
        for one, weight in weights.items():
            if one in entry.stems:
                in_entry += weight
                if one in line.stems:
                    in_line += weight
            elif weight > missing and entry.ideas.isdisjoint(self._ideas.of((one,))):
                missing = weight
        three = sorted(cosines.tolist())[-3:]
        near = sum(three) / len(three)
        other = [
            one
            for one in reading.actions
            if one not in entry.stems and entry.ideas.isdisjoint(self._ideas.of((one,)))
        ]
        return [
            three[-1],
            near,
            in_line / reading.total,
            in_line / line.weight,
            in_entry / reading.total,
            missing / self._rarest,
            float(bool(other)),
            1 - entry.undoing if reading.undoes else 0.0,
            0.0 if reading.undoes else entry.undoing,
            entry.openness,
        ]

    def _veto(self, reading: _Reading, number: int, row: int, cosine: float) -> Veto | None:
        entry = self._entries[number]
        for refused in entry.not_for:
            vector = refused.vector
            if refused.words == reading.typed or float(reading.dense[vector.ids] @ vector.weights) >= cosine:
                return Veto(VetoKind.NOT_FOR, (refused.text,))
        if number in reading.same:
            return None
        return self._distinctions.veto(reading.turned, reading.asked, frozenset(entry.lines[row].stems), number)


def _text_of(reading: _Reading) -> str:
    """What is encoded of a question: its words as corrected."""
    return " ".join(reading.words)


def _content(text: str) -> list[str]:
    """The words of a text without those that only make it polite, unless it has no others."""
    return _polite_or_not(normalise(text))


def _polite_or_not(words: list[str]) -> list[str]:
    return [word for word in words if word not in POLITE] or words


@lru_cache(maxsize=1)
def _build(phrasings: tuple[Phrasings, ...], synonyms: tuple[Group, ...]) -> Matcher:
    return Matcher(phrasings, synonyms=synonyms)
