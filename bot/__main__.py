"""The command line: `signpost run|check|faq|demo|schema|migrate|backup`."""

from __future__ import annotations

import argparse
import asyncio
import base64
import binascii
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import discord
from dotenv import dotenv_values
from rich.console import Console

from bot import faq_command, logs
from bot.app import InvalidFiles, create_bot, gaps_in_discord, load_home, watch_faq
from bot.config import Config, config_schema
from bot.database import database_at
from bot.documents import schema_text
from bot.errors import StartupError
from bot.knowledge.library import faq_schema
from bot.requirements import TO_CREATE, needed_permissions

TOKEN = "DISCORD_TOKEN"
DATABASE = "SIGNPOST_DATABASE_URL"
AUTHENTICATION_FAILED = 4004
"""With this code Discord closes the connection of a bot whose token has been reset."""

WRONG_TOKEN = (
    f"Discord does not accept the token in {TOKEN}. Copy it again from the developer portal → Bot → Reset Token."
)
SCHEMAS = {"config": config_schema, "faq": faq_schema}

# `emoji=False`: or else `config.yaml:100: …` would be printed as `config.yaml💯 …`.
out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after a plain sentence on stderr; argparse exits with 2."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except StartupError as error:
        err.print(str(error), style="red", markup=False)
    except discord.LoginFailure:
        err.print(WRONG_TOKEN)
    except discord.PrivilegedIntentsRequired:
        err.print(
            "The intent Message Content is not switched on for this bot. Switch it on in the developer portal → Bot →"
            " Privileged Gateway Intents, or set `message_content: false` under `discord:` in config.yaml."
        )
    except discord.ConnectionClosed as error:
        err.print(
            WRONG_TOKEN
            if error.code == AUTHENTICATION_FAILED
            else f"Discord refuses this bot (code {error.code})."
        )
    except (aiohttp.ClientError, TimeoutError, discord.HTTPException, discord.GatewayNotFound) as error:
        err.print(f"Discord cannot be reached ({type(error).__name__}). Check the network and try again.")
    except KeyboardInterrupt:
        return 0
    return 1


def run(options: argparse.Namespace) -> int:
    """Run against Discord until Ctrl-C or SIGTERM."""
    logs.configure(options.log_format)
    settings = _environment(options.home)
    bot = create_bot(options.home, clock=discord.utils.utcnow, database_url=settings.get(DATABASE), semantic=True)
    token = _token(settings)
    if not bot.config.discord.message_content:
        out.print("Message Content is off: the FAQ answers when it is mentioned or asked by a command.")

    async def serve() -> None:
        task = asyncio.current_task()
        assert task is not None
        # SIGINT too: whoever starts us in the background of a script makes us ignore it otherwise.
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        async with bot:
            watching = asyncio.ensure_future(watch_faq(bot))
            try:
                await bot.start(token)
            finally:
                watching.cancel()
                await asyncio.wait([watching])

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(serve())
    return 0


def check(options: argparse.Namespace) -> int:
    """Check config.yaml and faq/ without Discord; with --online, the servers too."""
    try:
        config, library = load_home(options.home)
    except InvalidFiles as invalid:
        for problem in invalid.problems:
            err.print(str(problem), markup=False)
        count = len(invalid.problems)
        err.print(f"{count} problem{'s' if count != 1 else ''}.", style="red")
        return 1
    phrasings = sum(len(entry.questions) for entry in library.entries)
    out.print(
        f"config.yaml: {len(config.tickets.types)} ticket types."
        f" {config.faq.folder}/: {len(library.entries)} entries, {phrasings} phrasings. No problems.",
        style="green",
    )
    if options.invite:
        _print_invitation(config, options)
    if options.online:
        lines = asyncio.run(gaps_in_discord(config, _token(_environment(options.home))))
        for line in lines:
            err.print(line, markup=False)
        if lines:
            return 1
        out.print("Discord: channels, roles and permissions are in place.", style="green")
    return 0


def faq_eval(options: argparse.Namespace) -> int:
    """Measure the FAQ on labelled questions."""
    return faq_command.measure(
        out, err, options.home, kb=options.kb, queries=options.queries, as_json=options.json
    )


def faq_try(options: argparse.Namespace) -> int:
    """Show what the FAQ says to a question, and why."""
    return faq_command.explain(out, err, options.home, kb=options.kb, text=" ".join(options.text))


def faq_lint(options: argparse.Namespace) -> int:
    """Name the phrasings that stand in each other's way."""
    return faq_command.check(out, err, options.home, kb=options.kb)


def demo(options: argparse.Namespace) -> int:
    """Serve a simulated Discord with the real bot in it, or play the story in the terminal."""
    try:
        from bot.demo import server, tour
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        raise StartupError("The demo needs one more package: pip install 'signpost[demo]'") from error
    if options.script:
        return tour.play(out, options.home)
    return server.serve(
        out, options.home, port=options.port, browser=not options.no_browser, history=options.history
    )


def schema(options: argparse.Namespace) -> int:
    """Print a JSON schema, or write both into a folder."""
    if options.write is None:
        out.print(schema_text(SCHEMAS[options.which]()), markup=False, end="")
        return 0
    options.write.mkdir(parents=True, exist_ok=True)
    for name, make in SCHEMAS.items():
        path = options.write / f"{name}.schema.json"
        path.write_text(schema_text(make()), encoding="utf-8")
        out.print(f"{path} written.", markup=False)
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Bring the database up to date; `run` does so by itself."""
    database = database_at(options.home, _environment(options.home).get(DATABASE))
    before, after = asyncio.run(database.migrate())
    if before == after:
        out.print(f"The database is up to date (revision {after}).")
    else:
        out.print(f"The database was upgraded from {before or 'nothing'} to revision {after}.")
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copy the database while the bot may be running."""
    database_at(options.home, _environment(options.home).get(DATABASE)).backup(options.file)
    out.print(f"{options.file} written.", markup=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument(
        "--home", type=Path, default=Path(), metavar="DIR", help="where config.yaml and faq/ are (default: here)"
    )
    parser = argparse.ArgumentParser(prog="signpost", description="A Discord support bot.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("run", parents=[home], help="run against Discord")
    command.add_argument("--log-format", choices=["text", "json"], default="text", help="default: text")
    command.set_defaults(command=run)

    command = commands.add_parser("check", parents=[home], help="check config.yaml and faq/")
    command.add_argument(
        "--invite", action="store_true", help="print the invitation link with the least permissions"
    )
    command.add_argument(
        "--application-id", type=int, metavar="ID", help="for --invite, where there is no token yet"
    )
    command.add_argument("--online", action="store_true", help="ask Discord whether channels and roles are there")
    command.set_defaults(command=check)

    _add_faq(commands.add_parser("faq", help="measure, try or lint the knowledge base"), home)

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
    command.set_defaults(command=demo)

    command = commands.add_parser("schema", help="print the JSON schema of config.yaml or of a FAQ file")
    command.add_argument("which", choices=sorted(SCHEMAS), nargs="?", default="faq", help="default: faq")
    command.add_argument("--write", type=Path, metavar="DIR", help="write both into this folder instead")
    command.set_defaults(command=schema)

    command = commands.add_parser("migrate", parents=[home], help="bring the database up to date")
    command.set_defaults(command=migrate)

    command = commands.add_parser("backup", parents=[home], help="copy the live database")
    command.add_argument("file", type=Path, metavar="FILE", help="the copy; must not exist yet")
    command.set_defaults(command=backup)
    return parser


def _add_faq(faq: argparse.ArgumentParser, home: argparse.ArgumentParser) -> None:
    knowledge = argparse.ArgumentParser(add_help=False, parents=[home])
    knowledge.add_argument(
        "--kb",
        type=Path,
        metavar="DIR_OR_FILE",
        help="another faq folder, or a kb.jsonl (default: that of the home)",
    )
    commands = faq.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("eval", parents=[knowledge], help="how well it answers labelled questions")
    command.add_argument(
        "--queries",
        type=Path,
        required=True,
        metavar="FILE",
        help='lines such as {"text": "how do i …", "expected_id": "an-entry"}, or null where none answers',
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(command=faq_eval)

    command = commands.add_parser("try", parents=[knowledge], help="what it says to a question, and why")
    command.add_argument("text", nargs="+", metavar="TEXT", help="the question")
    command.set_defaults(command=faq_try)

    command = commands.add_parser("lint", parents=[knowledge], help="which phrasings stand in each other's way")
    command.set_defaults(command=faq_lint)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: it must be a number from 0 to 65535")
    return int(text)


def _environment(home: Path) -> dict[str, str]:
    """The environment, completed by `.env` in the home folder; what is set already wins."""
    return {**{key: value for key, value in dotenv_values(home / ".env").items() if value}, **os.environ}


def _token(settings: dict[str, str]) -> str:
    token = settings.get(TOKEN, "").strip()
    if not token:
        raise StartupError(
            f"There is no token. Set {TOKEN} in the environment, or write {TOKEN}=… into a file named .env here."
        )
    return token


def _print_invitation(config: Config, options: argparse.Namespace) -> None:
    application_id = options.application_id or _application_of(_environment(options.home).get(TOKEN, ""))
    least = needed_permissions(config)
    for title, names in (
        ("Invite with the least permissions:", least),
        ("The same, and /setup may create what is missing:", [*least, *TO_CREATE]),
    ):
        link = discord.utils.oauth_url(
            application_id or 0,
            permissions=discord.Permissions(**dict.fromkeys(names, True)),
            scopes=("bot", "applications.commands"),
        )
        if not application_id:
            link = link.replace("client_id=0", "client_id=YOUR_APPLICATION_ID")
        out.print(title)
        out.print(link, markup=False)
    if not application_id:
        out.print("Put in the application id from the developer portal, or give it with --application-id.")


def _application_of(token: str) -> int | None:
    """The first part of a token is the application's id, in base64 (Discord's reference, Authentication)."""
    head = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return int(decoded) if decoded.isdecimal() else None


if __name__ == "__main__":
    sys.exit(main())
