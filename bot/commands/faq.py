"""`signpost faq eval | try | lint`: how good the knowledge base is, why it says what it says, what to correct."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from rich.progress import track

from bot import config
from bot.commands import faq_report as report
from bot.commands.console import err, out
from bot.commands.faq_trust import report_trust
from bot.config import Between, Faq
from bot.errors import StartupError
from bot.faq.in_use import Remembering
from bot.faq.speaking import SHORTEST_SUGGESTED
from bot.matching.doubts import with_few
from bot.matching.encoder import wanted_encoder
from bot.matching.evaluation import Outcome, evaluate, percentile
from bot.matching.labelled import KnowledgeBase, Labelled, read_knowledge, read_questions
from bot.matching.linting import lint
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.trial import Trials, try_out
from bot.matching.verdict import Match, Verdict, as_suggestion, judge
from bot.matching.words import normalise
from bot.problems import Problem

PROBLEMS_SHOWN = 20
CONFUSIONS_SHOWN = 10
CANDIDATES_SHOWN = 5


def measure(options: argparse.Namespace) -> int:
    """Put labelled questions to a knowledge base and print how well it did. Raises StartupError."""
    settings = _settings(options.home)
    questions, problems = read_questions(options.queries)
    _stop_at(problems)
    start = time.perf_counter()
    base = _knowledge(options.home, options.kb, settings)
    matcher, trials = _matcher(
        base,
        options.home,
        settings,
        by_words_alone=options.words_only,
        is_calibrated=not options.no_calibration,
    )
    load_seconds = time.perf_counter() - start
    for warning in report.doubts(base, questions):
        err.print(warning, style="yellow", markup=False)

    outcomes, milliseconds = [], []
    for question in track(questions, "Asking", console=err, transient=True) if err.is_terminal else questions:
        start = time.thread_time()
        ranked = matcher.rank(question.text)
        outcomes.append(_outcome(question, ranked, settings))
        milliseconds.append((time.thread_time() - start) * 1000)

    found = evaluate(outcomes)
    latency = {"p50": percentile(milliseconds, 0.5), "p99": percentile(milliseconds, 0.99)}
    if options.json:
        figures = asdict(found) | {"latency_ms": latency, "load_seconds": load_seconds}
        out.print(json.dumps(figures, indent=2), markup=False)
        return 0
    answerable = sum(question.expected_id is not None for question in questions)
    out.print(
        f"{report.size(base)}; {len(questions)} questions, {answerable} of which have an entry."
        f" Answered from a score of {settings.threshold}, from {settings.min_words} words on."
    )
    out.print(report.fates(outcomes), soft_wrap=False)
    out.print(report.figures(found, latency, load_seconds), soft_wrap=False)
    out.print(report.swept(found.sweep, settings.threshold), soft_wrap=False)
    out.print(report.recommendation(found.sweep, settings))
    if trials is not None:
        report_trust(trials, settings.threshold)
    if found.confusions:
        out.print(report.confused(found.confusions[:CONFUSIONS_SHOWN]), soft_wrap=False)
        if (more := len(found.confusions) - CONFUSIONS_SHOWN) > 0:
            out.print(f"{more} more pair{'s' if more > 1 else ''}: --json names all.")
    return 0


def _outcome(question: Labelled, ranked: Sequence[Match], settings: Faq) -> Outcome:
    """What the asker in a channel would get."""
    words = len(normalise(question.text))
    is_long = words >= settings.min_words
    suggest_from = settings.suggest_from if settings.between is Between.SUGGEST else math.inf
    judgement = judge(ranked, threshold=settings.threshold, suggest_from=suggest_from)
    if not is_long:
        judgement = as_suggestion(judgement)
    is_looked_at = is_long or (words >= SHORTEST_SUGGESTED and settings.between is Between.SUGGEST)
    return Outcome(
        question.expected_id,
        tuple(match.entry_id for match in ranked),
        judgement.score,
        answered=is_long and judgement.verdict is Verdict.ANSWER,
        suggested=judgement.suggested if is_looked_at else (),
        is_eligible=is_long,
    )


def explain(options: argparse.Namespace) -> int:
    """Print how a question is read, what it finds, and what follows from that. Raises StartupError."""
    settings = _settings(options.home)
    base = _knowledge(options.home, options.kb, settings)
    text = " ".join(options.text).encode("utf-8", "replace").decode()
    explanation = _matcher(base, options.home, settings)[0].explain(text)
    words = normalise(text)
    judgement = judge(explanation.matches, threshold=settings.threshold, suggest_from=settings.suggest_from)
    out.print(f"Read as: {report.visible(' '.join(explanation.words)) or '(no words)'}", markup=False)
    for typed, meant in explanation.corrections.items():
        out.print(f"Taken as: {report.visible(typed)} → {report.visible(meant)}", markup=False)
    if explanation.strangers:
        out.print(f"No entry has: {report.visible(', '.join(explanation.strangers))}", markup=False)
    if explanation.undoes:
        out.print(f"Asks for undoing: {report.visible(explanation.undoes)}", markup=False)
    if explanation.is_foreign:
        out.print("It is in a language that no phrasing is in: its words say nothing.")
    for place, candidate in enumerate(explanation.candidates[:CANDIDATES_SHOWN], start=1):
        for line in report.described(place, candidate):
            out.print(line, markup=False)
    if (more := len(explanation.candidates) - CANDIDATES_SHOWN) > 0:
        out.print(f"   and {more} more, less near")
    for line in report.verdict(explanation, judgement, len(words), settings):
        out.print(line, markup=False)
    return 0


def check(options: argparse.Namespace) -> int:
    """Print which phrasings stand in each other's way: 1 where there is something to correct, else 0.

    Raises StartupError.
    """
    settings = _settings(options.home)
    base = _knowledge(options.home, options.kb, settings)
    phrasings = _with_phrasings(base)
    with err.status("Asking each phrasing") if err.is_terminal else nullcontext():
        trials = try_out(phrasings, synonyms=base.synonyms)
        findings = lint(
            base.entries,
            threshold=settings.threshold,
            suggest_from=settings.suggest_from,
            matcher=Matcher(phrasings, synonyms=base.synonyms).calibrated(*trials.calibrations),
        )
    faults = [finding for finding in findings if finding.is_fault]
    for finding in sorted(findings, key=lambda finding: finding.is_fault):
        out.print(report.sentence(finding, base), style=None if finding.is_fault else "dim", markup=False)
    report_trust(trials, settings.threshold)
    if few := with_few(base.entries):
        out.print(report.few(few, len(base.entries)), style="dim", markup=False)
    if faults:
        out.print(f"{report.size(base)}: {len(faults)} finding{'s' if len(faults) != 1 else ''}.", style="red")
        return 1
    out.print(f"{report.size(base)}: nothing to correct.", style="green")
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


def _matcher(
    base: KnowledgeBase,
    home: Path,
    settings: Faq,
    *,
    by_words_alone: bool = False,
    is_calibrated: bool = True,
) -> tuple[Matcher, Trials | None]:
    """The one that `signpost run` would use here, or would without the extra `semantic`; and what calibrated it."""
    wanted = None if by_words_alone else wanted_encoder(home, settings)
    encoder = Remembering(wanted) if wanted is not None else None
    phrasings = _with_phrasings(base)
    matcher = Matcher(phrasings, synonyms=base.synonyms, encoder=encoder)
    if not is_calibrated:
        return matcher, None
    trials = try_out(phrasings, synonyms=base.synonyms, encoder=encoder.aside() if encoder is not None else None)
    return matcher.calibrated(*trials.calibrations), trials


def _with_phrasings(base: KnowledgeBase) -> list[Phrasings]:
    return [entry for entry in base.entries if entry.questions]


def _stop_at(problems: Sequence[Problem]) -> None:
    """Raise StartupError where there are any."""
    if problems:
        lines = [str(problem) for problem in problems[:PROBLEMS_SHOWN]]
        if more := len(problems) - len(lines):
            lines.append(f"and {more} more problems")
        raise StartupError("\n".join(lines))
