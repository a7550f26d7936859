"""Static files: their address carries a digest of their content, so that browsers may keep them for good."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Give templates `static_url('css/frame.css')` and versioned files their long life."""
    app.add_template_global(static_url)
    app.add_template_global(asset_exists)
    app.after_request(_keep_versioned_files)


def static_url(name: str) -> str:
    """The address of a file under static/; a new content has a new address."""
    file = _file(name)
    if not file.is_file():
        return url_for("static", filename=name)
    stat = file.stat()
    return url_for("static", filename=name, v=_digest(file, stat.st_mtime_ns, stat.st_size))


def asset_exists(name: str) -> bool:
    """Whether the file is there: pages work without the installed front-end packages, only plainer."""
    return _file(name).is_file()


def _file(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


@lru_cache(maxsize=256)
def _digest(file: Path, changed: int, size: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


def _keep_versioned_files(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        if "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        else:
            response.headers["Cache-Control"] = "public, max-age=300"
    return response
