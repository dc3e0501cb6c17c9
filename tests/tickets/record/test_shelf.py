"""Files from tickets are on our disk whole or not at all, each once."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bot.tickets.record.shelf import Shelf


def there(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_it_lies_beside_the_database_or_where_that_would_be(tmp_path: Path) -> None:
    assert Shelf.of(tmp_path, tmp_path / "elsewhere" / "a.db").folder == tmp_path / "elsewhere" / "attachments"
    on_a_server = Shelf.of(tmp_path, None)
    assert on_a_server.folder == tmp_path / "data" / "attachments"


def test_what_holds_the_same_is_kept_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    shelf = Shelf(folder)
    assert shelf.all_of_it() == (0, 0)
    one, same, other = (shelf.keep(content) for content in (b"picture", b"picture", b""))
    assert one == same
    assert there(folder) == sorted(f"{hash[:2]}/{hash}" for hash in (one, other))
    assert shelf.path(one).read_bytes() == b"picture"
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))} == {0}
    assert shelf.all_of_it() == (2, len(b"picture"))


def test_a_full_disk_leaves_nothing_and_what_a_crash_left_is_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            shelf.keep(b"picture")
    assert there(tmp_path) == []
    hash = shelf.keep(b"picture")
    shelf.path(hash).rename(shelf.path(hash).with_name(f"{hash}.partial"))
    assert shelf.all_of_it() == (0, 0)
    shelf.path(hash).write_bytes(b"pic")  # no end of ours: somebody cut it off
    assert shelf.keep(b"picture") == hash
    assert there(tmp_path) == [f"{hash[:2]}/{hash}"]
    assert shelf.path(hash).read_bytes() == b"picture"
