"""The command line: `signpost run|check|faq|demo|schema|migrate|backup|transcript|restore|export|import|report|health`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import StartupError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after a plain sentence on stderr; argparse exits with 2."""
    options = _parser().parse_args(arguments)
    try:
        return _function_of(_name_of(options))(options)
    except StartupError as error:
        from bot.commands.console import err  # of `run`, only where something is wrong

        err.print(str(error), style="red", markup=False)
    except KeyboardInterrupt:
        return 0
    return 1


def _name_of(options: argparse.Namespace) -> str:
    name: str = options.command
    if name != "import" or options.former:
        return "import tickets" if name == "import" else name
    if options.apply or options.type or options.offset:
        raise StartupError("--apply, --type and --offset are for the tickets of another bot: name it before FILE.")
    return name


def _function_of(name: str) -> Callable[[argparse.Namespace], int]:
    """The function behind a command. Only this one is loaded: `health` is asked every half minute, and `run` stays."""
    match name:
        case "run":
            # Before numpy is loaded: its products would take a buffer for each processor, and all of them from the gateway.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            from bot.commands.run import run

            return run
        case "check":
            from bot.commands.check import check

            return check
        case "faq eval" | "faq try" | "faq lint":
            from bot.commands import faq

            return {"faq eval": faq.measure, "faq try": faq.explain, "faq lint": faq.check}[name]
        case "faq import":
            from bot.commands.faq_import import import_files

            return import_files
        case "demo":
            from bot.commands.demo import demo

            return demo
        case "schema":
            from bot.commands.schema import schema

            return schema
        case "migrate":
            from bot.commands.migrate import migrate

            return migrate
        case "backup":
            from bot.commands.backup import backup

            return backup
        case "transcript":
            from bot.commands.transcript import transcript

            return transcript
        case "restore":
            from bot.commands.restore import restore

            return restore
        case "report":
            from bot.commands.report import report

            return report
        case "export":
            from bot.commands.export import export

            return export
        case "import":
            from bot.commands.import_export import import_export

            return import_export
        case "import tickets":
            from bot.commands.import_tickets import import_tickets

            return import_tickets
        case "health":
            from bot.commands.health import health

            return health
    raise LookupError(name)


def _parser() -> argparse.ArgumentParser:
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument(
        "--home", type=Path, default=Path(), metavar="DIR", help="where config.yaml and faq/ are (default: here)"
    )
    parser = argparse.ArgumentParser(prog="signpost", description="A Discord support bot.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("run", parents=[home], help="run against Discord")
    command.add_argument("--log-format", choices=["text", "json"], default="text", help="default: text")
    command.set_defaults(command="run")

    command = commands.add_parser("check", parents=[home], help="check config.yaml and faq/")
    command.add_argument(
        "--invite", action="store_true", help="print the invitation link with the least permissions"
    )
    command.add_argument(
        "--application-id", type=int, metavar="ID", help="for --invite, where there is no token yet"
    )
    command.add_argument("--online", action="store_true", help="ask Discord whether channels and roles are there")
    command.set_defaults(command="check")

    _add_faq(commands.add_parser("faq", help="measure, try, lint or import the knowledge base"), home)

    command = commands.add_parser(
        "demo", help="try the bot in the browser, in a simulated Discord without a token"
    )
    command.add_argument(
        "--home", type=Path, metavar="DIR", help="keep the demo's data here (default: thrown away)"
    )
    command.add_argument(
        "--port", type=_port, metavar="N", help="where the page is served; 0 is any free port (default: 8765)"
    )
    command.add_argument("--no-browser", action="store_true", help="only print the address")
    command.add_argument("--history", action="store_true", help="begin after a busy week")
    command.add_argument("--script", action="store_true", help="play the whole story in the terminal instead")
    command.set_defaults(command="demo")

    command = commands.add_parser(
        "schema", help="print the JSON schema of config.yaml, of a FAQ file, or of its synonyms.yaml"
    )
    command.add_argument(
        "which", choices=["config", "faq", "synonyms"], nargs="?", default="faq", help="default: faq"
    )
    command.add_argument("--write", type=Path, metavar="DIR", help="write both into this folder instead")
    command.add_argument(
        "--page", type=Path, metavar="FILE", help="write the page of all settings into this file instead"
    )
    command.set_defaults(command="schema")

    command = commands.add_parser("migrate", parents=[home], help="bring the database up to date")
    command.set_defaults(command="migrate")

    command = commands.add_parser("backup", parents=[home], help="copy the live database")
    command.add_argument("file", type=Path, metavar="FILE", help="the copy; must not exist yet")
    command.set_defaults(command="backup")

    command = commands.add_parser(
        "transcript", parents=[home], help="write all that was said in a ticket into files, as staff read it"
    )
    command.add_argument("number", type=int, metavar="NUMBER", help="of the ticket")
    command.add_argument("folder", type=Path, metavar="DIR", help="where; it must be there")
    command.add_argument("--server", type=int, metavar="ID", help="where several servers have that number")
    command.set_defaults(command="transcript")

    command = commands.add_parser(
        "restore", parents=[home], help="put a backup in the place of the database; not while the bot runs"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="what `signpost backup` has written")
    command.set_defaults(command="restore")

    command = commands.add_parser(
        "report", parents=[home], help="the figures of tickets as one page to send on; also while the bot runs"
    )
    command.add_argument(
        "--html", type=Path, required=True, metavar="FILE", help="the page; what is there is replaced"
    )
    command.add_argument("--days", type=_days, default=30, metavar="N", help="how many days back (default: 30)")
    command.add_argument("--server", type=int, metavar="ID", help="of which server, where there are several")
    command.set_defaults(command="report")

    command = commands.add_parser(
        "export", parents=[home], help="write all data into one file, to take along; also while the bot runs"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a zip; must not exist yet")
    command.set_defaults(command="export")

    command = commands.add_parser(
        "import",
        parents=[home],
        help="begin with what an export holds, or take in closed tickets of another bot; not while the bot runs",
    )
    command.add_argument(
        "former",
        choices=["discord-tickets", "tickets-v2"],
        nargs="?",
        help="the bot whose closed tickets are taken in; without it FILE is an export of Signpost",
    )
    command.add_argument(
        "file", type=Path, metavar="FILE", help="what `signpost export`, or that bot, has written"
    )
    command.add_argument("--apply", action="store_true", help="take the tickets in, and do not only tell which")
    command.add_argument("--type", metavar="ID", help="what tickets become whose type is none of ours")
    command.add_argument(
        "--offset", type=_offset, default=0, metavar="N", help="add so much to their numbers (default: 0)"
    )
    command.set_defaults(command="import")

    command = commands.add_parser(
        "health", parents=[home], help="whether the bot is well: one line, and exit code 0 or 1"
    )
    command.set_defaults(command="health")
    return parser


def _add_faq(parser: argparse.ArgumentParser, home: argparse.ArgumentParser) -> None:
    knowledge = argparse.ArgumentParser(add_help=False, parents=[home])
    knowledge.add_argument(
        "--kb",
        type=Path,
        metavar="DIR_OR_FILE",
        help="another faq folder, or a kb.jsonl (default: that of the home)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("eval", parents=[knowledge], help="how well it answers labelled questions")
    command.add_argument(
        "--queries",
        type=Path,
        required=True,
        metavar="FILE",
        help='lines such as {"text": "how do i …", "expected_id": "an-entry"}, or null where none answers',
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument(
        "--words-only",
        action="store_true",
        help="without the meaning, as if the extra semantic were not installed",
    )
    command.add_argument(
        "--no-calibration",
        action="store_true",
        help="by the shipped weights alone, as while the bot is still asking the FAQ of itself",
    )
    command.set_defaults(command="faq eval")

    command = commands.add_parser("try", parents=[knowledge], help="what it says to a question, and why")
    command.add_argument("text", nargs="+", metavar="TEXT", help="the question")
    command.set_defaults(command="faq try")

    command = commands.add_parser(
        "lint",
        parents=[knowledge],
        help="which phrasings stand in each other's way, and how far the FAQ can be trusted",
    )
    command.set_defaults(command="faq lint")

    command = commands.add_parser(
        "import", parents=[home], help="make FAQ files of Markdown, front matter, JSON, TOML or CSV"
    )
    command.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a FAQ.md, a table, or a folder of tags; it is only read",
    )
    command.add_argument(
        "--out",
        type=Path,
        default=Path("imported"),
        metavar="DIR",
        help="where the FAQ files are written; nothing there is overwritten (default: imported)",
    )
    command.add_argument(
        "--base", metavar="URL", help="the web address of the files, with which relative links are completed"
    )
    command.set_defaults(command="faq import")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 365:
        raise argparse.ArgumentTypeError(f"{text} is no number of days from 1 to 365")
    return int(text)


def _offset(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 to 999999999")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: it must be a number from 0 to 65535")
    return int(text)


if __name__ == "__main__":
    from bot import stopping

    stopping.leave(main())
