"""What `signpost faq` prints: figures, candidates and the verdict on them, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from bot.config import Between, Faq
from bot.faq.speaking import SHORTEST_SUGGESTED
from bot.matching.doubts import ENOUGH
from bot.matching.evaluation import WANTED_PRECISION, Confusion, Evaluation, Fate, Outcome, Swept
from bot.matching.explanation import Candidate, Explanation
from bot.matching.labelled import KnowledgeBase, Labelled
from bot.matching.linting import Finding, FindingKind
from bot.matching.verdict import Judgement, Verdict

ENTRIES_SHOWN = 20
THRESHOLDS_SHOWN = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
FEW_ANSWERS = 20
"""With fewer, every share of them is a guess."""

FATES = {
    Fate.RIGHT_ANSWER: "answered, right",
    Fate.WRONG_ANSWER: "answered, wrong",
    Fate.RIGHT_SUGGESTED: "suggested, the right one among them",
    Fate.WRONG_SUGGESTED: "suggested, all wrong",
    Fate.SILENT: "silent",
}


def doubts(base: KnowledgeBase, questions: Sequence[Labelled]) -> Iterator[str]:
    """What in the files is probably not meant so."""
    known = {entry.entry_id for entry in base.entries}
    missing: dict[str, int] = {}
    for question in questions:
        if question.expected_id is not None and question.expected_id not in known:
            missing[question.expected_id] = missing.get(question.expected_id, 0) + 1
    for entry_id, count in list(missing.items())[:ENTRIES_SHOWN]:
        name = visible(entry_id)
        yield f"The knowledge base has no entry {name}, which is expected {_times(count)}: always counted as wrong."
    if (more := len(missing) - ENTRIES_SHOWN) > 0:
        yield f"The knowledge base lacks {more} more entries that are expected."
    if untold := sum(not question.is_told for question in questions):
        lines = "1 line has" if untold == 1 else f"{untold} lines have"
        yield f"{lines} no expected_id: taken as questions that no entry answers."
    if empty := sum(not entry.questions for entry in base.entries):
        entries = "1 entry has" if empty == 1 else f"{empty} entries have"
        yield f"{entries} no phrasing, and cannot be found."


def fates(outcomes: Sequence[Outcome]) -> Table:
    """What became of the questions that have an entry, and of the others."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("")
    table.add_column("with an entry", justify="right")
    table.add_column("with none", justify="right")
    counts = Counter((one.fate, one.expected_id is not None) for one in outcomes)
    for fate, name in FATES.items():
        cells = []
        for has_entry in (True, False):
            count, of = counts[fate, has_entry], sum(n for (_, has), n in counts.items() if has is has_entry)
            cells.append(f"{count} ({count / of:.1%})" if of else "–")
        table.add_row(name, *cells)
    return table


def swept(sweep: Iterable[Swept], threshold: float) -> Table:
    """What other thresholds would have done."""
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("faq.threshold", "answers", "precision", "coverage", "false answers"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", style="dim")
    for one in sweep:
        marks = ["now"] * (one.threshold == threshold) + ["recommended"] * one.is_recommended
        if marks or one.threshold in THRESHOLDS_SHOWN:
            shares = (one.precision, one.coverage, one.false_answer_rate)
            cells = ("–" if share is None else f"{share:.1%}" for share in shares)
            table.add_row(f"{one.threshold:.2f}", str(one.answers), *cells, ", ".join(marks))
    return table


def recommendation(sweep: Iterable[Swept], settings: Faq) -> str:
    """Which threshold to set, and what that rests on."""
    best = next((one for one in sweep if one.is_recommended), None)
    if best is None:
        return f"No threshold is recommended: with none are {WANTED_PRECISION:.0%} of the answers right."
    if best.threshold == settings.threshold:
        told = f"faq.threshold ({settings.threshold}) is the recommended one"
    else:
        told = f"Recommended is faq.threshold: {best.threshold}"
    told += f", the lowest with which at least {WANTED_PRECISION:.0%} of these answers are right."
    if best.threshold < settings.suggest_from:
        told += f" faq.suggest_from ({settings.suggest_from}) must not be above it."
    if best.answers < FEW_ANSWERS:
        told += f" That rests on few answers ({best.answers}): measure with more questions before you trust it."
    return told


def figures(found: Evaluation, latency: dict[str, float | None], load_seconds: float) -> Table:
    """How well the questions were answered, a figure a line."""
    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    for name, share, meaning in (
        ("top-1", found.top1, "the right entry comes first, of the questions that have one"),
        ("top-3", found.top3, "it is among the first three"),
        ("precision", found.precision, "right answers, of the answers"),
        ("coverage", found.coverage, "right answers, of the questions that have an entry"),
        ("false answers", found.false_answer_rate, "answers that are not right, of all questions"),
        ("coverage at 95%", found.coverage_at_95, "coverage, if the score alone decided, for a precision of 95%"),
        ("coverage at 90%", found.coverage_at_90, "the same for a precision of 90%"),
    ):
        table.add_row(name, "–" if share is None else f"{share:.1%}", meaning)
    for name, value, meaning in (
        ("AUROC", found.auroc, "the score tells right from wrong: always 1, by chance 0.5"),
        ("MCC", found.mcc, "the decision to answer is right: always 1, by chance 0"),
        ("calibration error", found.ece, "how far the score is off as a probability"),
        ("p50 ms", latency["p50"], "processor time of half the questions, at most"),
        ("p99 ms", latency["p99"], "the same of 99 in 100"),
        ("load s", load_seconds, "to read the knowledge base, prepare the matcher and ask the FAQ of itself"),
    ):
        table.add_row(name, "–" if value is None else f"{value:.3f}", meaning)
    return table


def confused(pairs: Iterable[Confusion]) -> Table:
    """Which entries are taken for which."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("expected", overflow="fold")
    table.add_column("found first", overflow="fold")
    table.add_column("questions", justify="right")
    table.add_column("answered", justify="right")
    for pair in pairs:
        expected = "(no entry)" if pair.expected_id is None else visible(pair.expected_id)
        found = visible(pair.given_id)
        table.add_row(Text(expected), Text(found), str(pair.count), str(pair.answered))
    return table


AGAINST = {
    "strange": "a word that no entry has",
    "undoing": "it wants something undone, and this entry is not about that",
    "corrected": "words that had to be corrected",
    "mistaken": "a word that only looks like the phrasing's",
    "inserted": "a word amid the phrasing's that the entry nowhere has",
}
"""What each of `costs.COSTS` says to who writes entries."""


def described(place: int, candidate: Candidate) -> Iterator[str]:
    """What one entry is found by, and how sure that is."""
    match = candidate.match
    yield f"{place}. {visible(match.entry_id)}  {match.score:.3f}  “{visible(match.phrasing)}”"
    if candidate.features:
        yield "   " + " · ".join(f"{name} {value:.2f}" for name, value in candidate.features.items())
    if against := [f"{AGAINST[name]} ({name} {value:.2f})" for name, value in candidate.costs.items() if value]:
        yield "   against it: " + " · ".join(against)
    if candidate.veto is not None:
        words = " · ".join(f"“{visible(word)}”" for word in candidate.veto.words)
        yield f"   vetoed: {candidate.veto.kind} {words}"


def verdict(explanation: Explanation, judgement: Judgement, words: int, settings: Faq) -> Iterator[str]:
    """The verdict, and the rules that made it."""
    too_short = words < settings.min_words
    if too_short:
        is_offered = words >= SHORTEST_SUGGESTED and settings.between is not Between.SILENT
        entry = judgement.entry_id if is_offered else None
        given = f"SUGGEST {visible(entry)}" if entry else "SILENT"
        yield f"Verdict in a channel: {given}. It has {words} word{'s' * (words != 1)}, and faq.min_words is {settings.min_words}."
    subject = "Verdict when asked by mention or command" if too_short else "Verdict"
    names = ", ".join(visible(entry_id) for entry_id in judgement.suggested)
    match judgement.verdict:
        case Verdict.ANSWER:
            yield (
                f"{subject}: ANSWER {visible(str(judgement.entry_id))}."
                f" The score {judgement.score:.3f} reaches faq.threshold ({settings.threshold})."
            )
            return
        case Verdict.SUGGEST:
            yield f"{subject}: SUGGEST {names}. They reach faq.suggest_from ({settings.suggest_from})."
            if settings.between is not Between.SUGGEST:
                yield f"   faq.between is {settings.between}, so no titles are shown."
        case Verdict.SILENT:
            yield f"{subject}: SILENT."
    if not explanation.candidates:
        yield "   No entry comes near."
    elif not explanation.matches:
        yield "   All that come near are vetoed."
    else:
        yield f"   No answer: the score {judgement.score:.3f} is below faq.threshold ({settings.threshold})."
        if judgement.verdict is Verdict.SILENT:
            yield f"   No suggestion: no score reaches faq.suggest_from ({settings.suggest_from})."


def sentence(finding: Finding, base: KnowledgeBase) -> str:
    """`file:line: …`, and where the other phrasing stands."""
    here, own = _where(finding.entry_id, finding.phrasing, base), visible(finding.entry_id)
    phrasing = f"“{visible(finding.phrasing)}”"
    other = visible(finding.other_entry_id or "")
    there = _where(finding.other_entry_id or "", finding.other_phrasing or "", base)
    by = f"“{visible(finding.other_phrasing or '')}” ({there}), score {finding.score:.2f}"
    match finding.kind:
        case FindingKind.STOLEN:
            return f"{here}: {phrasing} of {own} finds {other} first: {by}"
        case FindingKind.UNFOUND:
            return f"{here}: {phrasing} of {own} finds no entry"
        case FindingKind.VETOED:
            words = visible(finding.other_phrasing or "")
            return f"{here}: {phrasing} of {own} may not be answered by it, because of “{words}”"
        case FindingKind.NOT_SILENT:
            return f"{here}: {phrasing} is in not_for of {own}, and finds it all the same: {by}"
        case FindingKind.NEAR_DUPLICATE:
            same = "the same words as" if finding.score == 1 else "nearly the same words as"
            twin = f"“{visible(finding.other_phrasing or '')}” of {other} ({there})"
            return f"{here}: {phrasing} of {own} has {same} {twin}"
        case FindingKind.ANSWERED_ELSEWHERE:
            return (
                f"{here}: (fine) {phrasing} is in not_for of {own}; {other} would answer it, {finding.score:.2f}"
            )


def few(entry_ids: Sequence[str], entries: int) -> str:
    """Which of so many entries have few phrasings, and what more would bring."""
    names = [visible(entry_id) for entry_id in entry_ids[:ENTRIES_SHOWN]]
    names += ["…"] if len(entry_ids) > ENTRIES_SHOWN else []
    have = "has" if len(entry_ids) == 1 else "have"
    return (
        f"{len(entry_ids)} of {entries} {have} fewer than {ENOUGH} phrasings, the title included ({', '.join(names)})."
        f" With {ENOUGH}, nearly twice as many questions are answered as with one."
    )


def size(base: KnowledgeBase) -> str:
    """How much the knowledge base holds."""
    phrasings = sum(len(entry.questions) for entry in base.entries)
    return f"{len(base.entries)} entr{'y' if len(base.entries) == 1 else 'ies'}, {phrasings} phrasings"


def visible(text: str) -> str:
    """On one line, and nothing that would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))


def _where(entry_id: str, phrasing: str, base: KnowledgeBase) -> str:
    return base.positions.get((entry_id, phrasing), "?")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
