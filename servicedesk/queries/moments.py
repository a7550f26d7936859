"""Reckoning with stored moments inside a statement, the same on every database."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from servicedesk.extensions import UTCDateTime


class _Earlier(GenericFunction[Any]):
    """A moment so many seconds before another."""

    name = "earlier"
    inherit_cache = True


@compiles(_Earlier)
def _as_interval(element: Any, compiler: Any, **kw: Any) -> str:
    moment, seconds = (compiler.process(part, **kw) for part in element.clauses)
    return f"({moment} - make_interval(secs => {seconds}))"


@compiles(_Earlier, "sqlite")
def _as_text(element: Any, compiler: Any, **kw: Any) -> str:
    # Stored to the microsecond; a shorter text of the same second and millisecond is the smaller one.
    moment, seconds = (compiler.process(part, **kw) for part in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%f', {moment}, '-' || {seconds} || ' seconds')"


def earlier(moment: Any, by: timedelta) -> ColumnElement[Any]:
    """The moment that lies so much (in whole seconds) before a stored one."""
    return _Earlier(moment, int(by.total_seconds()), type_=UTCDateTime())
