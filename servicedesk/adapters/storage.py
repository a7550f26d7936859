"""Where files are kept: a folder outside the web root, from which nothing is ever served directly."""

import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import Flask, current_app

from servicedesk.environment import ROOT, ConfigurationError

BOUND = "servicedesk.storage"


class NoSuchFile(LookupError):
    """Nothing is stored under this key."""


class Storage(Protocol):
    """A place for files; keys are made by it and mean nothing outside."""

    def put(self, content: bytes) -> str:
        """Keep the bytes for good and answer their key; on any failure nothing is left behind."""

    def open(self, key: str) -> BinaryIO:
        """The bytes to read; raises NoSuchFile."""

    def exists(self, key: str) -> bool:
        """Whether something is stored under the key."""

    def delete(self, key: str) -> None:
        """Forget the bytes; nothing happens when they are gone already."""


class FolderStorage:
    """Files in a folder, spread over two levels of sub-folders so that none grows large."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes: written beside, forced to the disk, then named in one step."""
        key = _new_key()
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The bytes get their name only when they are complete: a crash leaves no half file under a key.
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _force_names(path.parent)
        return key

    def open(self, key: str) -> BinaryIO:
        """The bytes to read; raises NoSuchFile."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise NoSuchFile(key) from None

    def exists(self, key: str) -> bool:
        """Whether something is stored under the key."""
        try:
            return self._path(key).is_file()
        except NoSuchFile:
            return False

    def delete(self, key: str) -> None:
        """Forget the bytes; nothing happens when they are gone already."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        # Keys come from the database; one that we did not make must not lead out of the folder.
        if not re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", key):
            raise NoSuchFile(key)
        return self.root / key


def from_url(url: str) -> Storage:
    """The storage of an address: `file:var/files` (relative to the project) or `file:/srv/files`.

    Raises ConfigurationError for any other scheme and for a folder that pages would serve.
    """
    scheme, _, path = url.partition(":")
    if scheme != "file" or not path:
        raise ConfigurationError(
            f"SERVICEDESK_STORAGE_URL begins with {scheme}:, which is not supported; "
            "name a folder such as file:var/files."
        )
    root = (ROOT / re.sub(r"^//(?=/)", "", path)).resolve()
    if root.is_relative_to(ROOT / "static"):
        raise ConfigurationError(
            "SERVICEDESK_STORAGE_URL lies inside static/, where everybody could read the files; "
            "name a folder such as file:var/files."
        )
    return FolderStorage(root)


def init_app(app: Flask) -> None:
    """Bind the storage of SERVICEDESK_STORAGE_URL to the app; raises ConfigurationError."""
    app.extensions[BOUND] = from_url(app.config["SERVICEDESK_STORAGE_URL"])


def storage() -> Storage:
    """The storage of the app that runs."""
    bound: Storage = current_app.extensions[BOUND]
    return bound


def _new_key() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:4]}/{name}"


def _force_names(folder: Path) -> None:
    """Force the folder's own entries to the disk, so that the new name survives a loss of power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
