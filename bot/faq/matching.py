"""Which entry does a question ask for, and is that sure enough to answer? Pure: normalise → rank → judge."""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.faq.entry import Entry

_NOT_PROSE = re.compile(
    r"```.*?```|``[^`]+``|`[^`\n]+`"  # code
    r"|^[ \t]*>>> .*\Z|^[ \t]*> [^\n]*"  # quotes: the rest of the message, or one line
    r"|\b(?:https?://|www\.)\S+"
    r"|@(?:everyone|here)\b"
    r"|<(?:@[!&]?|#|/|t:|id:|a?:)[^<>\n]*>",  # mentions, channels, commands, times, custom emoji
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LEFT_OUT_IN_CHAT = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f\u20d0-\u20ff\u00ad\u200b-\u200f\u2060\ufeff]"
)
"""Accents, Hebrew and Arabic vowel points, emoji variants, invisible characters."""

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SPACELESS = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+)"
)
"""Thai, Lao, Burmese, Khmer, kana and Han; Hangul too, because its particles are glued to the word."""

_CONTRACTIONS = [
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"\b(what|where|who|how|when|why|it|that|there|here|he|she)'s\b"), r"\1 is"),
    (re.compile(r"'s\b"), ""),
]
_CHAT = """
    acc=account acct=account b4=before bc=because cant=can_not cfg=config couldnt=could_not cuz=because
    didnt=did_not dl=download doesnt=does_not dont=do_not gonna=going_to hasnt=has_not havent=have_not
    idk=i_do_not_know im=i_am isnt=is_not ive=i_have msg=message perms=permissions pic=picture pls=please
    plz=please ppl=people pw=password pwd=password r=are rn=right_now thx=thanks ty=thanks u=you ur=your
    vid=video wanna=want_to wasnt=was_not whats=what_is wheres=where_is wont=will_not wouldnt=would_not ya=you
"""
_ABBREVIATIONS = {short: words.split("_") for short, words in (pair.split("=") for pair in _CHAT.split())}
_COMMON_WORDS = """
    a about after again all already also always am an and another any anybody anyone are as ask at away back
    bad be because been before being better big both bring but by can come could day did different do does
    doing each either else end even ever every everything far few find first for from get getting give go
    going good got guys had happen has have having he hello help her here hey hi him his hour how however i if
    in into is it its just keep kind know last later least leave less let like little long look lot make many
    may maybe me mean might minute more most much must my need new next nothing now of off ok okay old on once
    one only or other our out over own part people place please put quite rather really right same say see
    seem set shall she should show since so some somebody someone something soon still such sure take talk
    tell than thank thanks that the their them then there these they thing think this those time to today
    tomorrow tonight too try trying turn two under until up us use using very want wanted was way we week well
    were what when where whether which while who whom whose why will with without wonder work would wrong year
    yes yesterday yet you your
"""
"""English words that carry no topic, which a small knowledge base cannot find out by counting. `not` and `no`
are none of them: they turn a question round."""

PRIOR_ENTRIES = 8  # imagined entries, each made of all common words, that soften a small knowledge base's counts
DOUBT = 0.5  # in rarest words, added to both sides: one shared word is less proof than three
SHARE_OF_ENTRY = 0.5  # what a word counts that occurs only in another phrasing of the same entry
SHARE_OF_RATIO = 0.15  # share of the score that looks at letters and word order; the rest looks at words
CORRECTED = 0.8  # what a word counts whose spelling had to be corrected
WEIGHTY = 0.3  # in rarest words: lighter words find no candidates, they only add to them
LONGEST_CORRECTED = 24  # letters; no longer word is looked up for its spelling
SHORTLIST = 24  # entries compared letter by letter
SUGGESTED_AT_MOST = 3


def normalise(text: str) -> list[str]:
    """The words of `text` as they are compared; empty where it holds none. Total: any string will do.

    Code, links, mentions and quotes go; case, accents and stretched letters (`sooo`) are evened out;
    contractions and chat abbreviations are written out. Scripts without spaces become pairs of characters,
    as in Lucene's CJKAnalyzer. The caller compares `len` with `Faq.min_words` before it answers unasked.
    """
    prose = _NOT_PROSE.sub(" ", text)
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", prose).casefold())
    plain = unicodedata.normalize("NFKC", _LEFT_OUT_IN_CHAT.sub("", folded)).replace("’", "'")
    for pattern, words in _CONTRACTIONS:
        plain = pattern.sub(words, plain)
    plain = _STRETCHED.sub(r"\1\1", plain)
    spaced = "".join(c if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") else " " for c in plain)
    found: list[str] = []
    for run in spaced.split():
        for piece in filter(None, _SPACELESS.split(run)):
            if _SPACELESS.match(piece):
                found += [piece[at : at + 2] for at in range(max(1, len(piece) - 1))]
            else:
                found += _ABBREVIATIONS.get(piece, [piece])
    return found


def _stem(word: str) -> str:
    """An English word without plural -s, -ing, -ed, -e and doubled end: `cancels` = `cancel` = `cancelled`.

    Porter's steps 1a–1c (1980), made simpler: it only has to treat both sides alike.
    """
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) >= len(suffix) + 3:
            word = word.removesuffix(suffix)
            break
    if word[-1] == "y":
        return word[:-1] + "i"
    if len(word) > 3:
        word = word.removesuffix("e")
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The ways people ask for one entry, in all its languages, and those it must never answer."""

    entry_id: str
    questions: tuple[str, ...]
    not_for: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Phrasings:
        """What the matcher needs to know of an entry. A title is a phrasing too: the writer's own."""
        asked = [*entry.questions, entry.title]
        for translation in entry.translations.values():
            asked += [*translation.questions, translation.title]
        return cls(entry.id, tuple(asked), tuple(entry.not_for))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer: the probability that it is the right one (0–1), and its nearest phrasing."""

    entry_id: str
    score: float
    phrasing: str


class VetoKind(StrEnum):
    """Why an entry must not answer although it looks near."""

    NOT_FOR = "not_for"
    NEGATION = "negation"
    DISTINGUISHING = "distinguishing"


@dataclass(frozen=True, slots=True)
class Veto:
    """`words` are the `not_for` phrasing as written, or the words that turn the question round or elsewhere."""

    kind: VetoKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that was looked at closely: its match, what was measured (all numbers 0–1), and its veto."""

    match: Match
    features: Mapping[str, float]
    veto: Veto | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read (corrections by the word as typed) and each candidate, best first."""

    words: tuple[str, ...]
    corrections: Mapping[str, str]
    candidates: tuple[Candidate, ...]

    @property
    def matches(self) -> list[Match]:
        """What is left after the vetoes."""
        return [candidate.match for candidate in self.candidates if candidate.veto is None]


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the best score and its lead over the second (0–1).

    `entry_id` is named by ANSWER only, `suggested` (best first, at most three) by SUGGEST only.
    """

    verdict: Verdict
    entry_id: str | None
    score: float
    margin: float
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """One phrasing, indexed: its stems in a row, and the weight of the different ones."""

    entry_id: str
    text: str
    vetoes: bool
    joined: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, read: its stems as written and as corrected, what finding each adds, and their weight."""

    written: tuple[str, ...]
    joined: str
    gains: dict[str, float]
    weight: float


def _weigh(read: Iterable[tuple[str, list[str]]]) -> tuple[dict[str, float], float]:
    """The weight of each stem in the read phrasings (entry id, words), and that of the rarest."""
    entries_with: dict[str, set[str]] = defaultdict(set)
    ids = set()
    for entry_id, words in read:
        ids.add(entry_id)
        for word in words:
            entries_with[_stem(word)].add(entry_id)
    total = len(ids) + PRIOR_ENTRIES
    common_words = set(map(_stem, _COMMON_WORDS.split()))
    weights = {}
    for stem in sorted(common_words | entries_with.keys()):
        users = max(1, len(entries_with[stem])) + (PRIOR_ENTRIES if stem in common_words else 0)
        weights[stem] = math.log(total / users)
    return weights, math.log(total)


class Matcher:
    """Finds the entries whose phrasings are nearest to a question. Immutable; build a new one on reload.

    A phrasing's score is 1 if it has the same words in the same order, and otherwise

        0.85 × F + 0.15 × rapidfuzz.fuzz.ratio / 100,      F = 2·c·d / (c + d)
        c = weight of the question's words found in the phrasing  / (weight of the question + doubt)
        d = weight of the phrasing's words found in the question  / (weight of the phrasing + doubt)

    where a question's word found only in another phrasing of the entry counts half in c, a corrected one 0.8,
    and doubt is half a rarest word. A word weighs ln((N + 8) / (n + 8·[common word])), n of N entries using it;
    a word that no entry knows weighs as much as the rarest, so talk about something else scores low.
    Sources: inverse document frequency, Spärck Jones 1972; F-measure of coverage both ways, van Rijsbergen 1979.
    The constants were chosen on the dev splits that `bench/matching.py` describes.
    """

    def __init__(self, entries: Iterable[Phrasings]) -> None:
        read = [
            (entry.entry_id, text, vetoes, normalise(text))
            for entry in sorted(entries, key=lambda entry: entry.entry_id)
            for vetoes, texts in ((False, entry.questions), (True, entry.not_for))
            for text in texts
        ]
        self._weights, self._rarest = _weigh((entry_id, words) for entry_id, _, _, words in read)
        self._lines: list[_Line] = []
        self._lines_with: dict[str, list[int]] = defaultdict(list)
        self._lines_equal_to: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._entries_with: dict[str, set[str]] = defaultdict(set)
        for entry_id, text, vetoes, words in read:
            if not words:
                continue
            stems = tuple(map(_stem, words))
            self._lines_equal_to[stems].append(len(self._lines))
            for stem in set(stems):
                self._lines_with[stem].append(len(self._lines))
                if not vetoes:
                    self._entries_with[stem].add(entry_id)
            weight = math.fsum(self._weights[stem] for stem in set(stems))
            self._lines.append(_Line(entry_id, text, vetoes, " ".join(stems), weight))

        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted({word for _, _, _, words in read for word in words}):
            self._by_length[len(word)].append(word)
        self._corrected = lru_cache(maxsize=4096)(self._nearest_known_word)

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Matcher:
        """A matcher for a knowledge base. Their order does not matter."""
        return cls(map(Phrasings.of, entries))

    def rank(self, question: str, limit: int = 5) -> list[Match]:
        """The entries that may answer, each by its best phrasing: best first, equal scores by entry id.

        Left out are entries that share no weighty word with the question, and those with a veto. At most
        `limit` entries; `judge` needs two.
        """
        return self.explain(question).matches[:limit]

    def explain(self, question: str) -> Explanation:
        """What `rank` goes by: how the question was read, and every entry that was looked at closely."""
        asked = self._read(question)
        best: dict[tuple[str, bool], tuple[float, int]] = {}
        for at, overlap in self._overlaps(asked):
            key = self._lines[at].entry_id, self._lines[at].vetoes
            if key not in best or overlap > best[key][0]:
                best[key] = overlap, at

        candidates = []
        own = ((-overlap, at) for (_, vetoes), (overlap, at) in best.items() if not vetoes)
        for lack, at in heapq.nsmallest(SHORTLIST, own):
            line, score = self._lines[at], self._score(asked, -lack, at)
            refused = best.get((line.entry_id, True))
            veto = None
            if refused is not None and self._score(asked, *refused) >= score:
                veto = Veto(VetoKind.NOT_FOR, (self._lines[refused[1]].text,))
            match = Match(line.entry_id, score, line.text)
            candidates.append(Candidate(match, {"overlap": -lack}, veto))
        candidates.sort(key=lambda candidate: (-candidate.match.score, candidate.match.entry_id))
        return Explanation(tuple(normalise(question)), {}, tuple(candidates))

    def _read(self, question: str) -> _Question:
        words = normalise(question)
        written = tuple(map(_stem, words))
        stems = tuple(map(self._known_stem, words, written))
        weights = {stem: self._weights.get(stem, self._rarest) for stem in stems}
        certainty = dict.fromkeys(stems, CORRECTED) | dict.fromkeys(written, 1.0)
        gains = {stem: certainty[stem] * weight for stem, weight in weights.items()}
        return _Question(written, " ".join(stems), gains, sum(weights.values()))

    def _known_stem(self, word: str, stem: str) -> str:
        """The stem, or that of the nearest word of the knowledge base where it has none like it."""
        if stem in self._weights or not 4 <= len(word) <= LONGEST_CORRECTED or not word.isalpha():
            return stem
        return _stem(self._corrected(word))

    def _nearest_known_word(self, word: str) -> str:
        edits = 1 if len(word) < 7 else 2
        lengths = range(len(word) - edits, len(word) + edits + 1)
        known = [candidate for length in lengths for candidate in self._by_length.get(length, ())]
        found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else word

    def _overlaps(self, asked: _Question) -> Iterator[tuple[int, float]]:
        """F of the lines that have the question's very words, or share a weighty one with it."""
        yield from ((at, 1.0) for at in self._lines_equal_to.get(asked.written, ()))
        shared: dict[int, float] = defaultdict(float)
        known = [stem for stem in asked.gains if stem in self._lines_with]
        for stem in sorted(known, key=self._weights.__getitem__, reverse=True):
            weighty = self._weights[stem] >= WEIGHTY * self._rarest
            for at in self._lines_with[stem]:
                if weighty or at in shared:
                    shared[at] += asked.gains[stem]

        in_entry: dict[str, float] = defaultdict(float)
        for stem in known:
            for entry_id in self._entries_with.get(stem, ()):
                in_entry[entry_id] += asked.gains[stem]

        doubt = DOUBT * self._rarest
        for at, found in shared.items():
            line = self._lines[at]
            elsewhere = 0.0 if line.vetoes else in_entry[line.entry_id] - found
            c = (found + SHARE_OF_ENTRY * elsewhere) / (asked.weight + doubt)
            d = found / (line.weight + doubt)
            yield at, 2 * c * d / (c + d)

    def _score(self, asked: _Question, overlap: float, at: int) -> float:
        ratio = fuzz.ratio(asked.joined, self._lines[at].joined) / 100
        return (1 - SHARE_OF_RATIO) * overlap + SHARE_OF_RATIO * ratio


def judge(
    matches: Sequence[Match], *, threshold: float, margin: float, suggest_from: float = math.inf
) -> Judgement:
    """Answer if the best of `matches` (as ranked) scores `threshold` and leads the second by `margin`.

    Otherwise suggest those of the first three that score `suggest_from`, or else be silent. All are shares of
    1, and reaching them is enough; `suggest_from` is at most `threshold`. The lead over nothing is the whole
    score. Nothing here counts words: the caller asks for `Faq.min_words` first.
    """
    best = matches[0].score if matches else 0.0
    lead = best - (matches[1].score if len(matches) > 1 else 0.0)
    if matches and best >= threshold and lead >= margin:
        return Judgement(Verdict.ANSWER, matches[0].entry_id, best, lead)
    suggested = tuple(match.entry_id for match in matches[:SUGGESTED_AT_MOST] if match.score >= suggest_from)
    return Judgement(Verdict.SUGGEST if suggested else Verdict.SILENT, None, best, lead, suggested)
