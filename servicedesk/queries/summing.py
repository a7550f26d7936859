"""Counting rows by a condition, within one statement."""

from sqlalchemy import ColumnElement, func


def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the rows fulfil the condition; 0 where there are none."""
    return func.count().filter(condition)
