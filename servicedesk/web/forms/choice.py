"""What can be chosen in a field of a form."""

# The published types of the form library do not know its newest class yet.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

__all__ = ["NOTHING", "SelectChoice"]

NOTHING = SelectChoice("", "")
"""The choice of nothing, on top of a list from which nothing has to be chosen."""
