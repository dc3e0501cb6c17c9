"""`signpost schema`: the JSON schemas from which editors complete and check the files, and the page of all settings."""

from __future__ import annotations

import argparse

from bot.commands.console import out
from bot.config import config_schema
from bot.json_schema import schema_text
from bot.knowledge.library import faq_schema, synonyms_schema
from bot.settings_page import settings_page

SCHEMAS = {"config": config_schema, "faq": faq_schema, "synonyms": synonyms_schema}


def schema(options: argparse.Namespace) -> int:
    """Print a JSON schema, or write them all into a folder, or the page of the settings into a file."""
    if options.page is not None:
        options.page.write_text(settings_page(config_schema()), encoding="utf-8")
        out.print(f"{options.page} written.", markup=False)
        return 0
    if options.write is None:
        out.print(schema_text(SCHEMAS[options.which]()), markup=False, end="")
        return 0
    options.write.mkdir(parents=True, exist_ok=True)
    for name, make in SCHEMAS.items():
        path = options.write / f"{name}.schema.json"
        path.write_text(schema_text(make()), encoding="utf-8")
        out.print(f"{path} written.", markup=False)
    return 0
