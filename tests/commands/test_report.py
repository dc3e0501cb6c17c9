"""`signpost report`: a page of figures, made beside a running bot, and the sentences where it cannot be."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.simulated.community import shipped_home
from tests.insights.test_stats import Opened, answered, put
from tests.services import ELSEWHERE, HERE, open_database

HOUR = timedelta(hours=1)
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SIGNPOST_DATABASE_URL", raising=False)
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)  # to draw takes seconds, and is tried elsewhere
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "config.yaml").write_bytes((shipped_home() / "config.yaml").read_bytes())
    return folder


def write(home: Path, *opened: Opened) -> None:
    """The database of this home has these tickets."""

    async def put_all() -> None:
        async with open_database(home / "data" / "signpost.db") as database:
            await database.tx(lambda tx: put(tx, opened))

    asyncio.run(put_all())


def report(home: Path, *more: str) -> int:
    return main(["report", "--home", str(home), "--html", str(home / "report.html"), *more])


def test_the_page_has_the_figures_and_takes_the_place_of_the_last_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home, Opened(YESTERDAY, [answered(2 * HOUR)], type_id="billing"), Opened(YESTERDAY - 60 * 24 * HOUR))
    (home / "report.html").write_text("the last one", encoding="utf-8")
    assert report(home) == 0
    assert capsys.readouterr().out == f"{home / 'report.html'} written.\n"
    page = (home / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<dt>Tickets opened</dt><dd>1</dd>" in page
    assert "; 1 ticket)</dd>" in page  # in working hours, so it depends on the day
    assert sorted(path.name for path in home.iterdir()) == ["config.yaml", "data", "report.html"]
    assert report(home, "--days", "90") == 0
    assert "<dt>Tickets opened</dt><dd>2</dd>" in (home / "report.html").read_text(encoding="utf-8")


def test_of_several_servers_one_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, Opened(YESTERDAY), Opened(YESTERDAY, guild_id=ELSEWHERE), Opened(YESTERDAY, guild_id=ELSEWHERE))
    assert report(home) == 1
    assert capsys.readouterr().err == (
        f"There are tickets of several servers: say which one with --server: {HERE}, {ELSEWHERE}.\n"
    )
    assert report(home, "--server", "404") == 1
    assert capsys.readouterr().err == "There are no tickets of server 404.\n"
    assert not (home / "report.html").exists()
    assert report(home, "--server", str(ELSEWHERE)) == 0
    assert "<dt>Tickets opened</dt><dd>2</dd>" in (home / "report.html").read_text(encoding="utf-8")


def test_where_nothing_can_be_read_or_written_a_sentence_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(home) == 1
    assert capsys.readouterr().err.startswith("There is no database yet, it cannot be reached, or ")
    write(home)
    assert report(home) == 0
    assert "No tickets in this time." in (home / "report.html").read_text(encoding="utf-8")
    target = home / "nowhere" / "report.html"
    assert main(["report", "--home", str(home), "--html", str(target)]) == 1
    assert capsys.readouterr().err == f"{target} cannot be written: No such file or directory.\n"
    for days in ("0", "366", "many"):
        with pytest.raises(SystemExit):
            report(home, "--days", days)
        assert f"{days} is no number of days from 1 to 365" in capsys.readouterr().err
