"""The JSON Schemas that editors use are those of the models, and accept every file that ships."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.config import config_schema
from bot.documents import read_document
from bot.json_schema import schema_text
from bot.knowledge.library import faq_schema, synonyms_schema
from bot.plain import Data

ROOT = Path(__file__).parents[1]
CONFIG_SCHEMA = ROOT / "docs/schema/config.schema.json"
FAQ_SCHEMA = ROOT / "docs/schema/faq.schema.json"
SYNONYMS_SCHEMA = ROOT / "docs/schema/synonyms.schema.json"


def as_json(data: Data) -> Any:
    """As an editor sees it: JSON knows no dates, and YAML 1.2 reads them as text."""
    match data:
        case date():
            return data.isoformat()
        case list():
            return [as_json(item) for item in data]
        case dict():
            return {key: as_json(value) for key, value in data.items()}
        case _:
            return data


def data_of(path: Path) -> Any:
    document, problems = read_document(path, path.name)
    assert problems == []
    assert document is not None
    return as_json(document.data)


def problems_of(schema: Path, data: Any) -> list[str]:
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    return [error.json_path for error in validator.iter_errors(data)]


@pytest.mark.parametrize(
    ("path", "schema"),
    [(CONFIG_SCHEMA, config_schema()), (FAQ_SCHEMA, faq_schema()), (SYNONYMS_SCHEMA, synonyms_schema())],
    ids=["config", "faq", "synonyms"],
)
def test_the_schema_that_is_checked_in_is_current(path: Path, schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert path.read_text(encoding="utf-8") == schema_text(schema), (
        f"the models have changed: write schema_text(…) of the new schema into {path.relative_to(ROOT)}"
    )


def test_config_yaml_is_accepted_by_its_schema_and_names_it() -> None:
    path = ROOT / "config.yaml"
    assert problems_of(CONFIG_SCHEMA, data_of(path)) == []
    assert named_schema(path) == CONFIG_SCHEMA


def test_every_faq_file_is_accepted_by_its_schema_and_names_it() -> None:
    paths = sorted([*(ROOT / "faq").glob("*.yaml"), *(ROOT / "faq").glob("*.yml")])
    assert paths != []
    for path in paths:
        assert problems_of(FAQ_SCHEMA, data_of(path)) == [], path
        assert named_schema(path) == FAQ_SCHEMA, path


def test_an_editor_accepts_groups_of_synonyms_and_marks_mistakes() -> None:
    groups = [["mailbox", "postbox", "letter tray"], ["größe", "umfang"]]
    assert problems_of(SYNONYMS_SCHEMA, {"synonyms": groups}) == []
    assert sorted(problems_of(SYNONYMS_SCHEMA, {"synonyms": [["mailbox"]], "more": 1})) == ["$", "$.synonyms[0]"]


def named_schema(path: Path) -> Path:
    """The schema that the first line of a file tells editors to use."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix), first
    return (path.parent / first.removeprefix(prefix)).resolve()


def test_an_editor_accepts_a_date_written_plainly_and_marks_mistakes() -> None:
    entry = {"id": "spf", "title": "How?", "questions": ["how so", "how then"], "answer": "So."}
    translation = {"title": "Wie?", "questions": ["wie so", "wie dann"], "answer": "So."}
    for more, expected in (
        ({"review_by": "2027-01-31", "translations": {"es-419": translation}}, []),
        ({"reviewed_by": "2027-01-31"}, ["$.entries[0]"]),
        ({"id": "SPF"}, ["$.entries[0].id"]),
        ({"translations": {"xx": translation}}, ["$.entries[0].translations"]),
    ):
        data = {"category": "DNS", "entries": [{**entry, **more}]}
        assert problems_of(FAQ_SCHEMA, data) == expected


def test_an_editor_explains_every_setting_and_says_in_words_how_an_id_is_written() -> None:
    for path in (CONFIG_SCHEMA, FAQ_SCHEMA):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for name, part in [("", schema), *schema["$defs"].items()]:
            for key, setting in part.get("properties", {}).items():
                referred = schema["$defs"].get(setting.get("$ref", "").removeprefix("#/$defs/"), {})
                assert "description" in setting or "description" in referred, f"{name}.{key}"
        assert "patternErrorMessage" in json.dumps(schema)
