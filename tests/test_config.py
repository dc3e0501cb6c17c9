"""The operator's settings: the example works as it is, and each mistake is named with its line."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.config import Config, config_schema, load_config
from bot.problems import Problem
from bot.ticket_fields import FieldKind
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority

ROOT = Path(__file__).parents[1]

SMALLEST = """\
community:
  name: Larkmail
channels:
  help: [help]
  tickets: get-support
  queue: staff-queue
roles:
  staff: [Support]
tickets:
  types:
    - id: bug
      label: Bug
      description: It does not work.
      fields:
        - id: what
          label: What happened?
"""
MACRO = """\
  macros:
    - id: hi
      label: Hi
"""
TIERS = """\
  tiers:
    - {id: a, label: A, role: Support}
    - id: b
      role: Two
      label: B
"""


def load(home: Path, text: str) -> tuple[Config | None, list[Problem]]:
    (home / "config.yaml").write_text(text, encoding="utf-8")
    return load_config(home)


def test_the_example_community_has_no_problem() -> None:
    config, problems = load_config(ROOT)
    assert problems == []
    assert config is not None
    assert config.community.name == "Larkmail"
    assert config.channels.help == ["help", "dns-and-domains"]
    assert config.channels.forums == ["ask-the-community"]
    assert (config.channels.tickets, config.channels.queue) == ("get-support", "staff-queue")
    assert config.roles.staff == ["Support", "Engineering"]
    assert config.roles.helpers == ["Trusted Helper"]


def test_the_example_has_six_ticket_types_that_each_ask_for_something_else() -> None:
    config, _ = load_config(ROOT)
    assert config is not None
    types = config.tickets.types
    assert [(kind.id, kind.label, kind.goes_to, kind.priority, kind.ask_impact) for kind in types] == [
        ("delivery", "Delivery problem", "staff", Priority.P2, True),
        ("bug", "Platform bug", "staff", Priority.P3, True),
        ("billing", "Billing", "staff", Priority.P3, False),
        ("feature", "Feature request", "staff", Priority.P4, False),
        ("callback", "Call-back request", "staff", Priority.P3, False),
        ("community", "Anything else", "community", Priority.P3, False),
    ]
    asked = [tuple(field.label for field in kind.fields) for kind in types]
    assert len(set(asked)) == len(types)
    assert [field.kind for field in types[0].fields] == [FieldKind.SHORT, FieldKind.PARAGRAPH, FieldKind.PARAGRAPH]
    assert not types[0].fields[2].required
    assert FieldKind.CHOICE in {field.kind for field in types[2].fields}


def test_the_example_explains_every_setting_in_a_comment() -> None:
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    explained = {found[1] for line in lines if (found := re.match(r" +# +([a-z_]+) {2}", line))}
    for above, line in pairwise(lines):
        if above.strip().startswith("# ") and (found := re.match(r" +([a-z_]+):", line)):
            explained.add(found[1])
    for name, part in config_schema()["$defs"].items():
        assert set(part.get("properties", ())) <= explained, name


def test_what_may_be_left_out_has_the_value_that_the_example_names(tmp_path: Path) -> None:
    config, problems = load(tmp_path, SMALLEST)
    assert problems == []
    assert config is not None
    example, _ = load_config(ROOT)
    assert example is not None
    assert config.faq == example.faq
    assert config.discord == example.discord
    assert config.reputation.points == example.reputation.points
    assert config.tickets.auto_close_days == example.tickets.auto_close_days
    assert (config.channels.forums, config.roles.helpers, config.reputation.ranks) == ([], [], [])


def test_without_config_yaml_the_operator_is_told_what_to_do(tmp_path: Path) -> None:
    config, problems = load_config(tmp_path)
    assert config is None
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"config.yaml:1: there is no config.yaml in {tmp_path}: run signpost in ")
    assert "copy the example" in problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "line", "gist"),
    [
        ("queue: staff-queue", "queue: get-support", 6, "`queue` must be a channel of its own, and `get-support`"),
        ("queue: staff-queue", "queue: help", 6, "`queue` must be a channel of its own, and `help`"),
        ("tickets: get-support", 'tickets: "#help"', 5, "`tickets` must be a channel of its own, and `help`"),
        ("tickets: get-support", "tickets: ask\n  forums: [ask]", 5, "`tickets` must be a channel of its own"),
        (
            "tickets: get-support",
            "tickets: #get-support",
            5,
            "`#get-support` is left out, because `#` starts a com",
        ),
        ("  queue: staff-queue\n", "", 3, "`queue` is missing"),
        ("help: [help]", "help: []", 4, "`help` must have at least 1 items (it has 0)"),
        ("help: [help]", "help: [0]", 4, "item 1 of `help` must be more than 0 (it is `0`)"),
        ("help: [help]", "help: ['']", 4, "item 1 of `help` is empty"),
        ("staff: [Support]", "staff: Support", 8, "`staff` must be a list"),
        ("roles:", "discrod: {}\nroles:", 7, "`discrod` is not a setting here (did you mean `discord`?)"),
        ("id: bug", "id: Bug report", 11, "`id` must be small letters, digits and hyphens, such as `dns-setup`"),
        ("label: Bug", "label: " + "x" * 46, 12, "`label` must be at most 45 characters (it has 46)"),
        (
            "label: Bug",
            "priority: p1\n      label: Bug",
            12,
            "must be one of: P1, P2, P3, P4 (did you mean `P1`?)",
        ),
        ("label: Bug", "ask_impact: yes\n      label: Bug", 12, "`yes` is read as true by YAML"),
        ("label: Bug", "goes_to: community\n      label: Bug", 11, "goes to the community opens no ticket"),
        ("    - id: bug", "    - id: bug\n      id: x", 12, "`id` is written twice here (first on line 11)"),
        ("id: what", "id: what\n          kind: choice", 15, "`choices` (at least two) and `kind: choice` or `m"),
        ("id: what", "id: what\n          required: false", 11, "needs at least one required field to write in"),
        (
            "tickets:\n",
            "faq:\n  treshold: 0.5\ntickets:\n",
            10,
            "`treshold` is not a setting here (did you mean `t",
        ),
        (
            "tickets:\n",
            "faq:\n  threshold: 0.5\n  margin: 0.1\ntickets:\n",
            11,
            "`margin` is no longer a setting: delete this line",
        ),
        (
            "label: Bug",
            "response_hours: 4\n      label: Bug",
            12,
            "`response_hours` is no longer a setting: delete this line",
        ),
        ("label: Bug", "sla: {P5: {}}\n      label: Bug", 12, "must be one of: P1, P2, P3, P4"),
        (
            "label: Bug",
            "sla: {P1: {resolution_hours: 0}}\n      label: Bug",
            12,
            "`resolution_hours` must be at least 0.1",
        ),
        (
            "label: Bug",
            "goes_to: community\n      sla: {P1: {}}\n      label: Bug",
            11,
            "goes to the community opens no ticket",
        ),
        ("tickets:\n", "faq:\n  threshold: 0.2\ntickets:\n", 10, "`threshold` must be at least 0.3 (it is `0.2`)"),
        ("tickets:\n", "faq:\n  min_words: 010\ntickets:\n", 10, "`010` is read as a number by YAML"),
        (
            "tickets:\n",
            "faq:\n  shadow:\n    - help\n    - halp\ntickets:\n",
            12,
            "`halp` is not a help or forum channel (did you mean `help`?)",
        ),
        (
            "tickets:\n",
            "faq:\n  shadow: [get-support]\ntickets:\n",
            10,
            "`get-support` is not a help or forum cha",
        ),
        (
            "label: Bug",
            "staff:\n        - Support\n        - Supprt\n      label: Bug",
            14,
            "`Supprt` is none of `roles.staff` (did you mean `Support`?)",
        ),
        (
            "label: Bug",
            "channel: help\n      label: Bug",
            12,
            "`channel` must be a channel for this, and `help` has an",
        ),
        ("label: Bug", "channel: staff-queue\n      label: Bug", 12, "and `staff-queue` has another use already"),
        (
            "label: Bug",
            "queue: get-support\n      label: Bug",
            12,
            "`queue` must be a channel for this, and `get-support`",
        ),
        ("fields:", "queue: a\n      goes_to: community\n      fields:", 11, "so `fields` would do nothing"),
        ("tickets:\n", "reputation:\n  ranks: [{name: a, points: -1}]\ntickets:\n", 10, "must be at least 0"),
        (
            "tickets:\n",
            "reputation:\n  ranks:\n    - {name: a, points: 2}\n    - {name: b, points: 1}\ntickets:\n",
            9,
            "ranks must rise: each needs more points than the one before",
        ),
        ("channels:", "  language: klingon\nchannels:", 3, "`klingon` is not a language that Discord knows"),
        (
            "label: Bug",
            "translations: {dee: {label: a, description: b}}\n      label: Bug",
            12,
            "`dee` is not a lang",
        ),
        (
            "id: what",
            "id: what\n          kind: choice\n          choices: [a, b]\n          translations: {de: {choices: [x]}}",
            15,
            "the `choices` in `de` must be as many as the field's own, in the same order",
        ),
        (
            "id: what",
            "id: what\n          kind: choice\n          choices: [a, b]\n          translations: {de: {choices: [x, x]}}",
            15,
            "two `choices` in `de` are the same",
        ),
        ("label: Bug", "label: '  '", 12, "`label`"),
        (
            "id: what",
            'id: what\n          pattern: {regex: "(", example: a, message: b}',
            16,
            "in no time: unclosed group",
        ),
        (
            "id: what",
            "id: what\n          pattern: {regex: a+b, example: ab!, message: b}",
            16,
            "`example` must match the `regex` above it, all of it",
        ),
        (
            "id: what",
            "id: what\n          kind: file\n          pattern: {regex: a, example: a, message: b}",
            15,
            "only what is written can have a `pattern`",
        ),
        (
            "id: what",
            "id: what\n          max_length: 1\n          pattern: {regex: a+, example: aa, message: b}",
            15,
            "the `example` of the `pattern` is longer than `max_length`",
        ),
        (
            "id: what",
            "id: what\n          translations: {de: {message: So nicht.}}",
            15,
            "a `message` translates that of a `pattern`",
        ),
        (
            "label: Bug",
            "community_first: {channel: help}\n      label: Bug",
            11,
            "`community_first` needs at least one required field to write in that is `public: true`",
        ),
        (
            "      fields:\n        - id: what\n",
            "      community_first:\n        channel: halp\n      fields:\n        - id: what\n          public: true\n",
            15,
            "`halp` is not a help or forum channel (did you mean `help`?)",
        ),
        (
            "id: what",
            "id: what\n          kind: file\n          public: true",
            15,
            "never files, members and ticks",
        ),
        ("label: Bug", "title: whatever\n      label: Bug", 11, "`title` must be the id of a field to write in"),
        ("label: Bug", "ask_workaround: true\n      label: Bug", 11, "only counts beside `ask_impact`"),
        ("label: Bug", "highest_priority: P4\n      label: Bug", 11, "must not be less urgent than `priority`"),
        ("label: Bug", "emoji: 😀😀\n      label: Bug", 12, "`emoji` must be one emoji itself"),
        (
            "  types:\n",
            f"{MACRO}      text: Dear {{requestor}}\n  types:\n",
            13,
            "(did you mean `requester`?); it knows {requester}",
        ),
        (
            "  types:\n",
            f"{MACRO}      text: x\n      translations:\n        de:\n          label: x\n          text: '{{x}}'\n  types:\n",
            17,
            "`{x}` is not something a macro knows",
        ),
        (
            "  types:\n",
            f"{MACRO}      text: x\n      types: [bag]\n  types:\n",
            14,
            "`bag` is no ticket type (did you mean `bug`",
        ),
        (
            "  types:\n",
            f"{MACRO}      text: x\n      resolve: true\n      snooze_hours: 2\n  types:\n",
            11,
            "one of `resolve`",
        ),
        (
            "  types:\n",
            f"{MACRO}      text: x\n    - id: hi\n      label: Hi\n      text: x\n  types:\n",
            10,
            "two macros have the same id",
        ),
        ("  types:\n", f"{TIERS.replace('Two', 'Sales')}  types:\n", 13, "`Sales` is none of `roles.staff`"),
        ("  types:\n", f"{TIERS.replace('Two', 'Support')}  types:\n", 10, "two tiers have the same role"),
        ("  types:\n", f"{TIERS.replace('id: b', 'id: a')}  types:\n", 10, "two tiers have the same id"),
        ("  types:\n", "  tiers: [{id: a, label: A, role: Support}]\n  types:\n", 10, "two tiers at the least"),
        ("      label: Bug\n", "      label: Bug\n      tier: a\n", 13, "`a` is none of `tickets.tiers`"),
        (
            "  types:\n    - id: bug\n",
            f"{TIERS}  types:\n    - id: bug\n      tier: a\n      staff: [Two]\n",
            17,
            "the role of `a` is not among those that read this type",
        ),
        (
            "  types:\n    - id: bug\n",
            f"{TIERS}  types:\n    - id: bug\n      staff: [Three]\n",
            17,
            "none has a role that reads this type",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, gist: str) -> None:
    assert old in SMALLEST
    config, problems = load(tmp_path, SMALLEST.replace(old, new))
    assert config is None
    assert [problem.line for problem in problems] == [line], problems
    assert gist in problems[0].message


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    config, problems = load(
        tmp_path, SMALLEST.replace("label: Bug", "label: no").replace("  queue: staff-queue\n", "  que: x\n")
    )
    assert config is None
    assert [str(problem) for problem in problems] == [
        "config.yaml:3: `queue` is missing",
        "config.yaml:6: `que` is not a setting here (did you mean `queue`?)",
        "config.yaml:12: `no` is read as false by YAML: put it in quotes, or write `false`",
    ]


def test_a_form_holds_at_most_five_questions(tmp_path: Path) -> None:
    fields = "".join(f"        - id: more-{number}\n          label: More\n" for number in range(4))
    config, problems = load(tmp_path, SMALLEST + fields)
    assert problems == []
    assert config is not None
    config, problems = load(
        tmp_path, SMALLEST.replace("label: Bug", "label: Bug\n      ask_impact: true") + fields
    )
    assert config is None
    assert "at most five fields, or four beside `ask_impact`" in problems[0].message


def test_a_channel_may_be_written_with_its_hash_in_quotes_or_as_an_id(tmp_path: Path) -> None:
    config, problems = load(tmp_path, SMALLEST.replace("[help]", '["#help", 123456789012345678]'))
    assert problems == []
    assert config is not None
    assert config.channels.help == ["help", 123456789012345678]


def test_servers_are_named_by_numbers_and_not_by_text(tmp_path: Path) -> None:
    config, problems = load(tmp_path, SMALLEST + "discord:\n  servers: [123456789012345678, 2]\n")
    assert problems == []
    assert config is not None
    assert config.discord.servers == [123456789012345678, 2]
    for wrong, gist in (
        ('["123456789012345678"]', "must be a whole number, without quotes (it is `123456789012345678`)"),
        ("[Larkmail]", "must be a whole number"),
        ("[0]", "must be more than 0"),
        ("[]", "must have at least 1 item"),
    ):
        config, problems = load(tmp_path, f"{SMALLEST}discord:\n  servers: {wrong}\n")
        assert config is None
        assert [gist in problem.message for problem in problems] == [True], problems


def test_a_ticket_type_is_shown_in_the_readers_language_as_far_as_it_is_translated() -> None:
    config, _ = load_config(ROOT)
    assert config is not None
    billing = config.tickets.type("billing")
    assert billing is not None
    assert billing.wording("de").label == "Rechnung und Bezahlung"
    assert billing.wording("fr").label == billing.wording(None).label == "Billing"
    topic, invoice = billing.field("topic"), billing.field("invoice")
    assert topic is not None
    assert invoice is not None
    assert topic.wording("de").choices["A refund"] == "Eine Erstattung"
    assert topic.wording("ja").choices["A refund"] == "A refund"
    assert (invoice.wording("de").placeholder, invoice.wording("de").label) == (
        "LM-2027-00123",
        "Rechnungsnummer, falls zur Hand",
    )
    assert billing.field("gone") is None
    assert [rank.title("de") for rank in config.reputation.ranks][:2] == ["Postkarte", "Briefträger"]
    assert config.reputation.ranks[0].title("en-US") == "Postcard"


def test_panels_offer_what_there_is(tmp_path: Path) -> None:
    for panels, wrong in (
        ("[{id: main, types: [biling]}]", "the panel `main` offers `biling`, which is no ticket type"),
        ("[{id: main}, {id: main}]", "two panels have the same id"),
        ("[{id: main, types: [bug, bug]}]", "two `types` of this panel are the same"),
    ):
        _, problems = load(tmp_path, SMALLEST.replace("tickets:\n", f"tickets:\n  panels: {panels}\n", 1))
        assert any(wrong in str(problem) for problem in problems), problems


def test_a_length_fits_what_is_written(tmp_path: Path) -> None:
    for field, wrong in (
        ("{id: x, label: X, kind: checkbox, min_length: 2}", "only what is written can have a `min_length`"),
        ("{id: x, label: X, min_length: 20, max_length: 10}", "`min_length` must not be more than `max_length`"),
        (
            "{id: x, label: X, min_length: 2, pattern: {regex: 'a+', example: a, message: M}}",
            "or shorter than `min_length`",
        ),
    ):
        _, problems = load(tmp_path, f"{SMALLEST}        - {field}\n")
        assert any(wrong in str(problem) for problem in problems), problems


@pytest.mark.parametrize(
    "in_vain", [{"max_open": 3}, {"cooldown_seconds": 60}, {"highest_priority": "P2"}, {"last_chance": False}]
)
def test_a_type_that_opens_no_ticket_says_nothing_of_tickets(in_vain: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=f"`{next(iter(in_vain))}` would do nothing"):
        TicketType.model_validate(
            {"id": "talk", "label": "Talk", "description": "A question.", "goes_to": "community"} | in_vain
        )
