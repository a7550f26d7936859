"""Where files are kept."""

import os
from pathlib import Path

import pytest

from servicedesk.adapters.storage import FolderStorage, NoSuchFile, from_url
from servicedesk.environment import ROOT, ConfigurationError


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "files")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_can_be_read_again(storage: FolderStorage) -> None:
    key = storage.put(b"licence")
    with storage.open(key) as file:
        assert file.read() == b"licence"
    assert storage.exists(key)


def test_keys_say_nothing_and_spread_over_folders(storage: FolderStorage) -> None:
    keys = {storage.put(b"same bytes") for _ in range(20)}
    assert len(keys) == 20
    for key in keys:
        first, second, name = key.split("/")
        assert name.startswith(first + second)
        assert (storage.root / key).is_file()


def test_nothing_but_the_files_is_left_in_the_folder(storage: FolderStorage) -> None:
    key = storage.put(b"licence")
    assert files_in(storage.root) == [storage.root / key]
    assert (storage.root / key).stat().st_mode & 0o077 == 0


def test_a_deleted_file_is_gone_and_deleting_again_does_nothing(storage: FolderStorage) -> None:
    key = storage.put(b"licence")
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)
    assert not files_in(storage.root)
    with pytest.raises(NoSuchFile):
        storage.open(key)


def test_a_failed_write_leaves_nothing(storage: FolderStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        storage.put(b"licence")
    assert not files_in(storage.root)


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "ab/cd/..", "", "ab/cd/" + "z" * 32])
def test_a_strange_key_leads_nowhere(storage: FolderStorage, key: str) -> None:
    assert not storage.exists(key)
    with pytest.raises(NoSuchFile):
        storage.open(key)
    with pytest.raises(NoSuchFile):
        storage.delete(key)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:var/files", ROOT / "var" / "files"),
        ("file:/srv/files", Path("/srv/files")),
        ("file:///srv/files", Path("/srv/files")),
    ],
)
def test_an_address_names_a_folder(url: str, folder: Path) -> None:
    storage = from_url(url)
    assert isinstance(storage, FolderStorage)
    assert storage.root == folder


@pytest.mark.parametrize("url", ["s3://bucket/files", "", "file:", "var/files", "file:static/files"])
def test_another_address_is_refused_with_the_remedy(url: str) -> None:
    with pytest.raises(ConfigurationError, match="file:var/files"):
        from_url(url)
