"""Addresses of the portal that several of its pages need."""

from typing import Any

from flask import url_for

from servicedesk.queries.cursors import HIGHEST_ID

MOST = HIGHEST_ID
"""No row has a higher number, and databases refuse to look for one."""


def row_id(given: str) -> int:
    """The number of a row from an address; raises ValueError for one that no row can have."""
    number = int(given)
    if not 0 < number <= MOST:
        raise ValueError(given)
    return number


def details_address(entry: str, category: str | None, draft_id: int | None = None, **more: Any) -> str:
    """Step 2 of submitting: the details of a matter that began with these words in this category."""
    return url_for("portal.details", entry=entry, category=category, draft=draft_id, **more)
