"""Which entry does a question ask for, and is that sure enough to answer? Pure: normalise → rank → judge."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.entry import Entry
from bot.matching.calibration import UNCHANGED, Calibration
from bot.matching.cascade import words_decide
from bot.matching.confidence import MEASURES, Formula, shipped
from bot.matching.costs import COSTS, costs_of, inserted, mistaken
from bot.matching.explanation import Candidate, Explanation
from bot.matching.ideas import Group, Ideas
from bot.matching.known import Written, known_entries
from bot.matching.meaning import Encoder, Meaning
from bot.matching.measured import NOTHING, Best, Measured
from bot.matching.phrasings import Phrasings
from bot.matching.reading import Reader, Reading, content, exact_key
from bot.matching.shipped_ideas import SHIPPED
from bot.matching.space import Floats, Index, Space
from bot.matching.verdict import Match
from bot.matching.vetoes import Distinctions, Veto, VetoKind

SHORTLIST = 8  # entries that are looked at closely
CENTROID = 2.0  # what the cosine to the centroid adds to the trained logit when the shortlist is made
MOST_PHRASINGS = 20  # an entry; more say no more about how far the scores are to be trusted
NEAREST, PHRASING_COVERED = MEASURES.index("nearest"), MEASURES.index("phrasing_covered")
MOSTLY_SAID = 0.5  # of a phrasing's weight: of one of which less is said, no word stands for another
EXACT = 0.99  # P(correct) of the one entry that has the question word by word
PLACES_REMEMBERED = 64  # sets of entries that may be meant, of one byte an entry


@dataclass(frozen=True, slots=True)
class _Found:
    """A question, read; the numbers of the entries that have it word by word; which entries cannot be meant here; and for
    each entry the cosine to its centroid and the logit of the trained model.
    """

    reading: Reading
    same: frozenset[int]
    outside: NDArray[np.bool_]
    centroids: NDArray[np.float64]
    trained: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Glance:
    """A question as its words alone explain it; `likely` is P(correct) of the best match before costs.

    `to_encode` is the text whose embedding `Matcher.understand` takes to explain it by its meaning too; None where that is
    not wanted.
    """

    by_words: Explanation
    likely: float
    to_encode: str | None
    found: _Found


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
       P(correct) (`confidence.Formula`), corrected by what this knowledge base tells of itself (`calibration`), times what
       speaks against each (`costs`).
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
        ordered = sorted(phrasings, key=lambda one: one.entry_id)
        read = [one for one in map(Written.of, ordered) if one.asked]
        entries = [[words for _, words in one.asked] for one in read]
        texts = list(chain.from_iterable(entries))
        owners = [number for number, asked in enumerate(entries) for _ in asked]
        self._space = Space(texts, _ideas(tuple(synonyms)))
        self._reader = Reader(entries, [words for one in read for _, words in one.refused], synonyms, self._space)
        self._index = Index(self._space.size, map(self._space.vector, texts), owners)
        self._about = (math.log(min(len(owners) / len(read), MOST_PHRASINGS)),) if read else ()

        self._entries = known_entries(read, self._reader, self._space)
        self._same: dict[tuple[str, ...], tuple[int, ...]] = {}
        for number, asked in enumerate(entries):
            own = (number,)  # one for all of its phrasings, of which there may be very many
            for words in asked:
                key = exact_key(words)
                others = self._same.get(key)
                self._same[key] = own if others is None else (*others, number)
        self._distinctions = Distinctions(
            entries, [[line.stems for line in entry.lines] for entry in self._entries]
        )
        self._outside = lru_cache(maxsize=PLACES_REMEMBERED)(self._all_but)
        self._meaning: Meaning | None = None
        self._formula_of_meaning = formula or shipped(semantic=True)
        self._calibration = self._calibration_of_meaning = UNCHANGED
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
        return self.understand(glance, self._meaning.read([glance.to_encode])[0])

    def glance(self, question: str, among: frozenset[str] | None = None) -> Glance:
        """The first step of `explain`, which takes about a millisecond, and never encodes."""
        found = self._find(question, among)
        by_words = self._explain(found, None)
        same = frozenset(self._entries[number].id for number in found.same)
        is_foreign = found.reading.is_foreign
        likely = self._formula.before_costs(by_words)
        is_decided = self._meaning is None or (not is_foreign and words_decide(by_words.matches, same, likely))
        return Glance(by_words, likely, None if is_decided else found.reading.text, found)

    def understand(self, glance: Glance, embedding: Floats) -> Explanation:
        """The second step, with the embedding of the glance's `to_encode`, which is not None."""
        return self._explain(glance.found, embedding)

    def measure(self, question: str) -> Measured:
        """The numbers that the formula weighs, for those who fit its weights; without candidates that have a veto, and
        nothing at all of what is a phrasing word by word.
        """
        found = self._find(question, None)
        if found.same:
            return NOTHING
        meant = self._meaning.read([found.reading.text])[0] if self._meaning is not None else None
        return self._free(found, self._measure(found, meant))

    def _free(self, found: _Found, measured: Measured) -> Measured:
        """What has no veto."""
        free = [at for at, veto in enumerate(self._vetoes(found, measured)) if veto is None]
        if not free:
            return NOTHING
        return measured.only(free)

    def best(self, questions: Sequence[str]) -> list[tuple[Best | None, Best | None]]:
        """The best candidate for each as the shipped weights have it: by words, and by meaning where there is one.

        None where there is no candidate, or the question is a phrasing word by word: then nothing is weighed. All are
        encoded in one call.
        """
        found = [self._find(question, None) for question in questions]
        words = [self._best(one, None, self._formula) for one in found]
        if self._meaning is None or not found:
            return [(one, None) for one in words]
        embeddings = self._meaning.read([one.reading.text for one in found])
        pairs = zip(words, found, embeddings, strict=True)
        return [(by_words, self._best(one, row, self._formula_of_meaning)) for by_words, one, row in pairs]

    @property
    def is_semantic(self) -> bool:
        """Whether it knows the meaning of the phrasings."""
        return self._meaning is not None

    @property
    def is_calibrated(self) -> bool:
        """Whether it has calibrations of its own."""
        return self._calibration is not UNCHANGED

    def calibrated(self, by_words: Calibration, by_meaning: Calibration) -> Matcher:
        """The same matcher, with these calibrations of its two formulas."""
        other = copy(self)
        other._calibration, other._calibration_of_meaning = by_words, by_meaning
        return other

    def _best(self, found: _Found, meant: Floats | None, formula: Formula) -> Best | None:
        measured = self._free(found, self._measure(found, meant))
        if found.same or not measured.numbers:
            return None
        logit, ranks = formula.logit(measured.measures, measured.about)
        best = int(ranks.argmax())
        return Best(measured.entry_ids[best], logit, math.exp(-float(measured.costs[best] @ formula.costs)))

    def _learn(self, encoder: Encoder) -> None:
        """Take the meaning of the phrasings in. Only for a matcher that nobody has yet."""
        texts = [" ".join(content(line.text)) for entry in self._entries for line in entry.lines]
        owners = [number for number, entry in enumerate(self._entries) for _ in entry.lines]
        self._meaning = Meaning(encoder, texts, owners) if owners else None

    def _explain(self, found: _Found, meant: Floats | None) -> Explanation:
        reading, measured = found.reading, self._measure(found, meant)
        if not measured.numbers or (reading.is_foreign and meant is None):
            return Explanation.of(reading, is_by_meaning=meant is not None)
        formula = self._formula if meant is None else self._formula_of_meaning
        calibration = self._calibration if meant is None else self._calibration_of_meaning
        vetoes = self._vetoes(found, measured)
        scores = formula.probabilities(measured.measures, measured.about, measured.costs, calibration)
        free = [at for at, veto in enumerate(vetoes) if veto is None]
        if 0 < len(free) < len(vetoes):
            scores[free] = formula.probabilities(
                measured.measures[free], measured.about, measured.costs[free], calibration
            )
        exact = [at for at in free if measured.numbers[at] in found.same]
        if exact:
            scores[free] = np.minimum(scores[free], 1 - EXACT)
            scores[exact] = EXACT / len(exact)
        candidates = [
            Candidate(
                Match(self._entries[number].id, score, self._entries[number].lines[row].text),
                dict(zip(formula.measures, measures, strict=True)),
                veto,
                dict(zip(COSTS, costs, strict=True)),
            )
            for number, row, score, measures, costs, veto in zip(
                measured.numbers,
                measured.nearest,
                scores.tolist(),
                measured.measures.tolist(),
                measured.costs.tolist(),
                vetoes,
                strict=True,
            )
        ]
        candidates.sort(key=lambda candidate: (-candidate.match.score, candidate.match.entry_id))
        known = {"is_exact": bool(exact), "about": tuple(measured.about.tolist()), "calibration": calibration}
        return Explanation.of(reading, candidates, is_by_meaning=meant is not None, **known)

    def _find(self, question: str, among: frozenset[str] | None) -> _Found:
        outside = self._outside(among)
        said = content(question)
        numbers = self._same.get(exact_key(said), ())
        same = frozenset(one for one in numbers if not outside[one])
        reading = self._reader.read(question, said, is_exact=bool(same))
        return _Found(reading, same, outside, *self._index.scores(reading.vector))

    def _measure(self, asked: _Found, meant: Floats | None) -> Measured:
        reading, centroids, trained = asked.reading, asked.centroids, asked.trained
        if not reading.vector.ids.size:
            return NOTHING
        near = trained + CENTROID * centroids
        if self._meaning is not None and meant is not None:
            mean_centroids, mean_trained = self._meaning.scores(meant)
            near = near + mean_trained
        near[sorted(asked.same)] = np.inf
        near[asked.outside] = -np.inf
        order = np.argsort(-near, kind="stable")[:SHORTLIST]
        numbers = sorted(order[near[order] > -np.inf].tolist())
        if not numbers:
            return NOTHING

        found, nearest, alike, rows = [], [], [], []
        for number, cosines in zip(numbers, self._index.cosines(numbers, reading.dense), strict=True):
            at = int(cosines.argmax())
            if cosines[at] <= 0 and meant is None:
                continue
            row = [float(trained[number]), float(centroids[number]), *self._compare(reading, number, at, cosines)]
            by_meaning = at
            if self._meaning is not None and meant is not None:
                by_meaning, cosine = self._meaning.nearest(number, meant)
                row += [float(mean_trained[number]), float(mean_centroids[number]), cosine]
            found.append(number)
            nearest.append(at)
            alike.append(by_meaning)
            rows.append(row)
        about = np.array([reading.unknown, math.log(reading.length), *self._about])
        asked_of = zip(found, nearest, rows, strict=True)
        costs = [self._costs(reading, number, at, row[PHRASING_COVERED]) for number, at, row in asked_of]
        ids = tuple(self._entries[number].id for number in found)
        return Measured(ids, tuple(found), tuple(nearest), tuple(alike), np.array(rows), np.array(costs), about)

    def _costs(self, reading: Reading, number: int, row: int, covered: float) -> tuple[float, ...]:
        entry = self._entries[number]
        said = entry.lines[row].stems
        return costs_of(
            reading,
            openness=entry.openness,
            undoing=entry.undoes(row, reading.asked),
            is_mistaken=covered >= MOSTLY_SAID and mistaken(reading.weights, said) is not None,
            is_inserted=inserted(reading.between, said, entry.stems) is not None,
        )

    def _all_but(self, among: frozenset[str] | None) -> NDArray[np.bool_]:
        return np.array([among is not None and entry.id not in among for entry in self._entries], np.bool_)

    def _compare(self, reading: Reading, number: int, at: int, cosines: Floats) -> list[float]:
        """How the question compares with the phrasings of an entry, of which the one `at` this place is nearest."""
        entry = self._entries[number]
        line = entry.lines[at]
        in_line = in_entry = 0.0
        for one, weight in reading.weights.items():
            if one in entry.stems:
                in_entry += weight
                if one in line.stems:
                    in_line += weight
        three = sorted(cosines.tolist())[-3:]
        near = sum(three) / len(three)
        return [three[-1], near, in_line / reading.total, in_line / line.weight, in_entry / reading.total]

    def _vetoes(self, found: _Found, measured: Measured) -> list[Veto | None]:
        cosines = measured.measures[:, NEAREST] if measured.numbers else ()
        rows = zip(measured.numbers, measured.meant, cosines, strict=True)
        return [self._veto(found, number, row, cosine) for number, row, cosine in rows]

    def _veto(self, found: _Found, number: int, row: int, cosine: float) -> Veto | None:
        reading, entry = found.reading, self._entries[number]
        for refused in entry.not_for:
            vector = refused.vector
            if refused.words == reading.typed or float(reading.dense[vector.ids] @ vector.weights) >= cosine:
                return Veto(VetoKind.NOT_FOR, (refused.text,))
        if number in found.same:
            return None
        return self._distinctions.veto(reading.turned, reading.typed, reading.asked, reading.actions, number, row)


@lru_cache(maxsize=2)
def _ideas(synonyms: tuple[Group, ...]) -> Ideas:
    return Ideas((*SHIPPED, *synonyms))


@lru_cache(maxsize=1)
def _build(phrasings: tuple[Phrasings, ...], synonyms: tuple[Group, ...]) -> Matcher:
    return Matcher(phrasings, synonyms=synonyms)
