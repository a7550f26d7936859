"""Static files: kept by browsers for good, because their address follows their content; sent compressed."""

from functools import lru_cache
from gzip import compress
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, g, request, url_for
from werkzeug.security import safe_join

YEAR = 365 * 24 * 3600
COMPRESSED = (".css", ".js", ".svg")
WORTH_COMPRESSING = 2000
"""Bytes; below it the header would weigh as much as what is saved."""


def init_app(app: Flask) -> None:
    """Give templates `static_url('css/frame.css')`, and static files their headers."""
    app.add_template_global(static_url)
    app.add_template_global(asset_exists)
    app.after_request(_static)


def static_url(name: str) -> str:
    """The address of a file under static/; a new content has a new address."""
    # A page names the file of its icons dozens of times.
    known: dict[str, str] = g.setdefault("static_urls", {})
    if name not in known:
        known[name] = _address(name)
    return known[name]


def _address(name: str) -> str:
    file = _file(name)
    if not file.is_file():
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=_digest(file, *_version(file)))


def asset_exists(name: str) -> bool:
    """Whether the file is there: pages work without the installed front-end packages, only plainer."""
    return _file(name).is_file()


def _file(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


def _version(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=256)
def _digest(file: Path, changed: int, size: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _compressed(file: Path, changed: int, size: int) -> bytes:
    return compress(file.read_bytes(), mtime=0)


def _static(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if "v" in request.args else "public, max-age=300"
    )
    name = (request.view_args or {}).get("filename", "")
    if name.endswith(COMPRESSED):
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings.quality("gzip") > 0:
            _compress(response, name)
    return response


def _compress(response: Response, name: str) -> None:
    path = safe_join(str(current_app.static_folder), name)
    if path is None or "Range" in request.headers or Path(path).stat().st_size < WORTH_COMPRESSING:
        return
    file = Path(path)
    etag, _ = response.get_etag()
    response.close()
    response.direct_passthrough = False
    response.set_data(_compressed(file, *_version(file)))
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        # The same content in another coat: weak, so that a browser's question is still answered with 304.
        response.set_etag(etag, weak=True)
