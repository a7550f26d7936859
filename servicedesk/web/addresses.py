"""Addresses that came from outside, and which of them we follow."""

from urllib.parse import urlsplit

from flask import request


def local(address: str | None) -> str | None:
    """Path and query when the address is on this site, else None: nobody is led away by a link to us."""
    if not address or "\\" in address or any(ord(c) < 33 for c in address):
        return None
    parts = urlsplit(address)
    if parts.netloc and (parts.scheme not in ("http", "https") or parts.netloc != request.host):
        return None
    if (parts.scheme and not parts.netloc) or not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def this_page() -> str:
    """The address to come back to: this page, or for the answer to a POST the page that sent it."""
    if request.method in ("GET", "HEAD"):
        return local(request.full_path.rstrip("?")) or "/"
    return local(request.referrer) or "/"
