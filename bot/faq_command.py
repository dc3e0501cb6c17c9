"""`signpost faq eval | try | lint`: how good the knowledge base is, why it says what it says, what to correct."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot import config
from bot.config import Between, Faq
from bot.documents import Problem
from bot.errors import StartupError
from bot.matching.encoder import wanted_encoder
from bot.matching.evaluation import Confusion, Evaluation, Outcome, evaluate, percentile
from bot.matching.labelled import KnowledgeBase, Labelled, read_knowledge, read_questions
from bot.matching.linting import Finding, FindingKind, lint
from bot.matching.matcher import Candidate, Explanation, Judgement, Matcher, Phrasings, Verdict, judge, normalise

PROBLEMS_SHOWN = 20
CONFUSIONS_SHOWN = 10
CANDIDATES_SHOWN = 5


def measure(out: Console, err: Console, home: Path, *, kb: Path | None, queries: Path, as_json: bool) -> int:
    """Put labelled questions to a knowledge base and print how well it did. Raises StartupError."""
    settings = _settings(home)
    questions, problems = read_questions(queries)
    _stop_at(problems)
    start = time.perf_counter()
    base = _knowledge(home, kb, settings)
    matcher = _matcher(base, home, settings)
    load_seconds = time.perf_counter() - start
    for warning in _doubts(base, questions):
        err.print(warning, style="yellow", markup=False)

    outcomes, milliseconds = [], []
    for question in track(questions, "Asking", console=err, transient=True) if err.is_terminal else questions:
        start = time.thread_time()
        ranked = matcher.rank(question.text)
        judgement = judge(ranked, threshold=settings.threshold, margin=settings.margin)
        is_answered = judgement.verdict is Verdict.ANSWER and len(normalise(question.text)) >= settings.min_words
        milliseconds.append((time.thread_time() - start) * 1000)
        ids = tuple(match.entry_id for match in ranked)
        outcomes.append(Outcome(question.expected_id, ids, judgement.score, is_answered))

    found = evaluate(outcomes)
    latency = {"p50": percentile(milliseconds, 0.5), "p99": percentile(milliseconds, 0.99)}
    if as_json:
        figures = asdict(found) | {"latency_ms": latency, "load_seconds": load_seconds}
        out.print(json.dumps(figures, indent=2), markup=False)
        return 0
    answerable = sum(question.expected_id is not None for question in questions)
    out.print(
        f"{_size(base)}; {len(questions)} questions, {answerable} of which have an entry."
        f" Answered from a score of {settings.threshold}, with a lead of {settings.margin},"
        f" from {settings.min_words} words on."
    )
    out.print(_figures(found, latency, load_seconds), soft_wrap=False)
    if found.confusions:
        out.print(_confused(found.confusions[:CONFUSIONS_SHOWN]), soft_wrap=False)
        if (more := len(found.confusions) - CONFUSIONS_SHOWN) > 0:
            out.print(f"{more} more pair{'s' if more > 1 else ''}: --json names all.")
    return 0


def explain(out: Console, err: Console, home: Path, *, kb: Path | None, text: str) -> int:
    """Print how a question is read, what it finds, and what follows from that. Raises StartupError."""
    settings = _settings(home)
    text = text.encode("utf-8", "replace").decode()
    explanation = _matcher(_knowledge(home, kb, settings), home, settings).explain(text)
    words = normalise(text)
    judgement = judge(
        explanation.matches,
        threshold=settings.threshold,
        margin=settings.margin,
        suggest_from=settings.suggest_from,
    )
    out.print(f"Read as: {_visible(' '.join(explanation.words)) or '(no words)'}", markup=False)
    for typed, meant in explanation.corrections.items():
        out.print(f"Corrected: {_visible(typed)} → {_visible(meant)}", markup=False)
    for place, candidate in enumerate(explanation.candidates[:CANDIDATES_SHOWN], start=1):
        for line in _described(place, candidate):
            out.print(line, markup=False)
    if (more := len(explanation.candidates) - CANDIDATES_SHOWN) > 0:
        out.print(f"   and {more} more, less near")
    for line in _verdict(explanation, judgement, len(words), settings):
        out.print(line, markup=False)
    return 0


def check(out: Console, err: Console, home: Path, *, kb: Path | None) -> int:
    """Print which phrasings stand in each other's way: 1 where there is something to correct, else 0.

    Raises StartupError.
    """
    settings = _settings(home)
    base = _knowledge(home, kb, settings)
    with err.status("Asking each phrasing") if err.is_terminal else nullcontext():
        findings = lint(
            base.entries,
            threshold=settings.threshold,
            margin=settings.margin,
            suggest_from=settings.suggest_from,
            matcher=Matcher(_with_phrasings(base)),
        )
    faults = [finding for finding in findings if finding.is_fault]
    for finding in sorted(findings, key=lambda finding: finding.is_fault):
        out.print(_sentence(finding, base), style=None if finding.is_fault else "dim", markup=False)
    if faults:
        out.print(f"{_size(base)}: {len(faults)} finding{'s' if len(faults) != 1 else ''}.", style="red")
        return 1
    out.print(f"{_size(base)}: nothing to correct.", style="green")
    return 0


def _settings(home: Path) -> Faq:
    """Those of the home's config.yaml, or the defaults where there is none."""
    if not (home / config.FILE).exists():
        return Faq()
    found, problems = config.load_config(home)
    if found is None:
        _stop_at(problems)
        raise AssertionError("no settings and no problem")
    return found.faq


def _knowledge(home: Path, kb: Path | None, settings: Faq) -> KnowledgeBase:
    base, problems = read_knowledge(kb or home / settings.folder)
    if base is None:
        _stop_at(problems)
        raise AssertionError("no knowledge base and no problem")
    return base


def _matcher(base: KnowledgeBase, home: Path, settings: Faq) -> Matcher:
    """The one that `signpost run` would use here."""
    return Matcher(_with_phrasings(base), encoder=wanted_encoder(home, settings))


def _with_phrasings(base: KnowledgeBase) -> list[Phrasings]:
    return [entry for entry in base.entries if entry.questions]


def _stop_at(problems: Sequence[Problem]) -> None:
    """Raise StartupError where there are any."""
    if problems:
        lines = [str(problem) for problem in problems[:PROBLEMS_SHOWN]]
        if more := len(problems) - len(lines):
            lines.append(f"and {more} more problems")
        raise StartupError("\n".join(lines))


def _doubts(base: KnowledgeBase, questions: Sequence[Labelled]) -> Iterator[str]:
    """What in the files is probably not meant so."""
    known = {entry.entry_id for entry in base.entries}
    missing: dict[str, int] = {}
    for question in questions:
        if question.expected_id is not None and question.expected_id not in known:
            missing[question.expected_id] = missing.get(question.expected_id, 0) + 1
    for entry_id, count in list(missing.items())[:PROBLEMS_SHOWN]:
        name = _visible(entry_id)
        yield f"The knowledge base has no entry {name}, which is expected {_times(count)}: always counted as wrong."
    if (more := len(missing) - PROBLEMS_SHOWN) > 0:
        yield f"The knowledge base lacks {more} more entries that are expected."
    if untold := sum(not question.is_told for question in questions):
        lines = "1 line has" if untold == 1 else f"{untold} lines have"
        yield f"{lines} no expected_id: taken as questions that no entry answers."
    if empty := sum(not entry.questions for entry in base.entries):
        entries = "1 entry has" if empty == 1 else f"{empty} entries have"
        yield f"{entries} no phrasing, and cannot be found."


def _figures(found: Evaluation, latency: dict[str, float | None], load_seconds: float) -> Table:
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
        ("load s", load_seconds, "to read the knowledge base and prepare the matcher"),
    ):
        table.add_row(name, "–" if value is None else f"{value:.3f}", meaning)
    return table


def _confused(pairs: Iterable[Confusion]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("expected", overflow="fold")
    table.add_column("found first", overflow="fold")
    table.add_column("questions", justify="right")
    table.add_column("answered", justify="right")
    for pair in pairs:
        expected = "(no entry)" if pair.expected_id is None else _visible(pair.expected_id)
        found = _visible(pair.given_id)
        table.add_row(Text(expected), Text(found), str(pair.count), str(pair.answered))
    return table


def _described(place: int, candidate: Candidate) -> Iterator[str]:
    match = candidate.match
    yield f"{place}. {_visible(match.entry_id)}  {match.score:.3f}  “{_visible(match.phrasing)}”"
    if candidate.features:
        yield "   " + " · ".join(f"{name} {value:.2f}" for name, value in candidate.features.items())
    if candidate.veto is not None:
        words = " · ".join(f"“{_visible(word)}”" for word in candidate.veto.words)
        yield f"   vetoed: {candidate.veto.kind} {words}"


def _verdict(explanation: Explanation, judgement: Judgement, words: int, settings: Faq) -> Iterator[str]:
    """The verdict, and the rules that made it."""
    too_short = words < settings.min_words
    if too_short:
        yield f"Verdict in a channel: SILENT. It has {words} words, and faq.min_words is {settings.min_words}."
    subject = "Verdict when asked by mention or command" if too_short else "Verdict"
    names = ", ".join(_visible(entry_id) for entry_id in judgement.suggested)
    match judgement.verdict:
        case Verdict.ANSWER:
            yield (
                f"{subject}: ANSWER {_visible(str(judgement.entry_id))}."
                f" The score {judgement.score:.3f} reaches faq.threshold ({settings.threshold}), and its lead"
                f" {judgement.margin:.3f} over the second reaches faq.margin ({settings.margin})."
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
        if judgement.score < settings.threshold:
            yield f"   No answer: the score {judgement.score:.3f} is below faq.threshold ({settings.threshold})."
        if judgement.margin < settings.margin:
            yield f"   No answer: the lead {judgement.margin:.3f} is below faq.margin ({settings.margin})."
        if judgement.verdict is Verdict.SILENT:
            yield f"   No suggestion: no score reaches faq.suggest_from ({settings.suggest_from})."


def _sentence(finding: Finding, base: KnowledgeBase) -> str:
    """`file:line: …`, and where the other phrasing stands."""
    here, own = _where(finding.entry_id, finding.phrasing, base), _visible(finding.entry_id)
    phrasing = f"“{_visible(finding.phrasing)}”"
    other = _visible(finding.other_entry_id or "")
    there = _where(finding.other_entry_id or "", finding.other_phrasing or "", base)
    by = f"“{_visible(finding.other_phrasing or '')}” ({there}), score {finding.score:.2f}"
    match finding.kind:
        case FindingKind.STOLEN:
            return f"{here}: {phrasing} of {own} finds {other} first: {by}"
        case FindingKind.UNFOUND:
            return f"{here}: {phrasing} of {own} finds no entry"
        case FindingKind.VETOED:
            words = _visible(finding.other_phrasing or "")
            return f"{here}: {phrasing} of {own} may not be answered by it, because of “{words}”"
        case FindingKind.NOT_SILENT:
            return f"{here}: {phrasing} is in not_for of {own}, and finds it all the same: {by}"
        case FindingKind.NEAR_DUPLICATE:
            same = "the same words as" if finding.score == 1 else "nearly the same words as"
            twin = f"“{_visible(finding.other_phrasing or '')}” of {other} ({there})"
            return f"{here}: {phrasing} of {own} has {same} {twin}"
        case FindingKind.ANSWERED_ELSEWHERE:
            return (
                f"{here}: (fine) {phrasing} is in not_for of {own}; {other} would answer it, {finding.score:.2f}"
            )


def _where(entry_id: str, phrasing: str, base: KnowledgeBase) -> str:
    return base.positions.get((entry_id, phrasing), "?")


def _size(base: KnowledgeBase) -> str:
    phrasings = sum(len(entry.questions) for entry in base.entries)
    return f"{len(base.entries)} entr{'y' if len(base.entries) == 1 else 'ies'}, {phrasings} phrasings"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _visible(text: str) -> str:
    """On one line, and nothing that would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))
