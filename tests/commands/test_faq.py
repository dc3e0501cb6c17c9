"""`signpost faq eval | try | lint`, as typed: what is printed, which files are taken, and what is said of bad ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.console import Console

from bot import __main__ as command_line
from bot.commands import faq as faq_command
from bot.commands.faq_trust import report_trust
from bot.config import Between, Faq
from bot.matching.calibration import Kind, Trial
from bot.matching.explanation import Candidate, Explanation
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.trial import Trials, try_out
from bot.matching.verdict import Match
from bot.matching.vetoes import Veto, VetoKind
from tests.test_command_line import Command

pytestmark = pytest.mark.usefixtures("encoder_at_hand")

ROOT = Path(__file__).parents[2]
KEYS = [
    *("top1", "top3", "precision", "coverage", "false_answer_rate", "suggested_right", "silent"),
    *("coverage_at_95", "coverage_at_90", "auroc", "mcc", "ece", "sweep", "confusions"),
    *("latency_ms", "load_seconds"),
]
KNOWLEDGE = {
    "refund": ["how do i get a refund", "i want my money back", "refund my last payment"],
    "invite": ["how do i invite the bot", "add the bot to my server", "bring this bot to another server"],
    "account": ["how do i delete my account", "erase all data you have about me", "close my account for good"],
    "language": ["how do i change the language", "the bot speaks the wrong language", "switch it to german"],
    "offline": ["why is the bot offline", "the bot does not respond to commands", "the bot has stopped working"],
}
YAML = """\
category: Money
entries:
  - id: refund
    title: How do I get a refund?
    questions:
      - i want my money back
      - refund my last payment
    not_for:
      - erase all data you have about me
    ticket_type: of-no-config
    channels: ['#nowhere']
    answer: Ask us.
  - id: account
    title: How do I delete my account?
    questions:
      - erase all data you have about me
      - close my account for good
    answer: Settings.
"""


def lines(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return path


def ask(text: str, expected_id: Any = None) -> dict[str, Any]:
    return {"text": text, "expected_id": expected_id}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without config.yaml."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def not_asked_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """That takes seconds, and most of this is not about it."""
    monkeypatch.setattr(faq_command, "try_out", lambda *_, **__: Trials(()))
    monkeypatch.setattr(faq_command, "report_trust", lambda *_: None)


@pytest.fixture
def is_asked_of_itself(not_asked_of_itself: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faq_command, "try_out", try_out)
    monkeypatch.setattr(faq_command, "report_trust", report_trust)


@pytest.fixture
def signpost(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    return lines(tmp_path / "kb.jsonl", *({"id": it, "phrasings": texts} for it, texts in KNOWLEDGE.items()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "money.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path / "other"


class Told(Matcher):
    """A matcher that finds what it is told to: `text → [(entry, score), …]`, so that a rule can be seen alone."""

    found: ClassVar[dict[str, list[Candidate]]] = {}
    given: ClassVar[list[Phrasings]] = []

    def __init__(self, entries: Iterable[Phrasings], **_: object) -> None:
        Told.given = list(entries)

    def rank(self, question: str, limit: int = 5, among: frozenset[str] | None = None) -> list[Match]:
        return self.explain(question, among).matches[:limit]

    def explain(self, question: str, among: frozenset[str] | None = None) -> Explanation:
        return Explanation(tuple(question.split()), {"bto": "bot"}, tuple(self.found.get(question, ())))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[Candidate]]]:
    monkeypatch.setattr(faq_command, "Matcher", Told)
    Told.found = {}
    yield Told.found
    Told.found = {}


def candidate(entry_id: str, score: float, veto: Veto | None = None) -> Candidate:
    return Candidate(Match(entry_id, score, f"nearest of {entry_id}"), {"overlap": 0.25}, veto)


def evaluated(signpost: Command, *arguments: str | Path) -> dict[str, Any]:
    assert signpost("faq", "eval", "--json", *arguments) == 0, signpost.err
    figures = json.loads(signpost.out)
    assert isinstance(figures, dict)
    return figures


# -- eval


def test_eval_prints_one_json_object_with_all_its_keys(signpost: Command, kb: Path, tmp_path: Path) -> None:
    asked = lines(
        tmp_path / "q.jsonl",
        *(ask(text, entry_id) | {"kind": "in"} for entry_id, texts in KNOWLEDGE.items() for text in texts),
        ask("anybody here from lisbon tonight"),
    )
    figures = evaluated(signpost, "--kb", kb, "--queries", asked)
    assert list(figures) == KEYS
    assert figures["top1"] == figures["top3"] == figures["precision"] == figures["coverage_at_95"] == 1
    assert figures["false_answer_rate"] == 0
    assert figures["confusions"] == []
    assert list(figures["latency_ms"]) == ["p50", "p99"]
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p99"]
    assert figures["load_seconds"] > 0
    assert signpost.err == ""


def test_eval_counts_what_the_matcher_finds(
    signpost: Command, kb: Path, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {
        "a right and sure question": [candidate("refund", 0.99), candidate("invite", 0.2)],
        "a wrong but sure question": [candidate("refund", 0.96), candidate("invite", 0.2)],
        "right but not sure enough": [candidate("refund", 0.79), candidate("invite", 0.6)],
        "right but only worth a suggestion": [candidate("refund", 0.5)],
        "too short": [candidate("refund", 0.99)],
        "the first is under a veto": [
            candidate("invite", 0.9, Veto(VetoKind.NEGATION, ("not",))),
            candidate("refund", 0.3),
        ],
        "chat that is answered": [candidate("offline", 0.97)],
    }
    expected = {"a wrong but sure question": "invite", "chat that is answered": None}
    asked = lines(tmp_path / "q.jsonl", *(ask(text, expected.get(text, "refund")) for text in told))
    figures = evaluated(signpost, "--kb", kb, "--queries", asked)
    assert figures["top1"] == 5 / 6
    assert figures["top3"] == 1
    assert figures["precision"] == 1 / 3
    assert figures["coverage"] == 1 / 6
    assert figures["false_answer_rate"] == 2 / 7
    assert figures["coverage_at_95"] == 2 / 6
    assert figures["suggested_right"] == 3 / 6, "what is too short to be answered is suggested, too"
    assert figures["silent"] == 1 / 7, "what scores too low"
    assert [(one["threshold"], one["answers"]) for one in figures["sweep"] if one["is_recommended"]] == [(0.98, 1)]
    assert figures["confusions"] == [
        {"expected_id": None, "given_id": "offline", "count": 1, "answered": 1},
        {"expected_id": "invite", "given_id": "refund", "count": 1, "answered": 1},
    ]


def test_eval_prints_a_table_for_people(
    signpost: Command, kb: Path, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {f"question number {at}": [candidate("[red]x", 0.99)] for at in range(12)}
    asked = [ask(text, f"entry-{at}") for at, text in enumerate(told)]
    assert signpost("faq", "eval", "--kb", kb, "--queries", lines(tmp_path / "q.jsonl", *asked)) == 0
    assert signpost.out.startswith("5 entries, 15 phrasings; 12 questions, 12 of which have an entry.")
    shown = [line.split() for line in signpost.out.splitlines()]
    assert ["top-1", "0.0%"] in [words[:2] for words in shown]
    assert ["MCC", "–"] in [words[:2] for words in shown]
    assert ["entry-0", "[red]x", "1", "1"] in shown
    assert sum("[red]x" in words for words in shown) == 10
    assert signpost.out.endswith("2 more pairs: --json names all.\n")


def test_eval_says_what_became_of_the_questions_and_which_threshold_it_recommends(
    signpost: Command, kb: Path, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {f"a sure and right one {at}": [candidate("refund", 0.78)] for at in range(24)}
    told |= {
        "right but not the best": [candidate("invite", 0.65), candidate("refund", 0.5)],
        "one of two": [candidate("refund", 0.75), candidate("invite", 0.7)],
        "some chat about lunch": [candidate("invite", 0.7)],
        "more chat about lunch": [],
    }
    expected = {"some chat about lunch": None, "more chat about lunch": None}
    asked = lines(tmp_path / "q.jsonl", *(ask(text, expected.get(text, "refund")) for text in told))
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 0
    shown = [" ".join(line.split()) for line in signpost.out.splitlines()]
    assert "answered, right 0 (0.0%) 0 (0.0%)" in shown
    assert "suggested, the right one among them 26 (100.0%) 0 (0.0%)" in shown
    assert "suggested, all wrong 0 (0.0%) 1 (50.0%)" in shown
    assert "silent 0 (0.0%) 1 (50.0%)" in shown
    assert "0.70 26 96.2% 96.2% 3.6%" in shown
    assert "0.66 26 96.2% 96.2% 3.6% recommended" in shown
    assert "0.80 0 – 0.0% 0.0% now" in shown
    said = " ".join(signpost.out.split())
    assert "Recommended is faq.threshold: 0.66, the lowest with which at least 95% of these answers" in said
    assert "few answers" not in said


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (3, 0, "That rests on few answers (3): measure with more"),
        (3, 0, "faq.suggest_from (0.45) must not be above it."),
        (3, 3, "No threshold is recommended: with none are 95% of the answers right."),
    ],
)
def test_eval_says_what_its_recommendation_is_worth(
    right: int,
    wrong: int,
    said: str,
    signpost: Command,
    kb: Path,
    tmp_path: Path,
    told: dict[str, list[Candidate]],
) -> None:
    told |= {f"a question for you {at}": [candidate("refund", 0.8)] for at in range(right + wrong)}
    asked = [ask(text, "refund" if at < right else None) for at, text in enumerate(told)]
    assert signpost("faq", "eval", "--kb", kb, "--queries", lines(tmp_path / "q.jsonl", *asked)) == 0
    assert said in " ".join(signpost.out.split())


def test_eval_counts_no_suggestions_where_the_settings_want_none(
    signpost: Command, home: Path, kb: Path, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {"right but only worth a suggestion": [candidate("refund", 0.5)]}
    asked = lines(tmp_path / "q.jsonl", ask("right but only worth a suggestion", "refund"))
    config = home / "config.yaml"
    shipped = config.read_text(encoding="utf-8")
    (line,) = (line for line in shipped.splitlines() if line.startswith("  between: "))
    for between, is_suggested in (("suggest", 1), ("silent", 0)):
        config.write_text(shipped.replace(f"\n{line}\n", f"\n  between: {between}\n"), encoding="utf-8")
        figures = evaluated(signpost, "--home", home, "--kb", kb, "--queries", asked)
        assert (figures["suggested_right"], figures["silent"]) == (is_suggested, 1 - is_suggested)


def test_eval_by_words_alone_loads_no_encoder(
    signpost: Command, kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("how do i get a refund", "refund"))
    wanted = []
    monkeypatch.setattr(faq_command, "wanted_encoder", lambda *_: wanted.append(True))
    assert evaluated(signpost, "--kb", kb, "--queries", asked, "--words-only")["top1"] == 1
    assert wanted == []
    assert evaluated(signpost, "--kb", kb, "--queries", asked)["top1"] == 1
    assert wanted == [True]


def test_eval_goes_by_what_the_faq_says_when_it_is_asked_of_itself_unless_told_not_to(
    signpost: Command, kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def never_right(phrasings: list[Phrasings], **_: object) -> Trials:
        tried.append(len(phrasings))
        return Trials((Trial(Kind.NEAR, 4.0, is_right=False),) * 200)

    monkeypatch.setattr(faq_command, "try_out", never_right)
    asked = lines(tmp_path / "q.jsonl", ask("can i get a refund for a payment", "refund"))
    arguments = ("--kb", kb, "--queries", asked, "--words-only")
    assert evaluated(signpost, *arguments, "--no-calibration")["coverage"] == 1
    assert tried == []
    assert evaluated(signpost, *arguments)["coverage"] == 0
    assert tried == [5]


@pytest.mark.usefixtures("is_asked_of_itself")
def test_eval_and_lint_say_how_far_the_faq_is_to_be_trusted(signpost: Command, kb: Path, tmp_path: Path) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("can i get a refund for a payment", "refund"))
    evaluating = ("faq", "eval", "--kb", kb, "--queries", asked, "--words-only")
    said = {}
    for command in (("faq", "lint", "--kb", kb), evaluating):
        assert signpost(*command) == 0
        said[command] = [" ".join(line.split()) for line in signpost.out.splitlines()]
        shown = [line for line in said[command] if line.startswith("chat ")]
        assert re.fullmatch(r"chat 0 of 2\d\d lines of ordinary chat that got an answer", *shown)
        assert "The FAQ asked of itself" in said[command]
        assert any(re.fullmatch(r"1–2 1\d \d+% \d+%", line) for line in said[command]), "of three, two are left"
        assert any(
            line.startswith("So its scores are calibrated: P(correct) as a logit") for line in said[command]
        )
    assert said["faq", "lint", "--kb", kb][-1] == "5 entries, 15 phrasings: nothing to correct."
    assert signpost(*evaluating, "--no-calibration") == 0
    assert "The FAQ asked of itself" not in signpost.out


def test_trust_is_told_in_figures(capsys: pytest.CaptureFixture[str]) -> None:
    sure, unsure = 3.0, 0.0
    report_trust(
        Trials(
            (
                *[Trial(Kind.OWN, sure, is_right=True, phrasings=20)] * 3,
                Trial(Kind.OWN, unsure, is_right=False, phrasings=1),
                Trial(Kind.NEAR, -3.0, is_right=False),
                *[Trial(Kind.CHAT, -5.0, is_right=False)] * 4,
            )
        ),
        threshold=0.8,
    )
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [line for line in said if line.startswith(("found", "answered", "precision", "chat"))] == [
        "found first 75% of its phrasings, each left out while it is asked",
        "answered 75% of these, rightly, from a score of 0.8",
        "precision 100% right answers, of all; phrasings of entries left out",
        "chat 0 of 4 lines of ordinary chat that got an answer",
    ]
    assert "1–2 1 0% 0%" in said
    assert "11 and more 3 100% 100%" in said
    assert "Asked were 4 of its phrasings, which is too few to tell" in " ".join(said)
    report_trust(Trials((Trial(Kind.OWN, sure, is_right=True, phrasings=20),) * 20), threshold=0.8)
    assert "too few to tell" not in capsys.readouterr().out
    report_trust(Trials(()), threshold=0.8)
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "found first – of its phrasings, each left out while it is asked" in said
    assert "chat 0 of 0 lines of ordinary chat that got an answer" in said
    assert said[-1] == "So its scores are calibrated: P(correct) as a logit times 1.00, plus 0.00."


def test_eval_goes_by_the_settings_of_the_home(
    signpost: Command, home: Path, kb: Path, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {"right and rather sure": [candidate("refund", 0.95), candidate("invite", 0.75)]}
    asked = lines(tmp_path / "q.jsonl", ask("right and rather sure", "refund"))
    config = home / "config.yaml"
    shipped = config.read_text(encoding="utf-8")
    arguments = ("--home", home, "--kb", kb, "--queries", asked)
    assert evaluated(signpost, *arguments)["coverage"] == 1
    assert evaluated(signpost, *arguments[2:])["coverage"] == 1, "the defaults, where there is no config.yaml"
    for setting in ("threshold: 0.96", "min_words: 5"):
        name = setting.split()[0]
        (line,) = (line for line in shipped.splitlines() if line.startswith(f"  {name} "))
        config.write_text(shipped.replace(f"\n{line}\n", f"\n  {setting}\n"), encoding="utf-8")
        assert evaluated(signpost, *arguments)["coverage"] == 0, setting
        assert evaluated(signpost, *arguments)["coverage_at_95"] == 1, "which goes by the score alone"


def test_eval_asks_the_faq_of_the_home_unless_told_otherwise(
    signpost: Command, home: Path, tmp_path: Path
) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("how do i set up spf", "spf-setup"))
    assert evaluated(signpost, "--home", home, "--queries", asked)["top1"] == 1


def test_eval_takes_a_faq_folder_whose_ticket_types_and_channels_nobody_knows(
    signpost: Command, folder: Path, tmp_path: Path
) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("i want my money back", "refund"), ask("close my account", "account"))
    assert evaluated(signpost, "--kb", folder, "--queries", asked)["top1"] == 1


def test_eval_runs_as_a_process_of_its_own_and_prints_nothing_but_its_object(kb: Path, tmp_path: Path) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("how do i get a refund", "refund"))
    done = subprocess.run(
        [sys.executable, "-m", "bot", "faq", "eval", "--kb", kb, "--queries", asked, "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(json.loads(done.stdout)) == KEYS


def test_eval_shows_its_progress_on_a_terminal_only(
    signpost: Command, kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = lines(tmp_path / "q.jsonl", *[ask("how do i get a refund", "refund")] * 50)
    evaluated(signpost, "--kb", kb, "--queries", asked)
    assert signpost.err == ""
    monkeypatch.setattr(faq_command, "err", Console(stderr=True, force_terminal=True))
    evaluated(signpost, "--kb", kb, "--queries", asked)
    assert "Asking" in signpost.err


# -- the files


def test_files_of_other_programs_are_taken_as_they_are(
    signpost: Command, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    kb, asked = tmp_path / "kb.jsonl", tmp_path / "q.jsonl"
    kb.write_bytes(
        b'\xef\xbb\xbf{"id": 7, "title": "Seven", "phrasings": ["seven", "seven", "at seven"], "x": [1]}\r\n'
        b"\r\n   \r\n"
        + '{"id": "zwölf 🎉", "phrasings": ["a\u2028b", "\\ud800 is half", "ﷺ"], "not_for": ["n"]}\r\n'.encode()
        + b'{"id": "empty", "phrasings": []}\n'
        b'{"id": "7", "phrasings": ["seven again", "seven"]}'
    )
    asked.write_bytes(
        b'\xef\xbb\xbf{"text": "what about seven?", "expected_id": 7, "kind": {"a": null}}\r\n\r\n'
        b'{"text": "\\ud83d half of it\\u0000", "expected_id": null}\r\n'
        + '{"text": "a\u2028b\u0085c", "expected_id": "zwölf 🎉"}\n'.encode()
        + b'{"text": "", "expected_id": null}\n{"text": "says nothing of an entry"}'
    )
    told |= {"what about seven?": [candidate("7", 0.9)], "a\u2028b\u0085c": [candidate("zwölf 🎉", 0.9)]}
    assert evaluated(signpost, "--kb", kb, "--queries", asked)["top1"] == 1
    assert Told.given == [
        Phrasings("7", ("seven", "at seven", "Seven", "seven again")),
        Phrasings("zwölf 🎉", ("a\u2028b", "? is half", "ﷺ"), ("n",)),
    ]
    assert signpost.err.splitlines() == [
        "1 line has no expected_id: taken as questions that no entry answers.",
        "1 entry has no phrasing, and cannot be found.",
    ]
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 0
    assert "5 questions, 2 of which have an entry" in signpost.out


def test_the_real_matcher_takes_odd_text_and_doubled_phrasings(signpost: Command, tmp_path: Path) -> None:
    odd = ["", " ", "???", "🎉", "\0", "\u202e", "ﷺ" * 50, "a" * 5000, "`code`", "日本語", "\\ud800", "i̇"]
    kb = lines(
        tmp_path / "kb.jsonl",
        *({"id": at, "phrasings": [*odd, f"about {word}", "asked of all"]} for at, word in enumerate(KNOWLEDGE)),
        {"id": "nothing", "phrasings": ["", "?"]},
    )
    asked = lines(tmp_path / "q.jsonl", *(ask(text, 1) for text in odd), ask("about invite", 1), ask("x" * 9000))
    figures = evaluated(signpost, "--kb", kb, "--queries", asked)
    assert 0 < figures["top1"] <= 1
    assert signpost("faq", "lint", "--kb", kb) == 1
    for text in odd:
        assert signpost("faq", "try", "--kb", kb, "--", text) == 0


def test_an_expected_entry_that_is_not_there_is_named_once_and_counts_as_wrong(
    signpost: Command, kb: Path, tmp_path: Path
) -> None:
    text = "how do i get a refund"
    asked = lines(tmp_path / "q.jsonl", ask(text, "gone"), ask(text, "refund"), ask(text, "gone"), ask(text, 5))
    figures = evaluated(signpost, "--kb", kb, "--queries", asked)
    assert figures["top1"] == 1 / 4
    assert signpost.err.splitlines() == [
        "The knowledge base has no entry gone, which is expected 2 times: always counted as wrong.",
        "The knowledge base has no entry 5, which is expected once: always counted as wrong.",
    ]


def test_an_entry_without_phrasings_is_expected_in_vain_but_known(
    signpost: Command, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    kb = lines(tmp_path / "kb.jsonl", {"id": "a", "phrasings": ["the first entry"]}, {"id": "b", "phrasings": []})
    asked = lines(tmp_path / "q.jsonl", ask("which one is it", "b"))
    assert evaluated(signpost, "--kb", kb, "--queries", asked)["top1"] == 0
    assert signpost.err == "1 entry has no phrasing, and cannot be found.\n"


def test_every_bad_line_is_named_with_its_file_and_number(signpost: Command, kb: Path, tmp_path: Path) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_text(
        '{"text": "well", "expected_id": "refund"}\n\nnonsense\n["a"]\n{"expected_id": null}\n'
        '{"text": 5, "expected_id": null}\n{"text": "x", "expected_id": true}\n'
        '{"text": "x", "expected_id": 1.5}\n' + "[" * 100_000 + "\n",
        encoding="utf-8",
    )
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 1
    assert signpost.out == ""
    said = dict(line.removeprefix(f"{asked}:").split(": ", 1) for line in signpost.err.splitlines())
    assert said.pop("9").startswith("this line is not JSON: `[[[[")
    assert said == {
        "3": "this line is not JSON: `nonsense`",
        "4": "each line must be one JSON object, `{…}`",
        "5": "`text` is missing",
        "6": "`text` must be text",
        "7": "`expected_id` must be text",
        "8": "`expected_id` must be text",
    }

    bad = tmp_path / "bad.jsonl"
    bad.write_text(
        '{"phrasings": []}\n{"id": null, "phrasings": []}\n{"id": "a"}\n{"id": "a", "phrasings": "b"}\n'
        '{"id": "a", "phrasings": ["b", 1]}\n{"id": "a", "phrasings": [], "title": 1}\n'
        '{"id": "a", "phrasings": [], "not_for": null}\n',
        encoding="utf-8",
    )
    fine = lines(tmp_path / "fine.jsonl", ask("well"))
    assert signpost("faq", "eval", "--kb", bad, "--queries", fine) == 1
    assert signpost.err.splitlines() == [
        f"{bad}:{at}: {message}"
        for at, message in enumerate(
            [
                "`id` is missing",
                "`id` must be text, not null",
                "`phrasings` is missing",
                "`phrasings` must be a list of texts",
                "`phrasings` must be a list of texts",
                "`title` must be text",
                "`not_for` must be a list of texts",
            ],
            start=1,
        )
    ]


def test_of_very_many_bad_lines_the_first_are_named(signpost: Command, kb: Path, tmp_path: Path) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_text("nonsense\n" * 100, encoding="utf-8")
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 1
    assert len(signpost.err.splitlines()) == 21
    assert signpost.err.endswith("and 80 more problems\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Grüße".encode("latin-1"), ":1: this is not UTF-8: save the file as UTF-8"),
        ('{"text": "x"}\n'.encode("utf-16"), ":1: this is not UTF-8: save the file as UTF-8"),
        (b'{"text": "well"}\n\n{"text": "\xff"}\n', ":3: this is not UTF-8: save the file as UTF-8"),
        (b"", ":1: this file holds no question"),
        (b"\xef\xbb\xbf\r\n\r\n", ":1: this file holds no question"),
        (None, ":1: the file cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_plain_sentence(
    signpost: Command, kb: Path, tmp_path: Path, content: bytes | None, message: str
) -> None:
    asked = tmp_path / "q.jsonl"
    if content is not None:
        asked.write_bytes(content)
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 1
    assert signpost.err.startswith(f"{asked}{message}")
    assert signpost.err.count("\n") == 1


def test_a_knowledge_base_that_cannot_be_used_is_a_plain_sentence(signpost: Command, tmp_path: Path) -> None:
    asked = lines(tmp_path / "q.jsonl", ask("well"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "none.jsonl").write_text("\n", encoding="utf-8")
    for kb, message in {
        "absent": "absent:1: the file cannot be read: No such file or directory\n",
        "empty": "empty:1: this folder holds no FAQ file",
        "one.yaml": "one.yaml:1: this is one file of a knowledge base: name the folder that holds it\n",
        "none.jsonl": "none.jsonl:1: this file holds no entry",
    }.items():
        assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 1
        assert signpost.err.startswith(message)
        assert signpost.err.count("\n") == 1
    assert signpost("faq", "lint") == 1
    assert signpost.err == "faq:1: the file cannot be read: No such file or directory\n"


@pytest.mark.parametrize("command", [["try", "well"], ["lint"]], ids=" ".join)
def test_mistakes_in_settings_and_yaml_are_named_as_elsewhere(
    signpost: Command, home: Path, command: list[str]
) -> None:
    (home / "faq" / "wrong.yaml").write_text("category: x\nentris: []\n", encoding="utf-8")
    assert signpost("faq", *command, "--home", home) == 1
    assert "faq/wrong.yaml:2: `entris` is not a setting here" in signpost.err
    (home / "config.yaml").write_text("communty: x\n", encoding="utf-8")
    assert signpost("faq", *command, "--home", home) == 1
    assert signpost.err.startswith("config.yaml:1: ")


# -- try


def test_try_shows_reading_ranking_and_verdict_of_the_real_matcher(signpost: Command, kb: Path) -> None:
    assert signpost("faq", "try", "--kb", kb, "How", "do", "I", "get a refund?!") == 0
    first, *rest = signpost.out.splitlines()
    assert first == "Read as: how do i get a refund"
    assert any(line.startswith("1. refund  ") and "“how do i get a refund”" in line for line in rest)
    assert signpost.out.count("Verdict") == 1
    assert signpost.err == ""


def test_a_folders_own_synonyms_are_heeded_and_named(signpost: Command, folder: Path) -> None:
    (folder / "synonyms.yaml").write_text("synonyms:\n  - [money, bucks]\n", encoding="utf-8")
    assert signpost("faq", "try", "--kb", folder, "i", "want", "my", "bucks", "back") == 0
    assert "Taken as: bucks → money" in signpost.out
    assert "1. refund" in signpost.out
    (folder / "synonyms.yaml").write_text("synonyms:\n  - [money, Money]\n", encoding="utf-8")
    assert signpost("faq", "try", "--kb", folder, "i", "want", "my", "bucks", "back") == 1
    assert "other/synonyms.yaml:2: `Money` stands in this group a second time" in signpost.err


def test_try_says_what_is_to_be_undone_and_what_is_in_a_language_of_no_phrasing(
    signpost: Command, kb: Path
) -> None:
    assert signpost("faq", "try", "--kb", kb, "how do i turn the refund off") == 0
    assert "Asks for undoing: turn the refund off" in signpost.out
    assert "no phrasing is in" not in signpost.out
    assert (
        signpost("faq", "try", "--kb", kb, "hoe kan ik het geld van mijn rekening terug krijgen want ik weet niet")
        == 0
    )
    assert "It is in a language that no phrasing is in: its words say nothing." in signpost.out
    assert "Asks for" not in signpost.out


def test_try_shows_corrections_features_and_vetoes(
    signpost: Command, kb: Path, told: dict[str, list[Candidate]]
) -> None:
    veto = Veto(VetoKind.DISTINGUISHING, ("windows", "linux"))
    told["a bto question"] = [candidate("refund", 0.9, veto), *(candidate(f"e{at}", 0.3) for at in range(6))]
    assert signpost("faq", "try", "--kb", kb, "a bto question") == 0
    assert signpost.out.splitlines()[:8] == [
        "Read as: a bto question",
        "Taken as: bto → bot",
        "1. refund  0.900  “nearest of refund”",
        "   overlap 0.25",
        "   vetoed: distinguishing “windows” · “linux”",
        "2. e0  0.300  “nearest of e0”",
        "   overlap 0.25",
        "3. e1  0.300  “nearest of e1”",
    ]
    assert "   and 2 more, less near" in signpost.out.splitlines()


VETOED = candidate("refund", 0.9, Veto(VetoKind.NEGATION, ("not",)))


@pytest.mark.parametrize(
    ("text", "candidates", "verdict"),
    [
        (
            "a sure question",
            [candidate("refund", 0.9), candidate("invite", 0.5)],
            ["Verdict: ANSWER refund. The score 0.900 reaches faq.threshold (0.8)."],
        ),
        ("nothing is near", [], ["Verdict: SILENT.", "   No entry comes near."]),
        ("all is vetoed", [VETOED], ["Verdict: SILENT.", "   All that come near are vetoed."]),
        (
            "rather unsure question",
            [candidate("refund", 0.7), candidate("invite", 0.45), candidate("account", 0.2)],
            [
                "Verdict: SUGGEST refund, invite. They reach faq.suggest_from (0.4).",
                "   No answer: the score 0.700 is below faq.threshold (0.8).",
            ],
        ),
        (
            "a bad question",
            [VETOED, candidate("invite", 0.3), candidate("account", 0.2)],
            [
                "Verdict: SILENT.",
                "   No answer: the score 0.300 is below faq.threshold (0.8).",
                "   No suggestion: no score reaches faq.suggest_from (0.4).",
            ],
        ),
        (
            "short",
            [candidate("refund", 1.0)],
            [
                "Verdict in a channel: SILENT. It has 1 word, and faq.min_words is 3.",
                "Verdict when asked by mention or command: ANSWER refund. The score 1.000 reaches faq.threshold"
                " (0.8).",
            ],
        ),
        (
            "too short",
            [candidate("refund", 1.0)],
            [
                "Verdict in a channel: SUGGEST refund. It has 2 words, and faq.min_words is 3.",
                "Verdict when asked by mention or command: ANSWER refund. The score 1.000 reaches faq.threshold"
                " (0.8).",
            ],
        ),
    ],
)
def test_try_names_the_rule_that_made_the_verdict(
    signpost: Command,
    kb: Path,
    told: dict[str, list[Candidate]],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    candidates: list[Candidate],
    verdict: list[str],
) -> None:
    settings = Faq(threshold=0.8, suggest_from=0.4, min_words=3)
    monkeypatch.setattr(faq_command, "Faq", lambda: settings)
    told[text] = candidates
    assert signpost("faq", "try", "--kb", kb, text) == 0
    assert signpost.out.splitlines()[-len(verdict) :] == verdict
    assert signpost.out.count("Verdict") == sum(line.startswith("Verdict") for line in verdict)


def test_try_says_when_suggestions_are_switched_off(
    signpost: Command, kb: Path, told: dict[str, list[Candidate]], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Faq(threshold=0.8, suggest_from=0.4, between=Between.SILENT)
    monkeypatch.setattr(faq_command, "Faq", lambda: settings)
    told["rather unsure question"] = [candidate("refund", 0.7)]
    assert signpost("faq", "try", "--kb", kb, "rather unsure question") == 0
    assert "faq.between is silent, so no titles are shown." in signpost.out


def test_nothing_that_is_shown_steers_the_terminal(
    signpost: Command, tmp_path: Path, told: dict[str, list[Candidate]]
) -> None:
    nasty = "\x1b[2J[bold]\u202e\r\n:100:"
    kb = lines(tmp_path / "kb.jsonl", {"id": nasty, "phrasings": [nasty]})
    told[nasty] = [Candidate(Match(nasty, 0.9, nasty), {}, Veto(VetoKind.NOT_FOR, (nasty,)))]
    asked = lines(tmp_path / "q.jsonl", ask(nasty, f"{nasty}?"))
    assert signpost("faq", "try", "--kb", kb, nasty) == 0
    seen = signpost.out
    assert signpost("faq", "lint", "--kb", kb) == 1
    seen += signpost.out
    told[nasty] = [candidate(nasty, 0.9)]
    assert signpost("faq", "eval", "--kb", kb, "--queries", asked) == 0
    seen += signpost.out + signpost.err
    assert not {"\x1b", "\u202e", "\r"} & set(seen)
    assert seen.count("\ufffd[2J[bold]\ufffd :100:") >= 6


# -- lint


def test_lint_is_content_with_entries_that_keep_apart(signpost: Command, kb: Path) -> None:
    assert signpost("faq", "lint", "--kb", kb) == 0
    assert signpost.out == "5 entries, 15 phrasings: nothing to correct.\n"


def test_lint_says_which_entries_have_few_phrasings_and_what_more_would_bring(
    signpost: Command, tmp_path: Path
) -> None:
    few = {"refund": KNOWLEDGE["refund"][:2], "invite": KNOWLEDGE["invite"]}
    kb = lines(tmp_path / "kb.jsonl", *({"id": id, "phrasings": asked} for id, asked in few.items()))
    assert signpost("faq", "lint", "--kb", kb) == 0
    assert signpost.out.splitlines()[0] == (
        "1 of 2 has fewer than 3 phrasings, the title included (refund). With 3, nearly twice as many questions are"
        " answered as with one."
    )


def test_lint_names_each_finding_with_file_and_line(
    signpost: Command, folder: Path, told: dict[str, list[Candidate]]
) -> None:
    vetoed = candidate("account", 0.9, Veto(VetoKind.NOT_FOR, ("no thanks",)))
    told |= {
        "i want my money back": [
            Candidate(Match("account", 0.8, "close my account for good"), {}),
            candidate("refund", 0.7),
        ],
        "How do I get a refund?": [candidate("refund", 0.9)],
        "erase all data you have about me": [
            Candidate(Match("refund", 0.9, "refund my last payment"), {}),
            vetoed,
        ],
        "close my account for good": [candidate("account", 0.9)],
        "How do I delete my account?": [vetoed],
    }
    assert signpost("faq", "lint", "--kb", folder) == 1
    assert signpost.out.splitlines() == [
        "other/money.yaml:6: “i want my money back” of refund finds account first: “close my account for good”"
        " (other/money.yaml:17), score 0.80",
        "other/money.yaml:7: “refund my last payment” of refund finds no entry",
        "other/money.yaml:9: “erase all data you have about me” is in not_for of refund, and finds it all the same:"
        " “refund my last payment” (other/money.yaml:7), score 0.90",
        "other/money.yaml:16: “erase all data you have about me” of account may not be answered by it, because of"
        " “no thanks”",
        "other/money.yaml:14: “How do I delete my account?” of account may not be answered by it, because of"
        " “no thanks”",
        "2 entries, 6 phrasings: 5 findings.",
    ]


def test_lint_tells_what_another_entry_answers_and_finds_no_fault_in_it(
    signpost: Command, folder: Path, told: dict[str, list[Candidate]]
) -> None:
    for entry_id, texts in {
        "refund": ["i want my money back", "refund my last payment", "How do I get a refund?"],
        "account": [
            "erase all data you have about me",
            "close my account for good",
            "How do I delete my account?",
        ],
    }.items():
        told |= {text: [candidate(entry_id, 0.97)] for text in texts}
    assert signpost("faq", "lint", "--kb", folder) == 0
    assert signpost.out.splitlines() == [
        "other/money.yaml:9: (fine) “erase all data you have about me” is in not_for of refund; account would answer"
        " it, 0.97",
        "2 entries, 6 phrasings: nothing to correct.",
    ]


def test_lint_names_near_duplicates_pair_by_pair_in_a_file_of_json_lines(
    signpost: Command, tmp_path: Path
) -> None:
    kb = lines(
        tmp_path / "kb.jsonl",
        *({"id": it, "phrasings": texts} for it, texts in KNOWLEDGE.items()),
        {"id": "twin", "phrasings": ["How do I get the refund?", "something else altogether"]},
        {"id": "near", "phrasings": ["please refund my last payments", "nothing of the kind here"]},
    )
    assert signpost("faq", "lint", "--kb", kb) == 1
    same, near = (line for line in signpost.out.splitlines() if "same words" in line)
    assert same == (
        f"{kb}:6: “How do I get the refund?” of twin has the same words as “how do i get a refund” of refund ({kb}:1)"
    )
    assert near == (
        f"{kb}:7: “please refund my last payments” of near has nearly the same words as “refund my last payment”"
        f" of refund ({kb}:1)"
    )


def test_lint_goes_by_the_settings_of_the_home(
    signpost: Command, home: Path, folder: Path, told: dict[str, list[Candidate]]
) -> None:
    told |= {"erase all data you have about me": [candidate("account", 0.97), candidate("refund", 0.3)]}
    assert signpost("faq", "lint", "--kb", folder, "--home", home) == 1
    assert "(fine)" in signpost.out
    config = home / "config.yaml"
    shipped = config.read_text(encoding="utf-8")
    (line,) = (line for line in shipped.splitlines() if line.startswith("  threshold: "))
    config.write_text(shipped.replace(f"\n{line}\n", "\n  threshold: 0.98\n"), encoding="utf-8")
    assert signpost("faq", "lint", "--kb", folder, "--home", home) == 1
    assert "(fine)" not in signpost.out

    told |= {"erase all data you have about me": [candidate("refund", 0.5)]}
    for suggest_from, is_named in (("0.5", True), ("0.51", False)):
        (line,) = (line for line in shipped.splitlines() if line.startswith("  suggest_from: "))
        config.write_text(shipped.replace(f"\n{line}\n", f"\n  suggest_from: {suggest_from}\n"), encoding="utf-8")
        assert signpost("faq", "lint", "--kb", folder, "--home", home) == 1
        assert ("in not_for of refund" in signpost.out) is is_named


def test_lint_of_the_home_names_the_files_as_check_does(signpost: Command, home: Path) -> None:
    (home / "faq" / "twin.yaml").write_text(
        "category: Twins\nentries:\n  - id: twin\n    title: A twin of the entry on SPF\n"
        "    questions:\n      - please, how do i set up the spf\n      - this is a twin of it\n    answer: None.\n",
        encoding="utf-8",
    )
    assert signpost("faq", "lint", "--home", home) == 1
    assert "\nfaq/twin.yaml:6: “please, how do i set up the spf” of twin has the same words as" in signpost.out


@pytest.mark.parametrize("arguments", [[], ["eval"], ["try"], ["eval", "--json"], ["eval", "--queries"]])
def test_what_is_missing_on_the_command_line_is_told(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["faq", *arguments])
    assert stopped.value.code == 2
    assert "usage: signpost faq" in capsys.readouterr().err
